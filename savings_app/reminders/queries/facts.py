"""What is known of those who want reminders, in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from savings_app.cases.kinds import PayoutKind
from savings_app.cases.models import (
    BenefitApproval,
    BenefitComputation,
    Case,
    Heir,
    Payout,
)
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import live_consent, staff_see_bank
from savings_app.deposits.kinds import Answer, PledgeKind
from savings_app.deposits.models import BalanceWord, BankAnswer, Deposit, Pledge
from savings_app.deposits.queries.scope import is_live, stands
from savings_app.money import ZERO
from savings_app.outbox.kinds import Channel, MessagePurpose, MessageState
from savings_app.outbox.models import Message
from savings_app.reminders.kinds import Reason
from savings_app.reminders.models import Contact
from savings_app.reminders.queries.contacts import wants_reminders
from savings_app.reminders.rules import Facts, WishFacts
from savings_app.words.formats import in_wita


@dataclass(frozen=True, slots=True)
class Wanting:
    """A recipient who wants reminders: where, and what is known."""

    contact: Contact
    case_id: UUID
    facts: Facts


def list_wanting(
    session: Session, *, after: UUID | None = None, most: int = 200
) -> Sequence[Wanting]:
    """The next so many recipients by the id of their contact, in seven statements."""
    statement = (
        select(Contact, Case.id, Case.died_on, staff_see_bank(), _checked_on())
        .join(Heir, Heir.id == Contact.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(wants_reminders(), Case.withdrawn_at.is_(None))
        .order_by(Contact.id)
        .limit(most)
    )
    if after is not None:
        statement = statement.where(Contact.id > after)
    rows = session.execute(statement).all()
    recipients = [row[0].recipient_id for row in rows]
    wishes = _wishes(session, recipients)
    scholars = _cases_with_scholarship(session, {row[1] for row in rows})
    moved = _movements(session, recipients)
    last, told = _said(session, recipients)
    return [
        Wanting(
            contact,
            case_id,
            Facts(
                died_on=died_on,
                wishes=tuple(wishes[contact.recipient_id]),
                scholarship=case_id in scholars,
                moved_on=moved.get(contact.recipient_id),
                last_on=last.get(contact.recipient_id),
                told=frozenset(told[contact.recipient_id]),
                hides_bank=contact.channel is Channel.LETTER and not staff_see,
                checked_on=checked_on,
            ),
        )
        for contact, case_id, died_on, staff_see, checked_on in rows
    ]


def _checked_on() -> ColumnElement[date]:
    """The last day the family of the contact said that it looked at its balance; NULL: never."""
    return (
        select(func.max(BalanceWord.said_on))
        .where(BalanceWord.recipient_id == Contact.recipient_id)
        .correlate(Contact)
        .scalar_subquery()
    )


def _wishes(session: Session, recipients: Collection[UUID]) -> dict[UUID, list[WishFacts]]:
    answers: dict[UUID, tuple[date, Answer | None]] = {}
    found = session.execute(
        select(BankAnswer.pledge_id, BankAnswer.on, BankAnswer.answer)
        .join(Pledge, Pledge.id == BankAnswer.pledge_id)
        .where(Pledge.recipient_id.in_(recipients), is_live(), stands())
        .order_by(BankAnswer.on, BankAnswer.answered_at)
    )
    for pledge_id, on, answer in found:
        answers[pledge_id] = (on, answer)
    paid_in = {
        row.pledge_id: (row.paid, row.on)
        for row in session.execute(
            select(
                Deposit.pledge_id,
                func.sum(Deposit.amount).label("paid"),
                func.max(Deposit.on).label("on"),
            )
            .join(Pledge, Pledge.id == Deposit.pledge_id)
            .where(Pledge.recipient_id.in_(recipients), is_live())
            .group_by(Deposit.pledge_id)
        )
    }
    asked = live_consent(ConsentKind.BANK_ANSWERS, of=Pledge.recipient_id)
    rows = session.execute(
        select(Pledge, asked).where(Pledge.recipient_id.in_(recipients), is_live())
    )
    wishes: dict[UUID, list[WishFacts]] = defaultdict(list)
    for pledge, agreed in rows:
        told_on, answer = answers.get(pledge.id, (None, None))
        paid, paid_on = paid_in.get(pledge.id, (ZERO, None))
        kept = pledge.kind is PledgeKind.KEPT
        wishes[pledge.recipient_id].append(
            WishFacts(
                id=pledge.id,
                goal=pledge.goal,
                made_on=pledge.made_on,
                until_on=pledge.until_on,
                told_on=told_on if kept else paid_on,
                asked=bool(agreed) and kept,
                # "Dipakai" is the family's own business; what was paid in whole is done.
                done=answer is Answer.NO if kept else paid >= pledge.amount,
            )
        )
    return wishes


def _cases_with_scholarship(session: Session, cases: Collection[UUID]) -> set[UUID]:
    """Cases whose benefit in force has the yearly scholarship, and a child at school."""
    rows = session.execute(
        select(BenefitComputation.case_id, BenefitComputation.scholarship)
        .outerjoin(BenefitApproval, BenefitApproval.computation_id == BenefitComputation.id)
        .where(
            BenefitComputation.case_id.in_(cases),
            or_(BenefitComputation.number == 1, BenefitApproval.approved),
            exists().where(
                Heir.case_id == BenefitComputation.case_id, Heir.school_level.is_not(None)
            ),
        )
        .order_by(BenefitComputation.number)
    )
    in_force = {case_id: bool(scholarship.get("eligible")) for case_id, scholarship in rows}
    return {case_id for case_id, eligible in in_force.items() if eligible}


def _movements(session: Session, recipients: Collection[UUID]) -> dict[UUID, date]:
    """The last day money came into an account of each, as far as a bank or BPJS said so."""
    reversal = aliased(Payout)
    payouts = session.execute(
        select(Payout.recipient_id, func.max(Payout.paid_on))
        .where(
            Payout.recipient_id.in_(recipients),
            Payout.kind == PayoutKind.BENEFIT,
            Payout.reverses_id.is_(None),
            ~exists().where(reversal.reverses_id == Payout.id),
        )
        .group_by(Payout.recipient_id)
    )
    moved: dict[UUID, date] = {row[0]: row[1] for row in payouts}
    # A row that takes a deposit back is no movement, nor is the one it takes back.
    undone = aliased(Deposit)
    deposits = session.execute(
        select(Pledge.recipient_id, func.max(Deposit.on))
        .join(Pledge, Pledge.id == Deposit.pledge_id)
        .where(
            Pledge.recipient_id.in_(recipients),
            Deposit.reverses_id.is_(None),
            ~exists().where(undone.reverses_id == Deposit.id),
        )
        .group_by(Pledge.recipient_id)
    )
    for recipient_id, on in deposits:
        moved[recipient_id] = max(on, moved.get(recipient_id, on))
    return moved


def _said(
    session: Session, recipients: Collection[UUID]
) -> tuple[dict[UUID, date], dict[UUID, set[tuple[Reason, str]]]]:
    """The day of the last reminder of each, and all that was said; what was stopped was not."""
    rows = session.execute(
        select(Message.recipient_id, Message.reason, Message.about, _said_at())
        .where(
            Message.recipient_id.in_(recipients),
            Message.purpose == MessagePurpose.REMINDER,
            Message.state != MessageState.STOPPED,
        )
        .order_by(_said_at())
    )
    last: dict[UUID, date] = {}
    told: dict[UUID, set[tuple[Reason, str]]] = defaultdict(set)
    for recipient_id, reason, about, at in rows:
        last[recipient_id] = in_wita(at).date()
        if reason is not None and about is not None:
            told[recipient_id].add((Reason(reason), about))
    return last, told


def _said_at() -> ColumnElement[datetime]:
    """When it was read, as far as we know: a letter leaves later than it was written."""
    return func.coalesce(Message.sent_at, Message.created_at)
