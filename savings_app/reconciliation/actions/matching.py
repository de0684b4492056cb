"""A person at the bank says what a line is, and takes it back. One line is one target."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import Told, record, record_all
from savings_app.banks.kinds import DataPass
from savings_app.banks.queries.agreements import check_agreement
from savings_app.bulk import in_chunks
from savings_app.cases.actions.credits import CreditLine, record_credits, reverse_credits
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Account, PayoutCredit
from savings_app.db import take_turn
from savings_app.deposits.actions import LineMoney, record_deposits, reverse_deposits
from savings_app.deposits.actions.locks import lock_owners
from savings_app.deposits.models import Deposit
from savings_app.errors import NotFound, NotPermitted
from savings_app.reconciliation.actions.files import BANK_FILE_LINE
from savings_app.reconciliation.actions.sorting import sort_accounts
from savings_app.reconciliation.fit_rules import TargetKind
from savings_app.reconciliation.matching_rules import (
    MatchReversed,
    NothingChosen,
    ProposalChanged,
)
from savings_app.reconciliation.models import Match
from savings_app.reconciliation.queries.decisions import find_standing_decision
from savings_app.reconciliation.queries.lines import LineRow, get_lines, stands
from savings_app.reconciliation.queries.matches import (
    find_standing_match,
    find_standing_matches,
    get_match,
    list_batch,
)
from savings_app.reconciliation.queries.standings import (
    ProposalRow,
    list_candidates,
    list_sure,
    settle,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A proposal the officer ticked: this line is this payout or pledge."""

    line_id: UUID
    target_id: UUID


@dataclass(frozen=True, slots=True)
class ConfirmedAll:
    """What one click did: how many are confirmed, and how many of those seen had changed."""

    batch_id: UUID
    confirmed: int
    changed: int


def confirm_matches(
    session: Session, *, actor: Actor, choices: Collection[Choice], now: datetime
) -> int:
    """Write the ticked proposals, all of them or none; how many were written.

    Each is proposed anew first. One that stands already (a double click) is passed over.

    Raises:
        NotPermitted, AgreementNotInForce, NothingChosen
        NotFound: a line of another bank, or of an account whose consent is not live.
        ProposalChanged: one of them is not proposed any more.
    """
    if not choices:
        raise NothingChosen
    lines = begin(session, actor=actor, line_ids=[choice.line_id for choice in choices])
    settled = settle(session, actor=actor, numbers={row.number for row in lines.values()})
    standing = find_standing_matches(session, line_ids=lines)
    found: list[ProposalRow] = []
    for choice in choices:
        if choice.target_id in _targets_of(standing.get(choice.line_id)):
            continue
        proposal = settled.proposals.get(choice.line_id)
        if proposal is None or proposal.target.id != choice.target_id:
            raise ProposalChanged
        found.append(proposal)
    _write(session, found, actor=actor, now=now)
    return len(found)


def confirm_sure(
    session: Session, *, actor: Actor, seen_at: datetime, seen: int, now: datetime
) -> ConfirmedAll:
    """Confirm every sure proposal the officer was shown at `seen_at`, `seen` of them, at once.

    What became otherwise since (a colleague confirmed it, a consent was taken back, a rival line
    came) stays as it is, and what is proposed only since then waits to be seen.

    Raises:
        NotPermitted, AgreementNotInForce
        NothingChosen: none of them is a sure proposal any more.
        ProposalChanged: more are there than were shown.
    """
    sure = list_sure(session, actor=actor, until=seen_at)
    if len(sure) > seen:
        raise ProposalChanged
    lines = begin(session, actor=actor, line_ids=sure, lost=True)
    settled = settle(session, actor=actor, numbers={row.number for row in lines.values()})
    found = [
        proposal
        for line_id, target_id in sure.items()
        if (proposal := settled.proposals.get(line_id)) is not None
        and proposal.proposal.sure
        and proposal.target.id == target_id
    ]
    if not found:
        raise NothingChosen
    batch_id = uuid4()
    _write(session, found, actor=actor, now=now, batch_id=batch_id)
    record(
        session,
        actor=actor,
        now=now,
        action="match:confirm-all",
        subject="match_batch",
        subject_id=batch_id,
        matches=len(found),
    )
    return ConfirmedAll(batch_id, len(found), max(0, seen - len(found)))


