"""Odd things with their reasons in words: a person looks and says what it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, SelectField, TextAreaField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.work_rules import LONGEST_NOTE
from savings_app.db import get_session, read_anew, transaction
from savings_app.errors import Conflict, DomainError, NotPermitted
from savings_app.money import Rupiah
from savings_app.web.columns import day_column
from savings_app.web.filters import DistrictFilter, FilterForm, KindFilter
from savings_app.web.forms import VersionedForm, choices, labelled, longest, required
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import in_wita, month_long, rupiah
from savings_app.words.labels import label
from savings_app.worklist.actions import decide_warning, refresh_warnings
from savings_app.worklist.kinds import WarningKind, WarningState
from savings_app.worklist.queries.warnings import (
    SORTING,
    WarningFilter,
    WarningRow,
    count_open_warnings,
    get_warning,
    iterate_warnings,
    list_warnings,
)
from savings_app.worklist.warning_rules import kinds_read_by, may_decide

bp = Blueprint("warnings", __name__, url_prefix="/warnings")
NOTE_LENGTH = min(1000, LONGEST_NOTE)
DECISIONS = (WarningState.EXPLAINED, WarningState.REFERRED)


def reason(row: WarningRow) -> str:
    """Why somebody should look, in one sentence without a name or a number of anybody."""
    return _REASONS[row.kind](row.facts)


def _by(facts: dict[str, Any]) -> str:
    return {
        "nik": gettext("NIK yang sama"),
        "kpj": gettext("KPJ yang sama"),
        "nama": gettext("nama, tanggal lahir, dan tanggal meninggal yang sama"),
    }[facts["by"]]


def _difference(facts: dict[str, Any]) -> str:
    amount = Rupiah(int(facts["difference"]))
    if amount.sen < 0:
        return gettext("Dibayar %(amount)s kurang dari haknya.", amount=rupiah(-amount))
    return gettext("Dibayar %(amount)s lebih dari haknya.", amount=rupiah(amount))


def _same_account(facts: dict[str, Any]) -> str:
    if facts["cases"] == 1:
        return gettext(
            "Nomor rekening yang sama untuk %(count)s penerima di satu urusan, "
            "bukan wali yang sama.",
            count=facts["recipients"],
        )
    return gettext(
        "Nomor rekening yang sama untuk penerima di %(count)s urusan, bukan wali yang sama.",
        count=facts["cases"],
    )


_REASONS: dict[WarningKind, Callable[[dict[str, Any]], str]] = {
    WarningKind.SAME_PERSON: lambda facts: gettext(
        "NIK penerima yang sama ada di %(count)s urusan.", count=facts["cases"]
    ),
    WarningKind.SAME_DEATH: lambda facts: gettext("Dua urusan dengan %(by)s.", by=_by(facts)),
    WarningKind.SAME_ACCOUNT: _same_account,
    WarningKind.SAME_PHONE: lambda facts: gettext(
        "Nomor telepon yang sama untuk penerima di %(count)s urusan, bukan wali yang sama.",
        count=facts["cases"],
    ),
    WarningKind.DEAD_PERSON: lambda facts: gettext(
        "Orang yang kematiannya tercatat muncul kemudian sebagai %(role)s.",
        role=label("dead_as", facts["as"]),
    ),
    WarningKind.PAID_DIFFERS: _difference,
    WarningKind.ONE_OFFICIAL: lambda facts: gettext(
        "%(month)s: satu petugas mencatat %(payouts)s pencairan, di %(alone)s urusan juga "
        "rekening, surat, dan klaimnya. Biasa bila hanya ada satu petugas.",
        month=month_long(date.fromisoformat(facts["month"])),
        payouts=facts["payouts"],
        alone=facts["alone"],
    ),
    WarningKind.ACCOUNT_CHANGED: lambda facts: gettext(
        "Rekening tujuan dicatat %(days)s hari sebelum pencairan, padahal sudah ada yang lain.",
        days=facts["days"],
    ),
}


def _state(row: WarningRow) -> str:
    if row.gone_at is not None:
        return gettext("%(state)s, tidak ada lagi", state=label("warning_state", row.state))
    return label("warning_state", row.state)


LISTING: Listing[WarningRow] = Listing(
    name="peringatan",
    endpoint="government.warnings.index",
    export="government.warnings.export",
    sorting=SORTING.chosen,
    private=(),
    columns=(
        Column(
            _("Peringatan"),
            lambda row: (
                label("warning", row.kind),
                url_for("government.warnings.show", warning_id=row.id),
            ),
            taken=lambda row: label("warning", row.kind),
            sort="kind",
        ),
        Column(_("Alasan"), reason),
        Column(_("Nomor"), lambda row: ", ".join(number for _id, number in row.cases)),
        day_column(
            _("Pertama terlihat"), lambda row: in_wita(row.first_seen_at).date(), sort="seen"
        ),
        Column(_("Keputusan"), _state, sort="state"),
        Column(_("Oleh"), lambda row: row.decided_by or ""),
    ),
)


class WarningFilterForm(FilterForm[WarningFilter]):
    kind = KindFilter(_("Peringatan"), WarningKind, group="warning")
    state = SelectField(_("Keputusan"), validate_choice=False)
    district = DistrictFilter(_("Kecamatan"))
    case = HiddenField()  # the page of one case leads here

    def wanted(self) -> WarningFilter:
        """Open ones unless something else is asked for."""
        state = self.state.data or WarningState.OPEN
        return WarningFilter(
            kind=self.kind.chosen,
            state=WarningState(state) if state in set(WarningState) else None,
            district=self.district.chosen,
            case_id=_id_of(self.case.data),
        )


def _id_of(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


class DecisionForm(VersionedForm):
    state = RadioField(
        _("Keputusan"),
        [required(_("Pilih keputusannya."))],
        coerce=WarningState,
        choices=labelled("warning_state", DECISIONS),
    )
    note = TextAreaField(
        _("Apa yang ditemukan"),
        [required(_("Tulis apa yang ditemukan.")), longest(NOTE_LENGTH)],
    )


def _filter_form() -> WarningFilterForm:
    form = WarningFilterForm(LISTING.sent())
    everything = gettext("Semua")
    form.kind.choices = [
        *choices([], empty=everything),
        *labelled("warning", kinds_read_by(g.actor)),
    ]
    form.state.choices = [
        *labelled("warning_state", WarningState),
        *choices([("all", everything)]),
    ]
    return form


@bp.post("/")
@requires(Permission.WARNING_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(WarningFilterForm())


@bp.get("/")
@requires(Permission.WARNING_READ)
def index() -> ResponseReturnValue:
    return LISTING.show(
        "government/warnings.html",
        _filter_form(),
        list_warnings,
        may_refresh=g.actor.may(Permission.WARNING_DECIDE),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.WARNING_READ)
def export(file_type: str) -> ResponseReturnValue:
    """The filtered list, in the order it is shown."""
    return LISTING.take(file_type, _filter_form(), iterate_warnings)


@bp.post("/refresh")
@requires(Permission.WARNING_DECIDE)
def refresh() -> ResponseReturnValue:
    """Look again now; every night it happens by itself."""
    with transaction() as session:
        refresh_warnings(session, actor=g.actor, today=clock.today(), now=clock.now_utc())
    # Only what this person may read: a count of all would tell that there is more.
    count = count_open_warnings(read_anew(), actor=g.actor)
    flash(gettext("Sudah diperiksa ulang: %(count)s belum diputuskan.", count=count))
    return redirect(url_for(".index"), 303)


@bp.route("/<uuid:warning_id>", methods=["GET"])
@requires(Permission.WARNING_READ)
def show(warning_id: UUID) -> ResponseReturnValue:
    row = get_warning(get_session(), actor=g.actor, warning_id=warning_id)
    return _page(row, DecisionForm(data={"version": str(row.version)}))


@bp.route("/<uuid:warning_id>", methods=["POST"])
@requires(Permission.WARNING_DECIDE)
def decide(warning_id: UUID) -> ResponseReturnValue:
    form = DecisionForm.of_request()
    status = 200
    if form.submitted():
        try:
            with transaction() as session:
                decide_warning(
                    session,
                    actor=g.actor,
                    warning_id=warning_id,
                    version=form.seen_version(),
                    state=form.state.data,
                    note=form.note.data,
                    now=clock.now_utc(),
                )
        except Conflict as conflict:
            form.show(conflict)
            status = 409
        except NotPermitted:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Keputusan dicatat."))
            return redirect(url_for(".index"), 303)
    row = get_warning(get_session(), actor=g.actor, warning_id=warning_id)
    if status == 409:  # noqa: PLR2004
        form.version.data = str(row.version)
    return _page(row, form), status


def _page(row: WarningRow, form: DecisionForm) -> str:
    return render_template(
        "government/warning.html",
        row=row,
        reason=reason(row),
        form=form,
        may_decide=may_decide(g.actor, about_staff=row.subject_user_id is not None)
        and row.gone_at is None,
        state=_state(row),
    )
