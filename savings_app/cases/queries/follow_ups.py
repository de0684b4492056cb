"""Visits after the payout, and heirs who pay for themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor
from savings_app.cases.follow_up_rules import may_become_member
from savings_app.cases.kinds import PayoutKind
from savings_app.cases.models import Case, FollowUpVisit, Heir, OwnMembership, Payout
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.cases.work_kinds import FollowUpState, OwnMembershipState
from savings_app.errors import NotFound
from savings_app.money import ZERO


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A visit, whose it is, and who made it."""

    visit: FollowUpVisit
    recipient: Heir
    case: Case
    done_by: str | None


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """An adult heir to whom the step can be offered, and what was said so far."""

    heir: Heir
    membership: OwnMembership | None


def get_follow_up(session: Session, *, actor: Actor, visit_id: UUID) -> FollowUpRow:
    """
    Raises:
        NotFound
    """
    row = session.execute(
        select(FollowUpVisit, Heir, Case, User.full_name)
        .join(Heir, Heir.id == FollowUpVisit.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .outerjoin(User, User.id == FollowUpVisit.done_by)
        .where(FollowUpVisit.id == visit_id, cases_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    return FollowUpRow(*row)


def list_follow_ups(session: Session, *, actor: Actor, case_id: UUID) -> Sequence[FollowUpRow]:
    """Every visit of the recipients of a case, by recipient and month, in one query."""
    rows = session.execute(
        select(FollowUpVisit, Heir, Case, User.full_name)
        .join(Heir, Heir.id == FollowUpVisit.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .outerjoin(User, User.id == FollowUpVisit.done_by)
        .where(Heir.case_id == case_id, cases_seen_by(actor))
        .order_by(Heir.position, FollowUpVisit.month)
    )
    return [FollowUpRow(*row) for row in rows]


def find_next_follow_up(
    session: Session, *, recipient_id: UUID, today: date
) -> FollowUpVisit | None:
    """The visit a recipient the caller may already see can expect next; not one overtaken since."""
    visits = session.scalars(
        select(FollowUpVisit)
        .where(FollowUpVisit.recipient_id == recipient_id)
        .order_by(FollowUpVisit.month)
    ).all()
    expected = [visit for visit in visits if not is_overtaken(visit, visits, today=today)]
    return next((one for one in expected if one.state is FollowUpState.PLANNED), None)


def is_overtaken(visit: FollowUpVisit, visits: Iterable[FollowUpVisit], *, today: date) -> bool:
    """A later visit of the same recipient is due or was made, so nobody runs after this one."""
    return visit.state is FollowUpState.PLANNED and any(
        later.recipient_id == visit.recipient_id
        and later.month > visit.month
        and (later.due_on <= today or later.state is FollowUpState.DONE)
        for later in visits
    )


def has_stopped_follow_ups(session: Session, *, recipient_id: UUID) -> bool:
    """The family, or what was said at a visit, ended the visits that were still to come."""
    return (
        session.scalar(
            select(FollowUpVisit.id)
            .where(
                FollowUpVisit.recipient_id == recipient_id,
                FollowUpVisit.state == FollowUpState.STOPPED,
            )
            .limit(1)
        )
        is not None
    )


def list_first_payouts(
    session: Session, *, case_id: UUID | None = None
) -> Sequence[tuple[UUID, date, date]]:
    """(recipient, day of the first santunan still standing, day of death) of those who were paid.

    A reversed payout counts no more. Of all cases, those of an old spreadsheet are left out.
    """
    reversal = aliased(Payout)
    statement = (
        select(Payout.recipient_id, func.min(Payout.paid_on).label("paid_on"), Case.died_on)
        .join(Case, Case.id == Payout.case_id)
        .outerjoin(reversal, reversal.reverses_id == Payout.id)
        .where(Payout.kind == PayoutKind.BENEFIT, Payout.amount > ZERO, reversal.id.is_(None))
        .group_by(Payout.recipient_id, Case.died_on)
    )
    of_case = Case.batch_id.is_(None) if case_id is None else Case.id == case_id
    statement = statement.where(of_case)
    return [(row.recipient_id, row.paid_on, row.died_on) for row in session.execute(statement)]


def find_first_payout_day(session: Session, *, recipient: Heir) -> date | None:
    for recipient_id, paid_on, _died_on in list_first_payouts(session, case_id=recipient.case_id):
        if recipient_id == recipient.id:
            return paid_on
    return None


def list_memberships(session: Session, *, case_id: UUID, today: date) -> Sequence[MembershipRow]:
    """Adult heirs of a case the caller may already see, with what was said so far."""
    rows = session.execute(
        select(Heir, OwnMembership)
        .outerjoin(OwnMembership, OwnMembership.heir_id == Heir.id)
        .where(Heir.case_id == case_id)
        .order_by(Heir.position)
    )
    return [
        MembershipRow(heir, membership)
        for heir, membership in rows
        if membership is not None
        or may_become_member(relation=heir.relation, born_on=heir.born_on, today=today)
    ]


def find_membership(session: Session, *, heir_id: UUID) -> OwnMembership | None:
    return session.scalar(select(OwnMembership).where(OwnMembership.heir_id == heir_id))


def count_memberships(session: Session, *, actor: Actor) -> dict[OwnMembershipState, int]:
    """How many heirs stand where, of the cases the actor may see."""
    rows = session.execute(
        select(OwnMembership.state, func.count())
        .join(Heir, Heir.id == OwnMembership.heir_id)
        .join(Case, Case.id == Heir.case_id)
        .where(cases_seen_by(actor))
        .group_by(OwnMembership.state)
    )
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in OwnMembershipState}
