"""What persons said lines are, with who and when; taken-back rows stay to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor
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
class MatchEvent:
    """One row of a line's history: a match, or a taking back with its reason."""

    match: Match
    by: str


def _matches(actor: Actor) -> Select[Match, str, BankLine, UUID, AccountNumber, str]:
    return (
        select(Match, User.full_name, BankLine, Account.id, Account.number, Account.holder_name)
        .join(User, User.id == Match.confirmed_by)
        .join(BankLine, BankLine.id == Match.line_id)
        .join(Account, Account.id == BankLine.account_id)
        .where(seen_lines(actor), stands(Match), ~is_erased())
    )


def list_matches(session: Session, *, actor: Actor, page: int = 1) -> Sequence[MatchRow]:
    """Standing matches of the officer's bank, the latest first."""
    rows = session.execute(
        _matches(actor)
        .order_by(Match.confirmed_at.desc(), Match.id)
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


def list_matches_of_file(session: Session, *, file_id: UUID) -> Sequence[UUID]:
    """The standing matches of lines this file brought, for a caller who may see the file."""
    return session.scalars(
        select(Match.id)
        .join(BankLine, BankLine.id == Match.line_id)
        .join(BankSection, BankSection.id == BankLine.section_id)
        .where(BankSection.file_id == file_id, stands(Match))
        .order_by(Match.confirmed_at, Match.id)
    ).all()


def list_line_history(session: Session, *, line_id: UUID) -> Sequence[MatchEvent]:
    """Everything said about a line the caller may see, in order."""
    rows = session.execute(
        select(Match, User.full_name)
        .join(User, User.id == Match.confirmed_by)
        .where(Match.line_id == line_id)
        .order_by(Match.confirmed_at, Match.reverses_id.is_not(None))
    )
    return [MatchEvent(*row) for row in rows]
