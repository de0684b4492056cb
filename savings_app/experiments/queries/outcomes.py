"""What came of the families of an experiment, in five statements however many there are.

Only of those who still agree to take part; what a bank said counts only where the family lets it
answer and lets staff see it (consents 3 and 4): a figure on a supervisor's page is something staff
see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from savings_app.cases.models import Case, Heir
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import live_consent, staff_see_bank
from savings_app.deposits.kinds import Answer, PledgeKind
from savings_app.deposits.models import BankAnswer, Deposit, Pledge
from savings_app.deposits.queries.scope import stands
from savings_app.experiments.models import Experiment, ExperimentAssignment
from savings_app.experiments.outcome_rules import Answered, Arm, FamilyFacts, PaidIn, count_arms
from savings_app.planning.kinds import PlanState
from savings_app.planning.models import Plan
from savings_app.words.formats import in_wita

_PLANNED = (PlanState.AGREED, PlanState.REPLACED)
_SAID = (Answer.YES, Answer.PARTLY, Answer.NO)


def get_arms(session: Session, *, experiment: Experiment, today: date) -> tuple[Arm, ...]:
    """The counts of an experiment the caller may already see, by wording. Not for a page as
    they are: small counts are hidden by `savings_app.reports`.
    """
    facts = list_facts(session, experiment_id=experiment.id)
    return count_arms(facts, variants=experiment.variants, today=today)


def list_facts(session: Session, *, experiment_id: UUID) -> Sequence[FamilyFacts]:
    """One for each family that was drawn, in the order it was."""
    of_experiment = ExperimentAssignment.experiment_id == experiment_id
    joined = exists().where(
        Heir.case_id == ExperimentAssignment.case_id, live_consent(ConsentKind.LEARN)
    )
    rows = session.execute(
        select(ExperimentAssignment, joined)
        .join(Case, Case.id == ExperimentAssignment.case_id)
        .where(of_experiment, Case.withdrawn_at.is_(None))
        .order_by(ExperimentAssignment.assigned_at, ExperimentAssignment.id)
    ).all()
    plans = _plans(session, of_experiment)
    answers = _answers(session, of_experiment)
    paid_in = _paid_in(session, of_experiment)
    return [
        FamilyFacts(
            variant=one.variant,
            assigned_on=one.assigned_on,
            is_in=is_in,
            plans=plans[one.case_id],
            answers=answers[one.case_id],
            paid_in=paid_in[one.case_id],
        )
        for one, is_in in rows
    ]


def _plans(session: Session, chosen: ColumnElement[bool]) -> dict[UUID, list[date]]:
    """The days on which a plan was agreed. "Belum sekarang" is as good an answer, and no plan."""
    rows = session.execute(
        select(Heir.case_id, Plan.finished_at)
        .join(Plan, Plan.recipient_id == Heir.id)
        .join(ExperimentAssignment, ExperimentAssignment.case_id == Heir.case_id)
        .where(
            chosen,
            Plan.state.in_(_PLANNED),
            live_consent(ConsentKind.LEARN),
        )
    )
    found: dict[UUID, list[date]] = defaultdict(list)
    for case_id, finished_at in rows:
        if finished_at is not None:
            found[case_id].append(in_wita(finished_at).date())
    return found


def _answers(session: Session, chosen: ColumnElement[bool]) -> dict[UUID, list[Answered]]:
    rows = session.execute(
        select(Heir.case_id, BankAnswer.pledge_id, BankAnswer.on, BankAnswer.answer)
        .join(Pledge, Pledge.id == BankAnswer.pledge_id)
        .join(Heir, Heir.id == Pledge.recipient_id)
        .join(ExperimentAssignment, ExperimentAssignment.case_id == Heir.case_id)
        .where(
            chosen,
            Pledge.kind == PledgeKind.KEPT,
            stands(),
            BankAnswer.answer.in_(_SAID),
            *_seen(),
        )
        .order_by(BankAnswer.on, BankAnswer.answered_at)
    )
    found: dict[UUID, list[Answered]] = defaultdict(list)
    for case_id, pledge_id, on, said in rows:
        found[case_id].append(Answered(pledge_id, on, is_whole=said is Answer.YES))
    return found


def _paid_in(session: Session, chosen: ColumnElement[bool]) -> dict[UUID, list[PaidIn]]:
    rows = session.execute(
        select(Heir.case_id, Deposit.pledge_id, Deposit.on, Deposit.amount, Pledge.amount)
        .join(Pledge, Pledge.id == Deposit.pledge_id)
        .join(Heir, Heir.id == Pledge.recipient_id)
        .join(ExperimentAssignment, ExperimentAssignment.case_id == Heir.case_id)
        .where(chosen, *_seen(lines=True))
        .order_by(Deposit.on, Deposit.confirmed_at)
    )
    found: dict[UUID, list[PaidIn]] = defaultdict(list)
    for case_id, pledge_id, on, amount, wanted in rows:
        found[case_id].append(PaidIn(pledge_id, on, amount, wanted))
    return found


def _seen(*, lines: bool = False) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What is of this recipient may be counted, and its bank's word may be seen."""
    return live_consent(ConsentKind.LEARN), staff_see_bank(lines=lines)
