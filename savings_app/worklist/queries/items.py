"""One SELECT for each kind of work; together they are one picture. Every id is a row of its own.

A kind that is one for a whole case takes an id that no other kind of that case takes at the same
time: the case's, or its participant's. It only names the line, so that pages can be leafed by key.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy import and_, case, exists, func, select
from sqlalchemy.orm import aliased

from savings_app.actors import Actor, Permission
from savings_app.audit.models import AuditEvent
from savings_app.cases.kinds import (
    AccountPurpose,
    BringsIt,
    ComplaintState,
    LetterState,
    NameCheck,
    PaperState,
    PayoutKind,
    Stage,
    Turn,
)
from savings_app.cases.models import (
    AccessLetter,
    Account,
    BenefitApproval,
    BenefitComputation,
    Case,
    CaseNote,
    Claim,
    Complaint,
    FollowUpVisit,
    Heir,
    Paper,
    Payout,
    Receipt,
)
from savings_app.cases.queries.complaints import complaints_seen_by
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.cases.work_kinds import FollowUpState
from savings_app.corrections.kinds import CorrectionState
from savings_app.corrections.models import CorrectionRequest
from savings_app.money import ZERO
from savings_app.sql_days import day_of, days_after
from savings_app.support.kinds import OPEN_STATES
from savings_app.support.models import SupportRequest
from savings_app.worklist import rules
from savings_app.worklist.kinds import WarningState, WorkKind
from savings_app.worklist.models import CaseWarning, WarningCase
from savings_app.worklist.queries.account_items import account_items
from savings_app.worklist.queries.line import Item, line_of
from savings_app.worklist.queries.warnings import warnings_seen_by
from savings_app.worklist.warning_rules import decides_only_about_staff

# The detail of a correction that stands on a page of its own.
REQUESTED = "diajukan"
# An old spreadsheet's case is history: nobody chases its papers.
_ALIVE = Case.batch_id.is_(None)


def list_items(actor: Actor, *, today: date) -> list[Item]:
    """The kinds this actor may see; `today` bounds how far ahead visits and guardians reach."""
    items = [
        _no_recipient(),
        _papers(),
        _letters(),
        _holder_names(),
        _ready(),
        _bpjs_due(),
        _receipts(),
        _corrections(),
        _requests(),
        _complaints(actor),
        _guardians(today),
        _visits(today),
        _support(),
        *account_items(today),
    ]
    if actor.may(Permission.CASE_EDIT):
        items.append(_handed_over(actor))
    if actor.may(Permission.WARNING_DECIDE):
        items.append(_warnings(actor))
    return [item.where(cases_seen_by(actor)) for item in items]


def _no_recipient() -> Item:
    return line_of(
        WorkKind.NO_RECIPIENT,
        row=Case.id,
        due_on=days_after(Case.opened_on, rules.NO_RECIPIENT_DAYS),
    ).where(
        _ALIVE,
        Case.stage == Stage.PAPERS,
        ~exists().where(Heir.case_id == Case.id, Heir.is_recipient),
    )


def _papers() -> Item:
    """One line a case: how many papers are missing, by the day the first of them is to be chased.

    The family's turn where it brings one of them.
    """
    by = func.coalesce(Paper.follow_up_on, days_after(Case.opened_on, rules.PAPER_DAYS))
    waiting = (
        select(
            Paper.case_id,
            func.count().label("count"),
            func.min(by, type_=sa.Date).label("by"),
            func.max(case((Paper.brings == BringsIt.FAMILY, 1), else_=0)).label("family"),
        )
        .join(Case, Case.id == Paper.case_id)
        .where(Paper.state != PaperState.RECEIVED)
        .group_by(Paper.case_id)
        .subquery()
    )
    return (
        line_of(
            WorkKind.PAPER,
            row=Case.participant_id,
            due_on=waiting.c.by,
            turn=case((waiting.c.family == 1, Turn.FAMILY.value), else_=Turn.DINAS.value),
            detail=sa.cast(waiting.c.count, sa.String),
        )
        .join(waiting, waiting.c.case_id == Case.id)
        .where(_ALIVE, Case.stage == Stage.PAPERS)
    )


def _letters() -> Item:
    """One line a case, while a recipient has no letter in the hand."""
    handed = exists().where(
        AccessLetter.recipient_id == Heir.id,
        AccessLetter.state != LetterState.REPLACED,
        AccessLetter.handed_over_on.is_not(None),
    )
    without = (
        select(func.count())
        .where(Heir.case_id == Case.id, Heir.is_recipient, ~handed)
        .correlate(Case)
        .scalar_subquery()
    )
    return line_of(
        WorkKind.LETTER,
        row=Case.id,
        due_on=days_after(Case.opened_on, rules.LETTER_DAYS),
        detail=sa.cast(without, sa.String),
    ).where(_ALIVE, Case.stage.not_in((Stage.READY, Stage.FINISHED)), without > 0)


def _holder_names() -> Item:
    """The passbook shows another name, no bank confirmed it, and nothing was paid yet."""
    paid = exists().where(Payout.account_id == Account.id)
    return (
        line_of(
            WorkKind.HOLDER_NAME,
            row=Account.id,
            due_on=days_after(day_of(Account.recorded_at), rules.HOLDER_NAME_DAYS),
            heir=Account.recipient_id,
        )
        .join(Heir, Heir.case_id == Case.id)
        .join(Account, Account.recipient_id == Heir.id)
        .where(
            Account.purpose == AccountPurpose.BENEFIT,
            Account.ended_on.is_(None),
            sa.or_(
                and_(Account.name_differs, Account.name_check != NameCheck.CONFIRMED),
                Account.name_check == NameCheck.DIFFERENT,
            ),
            ~paid,
        )
    )


def _ready() -> Item:
    last_paper = (
        select(func.max(Paper.received_on))
        .where(Paper.case_id == Case.id)
        .correlate(Case)
        .scalar_subquery()
    )
    return line_of(
        WorkKind.READY,
        row=Case.id,
        due_on=days_after(func.coalesce(last_paper, Case.opened_on), rules.READY_DAYS),
    ).where(Case.stage == Stage.READY)


def _bpjs_due() -> Item:
    """Claims that are with BPJS, by the legal day; `Case.due_on` is empty once all was paid."""
    return (
        line_of(WorkKind.BPJS_DUE, row=Claim.id, due_on=Claim.due_on, turn=Turn.BPJS)
        .join(Claim, Claim.case_id == Case.id)
        .where(Claim.returned_on.is_(None), Case.due_on.is_not(None))
    )


def _receipts() -> Item:
    """The latest payout of each recipient who has said nothing since."""
    reversal, later = aliased(Payout), aliased(Payout)
    said = exists().where(
        Receipt.recipient_id == Payout.recipient_id, Receipt.said_at >= Payout.recorded_at
    )
    newer = exists().where(
        later.recipient_id == Payout.recipient_id,
        later.kind == PayoutKind.BENEFIT,
        later.amount > ZERO,
        sa.tuple_(later.recorded_at, later.id) > sa.tuple_(Payout.recorded_at, Payout.id),
    )
    return (
        line_of(
            WorkKind.RECEIPT,
            row=Payout.id,
            due_on=days_after(Payout.paid_on, rules.RECEIPT_DAYS),
            turn=Turn.FAMILY,
            heir=Payout.recipient_id,
        )
        .join(Payout, Payout.case_id == Case.id)
        .outerjoin(reversal, reversal.reverses_id == Payout.id)
        .where(
            _ALIVE,
            Payout.kind == PayoutKind.BENEFIT,
            Payout.amount > ZERO,
            reversal.id.is_(None),
            ~said,
            ~newer,
        )
    )


def _corrections() -> Item:
    decided = exists().where(BenefitApproval.computation_id == BenefitComputation.id)
    return (
        line_of(
            WorkKind.CORRECTION,
            row=BenefitComputation.id,
            due_on=days_after(day_of(BenefitComputation.made_at), rules.CORRECTION_DAYS),
            turn=Turn.SUPERVISOR,
        )
        .join(BenefitComputation, BenefitComputation.case_id == Case.id)
        .where(BenefitComputation.number > 1, ~decided)
    )


def _requests() -> Item:
    """Corrections of people's facts; one about somebody without a case stands in its own list."""
    return (
        line_of(
            WorkKind.CORRECTION,
            row=CorrectionRequest.id,
            due_on=days_after(day_of(CorrectionRequest.requested_at), rules.CORRECTION_DAYS),
            turn=Turn.SUPERVISOR,
            detail=REQUESTED,
        )
        .join(CorrectionRequest, CorrectionRequest.case_id == Case.id)
        .where(CorrectionRequest.state == CorrectionState.REQUESTED)
    )


