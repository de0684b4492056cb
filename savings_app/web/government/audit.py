"""Everything that was done and seen, for the auditors, with the proof that nobody changed it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from savings_app import clock
from savings_app.actors import Permission, Role
from savings_app.audit.queries import ChainProof, prove_chain
from savings_app.cases.queries.trail import (
    SORTING,
    TrailFilter,
    TrailRow,
    iterate_trail,
    list_people_of_trail,
    list_trail,
)
from savings_app.db import get_session
from savings_app.web.fields import DateField, TextField
from savings_app.web.forms import Form, choices, longest
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import in_wita, moment_long
from savings_app.words.labels import LABELS, find_label, label

bp = Blueprint("audit", __name__, url_prefix="/audit")
SYSTEM = "system"


def _words(action: str) -> str:
    """What was done; an action without words of its own stands by its code."""
    return find_label(action, "told", "audit") or action


def _who(row: TrailRow) -> str:
    role = label("role", row.role) if row.role else gettext("Sistem")
    beside = gettext("didampingi %(name)s", name=row.assistant_name) if row.assistant_name else None
    return " · ".join(one for one in (role, row.user_name, beside) if one)


def _case(row: TrailRow) -> str | tuple[str, str]:
    if row.case_number is None:
        return ""
    return row.case_number, url_for("government.audit.index", case=row.case_id)


LISTING: Listing[TrailRow] = Listing(
    name="jejak",
    endpoint="government.audit.index",
    export="government.audit.export",
    sorting=SORTING.chosen,
    private=("number",),
    columns=(
        Column(
            _("Waktu"),
            lambda row: moment_long(row.happened_at),
            taken=lambda row: f"{in_wita(row.happened_at):%Y-%m-%d %H:%M:%S}",
            sort="time",
            under=lambda row: gettext("baris %(row)s", row=row.sequence),
            under_heading=_("Nomor baris"),
        ),
        Column(_("Siapa"), _who),
        Column(_("Perbuatan"), lambda row: _words(row.action)),
        Column(_("Urusan"), _case),
    ),
)


class TrailFilterForm(Form):
    """Unknown choices are no filter; a link typed by hand never ends in an error."""

    who = SelectField(_("Siapa"), validate_choice=False)
    action = SelectField(_("Perbuatan"), validate_choice=False)
    number = TextField(_("Nomor santunan"), [longest(40)])
    since = DateField(_("Sejak tanggal"))
    until = DateField(_("Sampai tanggal"))

    def wanted(self, *, case_id: UUID | None) -> TrailFilter:
        who = self.who.data or ""
        return TrailFilter(
            user_id=_id(who),
            role=Role.FAMILY if who == Role.FAMILY else None,
            system=who == SYSTEM,
            actions=_codes_of(self.action.data),
            since=_start(self.since.data),
            until=_start(self.until.data + timedelta(days=1)) if self.until.data else None,
            case_id=case_id,
            case_number=(self.number.data or "").upper() or None,
        )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _start(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), tzinfo=clock.WITA) if day else None


def _deeds() -> dict[str, list[str]]:
    """What may have been done → its codes: several codes may be called the same."""
    found: dict[str, list[str]] = {}
    for code in {**LABELS["audit"], **LABELS["told"]}:
        found.setdefault(_words(code), []).append(code)
    return found


def _codes_of(code: str | None) -> tuple[str, ...]:
    """All codes that are called as this one is; a code nobody knows is no filter."""
    if not code or find_label(code, "told", "audit") is None:
        return ()
    return tuple(_deeds()[_words(code)])


def _filter_form() -> TrailFilterForm:
    form = TrailFilterForm(LISTING.sent())
    everything = gettext("Semua")
    staff = list_people_of_trail(get_session(), actor=g.actor)
    form.who.choices = choices(
        [
            (Role.FAMILY.value, label("role", Role.FAMILY)),
            (SYSTEM, gettext("Sistem")),
            *((str(user_id), name) for user_id, name in staff),
        ],
        empty=everything,
    )
    form.action.choices = choices(
        [(codes[0], words) for words, codes in sorted(_deeds().items())], empty=everything
    )
    form.validate()  # a day that does not exist is said, and is no filter
    return form


def _case_id() -> UUID | None:
    return request.args.get("case", type=UUID)


@bp.post("/")
@requires(Permission.AUDIT_READ)
def search() -> ResponseReturnValue:
    """A case number is kept in the cookie, never in the address."""
    return LISTING.search(TrailFilterForm())


@bp.get("/")
@requires(Permission.AUDIT_READ)
def index() -> ResponseReturnValue:
    return _page(None)


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.AUDIT_READ)
def export(file_type: str) -> ResponseReturnValue:
    """The filtered trail, in the order it is shown."""
    rows = iterate_trail(
        get_session(),
        actor=g.actor,
        wanted=_filter_form().wanted(case_id=_case_id()),
        order=LISTING.order(),
    )
    return LISTING.file(file_type, rows)


@bp.post("/proof")
@requires(Permission.AUDIT_READ)
def prove() -> ResponseReturnValue:
    """Reads and changes nothing; a POST, because it reads every row there is."""
    return _page(prove_chain(get_session()))


def _page(proof: ChainProof | None) -> str:
    form = _filter_form()
    wanted = form.wanted(case_id=_case_id())
    page = list_trail(
        get_session(),
        actor=g.actor,
        wanted=wanted,
        order=LISTING.order(),
        place=LISTING.place(),
    )
    return render_template(
        "government/audit.html",
        form=form,
        shown=LISTING.page(page),
        is_filtered=wanted != TrailFilter(),
        proof=proof,
    )
