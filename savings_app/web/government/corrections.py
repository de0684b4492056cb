"""Corrections by request: asked for with a proof, looked at whole, decided by another person."""

from __future__ import annotations

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
    CorrectionState,
    CorrectionStep,
    CorrectionSubject,
)
from savings_app.corrections.queries.assents import get_approvals
from savings_app.corrections.queries.listing import (
    SORTING,
    CorrectionFilter,
    CorrectionRow,
    iterate_corrections,
    list_corrections,
)
from savings_app.corrections.queries.requests import (
    get_preview,
    get_request,
)
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError, NotPermitted
from savings_app.identifiers import Identifier
from savings_app.web.fields import TextField
from savings_app.web.filters import FilterForm, KindFilter
from savings_app.web.forms import VersionedForm, choices, longest, required
from savings_app.web.government.correction_facts import effect_sentence, shown_fact
from savings_app.web.government.merge_pages import merge_page
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_short, in_wita, moment_long
from savings_app.words.labels import label

bp = Blueprint("corrections", __name__, url_prefix="/corrections")


def _link(row: CorrectionRow) -> tuple[str, str]:
    if row.subject is CorrectionSubject.BENEFIT:
        return row.full_name, url_for("government.benefit.show", case_id=row.case_id)
    return row.full_name, url_for("government.corrections.show", request_id=row.id)


def _fields(row: CorrectionRow) -> str:
    if row.subject is CorrectionSubject.BENEFIT:
        return gettext("Hitungan santunan")
    return ", ".join(label("fact", name) for name in row.fields) or gettext("bulan iuran saja")


LISTING: Listing[CorrectionRow] = Listing(
    name="perbaikan-data",
    endpoint="government.corrections.index",
    export="government.corrections.export",
    sorting=SORTING.chosen,
    columns=(
        Column(_("Tentang"), _link, sort="name"),
        Column(_("Nomor santunan"), lambda row: row.number or ""),
        Column(_("Jenis"), lambda row: label("correction_subject", row.subject), sort="subject"),
        Column(_("Yang diperbaiki"), _fields),
        Column(_("Keadaan"), lambda row: label("correction_state", row.state), sort="state"),
        Column(
            _("Diajukan"),
            lambda row: date_short(in_wita(row.requested_at).date()),
            taken=lambda row: moment_long(row.requested_at),
            sort="asked",
            under=lambda row: row.requested_by,
            under_heading=_("Oleh"),
        ),
        Column(
            _("Diputuskan"),
            lambda row: date_short(in_wita(row.decided_at).date()) if row.decided_at else "–",
            taken=lambda row: moment_long(row.decided_at) if row.decided_at else "",
            under=lambda row: row.decided_by or "",
            under_heading=_("Pemutus"),
        ),
    ),
)


class CorrectionFilterForm(FilterForm[CorrectionFilter]):
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
    return LISTING.search(CorrectionFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    return LISTING.show(
        "government/corrections.html", CorrectionFilterForm(LISTING.sent()), list_corrections
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.take(file_type, CorrectionFilterForm(LISTING.sent()), iterate_corrections)


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
        gettext("Permintaan ditarik.")
        if step is CorrectionStep.WITHDRAW
        else gettext("Keputusan dicatat.")
    )
    return redirect(url_for(".show", request_id=request_id), 303)


def _page(request_id: UUID, form: DecisionForm, *, full: bool = False) -> str:
    session = get_session()
    asked = get_request(session, actor=g.actor, request_id=request_id)
    form.version.data = str(asked.version)
    if asked.subject in {CorrectionSubject.MERGE, CorrectionSubject.SEPARATION}:
        return merge_page(asked, form, full=full)
    open_ = asked.state is CorrectionState.REQUESTED
    preview = get_preview(session, actor=g.actor, request=asked, today=clock.today())
    people = {asked.requested_by, *(one.requested_by for one in preview.rivals)}
    approvals = get_approvals(session, request=asked)
    people |= set(approvals.given_by)
    if asked.decided_by is not None:
        people.add(asked.decided_by)
    rows = [
        {
            "name": label("fact", one.field),
            "before": shown_fact(one.field, one.before, full=full),
            "now": shown_fact(one.field, one.now, full=full),
            "after": shown_fact(one.field, one.after, full=full),
            "outdated": open_ and one.is_outdated,
        }
        for one in preview.standings
    ]
    return render_template(
        "government/correction.html",
        form=form,
        asked=asked,
        open=open_,
        rows=rows,
        outdated=open_ and preview.is_outdated,
        effects=[effect_sentence(effect) for effect in preview.effects],
        rivals=[
            (
                one,
                [(c["field"], shown_fact(c["field"], c["after"], full=full)) for c in one.changes],
            )
            for one in preview.rivals
        ],
        approvals=approvals,
        names=names_of(session, people),
        full=full,
        masked=any(isinstance(read(r.field, r.after), Identifier) for r in preview.standings),
    )
