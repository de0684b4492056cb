"""The queue of exceptions, and the lines of every other class; what an officer does about one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.reconciliation.actions.deciding import (
    decide_line,
    hand_back_line,
    note_line,
    reverse_decision,
    take_line,
)
from savings_app.reconciliation.class_rules import LineTaken
from savings_app.reconciliation.kinds import Direction, ExceptionCause, LineClass
from savings_app.reconciliation.queries.lines import get_line
from savings_app.reconciliation.queries.listing import (
    SORTING,
    LineFilter,
    StandingRow,
    count_classes,
    iterate_standings,
    list_standings,
)
from savings_app.web.bank.line_page import (
    DecideForm,
    NoteForm,
    UndecideForm,
    line_page,
    offer_classes,
)
from savings_app.web.bank.sorting import sort_what_changed
from savings_app.web.columns import number_column
from savings_app.web.filters import EVERYTHING, FilterForm, HandlerFilter, KindFilter
from savings_app.web.forms import choices
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_short, rupiah
from savings_app.words.labels import label

bp = Blueprint("exceptions", __name__, url_prefix="/exceptions")
AGES = ("3", "7", "30")  # days


def _amount(row: StandingRow) -> str:
    return ("−" if row.direction is Direction.DEBIT else "") + rupiah(row.amount)


def _what(row: StandingRow) -> str:
    return label("exception_cause", row.cause) if row.cause else label("line_class", row.kind)


LISTING: Listing[StandingRow] = Listing(
    name="baris-bank",
    endpoint="bank.exceptions.index",
    export="bank.exceptions.export",
    sorting=SORTING.chosen,
    columns=(
        Column(
            _("Tanggal"),
            lambda row: (date_short(row.on), url_for("bank.matches.show", line_id=row.id)),
            taken=lambda row: row.on,
            sort="date",
        ),
        Column(
            _("Rekening"),
            lambda row: str(row.number),
            under=lambda row: row.holder_name,
            under_heading=_("Nama"),
        ),
        Column(
            _("Jumlah"),
            _amount,
            taken=lambda row: row.amount if row.direction is Direction.CREDIT else -row.amount,
            sort="amount",
            number=True,
        ),
        Column(_("Berita"), lambda row: row.text[:80], taken=lambda row: row.text),
        Column(
            _("Sebab"),
            _what,
            sort="cause",
            under=lambda row: label("exception_next", row.cause) if row.cause else "",
            under_heading=_("Langkah berikutnya"),
        ),
        number_column(_("Umur (hari)"), lambda row: row.age(clock.today()), sort="age"),
        Column(_("Pengurus"), lambda row: row.owner or "–", sort="owner"),
    ),
    private=(),
)


class LineFilterForm(FilterForm[LineFilter]):
    kind = KindFilter(
        _("Jenis"),
        [kind for kind in LineClass if kind is not LineClass.EXCEPTION],
        group="line_class",
        empty=_("Pengecualian"),
    )
    cause = KindFilter(_("Sebab"), ExceptionCause, group="exception_cause")
    owner = HandlerFilter(_("Pengurus"))
    age = SelectField(
        _("Umur"),
        validate_choice=False,
        choices=choices(
            [(days, _("%(days)s hari atau lebih", days=days)) for days in AGES],
            empty=EVERYTHING,
        ),
    )

    def wanted(self) -> LineFilter:
        days = int(self.age.data) if self.age.data in AGES else None
        kind = self.kind.chosen or LineClass.EXCEPTION
        return LineFilter(
            kind=kind,
            cause=self.cause.chosen if kind is LineClass.EXCEPTION else None,
            mine=self.owner.is_me,
            unowned=self.owner.is_nobody,
            told_before=clock.today() - timedelta(days=days - 1) if days else None,
        )


@bp.post("/")
@requires(Permission.MATCH_CONFIRM)
def search() -> ResponseReturnValue:
    """Keep what was chosen in the address, and show the list it filters."""
    return LISTING.search(LineFilterForm())


@bp.get("/")
@requires(Permission.MATCH_CONFIRM)
def index() -> ResponseReturnValue:
    """What waits for a person, the longest known first; or the lines of another class."""
    more = sort_what_changed()
    counts = count_classes(get_session(), actor=g.actor)
    form = LineFilterForm(LISTING.sent())
    return LISTING.show(
        "bank/exceptions.html",
        form,
        list_standings,
        counts=counts,
        all_lines=sum(one.lines for one in counts),
        kind=form.wanted().kind,
        more=more,
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.MATCH_CONFIRM)
def export(file_type: str) -> ResponseReturnValue:
    """The filtered list with masked numbers, in the order it is shown."""
    return LISTING.take(file_type, LineFilterForm(LISTING.sent()), iterate_standings)


@bp.post("/<uuid:line_id>/decide")
@requires(Permission.MATCH_CONFIRM)
def decide(line_id: UUID) -> ResponseReturnValue:
    """Say what the line is, with the reason."""
    form = DecideForm.of_request()
    offer_classes(form, get_line(get_session(), actor=g.actor, line_id=line_id))
    return _answer(
        line_id,
        "decide",
        form,
        lambda session: decide_line(
            session,
            actor=g.actor,
            line_id=line_id,
            kind=LineClass(form.kind.data),
            reason=form.reason.data,
            now=clock.now_utc(),
        ),
        gettext("Baris ditetapkan."),
    )


@bp.post("/<uuid:line_id>/undecide")
@requires(Permission.MATCH_CONFIRM)
def undecide(line_id: UUID) -> ResponseReturnValue:
    """Take the decision back, with the reason."""
    form = UndecideForm.of_request()
    return _answer(
        line_id,
        "undecide",
        form,
        lambda session: reverse_decision(
            session,
            actor=g.actor,
            line_id=line_id,
            reason=form.reason.data,
            now=clock.now_utc(),
        ),
        gettext("Penetapan dibatalkan. Catatan lama tetap ada beserta alasannya."),
    )


@bp.post("/<uuid:line_id>/note")
@requires(Permission.MATCH_CONFIRM)
def note(line_id: UUID) -> ResponseReturnValue:
    """Leave a note for colleagues of the same bank."""
    form = NoteForm.of_request()
    return _answer(
        line_id,
        "note",
        form,
        lambda session: note_line(
            session,
            actor=g.actor,
            line_id=line_id,
            text=(form.text.data or "").replace("\x00", ""),
            now=clock.now_utc(),
        ),
        gettext("Catatan tersimpan."),
    )


@bp.post("/<uuid:line_id>/take")
@requires(Permission.MATCH_CONFIRM)
def take(line_id: UUID) -> ResponseReturnValue:
    """ "Saya urus"."""
    return _owned(line_id, take_line, gettext("Baris ini sekarang Anda urus."))


@bp.post("/<uuid:line_id>/hand-back")
@requires(Permission.MATCH_CONFIRM)
def hand_back(line_id: UUID) -> ResponseReturnValue:
    """Anybody's again."""
    return _owned(line_id, hand_back_line, gettext("Baris ini kembali ke antrean."))


def _owned(line_id: UUID, act: Callable[..., None], done: str) -> ResponseReturnValue:
    try:
        with transaction() as session:
            act(session, actor=g.actor, line_id=line_id, now=clock.now_utc())
    except LineTaken as refusal:
        form = NoteForm()
        form.show(refusal)
        return line_page(line_id, note=form)
    flash(done)
    return redirect(url_for("bank.matches.show", line_id=line_id), 303)


def _answer(
    line_id: UUID, name: str, form: Any, act: Callable[[Any], object], done: str
) -> ResponseReturnValue:
    """Do what was sent; the line's page says how it went, and shows the form again if refused."""
    if form.submitted():
        try:
            with transaction() as session:
                act(session)
        except Conflict:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(done)
            return redirect(url_for("bank.matches.show", line_id=line_id), 303)
    return line_page(line_id, **{name: form})
