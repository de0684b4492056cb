"""Accounts, claims and payouts of a case, and what was paid beside what the law gives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor, Role
from savings_app.banks.models import Bank
from savings_app.banks.queries.agreements import has_agreement
from savings_app.bulk import in_chunks
from savings_app.cases.kinds import PayoutKind
from savings_app.cases.models import Account, Case, Claim, Heir, PastPayment, Payout, PayoutCredit
from savings_app.cases.queries.benefit import find_benefit_in_force
from savings_app.cases.queries.facts import as_rupiah
from savings_app.cases.queries.scope import cases_seen_by, recipients_seen_by
from savings_app.errors import NotFound
from savings_app.identifiers import AccountNumber
from savings_app.money import ZERO, Rupiah, total


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account with its bank and its owner; `others` counts other recipients with this number."""

    account: Account
    bank: Bank
    recipient: Heir
    recorded_by: str | None
    others: int


@dataclass(frozen=True, slots=True)
class ClaimRow:
    claim: Claim
    recorded_by: str


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """A payout with its owner, account and writer; `reversed_by` is the row that took it back."""

    payout: Payout
    recipient: Heir
    account: Account
    bank: Bank
    recorded_by: str
    reversed_by: Payout | None

    @property
    def can_be_reversed(self) -> bool:
        return self.payout.reverses_id is None and self.reversed_by is None


@dataclass(frozen=True, slots=True)
class PaidSummary:
    """The santunan paid beside what the law gives; other kinds are lines of their own."""

    entitled: Rupiah
    paid: Rupiah
    other: tuple[tuple[PayoutKind, Rupiah], ...]

    @property
    def difference(self) -> Rupiah:
        """What is missing; below zero where too much was paid."""
        return self.entitled - self.paid

    @property
    def differs(self) -> bool:
        """Something was paid, and it is not what the law gives."""
        return bool(self.paid) and bool(self.difference)


