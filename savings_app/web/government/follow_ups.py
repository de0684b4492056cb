"""Visits 1, 3, 6 and 12 months after the payout: the short form, on the page and on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.follow_ups import (
    record_follow_up,
    resume_follow_ups,
    set_membership,
    stop_follow_ups,
)
from savings_app.cases.follow_up_rules import FollowUpAnswers
from savings_app.cases.queries.cases import get_case, recipient_number
from savings_app.cases.queries.follow_ups import (
    find_membership,
    get_follow_up,
    is_overtaken,
    list_follow_ups,
    list_memberships,
)
from savings_app.cases.queries.heirs import get_heir
from savings_app.cases.queries.notes import list_colleagues
from savings_app.cases.work_kinds import (
    FollowUpOutcome,
    FollowUpPlace,
    KeepsCard,
    OwnMembershipState,
    PlanNow,
    ScholarshipNow,
    StillArrived,
)
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.identifiers import KPJ
from savings_app.money import Rupiah
from savings_app.policy.contribution import Payer, month_due
from savings_app.policy.rules import Programme, Segment, compute_benefit, parameter
from savings_app.web.fields import DateField, Filled, IdentifierField
from savings_app.web.forms import DONE, STALE, VersionedForm, choices, labelled, longest, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("follow_ups", __name__)

LONGEST_ANSWER = 1000
FULL_MONTHS = 36


class FollowUpForm(VersionedForm):
    """The questions stand in the order of the printed form. Nothing about amounts is asked."""

    outcome = RadioField(
        _("Bagaimana kunjungannya"),
        [required(_("Pilih bagaimana kunjungannya."))],
        coerce=FollowUpOutcome,
        choices=labelled("follow_up_outcome", FollowUpOutcome),
    )
    done_on = DateField(_("Hari kunjungan"), [Filled(_("Tulis hari kunjungannya."))])
    done_by = SelectField(_("Yang berkunjung"), validate_choice=False)
    place = SelectField(
        _("Di mana"),
        [required(_("Pilih tempatnya."))],
        coerce=FollowUpPlace,
        choices=labelled("follow_up_place", FollowUpPlace),
    )
    well = TextAreaField(_("Bagaimana kabar keluarga"), [Optional(), longest(LONGEST_ANSWER)])
    still_arrived = SelectField(_("Apakah santunannya dulu masuk semua"), validate_choice=False)
    keeps_card = SelectField(_("Siapa yang memegang buku, kartu, dan PIN"), validate_choice=False)
    plan_now = SelectField(_("Bagaimana rencana keluarga sekarang"), validate_choice=False)
    scholarship_now = SelectField(_("Beasiswa anak (diurus setiap Juli)"), validate_choice=False)
    needs = TextAreaField(_("Apa yang dibutuhkan"), [Optional(), longest(LONGEST_ANSWER)])
    next_step = TextAreaField(
        _("Langkah berikutnya, dan oleh siapa"), [Optional(), longest(LONGEST_ANSWER)]
    )
    from_paper = BooleanField(_("Disalin dari lembar kertas"))
    stop = BooleanField(_("Keluarga tidak ingin dikunjungi lagi"))

    CHOSEN = (
        ("still_arrived", StillArrived),
        ("keeps_card", KeepsCard),
        ("plan_now", PlanNow),
        ("scholarship_now", ScholarshipNow),
    )

    def offer(self, colleagues: list[tuple[str, str]]) -> None:
        self.done_by.choices = choices(colleagues)
        for name, kind in self.CHOSEN:
            self._fields[name].choices = [  # type: ignore[attr-defined]
                *choices([], empty=gettext("Tidak ditanyakan")),
                *labelled(name, kind),
            ]

    def answers(self) -> FollowUpAnswers:
        """An unknown choice is no answer; text without its outer spaces."""
        chosen: dict[str, Any] = {
            name: kind(self._fields[name].data) if self._fields[name].data in set(kind) else None
            for name, kind in self.CHOSEN
        }
        written: dict[str, Any] = {
            name: (self._fields[name].data or "").strip() or None
            for name in ("well", "needs", "next_step")
        }
        return FollowUpAnswers(**chosen, **written)


class MembershipForm(VersionedForm):
    state = RadioField(
        _("Sampai di mana"),
        [required(_("Pilih sampai di mana."))],
        coerce=OwnMembershipState,
        choices=labelled("own_membership", OwnMembershipState),
    )
    kpj = IdentifierField(_("KPJ"), [Optional()], kind=KPJ)
    member_since = DateField(_("Terdaftar sejak"))


@bp.get("/cases/<uuid:case_id>/follow-ups")
@requires(Permission.CASE_READ)
def index(case_id: UUID) -> ResponseReturnValue:
    session, today = get_session(), clock.today()
    case = get_case(session, actor=g.actor, case_id=case_id)
    visits = list_follow_ups(session, actor=g.actor, case_id=case_id)
    people: dict[UUID, dict[str, Any]] = {}
    for row in visits:
        person = people.setdefault(row.recipient.id, {"recipient": row.recipient, "visits": []})
        person["visits"].append(row)
    return render_template(
        "government/follow_ups.html",
        case=case,
        people=people.values(),
        overtaken={
            row.visit.id
            for row in visits
            if is_overtaken(row.visit, [one.visit for one in visits], today=today)
        },
        memberships=list_memberships(session, case_id=case_id, today=today),
        today=today,
        monthly=_own_contribution(),
    )


@bp.route("/follow-ups/<uuid:follow_up_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def edit(follow_up_id: UUID) -> ResponseReturnValue:
    row = get_follow_up(get_session(), actor=g.actor, visit_id=follow_up_id)
    form = _form(row)
    status = 200
    if form.submitted():
        status = form.attempt(lambda: _record(follow_up_id, form))
        if status == DONE:
            flash(gettext("Kunjungan dicatat."))
            if form.still_arrived.data == StillArrived.NO:
                flash(
                    gettext(
                        "Keluarga berkata ada yang kurang: tawarkan membuat laporan. Laporan "
                        "ditangani di luar desa."
                    )
                )
            return redirect(url_for(".index", case_id=row.case.id), status)
        if status == STALE:
            row = get_follow_up(get_session(), actor=g.actor, visit_id=follow_up_id)
            form.version.data = str(row.visit.version)
    return render_template("government/follow_up.html", form=form, row=row), status


def _form(row: Any) -> FollowUpForm:
    visit = row.visit
    form: FollowUpForm = FollowUpForm.of_request(obj=visit)
    if request.method != "POST":
        form.done_by.data = str(visit.done_by or g.actor.user_id)
    colleagues = [
        (str(user_id), name) for user_id, name in list_colleagues(get_session(), case=row.case)
    ]
    form.offer(colleagues)
    return form


def _record(visit_id: UUID, form: FollowUpForm) -> None:
    try:
        done_by = UUID(form.done_by.data or "")
    except ValueError:
        done_by = UUID(int=0)
    with transaction() as session:
        record_follow_up(
            session,
            actor=g.actor,
            visit_id=visit_id,
            version=form.seen_version(),
            outcome=form.outcome.data,
            done_on=form.done_on.data or clock.today(),  # the form has seen to it
            done_by=done_by,
            place=form.place.data,
            from_paper=bool(form.from_paper.data),
            stop=bool(form.stop.data),
            answers=form.answers(),
            today=clock.today(),
            now=clock.now_utc(),
        )


@bp.get("/follow-ups/<uuid:follow_up_id>/print")
@requires(Permission.CASE_READ)
def paper(follow_up_id: UUID) -> ResponseReturnValue:
    """The same questions in the same order on one sheet; the number only, no NIK and no name."""
    row = get_follow_up(get_session(), actor=g.actor, visit_id=follow_up_id)
    form = FollowUpForm()
    form.offer([])
    return render_template(
        "government/follow_up_paper.html",
        row=row,
        form=form,
        number=recipient_number(row.case, row.recipient),
    )


@bp.post("/recipients/<uuid:recipient_id>/follow-ups/stop")
@requires(Permission.CASE_EDIT)
def stop(recipient_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        stop_follow_ups(session, actor=g.actor, recipient_id=recipient_id, now=clock.now_utc())
    flash(gettext("Dicatat: keluarga tidak ingin dikunjungi lagi."))
    return _back(recipient_id)


@bp.post("/recipients/<uuid:recipient_id>/follow-ups/resume")
@requires(Permission.CASE_EDIT)
def resume(recipient_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        resume_follow_ups(session, actor=g.actor, recipient_id=recipient_id, now=clock.now_utc())
    flash(gettext("Dicatat: keluarga mau dikunjungi lagi."))
    return _back(recipient_id)


def _back(recipient_id: UUID) -> ResponseReturnValue:
    case, _heir = get_heir(get_session(), actor=g.actor, heir_id=recipient_id)
    return redirect(url_for(".index", case_id=case.id), 303)


@bp.route("/heirs/<uuid:heir_id>/membership", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def membership(heir_id: UUID) -> ResponseReturnValue:
    """ "Menjadi peserta mandiri": told once, never pushed; "tidak ingin" is a full answer."""
    session, today = get_session(), clock.today()
    case, heir = get_heir(session, actor=g.actor, heir_id=heir_id)
    known = find_membership(session, heir_id=heir_id)
    form = MembershipForm.of_request(obj=known)
    status = 200
    if form.submitted():
        try:
            with transaction() as writing:
                set_membership(
                    writing,
                    actor=g.actor,
                    heir_id=heir_id,
                    version=form.seen_version(),
                    state=form.state.data,
                    kpj=form.kpj.data,
                    member_since=form.member_since.data,
                    today=today,
                    now=clock.now_utc(),
                )
        except Conflict as conflict:
            form = MembershipForm(obj=find_membership(get_session(), heir_id=heir_id))
            form.show(conflict)
            status = 409
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Dicatat."))
            return redirect(url_for(".index", case_id=case.id), 303)
    return render_template(
        "government/membership.html",
        form=form,
        case=case,
        heir=heir,
        monthly=_own_contribution(),
        benefit=compute_benefit(programme=Programme.JKM, died_on=today, months=FULL_MONTHS),
        months=parameter("scholarship_months").on(today).amount,
    ), status


def _own_contribution() -> Rupiah:
    """A month's contribution of the lowest band for who pays alone, by the law of today."""
    return month_due(segment=Segment.BPU, payer=Payer.SELF, month=clock.today()).total
