"""A person at the bank says what a line is, and takes it back. One line is one target."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.banks.kinds import DataPass
from savings_app.banks.queries.agreements import check_agreement
from savings_app.cases.actions.payouts import record_credit, reverse_credit
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.queries.money import find_live_credit
from savings_app.db import take_turn
from savings_app.deposits.actions import record_deposit, reverse_deposit
from savings_app.deposits.actions.locks import lock_owners
from savings_app.deposits.models import Deposit
from savings_app.errors import NotPermitted
from savings_app.reconciliation.actions.files import BANK_FILE_LINE
from savings_app.reconciliation.fit_rules import TargetKind
from savings_app.reconciliation.matching_rules import (
    MatchReversed,
    NothingChosen,
    ProposalChanged,
)
from savings_app.reconciliation.models import Match
from savings_app.reconciliation.queries.lines import (
    LineRow,
    ProposalRow,
    get_line,
    list_candidates,
    list_targets,
    settle,
    stands,
)
from savings_app.reconciliation.queries.matches import find_standing_match, get_match


@dataclass(frozen=True, slots=True)
class Choice:
    """A proposal the officer ticked: this line is this payout or pledge."""

    line_id: UUID
    target_id: UUID


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
    lines = _begin(session, actor=actor, line_ids=[choice.line_id for choice in choices])
    settled = settle(session, actor=actor, numbers={row.number for row in lines.values()})
    count = 0
    for choice in choices:
        if _stands_already(session, choice):
            continue
        found = settled.proposals.get(choice.line_id)
        if found is None or found.target.id != choice.target_id:
            raise ProposalChanged
        _write(session, found, actor=actor, now=now)
        count += 1
    return count


def match_line(session: Session, *, actor: Actor, choice: Choice, now: datetime) -> None:
    """The officer chose one of several targets a line fits. Choosing it again changes nothing.

    Raises:
        NotPermitted, AgreementNotInForce, NotFound
        ProposalChanged: the line is matched, or does not fit that target any more.
    """
    lines = _begin(session, actor=actor, line_ids=[choice.line_id])
    if _stands_already(session, choice):
        return
    if find_standing_match(session, line_id=choice.line_id) is not None:
        raise ProposalChanged
    candidates = list_candidates(session, actor=actor, row=lines[choice.line_id])
    found = next((one for one in candidates if one.target.id == choice.target_id), None)
    if found is None:
        raise ProposalChanged
    _write(session, found, actor=actor, now=now)


def reverse_match(
    session: Session, *, actor: Actor, match_id: UUID, reason: str, now: datetime
) -> Match:
    """Take a match back, saying why: rows of its own, here and where the money is counted.

    Raises:
        NotPermitted, NotFound, ReasonNeeded
        MatchReversed: it was taken back already, or is itself a taking back.
    """
    match = get_match(session, actor=actor, match_id=match_id)
    _begin(session, actor=actor, line_ids=[match.line_id])
    if not reason.strip():
        raise ReasonNeeded
    standing = find_standing_match(session, line_id=match.line_id)
    if standing is None or standing.id != match.id:
        raise MatchReversed
    reversal = Match(
        id=uuid4(),
        line_id=match.line_id,
        payout_id=match.payout_id,
        pledge_id=match.pledge_id,
        confirmed_by=actor.user_id,
        confirmed_at=now,
        reasons=[],
        reverses_id=match.id,
        reason=reason.strip(),
    )
    session.add(reversal)
    session.flush()
    _take_money_back(session, match, actor=actor, reason=reason, now=now)
    _record(session, "match:reverse", reversal, actor=actor, now=now)
    return reversal


def _take_money_back(
    session: Session, match: Match, *, actor: Actor, reason: str, now: datetime
) -> None:
    if match.payout_id is not None:
        credit = find_live_credit(session, payout_id=match.payout_id)
        if credit is None or credit.line_id != match.line_id:
            raise MatchReversed
        reverse_credit(session, actor=actor, credit_id=credit.id, now=now)
        return
    deposit_id = session.scalar(
        select(Deposit.id).where(
            Deposit.pledge_id == match.pledge_id,
            Deposit.line_id == match.line_id,
            stands(Deposit),
        )
    )
    if deposit_id is None:
        raise MatchReversed
    reverse_deposit(session, actor=actor, deposit_id=deposit_id, reason=reason, now=now)


def _begin(session: Session, *, actor: Actor, line_ids: Sequence[UUID]) -> dict[UUID, LineRow]:
    """The lines, with everybody concerned locked: consents and targets stay as they are found."""
    if not actor.may(Permission.MATCH_CONFIRM):
        raise NotPermitted
    check_agreement(session, bank_id=actor.bank_id, on=actor.acts_on, passing=DataPass.LINES)
    take_turn(session, line=BANK_FILE_LINE)
    lines = {one: get_line(session, actor=actor, line_id=one) for one in line_ids}
    numbers = {row.number for row in lines.values()}
    targets = list_targets(session, actor=actor, numbers=numbers)
    account_ids = {row.account_id for row in lines.values()}
    account_ids |= {row.account_id for row, _target in targets}
    lock_owners(session, account_ids=account_ids)
    return {one: get_line(session, actor=actor, line_id=one) for one in line_ids}


def _stands_already(session: Session, choice: Choice) -> bool:
    match = find_standing_match(session, line_id=choice.line_id)
    return match is not None and choice.target_id in (match.payout_id, match.pledge_id)


def _write(session: Session, found: ProposalRow, *, actor: Actor, now: datetime) -> None:
    line, target = found.line.line, found.target
    is_payout = target.kind is TargetKind.PAYOUT
    match = Match(
        id=uuid4(),
        line_id=line.id,
        payout_id=target.id if is_payout else None,
        pledge_id=None if is_payout else target.id,
        confirmed_by=actor.user_id,
        confirmed_at=now,
        reasons=[reason.value for reason in found.proposal.reasons],
        reverses_id=None,
        reason=None,
    )
    session.add(match)
    session.flush()
    if is_payout:
        record_credit(
            session,
            actor=actor,
            payout_id=target.id,
            line_id=line.id,
            amount=line.amount,
            on=line.on,
            now=now,
        )
    else:
        record_deposit(
            session,
            actor=actor,
            pledge_id=target.id,
            line_id=line.id,
            amount=line.amount,
            on=line.on,
            now=now,
        )
    _record(session, "match:confirm", match, actor=actor, now=now)


def _record(session: Session, action: str, match: Match, *, actor: Actor, now: datetime) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="match",
        subject_id=match.id,
        target="payout" if match.payout_id is not None else "pledge",
    )