def _accounts_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Account` joined with `Heir` and `Case`; an officer sees his bank's
    while its agreement holds.
    """
    if actor.role is Role.BANK_OFFICER:
        return and_(
            Account.bank_id == actor.bank_id, has_agreement(Account.bank_id, on=actor.acts_on)
        )
    return recipients_seen_by(actor)


def get_account(session: Session, *, actor: Actor, account_id: UUID) -> Account:
    """
    Raises:
        NotFound: no such account, or not this person's to see.
    """
    account = session.scalar(
        select(Account)
        .join(Heir, Heir.id == Account.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(Account.id == account_id, _accounts_seen_by(actor))
    )
    if account is None:
        raise NotFound
    return account


def list_accounts(session: Session, *, case_id: UUID) -> Sequence[AccountRow]:
    """Every account of the recipients of a case the caller may see, by recipient, in one query."""
    other = aliased(Account)
    others = (
        select(func.count())
        .select_from(other)
        .where(
            other.number == Account.number,
            other.bank_id == Account.bank_id,
            other.recipient_id != Account.recipient_id,
        )
        .correlate(Account)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Account, Bank, Heir, User.full_name, others.label("others"))
        .join(Heir, Heir.id == Account.recipient_id)
        .join(Bank, Bank.id == Account.bank_id)
        .outerjoin(User, User.id == Account.recorded_by)
        .where(Heir.case_id == case_id)
        .order_by(Heir.position, Account.recorded_at)
    )
    return [AccountRow(*row) for row in rows]


def list_payable_accounts(
    session: Session, *, case_id: UUID, recipient_id: UUID
) -> list[AccountRow]:
    """The recipient's accounts a payout can go to."""
    return [
        row
        for row in list_accounts(session, case_id=case_id)
        if row.recipient.id == recipient_id and row.account.ended_on is None
    ]


def count_other_holders(
    session: Session, *, recipient_id: UUID, bank_id: UUID, number: AccountNumber
) -> int:
    """How many other recipients, of any case, have this account number at this bank."""
    return (
        session.scalar(
            select(func.count(func.distinct(Account.recipient_id))).where(
                Account.number == number,
                Account.bank_id == bank_id,
                Account.recipient_id != recipient_id,
            )
        )
        or 0
    )


def find_live_claim(session: Session, *, case_id: UUID) -> Claim | None:
    """The claim that is with BPJS: not returned."""
    return session.scalar(
        select(Claim)
        .where(Claim.case_id == case_id, Claim.returned_on.is_(None))
        .order_by(Claim.filed_on.desc())
        .limit(1)
    )


def get_claim(session: Session, *, actor: Actor, claim_id: UUID) -> Claim:
    """
    Raises:
        NotFound
    """
    claim = session.scalar(
        select(Claim)
        .join(Case, Case.id == Claim.case_id)
        .where(Claim.id == claim_id, cases_seen_by(actor))
    )
    if claim is None:
        raise NotFound
    return claim


def list_claims(session: Session, *, case_id: UUID) -> Sequence[ClaimRow]:
    """Every claim of the case, the latest first."""
    rows = session.execute(
        select(Claim, User.full_name)
        .join(User, User.id == Claim.recorded_by)
        .where(Claim.case_id == case_id)
        .order_by(Claim.filed_on.desc(), Claim.recorded_at.desc())
    )
    return [ClaimRow(*row) for row in rows]


def get_payout(session: Session, *, actor: Actor, payout_id: UUID) -> Payout:
    """
    Raises:
        NotFound: no such payout, not of the actor's region, or not of the officer's bank.
    """
    payouts = find_payouts(session, actor=actor, payout_ids=[payout_id])
    if payout_id not in payouts:
        raise NotFound
    return payouts[payout_id]


def find_payouts(
    session: Session, *, actor: Actor, payout_ids: Collection[UUID]
) -> dict[UUID, Payout]:
    """Those of these payouts that `get_payout` finds, by their id."""
    found: dict[UUID, Payout] = {}
    for some in in_chunks(payout_ids):
        rows = session.scalars(
            select(Payout)
            .join(Account, Account.id == Payout.account_id)
            .join(Heir, Heir.id == Payout.recipient_id)
            .join(Case, Case.id == Payout.case_id)
            .where(Payout.id.in_(some), _accounts_seen_by(actor))
        )
        found.update((row.id, row) for row in rows)
    return found


def find_payout_by_key(session: Session, *, actor: Actor, request_key: UUID) -> Payout | None:
    """What this form recorded when it was sent the first time."""
    payout_id = session.scalar(select(Payout.id).where(Payout.request_key == request_key))
    return None if payout_id is None else get_payout(session, actor=actor, payout_id=payout_id)


def list_payouts(session: Session, *, case_id: UUID) -> Sequence[PayoutRow]:
    """Every payout and reversal of the case in the order they were recorded, in one query."""
    reversal = aliased(Payout)
    rows = session.execute(
        select(Payout, Heir, Account, Bank, User.full_name, reversal)
        .join(Heir, Heir.id == Payout.recipient_id)
        .join(Account, Account.id == Payout.account_id)
        .join(Bank, Bank.id == Account.bank_id)
        .join(User, User.id == Payout.recorded_by)
        .outerjoin(reversal, reversal.reverses_id == Payout.id)
        .where(Payout.case_id == case_id)
        .order_by(Payout.recorded_at, Payout.paid_on, Payout.id)
    )
    return [PayoutRow(*row) for row in rows]


def get_paid_summary(session: Session, *, case_id: UUID) -> PaidSummary:
    """What the case was paid by kind, reversals taken off, beside what the law gives."""
    benefit = find_benefit_in_force(session, case_id=case_id)
    sums = {
        row.kind: as_rupiah(row.amount)
        for row in session.execute(
            select(Payout.kind, func.sum(Payout.amount).label("amount"))
            .where(Payout.case_id == case_id)
            .group_by(Payout.kind)
        )
    }
    past = session.execute(
        select(PastPayment.kind, func.sum(PastPayment.amount).label("amount"))
        .where(PastPayment.case_id == case_id)
        .group_by(PastPayment.kind)
    )
    for row in past:
        sums[row.kind] = sums.get(row.kind, ZERO) + as_rupiah(row.amount)
    return PaidSummary(
        entitled=benefit.computation.total if benefit else ZERO,
        paid=sums.get(PayoutKind.BENEFIT, ZERO),
        other=tuple(
            (kind, sums[kind])
            for kind in PayoutKind
            if kind is not PayoutKind.BENEFIT and sums.get(kind)
        ),
    )


def get_paid_to(session: Session, *, recipient_id: UUID) -> Rupiah:
    """The santunan this recipient was paid, reversals taken off."""
    return total(
        session.scalars(
            select(Payout.amount).where(
                Payout.recipient_id == recipient_id, Payout.kind == PayoutKind.BENEFIT
            )
        )
    )


def find_live_credit(session: Session, *, payout_id: UUID) -> PayoutCredit | None:
    """The bank's line that shows this payout, unless that match was undone."""
    reversal = aliased(PayoutCredit)
    return session.scalar(
        select(PayoutCredit)
        .outerjoin(reversal, reversal.reverses_id == PayoutCredit.id)
        .where(
            PayoutCredit.payout_id == payout_id,
            PayoutCredit.reverses_id.is_(None),
            reversal.id.is_(None),
        )
    )


def list_credited(session: Session, *, payout_ids: Collection[UUID]) -> set[UUID]:
    """Those of these payouts that a line of the bank shows."""
    reversal = aliased(PayoutCredit)
    return {
        payout_id
        for some in in_chunks(payout_ids)
        for payout_id in session.scalars(
            select(PayoutCredit.payout_id)
            .outerjoin(reversal, reversal.reverses_id == PayoutCredit.id)
            .where(
                PayoutCredit.payout_id.in_(some),
                PayoutCredit.reverses_id.is_(None),
                reversal.id.is_(None),
            )
        )
    }
