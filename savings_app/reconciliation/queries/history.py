"""Everything that happened to one line: it came, it was matched, decided, taken, taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.reconciliation.kinds import LineClass, LineEventKind
from savings_app.reconciliation.models import (
    BankFile,
    BankLine,
    BankSection,
    LineDecision,
    LineEvent,
    Match,
)
from savings_app.reconciliation.queries.standings import class_of_match


class Happened(StrEnum):
    """What a row of a line's history tells."""

    CAME = "datang"
    UNDONE = "berkas_ditarik"
    MATCHED = "dicocokkan"
    UNMATCHED = "pencocokan_dibatalkan"
    DECIDED = "ditetapkan"
    UNDECIDED = "penetapan_dibatalkan"
    TAKEN = "diambil"
    HANDED_BACK = "dikembalikan"
    ASSIGNED = "diserahkan"
    NOTE = "catatan"


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One of them. `by` None: a command. `kind` is what the line was said to be, or no more is."""

    at: datetime
    what: Happened
    by: str | None
    kind: LineClass | None = None
    reasons: tuple[str, ...] = ()
    text: str | None = None


def list_line_history(session: Session, *, line_id: UUID) -> Sequence[HistoryRow]:
    """All of it, of a line the caller may see, in its order."""
    rows = [
        *_arrival(session, line_id),
        *_matches(session, line_id),
        *_decisions(session, line_id),
        *_events(session, line_id),
    ]
    return sorted(rows, key=lambda row: row.at)  # rows of one moment stay as they are listed


def _arrival(session: Session, line_id: UUID) -> Iterator[HistoryRow]:
    undoer = aliased(User)
    row = session.execute(
        select(BankFile, User.full_name, undoer.full_name)
        .join(BankSection, BankSection.file_id == BankFile.id)
        .join(BankLine, BankLine.section_id == BankSection.id)
        .outerjoin(User, User.id == BankFile.uploaded_by)
        .outerjoin(undoer, undoer.id == BankFile.undone_by)
        .where(BankLine.id == line_id)
    ).one()
    file, by, undone_by = row
    if file.applied_at is not None:
        yield HistoryRow(file.applied_at, Happened.CAME, by)
    if file.undone_at is not None:
        yield HistoryRow(file.undone_at, Happened.UNDONE, undone_by, text=file.undo_reason)


def _matches(session: Session, line_id: UUID) -> Iterator[HistoryRow]:
    rows = session.execute(
        select(Match, User.full_name)
        .join(User, User.id == Match.confirmed_by)
        .where(Match.line_id == line_id)
        .order_by(Match.confirmed_at, Match.reverses_id.is_not(None))
    ).all()
    first = {match.id: match for match, _by in rows}
    for match, by in rows:
        told = first[match.reverses_id] if match.reverses_id else match
        yield HistoryRow(
            match.confirmed_at,
            Happened.UNMATCHED if match.reverses_id else Happened.MATCHED,
            by,
            kind=class_of_match(told.payout_id, told.reasons),
            reasons=tuple(match.reasons),
            text=match.reason,
        )


def _decisions(session: Session, line_id: UUID) -> Iterator[HistoryRow]:
    rows = session.execute(
        select(LineDecision, User.full_name)
        .join(User, User.id == LineDecision.decided_by)
        .where(LineDecision.line_id == line_id)
        .order_by(LineDecision.decided_at, LineDecision.reverses_id.is_not(None))
    )
    for decision, by in rows:
        what = Happened.UNDECIDED if decision.reverses_id else Happened.DECIDED
        yield HistoryRow(decision.decided_at, what, by, kind=decision.kind, text=decision.reason)


def _events(session: Session, line_id: UUID) -> Iterator[HistoryRow]:
    happened = {
        LineEventKind.TAKEN: Happened.TAKEN,
        LineEventKind.HANDED_BACK: Happened.HANDED_BACK,
        LineEventKind.ASSIGNED: Happened.ASSIGNED,
        LineEventKind.NOTE: Happened.NOTE,
    }
    rows = session.execute(
        select(LineEvent, User.full_name)
        .join(User, User.id == LineEvent.by)
        .where(LineEvent.line_id == line_id)
        .order_by(LineEvent.at, LineEvent.id)
    )
    for event, by in rows:
        yield HistoryRow(event.at, happened[event.kind], by, text=event.text)
