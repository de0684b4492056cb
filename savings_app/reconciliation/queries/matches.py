"""What persons said lines are, with who and when; taken-back rows stay to be read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor
from savings_app.bulk import in_chunks
from savings_app.cases.models import Account
from savings_app.errors import NotFound
from savings_app.identifiers import AccountNumber
from savings_app.reconciliation.models import BankLine, BankSection, Match
from savings_app.reconciliation.queries.erased import is_erased
from savings_app.reconciliation.queries.lines import LINES_A_PAGE, LineRow, seen_lines, stands


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A match with its line and the person who confirmed it."""

    match: Match
    row: LineRow
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One click that confirmed several: what of it stands."""

    batch_id: UUID
    confirmed_by: str
    confirmed_at: datetime
    standing: int


def _matches(actor: Actor) -> Select[Match, str, BankLine, UUID, AccountNumber, str]:
    return (
        select(Match, User.full_name, BankLine, Account.id, Account.number, Account.holder_name)
        .join(User, User.id == Match.confirmed_by)
        .join(BankLine, BankLine.id == Match.line_id)
        .join(Account, Account.id == BankLine.account_id)
        .where(seen_lines(actor), stands(Match), ~is_erased())
    )


def list_matches(
    session: Session, *, actor: Actor, page: int = 1, batch_id: UUID | None = None
) -> Sequence[MatchRow]:
    """Standing matches of the officer's bank, the latest first; of one click only, if asked."""
    statement = _matches(actor)
    if batch_id is not None:
        statement = statement.where(Match.batch_id == batch_id)
    rows = session.execute(
        statement.order_by(Match.confirmed_at.desc(), Match.id)
        .limit(LINES_A_PAGE)
        .offset(LINES_A_PAGE * (page - 1))
    )
    return [MatchRow(match=row[0], confirmed_by=row[1], row=LineRow(*row[2:])) for row in rows]


def count_matches(session: Session, *, actor: Actor) -> int:
    matches = _matches(actor).with_only_columns(Match.id).subquery()
    return session.scalar(select(func.count()).select_from(matches)) or 0


def get_match(session: Session, *, actor: Actor, match_id: UUID) -> Match:
    """A match or a taking back of one, of a line this officer may see.

    Raises:
        NotFound
    """
    match = session.scalar(
        select(Match)
        .join(BankLine, BankLine.id == Match.line_id)
        .join(Account, Account.id == BankLine.account_id)
        .where(Match.id == match_id, seen_lines(actor))
    )
    if match is None:
        raise NotFound
    return match


def find_standing_match(session: Session, *, line_id: UUID) -> Match | None:
    """The match of a line the caller may see, unless it was taken back."""
    return session.scalar(select(Match).where(Match.line_id == line_id, stands(Match)))


def find_standing_matches(session: Session, *, line_ids: Collection[UUID]) -> dict[UUID, Match]:
    """The same for many lines, by line."""
    return {
        match.line_id: match
        for some in in_chunks(line_ids)
        for match in session.scalars(select(Match).where(Match.line_id.in_(some), stands(Match)))
    }


def list_batch(session: Session, *, actor: Actor, batch_id: UUID) -> Sequence[Match]:
    """What one click confirmed, still stands, and this officer may see."""
    return session.scalars(
        select(Match)
        .join(BankLine, BankLine.id == Match.line_id)
        .join(Account, Account.id == BankLine.account_id)
        .where(Match.batch_id == batch_id, seen_lines(actor), stands(Match))
        .order_by(Match.id)
    ).all()


def list_matches_of_file(session: Session, *, file_id: UUID) -> Sequence[Match]:
    """The standing matches of lines this file brought, for a caller who may see the file."""
    return session.scalars(
        select(Match)
        .join(BankLine, BankLine.id == Match.line_id)
        .join(BankSection, BankSection.id == BankLine.section_id)
        .where(BankSection.file_id == file_id, stands(Match))
        .order_by(Match.confirmed_at, Match.id)
    ).all()


def _batches(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(Match.batch_id, User.full_name, Match.confirmed_at, func.count())
        .join(User, User.id == Match.confirmed_by)
        .join(BankLine, BankLine.id == Match.line_id)
        .join(Account, Account.id == BankLine.account_id)
        .where(seen_lines(actor), stands(Match), Match.batch_id.is_not(None))
        .group_by(Match.batch_id, User.full_name, Match.confirmed_at)
    )


def list_batches(session: Session, *, actor: Actor, limit: int = 10) -> Sequence[BatchRow]:
    """The latest clicks of the officer's bank that confirmed several and of which some stands."""
    rows = session.execute(_batches(actor).order_by(Match.confirmed_at.desc()).limit(limit))
    return [BatchRow(*row) for row in rows]


def get_batch(session: Session, *, actor: Actor, batch_id: UUID) -> BatchRow:
    """
    Raises:
        NotFound: no such click of the officer's bank, or nothing of it stands.
    """
    row = session.execute(_batches(actor).where(Match.batch_id == batch_id)).first()
    if row is None:
        raise NotFound
    return BatchRow(*row)
