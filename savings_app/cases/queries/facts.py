"""The facts that decide where a case stands, in six queries however many recipients it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from savings_app.cases.complaint_kinds import DECISIVE, CheckAnswer, ComplaintChannel
from savings_app.cases.kinds import (
    AccountPurpose,
    ComplaintAbout,
    ComplaintState,
    LetterState,
    PayoutKind,
)
from savings_app.cases.models import (
    AccessLetter,
    Account,
    Case,
    Claim,
    Complaint,
    Heir,
    Paper,
    PastPayment,
    Payout,
    Receipt,
    ReceiptCheck,
)
from savings_app.cases.queries.benefit import list_benefits
from savings_app.cases.rules import CaseFacts, PaperFacts, RecipientFacts
from savings_app.money import ZERO, Rupiah


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts, and the day by which the live claim has to be paid."""

    facts: CaseFacts
    claim_due_on: date | None


def get_standing(session: Session, *, case_id: UUID) -> Standing:
    """All facts of one case the caller may already see."""
    benefits = list_benefits(session, case_id=case_id)
    effective = [benefit for benefit in benefits if benefit.is_effective]
    claim_due_on = session.scalar(
        select(Claim.due_on)
        .where(Claim.case_id == case_id, Claim.returned_on.is_(None))
        .order_by(Claim.filed_on.desc())
        .limit(1)
    )
    papers = session.execute(select(Paper.state, Paper.brings).where(Paper.case_id == case_id))
    return Standing(
        facts=CaseFacts(
            recipients=_recipients(session, case_id),
            papers=tuple(PaperFacts(row.state, row.brings) for row in papers),
            claim_live=claim_due_on is not None,
            entitled=effective[-1].computation.total if effective else ZERO,
            pending_correction=any(benefit.is_pending for benefit in benefits),
            open_complaint=_has_open_complaint(session, case_id),
            from_old_file=_is_from_old_file(session, case_id),
        ),
        claim_due_on=claim_due_on,
    )


def _recipients(session: Session, case_id: UUID) -> tuple[RecipientFacts, ...]:
    has_account = exists().where(
        Account.recipient_id == Heir.id,
        Account.purpose == AccountPurpose.BENEFIT,
        Account.ended_on.is_(None),
    )
    letter_handed = exists().where(
        AccessLetter.recipient_id == Heir.id,
        AccessLetter.state != LetterState.REPLACED,
        AccessLetter.handed_over_on.is_not(None),
    )
    paid = (
        select(func.sum(Payout.amount))
        .where(Payout.recipient_id == Heir.id, Payout.kind == PayoutKind.BENEFIT)
        .correlate(Heir)
        .scalar_subquery()
    )
    past = (
        select(func.sum(PastPayment.amount))
        .where(PastPayment.recipient_id == Heir.id, PastPayment.kind == PayoutKind.BENEFIT)
        .correlate(Heir)
        .scalar_subquery()
    )
    said_complete = (
        select(Receipt.complete)
        .where(Receipt.recipient_id == Heir.id)
        .order_by(Receipt.said_at.desc())
        .limit(1)
        .correlate(Heir)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            has_account.label("has_account"),
            letter_handed.label("letter_handed"),
            paid.label("paid"),
            past.label("past"),
            said_complete.label("said_complete"),
            _said_short_again().label("said_short_again"),
            Heir.plan_outcome,
        )
        .where(Heir.case_id == case_id, Heir.is_recipient)
        .order_by(Heir.position)
    )
    return tuple(
        RecipientFacts(
            has_account=row.has_account,
            letter_handed=row.letter_handed,
            paid=as_rupiah(row.paid) + as_rupiah(row.past),
            said_complete=False if row.said_short_again else row.said_complete,
            plan_finished=row.plan_outcome is not None,
        )
        for row in rows
    )


def _said_short_again() -> ColumnElement[bool]:
    """Asked again, the recipient said that not all of it arrived, and has not said otherwise since.

    A "yes" somebody of the staff wrote down never stands above the family's own "no".
    """
    later_check, later_word = aliased(ReceiptCheck), aliased(Receipt)
    return exists().where(
        ReceiptCheck.recipient_id == Heir.id,
        ReceiptCheck.answer == CheckAnswer.SHORT,
        ~exists().where(
            later_check.recipient_id == Heir.id,
            later_check.answer.in_(DECISIVE),
            later_check.asked_at > ReceiptCheck.asked_at,
        ),
        ~exists().where(
            later_word.recipient_id == Heir.id, later_word.said_at > ReceiptCheck.asked_at
        ),
    )


def as_rupiah(amount: Rupiah | int | None) -> Rupiah:
    """A sum as the databases hand it back: typed, a bare number of sen (also Decimal), or NULL."""
    if amount is None:
        return ZERO
    return amount if isinstance(amount, Rupiah) else Rupiah(int(amount))


def _is_from_old_file(session: Session, case_id: UUID) -> bool:
    return session.scalar(select(Case.batch_id).where(Case.id == case_id)) is not None


def _has_open_complaint(session: Session, case_id: UUID) -> bool:
    return bool(
        session.scalar(
            select(
                exists().where(
                    Complaint.case_id == case_id,
                    Complaint.state == ComplaintState.OPEN,
                    Complaint.about != ComplaintAbout.STAFF,
                    # Anybody can guess a number on the public page: that alone moves no case.
                    Complaint.channel != ComplaintChannel.PUBLIC,
                )
            )
        )
    )
