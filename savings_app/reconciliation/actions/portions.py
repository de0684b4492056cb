"""A large file is applied in portions, each a transaction of its own; none counts before the last.

The lines of a file that is being applied count for nothing, as those of one that was undone. So
nothing is half-applied, pages are served meanwhile, and whoever comes after a kill goes on with the
portion that is missing: nothing is lost and nothing is doubled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.db import check_version, take_turn
from savings_app.errors import Conflict, Problem
from savings_app.reconciliation.actions.files import (
    BANK_FILE_LINE,
    add_file,
    begin,
    record_file,
    write_new,
)
from savings_app.reconciliation.import_rules import (
    BankFileNotBalanced,
    find_stops,
    shortened,
)
from savings_app.reconciliation.models import BankFile, BankFileState
from savings_app.reconciliation.queries.files import (
    check_may_hand_in,
    check_unseen,
    get_file,
)
from savings_app.reconciliation.readers import BankFile as FoundFile
from savings_app.reconciliation.readers import Section
from savings_app.storage import StoredFile
from savings_app.words.formats import in_wita

# Where nobody wrote a portion for so long, whoever was at it is gone.
LEFT_BEHIND = timedelta(minutes=2)
# Lines of one transaction; a file with no more is applied at once.
PORTION = 10_000


def is_large(rows: int) -> bool:
    """Whether a file of so many rows is applied in portions."""
    return rows > PORTION


def cut(found: FoundFile) -> tuple[FoundFile, ...]:
    """The file's accounts, whole and in its order, some `PORTION` lines together.

    The same for the same bytes, and every rule of an import is about the rows of one account.
    """
    accounts: dict[str, list[Section]] = {}
    for section in found.sections:
        number = section.account_number
        key = number.full if number else section.account_text or ""
        accounts.setdefault(key, []).append(section)
    portions: list[list[Section]] = [[]]
    lines = 0
    for sections in accounts.values():
        if lines >= PORTION:
            portions.append([])
            lines = 0
        portions[-1].extend(sections)
        lines += sum(len(section.lines) for section in sections)
    return tuple(
        replace(found, sections=tuple(sections), problems=(), unread=()) for sections in portions
    )


def begin_applying(
    session: Session,
    *,
    actor: Actor,
    file_id: UUID,
    found: FoundFile,
    seen_version: int | None = None,
    now: datetime,
) -> BankFile:
    """The waiting file is to be applied in portions; one that does not add up is REFUSED.

    Raises:
        NotPermitted, NotFound, AgreementNotInForce, BankFileBeingApplied
        Conflict: it was applied, refused or discarded already, or changed since it was seen.
    """
    file = get_file(session, actor=actor, file_id=file_id)
    begin(session, actor=actor, bank_id=file.bank_id, now=now)
    session.refresh(file)
    check_version(file, seen_version)
    if file.state is not BankFileState.STAGED:
        raise Conflict
    stops = _begin_portions(file, found)
    record_file(session, actor, now, f"bank-file:{'refuse' if stops else 'begin'}", file)
    return file


def begin_import(
    session: Session,
    *,
    actor: Actor | None,
    bank_id: UUID,
    sha256: str,
    size: int,
    found: FoundFile,
    now: datetime,
) -> BankFile:
    """The same in one step for a command; the file it was killed over goes on.

    Raises:
        NotPermitted, NotFound, BankFileAlreadyApplied, BankFileAlreadyStaged, BankFileBeingApplied
        BankFileNotBalanced: refused whole; nothing is written.
    """
    left = session.scalar(
        select(BankFile).where(
            BankFile.bank_id == bank_id,
            BankFile.sha256 == sha256,
            BankFile.state == BankFileState.APPLYING,
        )
    )
    if left is not None:
        check_may_hand_in(session, actor=actor, bank_id=bank_id, today=in_wita(now).date())
        return left
    begin(session, actor=actor, bank_id=bank_id, now=now)
    check_unseen(session, bank_id=bank_id, sha256=sha256)
    nowhere = StoredFile(name=uuid4(), sha256=sha256, size=size)
    file = add_file(session, actor, bank_id, nowhere, found, BankFileState.STAGED, now)
    if stops := _begin_portions(file, found):
        raise BankFileNotBalanced(problems=(*stops, *found.problems))
    record_file(session, actor, now, "bank-file:begin", file)
    return file


def _begin_portions(file: BankFile, found: FoundFile) -> tuple[Problem, ...]:
    stops = find_stops(found)
    days = [line.on for section in found.sections for line in section.lines]
    file.first_on, file.last_on = min(days, default=None), max(days, default=None)
    file.rows_in = len(days) + len(found.unread)
    file.rows_new = file.rows_same = file.portions_done = 0
    file.rows_refused = file.rows_in if stops else len(found.unread)
    file.problems = [asdict(one) for one in shortened((*stops, *found.problems))]
    file.state = BankFileState.REFUSED if stops else BankFileState.APPLYING
    return stops


def claim_file(session: Session, *, file_id: UUID, now: datetime) -> BankFile | None:
    """A worker takes the file; None where it is done, or another is at it."""
    take_turn(session, line=BANK_FILE_LINE)
    file = session.get(BankFile, file_id, populate_existing=True)
    if file is None or file.state is not BankFileState.APPLYING:
        return None
    if file.worked_at is not None and file.worked_at > now - LEFT_BEHIND:
        return None
    file.worked_at = now
    return file


def apply_portion(
    session: Session,
    *,
    actor: Actor | None,
    file_id: UUID,
    number: int,
    portions: Sequence[FoundFile],
    now: datetime,
) -> BankFile:
    """Write portion `number` (from 0) of `cut`; with the last one the file is APPLIED.

    Raises:
        AgreementNotInForce
        Conflict: this portion is written, or the file is no longer being applied.
    """
    file = session.get_one(BankFile, file_id)
    check_may_hand_in(session, actor=actor, bank_id=file.bank_id, today=in_wita(now).date())
    take_turn(session, line=BANK_FILE_LINE)
    session.refresh(file)
    if file.state is not BankFileState.APPLYING or file.portions_done != number:
        raise Conflict
    done = write_new(session, file, portions[number])
    file.rows_new += done.new
    file.rows_same += done.same
    file.rows_refused += done.refused
    told = [Problem(one["place"], one["what"]) for one in file.problems]
    file.problems = [asdict(one) for one in shortened((*told, *done.summary))]
    file.portions_done, file.worked_at = number + 1, now
    if file.portions_done == len(portions):
        file.state, file.applied_at = BankFileState.APPLIED, now
        record_file(session, actor, now, "bank-file:apply", file)
    return file


def stop_applying(session: Session, *, file_id: UUID, problem: Problem, now: datetime) -> None:
    """It cannot go on: nothing of it counts, and the file may be handed in again."""
    take_turn(session, line=BANK_FILE_LINE)
    file = session.get_one(BankFile, file_id, populate_existing=True)
    if file.state is BankFileState.APPLYING:
        file.state = BankFileState.DISCARDED
        told = [Problem(one["place"], one["what"]) for one in file.problems]
        file.problems = [asdict(one) for one in shortened((problem, *told))]
        record_file(session, None, now, "bank-file:discard", file)
