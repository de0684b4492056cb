"""Signs about the office's own work: one official on many payouts, accounts changed late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from savings_app.cases.kinds import AccountPurpose, PayoutKind
from savings_app.cases.models import AccessLetter, Account, Claim, Payout
from savings_app.money import ZERO
from savings_app.policy.series import parameter
from savings_app.sql_days import day_of
from savings_app.worklist.kinds import WarningKind
from savings_app.worklist.queries.sign import Sign, key_of

# How far back a month is looked at again: older ones were decided or are history.
LOOKED_AT = timedelta(days=400)


def one_official(session: Session, *, today: date) -> Iterator[Sign]:
    """A month in which one official recorded most of it: payouts, or all four steps of a case."""
    reversal = aliased(Payout)
    alone = exists().where(
        Account.id == Payout.account_id,
        Account.recorded_by == Payout.recorded_by,
        Claim.case_id == Payout.case_id,
        Claim.recorded_by == Payout.recorded_by,
        AccessLetter.recipient_id == Payout.recipient_id,
        AccessLetter.issued_by == Payout.recorded_by,
    )
    rows = session.execute(
        select(
            Payout.case_id,
            Payout.recorded_by,
            day_of(Payout.recorded_at).label("on"),
            alone.label("alone"),
        )
        .outerjoin(reversal, reversal.reverses_id == Payout.id)
        .where(
            Payout.kind == PayoutKind.BENEFIT,
            Payout.amount > ZERO,
            Payout.paid_on >= today - LOOKED_AT,
            reversal.id.is_(None),
        )
    )
    payouts: dict[tuple[UUID, date], list[UUID]] = defaultdict(list)
    by_himself: dict[tuple[UUID, date], set[UUID]] = defaultdict(set)
    for row in rows:
        whose = (row.recorded_by, row.on.replace(day=1))
        payouts[whose].append(row.case_id)
        if row.alone:
            by_himself[whose].add(row.case_id)
    for (user_id, month), case_ids in payouts.items():
        limits = parameter("warning_signs").on(month).amounts
        cases = by_himself[user_id, month]
        if len(case_ids) < limits["payouts_a_month"] and len(cases) < limits["alone_cases"]:
            continue
        yield Sign(
            WarningKind.ONE_OFFICIAL,
            key_of(WarningKind.ONE_OFFICIAL, user_id, month),
            frozenset(case_ids),
            {"month": month.isoformat(), "payouts": len(case_ids), "alone": len(cases)},
            subject_user_id=user_id,
        )


def changed_accounts(session: Session, *, today: date) -> Iterator[Sign]:
    """The payout went into an account recorded days before, while an earlier one was there."""
    earlier, reversal = aliased(Account), aliased(Payout)
    had_one = exists().where(
        earlier.recipient_id == Account.recipient_id,
        earlier.id != Account.id,
        earlier.purpose == AccountPurpose.BENEFIT,
        earlier.recorded_at < Account.recorded_at,
    )
    rows = session.execute(
        select(
            Payout.id,
            Payout.case_id,
            Payout.paid_on,
            Account.recorded_by,
            day_of(Account.recorded_at).label("on"),
        )
        .join(Account, Account.id == Payout.account_id)
        .outerjoin(reversal, reversal.reverses_id == Payout.id)
        .where(
            Payout.kind == PayoutKind.BENEFIT,
            Payout.amount > ZERO,
            reversal.id.is_(None),
            had_one,
        )
    )
    for row in rows:
        days = (row.paid_on - row.on).days
        if days > parameter("warning_signs").on(row.paid_on).amounts["account_days"]:
            continue
        yield Sign(
            WarningKind.ACCOUNT_CHANGED,
            key_of(WarningKind.ACCOUNT_CHANGED, row.id),
            frozenset({row.case_id}),
            {"days": max(0, days)},
            subject_user_id=row.recorded_by,
        )