def _complaints(actor: Actor) -> Item:
    """Only those the actor may see at all: one about staff is the auditor's, as everywhere.

    One without a case stands in the register of complaints alone.
    """
    return (
        line_of(
            WorkKind.COMPLAINT,
            row=Complaint.id,
            due_on=Complaint.due_on,
            turn=Turn.SUPERVISOR,
            heir=Complaint.recipient_id,
            detail=sa.cast(Complaint.about, sa.String),
        )
        .join(Complaint, Complaint.case_id == Case.id)
        .where(
            Complaint.state.in_((ComplaintState.OPEN, ComplaintState.APPEALED)),
            complaints_seen_by(actor),
        )
    )


def _guardians(today: date) -> Item:
    first = date.fromordinal(today.toordinal() - rules.GUARDIAN_BEHIND)
    last = date.fromordinal(today.toordinal() + rules.GUARDIAN_AHEAD)
    return (
        line_of(
            WorkKind.GUARDIAN,
            row=Heir.id,
            due_on=sa.type_coerce(Heir.guardian_until, sa.Date),
            heir=Heir.id,
        )
        .join(Heir, Heir.case_id == Case.id)
        .where(Heir.is_recipient, Heir.guardian_until.between(first, last))
    )


def _visits(today: date) -> Item:
    """Visits that are due; one that a later visit has overtaken is not run after any more."""
    last = date.fromordinal(today.toordinal() + rules.VISIT_AHEAD)
    later = aliased(FollowUpVisit)
    overtaken = exists().where(
        later.recipient_id == FollowUpVisit.recipient_id,
        later.month > FollowUpVisit.month,
        sa.or_(later.due_on <= today, later.state == FollowUpState.DONE),
    )
    return (
        line_of(
            WorkKind.VISIT,
            row=FollowUpVisit.id,
            due_on=FollowUpVisit.due_on,
            heir=FollowUpVisit.recipient_id,
            detail=sa.cast(FollowUpVisit.month, sa.String),
        )
        .join(Heir, Heir.case_id == Case.id)
        .join(FollowUpVisit, FollowUpVisit.recipient_id == Heir.id)
        .where(
            FollowUpVisit.state == FollowUpState.PLANNED,
            FollowUpVisit.due_on <= last,
            ~overtaken,
        )
    )


