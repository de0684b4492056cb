"""Money BPJS paid, and the bank's line that shows it. Never edited: reversed, with a reason."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.follow_ups import plan_follow_ups
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.kinds import AccountPurpose, PayoutKind
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Account, Case, Heir, Payout
from savings_app.cases.money_rules import (
    AccountNotLive,
    PayoutAlreadyReversed,
    PayoutHasCredit,
    PayoutIsReversal,
    PayoutRecordedAlready,
    check_payout_day,
)
from savings_app.cases.queries.cases import get_recipient
from savings_app.cases.queries.money import (
    find_live_claim,
    find_live_credit,
    find_payout_by_key,
    get_payout,
)
from savings_app.cases.queries.payees import count_paid
from savings_app.money import ZERO, Rupiah
from savings_app.words.formats import AmountNotPositive


def record_payout(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    account_id: UUID,
    kind: PayoutKind,
    amount: Rupiah,
    paid_on: date,
    request_key: UUID,
    today: date,
    now: datetime,
) -> Payout:
    """BPJS paid this into the recipient's account. The same `request_key` is recorded once.

    A santunan of the same amount and day is the same one written down again (another tab, a
    colleague) and refused, as in a list; scholarships of two children are two.

    More or less than the law gives is not refused: it is recorded as it happened, and flagged.

    Raises:
        NotFound, AccountNotLive, AmountNotPositive, PayoutBeforeDeath, PayoutBeforeClaim,
        PayoutInFuture, PayoutRecordedAlready, PayoutWithoutClaim
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    _wait_for(session, recipient_id)
    earlier = find_payout_by_key(session, actor=actor, request_key=request_key)
    if earlier is not None:
        return earlier
    if amount <= ZERO:
        raise AmountNotPositive(field="amount")
    _check_account(session, account_id=account_id, recipient_id=recipient_id, kind=kind)
    _check_day(session, recipient, kind=kind, paid_on=paid_on, today=today)
    if kind is PayoutKind.BENEFIT:
        _check_first(session, recipient, amount=amount, paid_on=paid_on)
    payout = Payout(
        case_id=recipient.case_id,
        recipient_id=recipient_id,
        account_id=account_id,
        kind=kind,
        amount=amount,
        paid_on=paid_on,
        recorded_by=actor.user_id,
        recorded_at=now,
        request_key=request_key,
        reverses_id=None,
        reason=None,
    )
    session.add(payout)
    session.flush()
    _record(session, actor, now, "payout:record", payout)
    refresh_stage(session, case_id=recipient.case_id)
    plan_follow_ups(session, case_id=recipient.case_id)
    return payout


def _wait_for(session: Session, recipient_id: UUID) -> None:
    """Let a form sent twice at once find what the first of the two recorded."""
    session.execute(select(Heir.id).where(Heir.id == recipient_id).with_for_update())


def _check_day(
    session: Session, recipient: Heir, *, kind: PayoutKind, paid_on: date, today: date
) -> None:
    claim = find_live_claim(session, case_id=recipient.case_id)
    check_payout_day(
        paid_on=paid_on,
        died_on=session.get_one(Case, recipient.case_id).died_on,
        filed_on=claim.filed_on if claim else None,
        needs_claim=kind is PayoutKind.BENEFIT,
        today=today,
    )


def _check_first(session: Session, recipient: Heir, *, amount: Rupiah, paid_on: date) -> None:
    stands = count_paid(session, case_ids=[recipient.case_id])
    if stands.get((recipient.id, PayoutKind.BENEFIT, amount, paid_on)):
        raise PayoutRecordedAlready(paid_on=paid_on)


def _check_account(
    session: Session, *, account_id: UUID, recipient_id: UUID, kind: PayoutKind
) -> None:
    account = session.get(Account, account_id)
    usable = (
        account is not None
        and account.recipient_id == recipient_id
        and account.ended_on is None
        # A scholarship may go to the child's own saving account; the santunan does not.
        and (kind is not PayoutKind.BENEFIT or account.purpose is AccountPurpose.BENEFIT)
    )
    if not usable:
        raise AccountNotLive


def reverse_payout(
    session: Session,
    *,
    actor: Actor,
    payout_id: UUID,
    reason: str,
    request_key: UUID,
    now: datetime,
) -> Payout:
    """Take a payout back by a row of its own, the same amount below zero, with the reason.

    Raises:
        NotFound, ReasonNeeded, PayoutIsReversal, PayoutAlreadyReversed, PayoutHasCredit
    """
    payout = get_payout(session, actor=actor, payout_id=payout_id)
    _wait_for(session, payout.recipient_id)
    earlier = find_payout_by_key(session, actor=actor, request_key=request_key)
    if earlier is not None:
        return earlier
    if payout.reverses_id is not None:
        raise PayoutIsReversal
    if session.scalar(select(exists().where(Payout.reverses_id == payout.id))):
        raise PayoutAlreadyReversed
    if find_live_credit(session, payout_id=payout.id) is not None:
        raise PayoutHasCredit
    if not reason.strip():
        raise ReasonNeeded
    reversal = Payout(
        case_id=payout.case_id,
        recipient_id=payout.recipient_id,
        account_id=payout.account_id,
        kind=payout.kind,
        amount=-payout.amount,
        paid_on=payout.paid_on,
        recorded_by=actor.user_id,
        recorded_at=now,
        request_key=request_key,
        reverses_id=payout.id,
        reason=reason.strip(),
    )
    session.add(reversal)
    session.flush()
    _record(session, actor, now, "payout:reverse", reversal)
    refresh_stage(session, case_id=payout.case_id)
    plan_follow_ups(session, case_id=payout.case_id)
    return reversal


def _record(session: Session, actor: Actor, now: datetime, action: str, payout: Payout) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="payout",
        subject_id=payout.id,
        case_id=payout.case_id,
        kind=payout.kind.value,
        on=payout.paid_on.isoformat(),
    )
