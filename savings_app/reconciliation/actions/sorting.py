"""What each line is, written down for lists and counts; worked out anew where anything changed.

No use case waits for this: whoever confirms or decides asks the rules again. Nothing here is a
person's act, so nothing stands in the trail but whose a returned deposit becomes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from savings_app.bulk import in_chunks
from savings_app.cases.models import Account
from savings_app.db import take_turn
from savings_app.identifiers import AccountNumber
from savings_app.reconciliation.class_rules import ClassedLine
from savings_app.reconciliation.fit_rules import TargetKind
from savings_app.reconciliation.kinds import ExceptionCause, LineEventKind
from savings_app.reconciliation.models import (
    BankLine,
    LineEvent,
    LineOwner,
    LineStanding,
    Match,
    SortedAccount,
)
from savings_app.reconciliation.queries.lines import stands, told_lines
from savings_app.reconciliation.queries.standings import Settled, find_unsorted, settle_seen

# Whoever writes what lines are waits for others who do.
SORTING_LINE = 7518
ACCOUNTS_AT_ONCE = 200
# Work that began before a change and ended after it: what is that new is looked at once more.
LONGEST_WORK = timedelta(minutes=2)
_FACTS = ("kind", "cause", "sure", "payout_id", "pledge_id", "partner_id")


def sort_lines(
    session: Session, *, bank_id: UUID, now: datetime, limit: int = ACCOUNTS_AT_ONCE
) -> int:
    """Sort the lines of up to `limit` accounts of the bank of which something changed; how many."""
    take_turn(session, line=SORTING_LINE)
    numbers = find_unsorted(session, bank_id=bank_id, limit=limit)
    sort_accounts(session, bank_id=bank_id, numbers=numbers, now=now)
    return len(numbers)


def sort_accounts(
    session: Session, *, bank_id: UUID, numbers: Collection[AccountNumber], now: datetime
) -> None:
    """Sort the lines of these accounts, whatever changed."""
    take_turn(session, line=SORTING_LINE)
    for some in in_chunks(set(numbers)):
        settled = settle_seen(session, seen=told_lines(bank_id), numbers=some)
        account_of = dict(
            session.execute(
                select(BankLine.id, BankLine.account_id)
                .join(Account, Account.id == BankLine.account_id)
                .where(Account.bank_id == bank_id, Account.number.in_(some))
            ).all()
        )
        changed = _write(session, settled, account_of, now=now)
        _ask_who_matched(session, changed, now=now)
        _remember(session, bank_id=bank_id, numbers=some, now=now)


def _write(
    session: Session, settled: Settled, account_of: dict[UUID, UUID], *, now: datetime
) -> list[ClassedLine]:
    """Write what differs from what is written; the lines that are not what they were."""
    written = {
        row.line_id: row
        for some in in_chunks(set(account_of.values()))
        for row in session.scalars(select(LineStanding).where(LineStanding.account_id.in_(some)))
    }
    new: list[dict[str, Any]] = []
    other: list[dict[str, Any]] = []
    changed: list[ClassedLine] = []
    for line_id, one in settled.classed.items():
        facts = _facts(one)
        row = written.get(line_id)
        if row is not None and all(getattr(row, name) == facts[name] for name in _FACTS):
            continue
        changed.append(one)
        if row is None:
            ids = {"id": uuid4(), "line_id": line_id, "account_id": account_of[line_id]}
            new.append({**ids, **facts, "since_at": now})
        else:
            other.append({"id": row.id, **facts, "since_at": now})
    if new:
        session.execute(insert(LineStanding), new)
    if other:
        session.execute(update(LineStanding), other)
    _forget(session, [row.id for line_id, row in written.items() if line_id not in settled.classed])
    return changed


def _facts(one: ClassedLine) -> dict[str, Any]:
    proposal = one.proposal
    target_id = proposal.target_id if proposal else None
    is_payout = proposal is not None and proposal.kind is TargetKind.PAYOUT
    return {
        "kind": one.kind,
        "cause": one.cause,
        "sure": proposal is not None and proposal.sure,
        "payout_id": target_id if is_payout else None,
        "pledge_id": None if is_payout else target_id,
        "partner_id": one.partner_id,
    }


def _forget(session: Session, ids: Collection[UUID]) -> None:
    """Lines that count for nothing any more are nothing."""
    for some in in_chunks(ids):
        session.execute(delete(LineStanding).where(LineStanding.id.in_(some)))


def _ask_who_matched(session: Session, changed: Iterable[ClassedLine], *, now: datetime) -> None:
    """Where the bank took back what was confirmed, it is theirs who confirmed it."""
    partner = {
        one.line_id: one.partner_id
        for one in changed
        if one.cause is ExceptionCause.REVERSED_AFTER_MATCH
        and isinstance(one.line_id, UUID)
        and isinstance(one.partner_id, UUID)
    }
    for some in in_chunks(partner.keys()):
        owned = set(session.scalars(select(LineOwner.line_id).where(LineOwner.line_id.in_(some))))
        matched_by = dict(
            session.execute(
                select(Match.line_id, Match.confirmed_by).where(
                    Match.line_id.in_([partner[line_id] for line_id in some]), stands(Match)
                )
            ).all()
        )
        for line_id in some:
            by = matched_by.get(partner[line_id])
            if by is None or line_id in owned:
                continue
            session.add(LineOwner(line_id=line_id, user_id=by, taken_at=now))
            kind = LineEventKind.ASSIGNED
            session.add(LineEvent(line_id=line_id, kind=kind, text=None, by=by, at=now))
    session.flush()


def _remember(
    session: Session, *, bank_id: UUID, numbers: Collection[AccountNumber], now: datetime
) -> None:
    until = now - LONGEST_WORK
    ids = session.scalars(
        select(Account.id).where(Account.bank_id == bank_id, Account.number.in_(numbers))
    ).all()
    known = {
        row.account_id: row
        for row in session.scalars(select(SortedAccount).where(SortedAccount.account_id.in_(ids)))
    }
    for row in known.values():
        row.until_at = until
    session.add_all(
        SortedAccount(account_id=one, until_at=until) for one in ids if one not in known
    )
    session.flush()