def _support() -> Item:
    """A family asked for help and waits: first for a talk, then for what comes of it."""
    asked = SupportRequest
    kind = sa.cast(asked.kind, sa.String)
    return (
        line_of(
            WorkKind.SUPPORT,
            row=asked.id,
            due_on=asked.due_on,
            heir=asked.recipient_id,
            detail=kind,
        )
        .join(Heir, Heir.case_id == Case.id)
        .join(asked, asked.recipient_id == Heir.id)
        .where(asked.state.in_(OPEN_STATES))
    )


def _handed_over(actor: Actor) -> Item:
    """A colleague gave me the case, and I have done nothing in it since."""
    acted = exists().where(
        AuditEvent.case_id == CaseNote.case_id,
        AuditEvent.user_id == actor.user_id,
        AuditEvent.happened_at > CaseNote.written_at,
    )
    return (
        line_of(WorkKind.HANDED_OVER, row=CaseNote.id, due_on=day_of(CaseNote.written_at))
        .join(CaseNote, CaseNote.case_id == Case.id)
        .where(CaseNote.handed_to == actor.user_id, Case.assigned_to == actor.user_id, ~acted)
    )


def _warnings(actor: Actor) -> Item:
    """Open warnings the actor may decide, each on the first of its cases that he sees."""
    seen = aliased(WarningCase)
    first = (
        select(seen.case_id)
        .join(Case, Case.id == seen.case_id)
        .where(seen.warning_id == CaseWarning.id, cases_seen_by(actor))
        .order_by(Case.year, Case.serial)
        .limit(1)
        .correlate(CaseWarning)
        .scalar_subquery()
    )
    turn = case(
        (CaseWarning.subject_user_id.is_not(None), Turn.SUPERVISOR.value), else_=Turn.DINAS.value
    )
    mine = (
        CaseWarning.subject_user_id.is_not(None) if decides_only_about_staff(actor) else sa.true()
    )
    return (
        line_of(
            WorkKind.WARNING,
            row=CaseWarning.id,
            due_on=days_after(day_of(CaseWarning.changed_at), rules.WARNING_DAYS),
            turn=turn,
            detail=sa.cast(CaseWarning.kind, sa.String),
        )
        .join(CaseWarning, CaseWarning.id.is_not(None))
        .where(
            mine,
            CaseWarning.state == WarningState.OPEN,
            CaseWarning.gone_at.is_(None),
            warnings_seen_by(actor),
            Case.id == first,
        )
    )