def match_line(
    session: Session, *, actor: Actor, choice: Choice, reason: str = "", now: datetime
) -> None:
    """The officer chose one of the targets a line may be. Choosing it again changes nothing.

    Raises:
        NotPermitted, AgreementNotInForce, NotFound
        ProposalChanged: somebody said already what the line is, or it does not fit that target.
        ReasonNeeded: the day does not fit and no code tells.
    """
    (row,) = begin(session, actor=actor, line_ids=[choice.line_id]).values()
    standing = find_standing_match(session, line_id=choice.line_id)
    if choice.target_id in _targets_of(standing):
        return
    if standing is not None or find_standing_decision(session, line_id=choice.line_id):
        raise ProposalChanged
    candidates = list_candidates(session, actor=actor, row=row)
    found = next((one for one in candidates if one.target.id == choice.target_id), None)
    if found is None:
        raise ProposalChanged
    if found.proposal.needs_reason and not reason.strip():
        raise ReasonNeeded
    _write(session, [found], actor=actor, now=now, reason=reason.strip() or None)


def reverse_match(
    session: Session, *, actor: Actor, match_id: UUID, reason: str, now: datetime
) -> Match:
    """Take a match back, saying why: rows of its own, here and where the money is counted.

    Raises:
        NotPermitted, NotFound, ReasonNeeded
        MatchReversed: it was taken back already, or is itself a taking back.
    """
    match = get_match(session, actor=actor, match_id=match_id)
    (reversal,) = reverse_matches(session, actor=actor, matches=[match], reason=reason, now=now)
    return reversal


def reverse_batch(
    session: Session, *, actor: Actor, batch_id: UUID, reason: str, now: datetime
) -> int:
    """Take back all that one click confirmed and that still stands; how many.

    What was taken back one by one stays so, and what a consent hides stays as it is.

    Raises:
        NotPermitted, AgreementNotInForce, ReasonNeeded
        NotFound: no such click of this bank, or nothing of it stands.
    """
    matches = list_batch(session, actor=actor, batch_id=batch_id)
    if not matches:
        raise NotFound
    reverse_matches(session, actor=actor, matches=matches, reason=reason, now=now)
    record(
        session,
        actor=actor,
        now=now,
        action="match:reverse-all",
        subject="match_batch",
        subject_id=batch_id,
        matches=len(matches),
    )
    return len(matches)


def reverse_matches(
    session: Session, *, actor: Actor, matches: Sequence[Match], reason: str, now: datetime
) -> list[Match]:
    """Take these matches back, all or none, each by a row of its own.

    Raises:
        NotPermitted, NotFound, ReasonNeeded, MatchReversed
    """
    lines = begin(session, actor=actor, line_ids=[match.line_id for match in matches])
    if not reason.strip():
        raise ReasonNeeded
    standing = find_standing_matches(session, line_ids=lines)
    if {one.id for one in standing.values()} != {match.id for match in matches}:
        raise MatchReversed
    reversals = [
        Match(
            id=uuid4(),
            line_id=match.line_id,
            payout_id=match.payout_id,
            pledge_id=match.pledge_id,
            confirmed_by=actor.user_id,
            confirmed_at=now,
            reasons=[],
            reverses_id=match.id,
            reason=reason.strip(),
            batch_id=None,
        )
        for match in matches
    ]
    session.add_all(reversals)
    session.flush()
    _take_money_back(session, matches, actor=actor, reason=reason, now=now)
    _record(session, "match:reverse", reversals, actor=actor, now=now)
    _sort(session, lines.values(), actor=actor, now=now)
    return reversals


