"""An applied file is taken back: matches and decisions by rows of their own, lines by its state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.db import check_version, take_turn
from savings_app.errors import NotFound, NotPermitted
from savings_app.reconciliation.actions.deciding import reverse_decisions
from savings_app.reconciliation.actions.files import BANK_FILE_LINE
from savings_app.reconciliation.actions.matching import reverse_matches
from savings_app.reconciliation.import_rules import (
    BankFileFollowed,
    BankFileInUse,
    BankFileNotApplied,
)
from savings_app.reconciliation.models import BankFile, BankFileState
from savings_app.reconciliation.queries.decisions import list_decisions_of_file
from savings_app.reconciliation.queries.files import check_own_bank, get_file
from savings_app.reconciliation.queries.matches import list_matches_of_file


@dataclass(frozen=True, slots=True)
class Undone:
    """The file, and how many matches and decisions were taken back with it."""

    file: BankFile
    matches: int
    decisions: int


def undo_file(
    session: Session,
    *,
    actor: Actor,
    file_id: UUID,
    reason: str,
    seen_version: int | None = None,
    now: datetime,
) -> Undone:
    """Of this file nothing counts any more: it may be handed in again, or a better one.

    The latest goes first: a later file that reaches into its days left out what this one brought.

    Raises:
        NotPermitted, NotFound, Conflict, ReasonNeeded
        BankFileNotApplied, BankFileFollowed, BankFileInUse
    """
    file = get_file(session, actor=actor, file_id=file_id)
    check_own_bank(session, actor=actor, bank_id=file.bank_id)
    if not actor.may(Permission.MATCH_CONFIRM):
        raise NotPermitted
    if not reason.strip():
        raise ReasonNeeded
    take_turn(session, line=BANK_FILE_LINE)
    session.refresh(file)
    check_version(file, seen_version)
    if file.state is not BankFileState.APPLIED:
        raise BankFileNotApplied
    _check_is_last(session, file)
    matches = list_matches_of_file(session, file_id=file.id)
    if matches:
        try:
            reverse_matches(session, actor=actor, matches=matches, reason=reason, now=now)
        except NotFound:
            raise BankFileInUse from None
    decisions = list_decisions_of_file(session, file_id=file.id)
    reverse_decisions(session, actor=actor, decisions=decisions, reason=reason, now=now)
    file.state = BankFileState.UNDONE
    file.undone_by, file.undone_at, file.undo_reason = actor.user_id, now, reason.strip()
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="bank-file:undo",
        subject="bank_file",
        subject_id=file.id,
        rows_new=file.rows_new,
        matches=len(matches),
        decisions=len(decisions),
    )
    return Undone(file, len(matches), len(decisions))


def _check_is_last(session: Session, file: BankFile) -> None:
    if file.first_on is None or file.last_on is None:
        return
    later = session.scalar(
        select(func.max(BankFile.applied_at)).where(
            BankFile.bank_id == file.bank_id,
            BankFile.state == BankFileState.APPLIED,
            BankFile.id != file.id,
            BankFile.applied_at >= file.applied_at,
            BankFile.first_on <= file.last_on,
            BankFile.last_on >= file.first_on,
        )
    )
    if later is not None:
        raise BankFileFollowed(on=later)
