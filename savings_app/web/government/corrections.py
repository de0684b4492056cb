"""Corrections by request: asked for with a proof, looked at whole, decided by another person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.access.queries import names_of
from savings_app.actors import Permission
from savings_app.corrections.actions import (
    record_values_shown,
    take_step,
)
from savings_app.corrections.fact_rules import read
from savings_app.corrections.kinds import (
    Consequence,
    CorrectionState,
    CorrectionStep,
    CorrectionSubject,
)
from savings_app.corrections.queries.listing import (
    SORTING,
    CorrectionFilter,
    CorrectionRow,
    iterate_corrections,
    list_corrections,
)
from savings_app.corrections.queries.requests import (
    Effect,
    get_preview,
    get_request,
)
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError, NotPermitted
from savings_app.identifiers import Identifier
from savings_app.regions.queries import find_place
from savings_app.registry.queries import find_category_name
from savings_app.web.fields import TextField
from savings_app.web.filters import KindFilter
from savings_app.web.forms import Form, VersionedForm, choices, longest, required
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_long, moment_long, rupiah
from savings_app.words.labels import label

bp = Blueprint("corrections", __name__, url_prefix="/corrections")


def _link(row: CorrectionRow) -> tuple[str, str]:
    if row.subject is CorrectionSubject.BENEFIT:
        return row.full_name, url_for("government.benefit.show", case_id=row.case_id)
    return row.full_name, url_for("government.corrections.show", request_id=row.id)


def _fields(row: CorrectionRow) -> str:
    return ", ".join(label("fact", name) for name in row.fields) or gettext("hitungan")


LISTING: Listing[CorrectionRow] = Listing(
    name="perbaikan-data",
    endpoint="government.corrections.index",
    export="government.corrections.export",
    columns=(
        Column(_("Tentang"), _link, sort="name"),
        Column(_("Nomor santunan"), lambda row: row.number or ""),
        Column(_("Jenis"), lambda row: label("correction_subject", row.subject), sort="subject"),
        Column(_("Yang diperbaiki"), _fields),
        Column(_("Keadaan"), lambda row: label("correction_state", row.state), sort="state"),
        Column(_("Diajukan"), lambda row: moment_long(row.requested_at), sort="asked"),
        Column(_("Oleh"), lambda row: row.requested_by),
        Column(
            _("Diputuskan"),
            lambda row: moment_long(row.decided_at) if row.decided_at else "",
        ),
        Column(_("Pemutus"), lambda row: row.decided_by or ""),
    ),
)


class FilterForm(Form):
    """Unknown choices are no filter."""

    state = KindFilter(_("Keadaan"), CorrectionState, group="correction_state")
    subject = KindFilter(_("Jenis"), CorrectionSubject, group="correction_subject")
    mine = BooleanField(_("Yang saya ajukan"))

    def wanted(self) -> CorrectionFilter:
        return CorrectionFilter(
            state=self.state.chosen,
            subject=self.subject.chosen,
            mine=bool(self.mine.data),
        )


class DecisionForm(VersionedForm):
    decision = RadioField(
        _("Keputusan Anda"),
        [required(_("Pilih setuju atau tolak."))],
        choices=choices([("approve", _("Setuju, data baru berlaku")), ("reject", _("Tolak"))]),
    )
    reason = TextField(_("Alasan"), [Optional(), longest(300)])


# --- the list -----------------------------------------------------------------------------------


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(FilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    form = FilterForm(LISTING.sent())
    wanted = form.wanted()
    page = list_corrections(
        get_session(),
        actor=g.actor,
        wanted=wanted,
        order=LISTING.order(),
        place=LISTING.place(),
    )
    return render_template(
        "government/corrections.html",
        form=form,
        shown=LISTING.page(page, order=SORTING.chosen(LISTING.order())),
        is_filtered=wanted != CorrectionFilter(),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    rows = iterate_corrections(
        get_session(),
        actor=g.actor,
        wanted=FilterForm(LISTING.sent()).wanted(),
        order=LISTING.order(),
    )
    return LISTING.file(file_type, rows)


# --- one request --------------------------------------------------------------------------------


@bp.get("/<uuid:request_id>")
@requires(Permission.CASE_READ)
def show(request_id: UUID) -> ResponseReturnValue:
    return _page(request_id, DecisionForm.of_request())


@bp.post("/<uuid:request_id>/numbers")
@requires(Permission.CASE_READ)
def show_numbers(request_id: UUID) -> ResponseReturnValue:
    """The same page with full numbers, after the audit has it."""
    with transaction() as session:
        record_values_shown(session, actor=g.actor, request_id=request_id, now=clock.now_utc())
    return _page(request_id, DecisionForm(), full=True)


@bp.post("/<uuid:request_id>/decide")
@requires(Permission.CORRECTION_APPROVE)
def decide(request_id: UUID) -> ResponseReturnValue:
    form = DecisionForm.of_request()
    if not form.submitted():
        return _page(request_id, form)
    step = CorrectionStep.APPROVE if form.decision.data == "approve" else CorrectionStep.REJECT
    return _step(request_id, form, step)


@bp.post("/<uuid:request_id>/withdraw")
@requires(Permission.CORRECTION_REQUEST)
def withdraw(request_id: UUID) -> ResponseReturnValue:
    """Taken back by who asked for it."""
    return _step(request_id, DecisionForm.of_request(), CorrectionStep.WITHDRAW)


def _step(request_id: UUID, form: DecisionForm, step: CorrectionStep) -> ResponseReturnValue:
    try:
        with transaction() as session:
            take_step(
                session,
                actor=g.actor,
                request_id=request_id,
                version=form.seen_version(),
                step=step,
                reason=form.reason.data,
                today=clock.today(),
                now=clock.now_utc(),
            )
    except Conflict as conflict:
        fresh = DecisionForm()
        fresh.show(conflict)
        return _page(request_id, fresh), 409
    except NotPermitted:
        raise
    except DomainError as refusal:
        form.show(refusal)
        return _page(request_id, form)
    flash(
        gettext("Perbaikan ditarik.")
        if step is CorrectionStep.WITHDRAW
        else gettext("Keputusan dicatat.")
    )
    return redirect(url_for(".show", request_id=request_id), 303)


def _page(request_id: UUID, form: DecisionForm, *, full: bool = False) -> str:
    session = get_session()
    asked = get_request(session, actor=g.actor, request_id=request_id)
    open_ = asked.state is CorrectionState.REQUESTED
    preview = get_preview(session, actor=g.actor, request=asked, today=clock.today())
    people = {asked.requested_by, *(one.requested_by for one in preview.rivals)}
    if asked.decided_by is not None:
        people.add(asked.decided_by)
    rows = [
        {
            "name": label("fact", one.field),
            "before": _value(one.field, one.before, full=full),
            "now": _value(one.field, one.now, full=full),
            "after": _value(one.field, one.after, full=full),
            "outdated": open_ and one.is_outdated,
        }
        for one in preview.standings
    ]
    form.version.data = str(asked.version)
    return render_template(
        "government/correction.html",
        form=form,
        asked=asked,
        open=open_,
        rows=rows,
        outdated=open_ and preview.is_outdated,
        effects=[_sentence(effect) for effect in preview.effects],
        rivals=[
            (one, [(c["field"], _value(c["field"], c["after"], full=full)) for c in one.changes])
            for one in preview.rivals
        ],
        names=names_of(session, people),
        full=full,
        masked=any(isinstance(read(r.field, r.after), Identifier) for r in preview.standings),
    )


def _value(field: str, value: Any, *, full: bool) -> str:
    """A stored fact in words; numbers of people masked unless they were opened."""
    fact = read(field, value)
    if fact is None or fact == "":
        return "–"
    if isinstance(fact, Identifier):
        return fact.full if full else str(fact)
    if field in _WORDS:
        return _WORDS[field](fact)
    return date_long(fact) if isinstance(fact, date) else str(fact)


def _named(group: str) -> Callable[[Any], str]:
    return lambda code: label(group, code)


# Facts that are codes, by the words they have in front of people.
_WORDS: dict[str, Callable[[Any], str]] = {
    **{name: _named(name) for name in ("sex", "segment", "payer", "relation", "school_level")},
    "is_recipient": lambda fact: gettext("Ya") if fact else gettext("Tidak"),
    "category": lambda code: find_category_name(get_session(), code=code) or code,
    "region_code": lambda code: str(find_place(get_session(), code=code) or code),
}


def _sentence(effect: Effect) -> str:
    """What an approval would do beside, in one sentence."""
    sentences = {
        Consequence.CASE_FOLLOWS: gettext(
            "Data almarhum pada nomor %(number)s ikut diperbaiki; surat yang sudah terbit tetap.",
            number=effect.number,
        ),
        Consequence.BENEFIT_STAYS: gettext(
            "Santunan nomor %(number)s tidak berubah.", number=effect.number
        ),
        Consequence.PAPERS: gettext("Daftar berkas syarat disesuaikan dengan penerimanya."),
        Consequence.SHARES: gettext(
            "Bagian yang sudah dinyatakan penerima dikosongkan bila jumlahnya tidak pas lagi."
        ),
        Consequence.ACCOUNT_NAME: gettext(
            "Nama pada rekening berbeda dari nama yang baru: tanyakan lagi ke bank."
        ),
    }
    if effect.kind is not Consequence.BENEFIT_DIFFERS:
        return sentences[effect.kind]
    return gettext(
        "Santunan nomor %(number)s tetap %(before)s. Menurut data baru jumlahnya %(after)s:"
        " ajukan juga perbaikan santunan pada urusannya.",
        number=effect.number,
        before=rupiah(effect.before) if effect.before else "–",
        after=rupiah(effect.after) if effect.after else "–",
    )