def _take_money_back(
    session: Session, matches: Sequence[Match], *, actor: Actor, reason: str, now: datetime
) -> None:
    credit_ids: list[UUID] = []
    deposit_ids: list[UUID] = []
    for some in in_chunks([one.line_id for one in matches if one.payout_id is not None]):
        credit_ids += session.scalars(
            select(PayoutCredit.id).where(PayoutCredit.line_id.in_(some), stands(PayoutCredit))
        )
    for some in in_chunks([one.line_id for one in matches if one.pledge_id is not None]):
        deposit_ids += session.scalars(
            select(Deposit.id).where(Deposit.line_id.in_(some), stands(Deposit))
        )
    if len(credit_ids) + len(deposit_ids) != len(matches):
        raise MatchReversed
    if credit_ids:
        reverse_credits(session, actor=actor, credit_ids=credit_ids, now=now)
    if deposit_ids:
        reverse_deposits(session, actor=actor, deposit_ids=deposit_ids, reason=reason, now=now)


def begin(
    session: Session, *, actor: Actor, line_ids: Collection[UUID], lost: bool = False
) -> dict[UUID, LineRow]:
    """The lines, with everybody concerned locked: consents and targets stay as they are found.

    With `lost`, a line that cannot be seen any more is left out.

    Raises:
        NotPermitted, AgreementNotInForce, NotFound
    """
    if not actor.may(Permission.MATCH_CONFIRM):
        raise NotPermitted
    check_agreement(session, bank_id=actor.bank_id, on=actor.acts_on, passing=DataPass.LINES)
    take_turn(session, line=BANK_FILE_LINE)
    lines = get_lines(session, actor=actor, line_ids=line_ids, lost=lost)
    # Of everybody with these numbers: a target may be another's who shares the account.
    accounts = {
        one
        for some in in_chunks({row.number for row in lines.values()})
        for one in session.scalars(
            select(Account.id).where(Account.bank_id == actor.bank_id, Account.number.in_(some))
        )
    }
    lock_owners(session, account_ids=accounts)
    return get_lines(session, actor=actor, line_ids=line_ids, lost=lost)


def _targets_of(match: Match | None) -> tuple[UUID | None, ...]:
    return (match.payout_id, match.pledge_id) if match is not None else ()


def _write(
    session: Session,
    found: Sequence[ProposalRow],
    *,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
    batch_id: UUID | None = None,
) -> None:
    """Matches, and the money they mean, in as few statements for a thousand as for one."""
    payouts = [one for one in found if one.target.kind is TargetKind.PAYOUT]
    pledges = [one for one in found if one.target.kind is TargetKind.PLEDGE]
    matches = [
        Match(
            id=uuid4(),
            line_id=one.line.line.id,
            payout_id=one.target.id if one.target.kind is TargetKind.PAYOUT else None,
            pledge_id=one.target.id if one.target.kind is TargetKind.PLEDGE else None,
            confirmed_by=actor.user_id,
            confirmed_at=now,
            reasons=[told.value for told in one.proposal.reasons],
            reverses_id=None,
            reason=reason,
            batch_id=batch_id,
        )
        for one in found
    ]
    session.add_all(matches)
    session.flush()
    if payouts:
        credits = [
            CreditLine(one.target.id, one.line.line.id, one.line.line.amount, one.line.line.on)
            for one in payouts
        ]
        record_credits(session, actor=actor, rows=credits, now=now)
    if pledges:
        deposits = [
            LineMoney(one.target.id, one.line.line.id, one.line.line.amount, one.line.line.on)
            for one in pledges
        ]
        record_deposits(session, actor=actor, rows=deposits, now=now)
    _record(session, "match:confirm", matches, actor=actor, now=now)
    _sort(session, [one.line for one in found], actor=actor, now=now)


def _sort(session: Session, rows: Iterable[LineRow], *, actor: Actor, now: datetime) -> None:
    """What these and the lines beside them are now."""
    assert actor.bank_id is not None  # noqa: S101  # whoever sees lines has a bank
    numbers = {row.number for row in rows}
    sort_accounts(session, bank_id=actor.bank_id, numbers=numbers, now=now)


def _record(
    session: Session, action: str, matches: Sequence[Match], *, actor: Actor, now: datetime
) -> None:
    record_all(
        session,
        actor=actor,
        now=now,
        events=[
            Told(
                action,
                "match",
                match.id,
                facts={"target": "payout" if match.payout_id is not None else "pledge"},
            )
            for match in matches
        ],
    )
