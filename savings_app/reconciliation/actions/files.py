"""A bank's file: handed in, then applied or discarded. Its bytes are read before, by the caller.

Nothing here reads or removes the stored bytes: that is done outside the transaction, by whoever
opened it (see docs/decisions/0003-bank-file-bytes.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.bulk import insert_many
from savings_app.db import check_version, take_turn
from savings_app.deposits.actions.locks import lock_owners_of_numbers
from savings_app.errors import Conflict
from savings_app.identifiers import AccountNumber
from savings_app.reconciliation.import_rules import (
    AcceptedSection,
    Assessment,
    BankFileNotBalanced,
    numbers_in,
)
from savings_app.reconciliation.models import BankFile, BankFileState, BankLine, BankSection
from savings_app.reconciliation.queries.files import (
    assess_file,
    check_may_hand_in,
    check_none_being_applied,
    check_own_bank,
    check_unseen,
    get_file,
    list_counted,
    list_welcome_accounts,
)
from savings_app.reconciliation.readers import BankFile as FoundFile
from savings_app.reconciliation.readers import Line
from savings_app.reconciliation.rules import hash_batch
from savings_app.storage import StoredFile
from savings_app.words.formats import in_wita

# Whoever writes what a bank's file says waits for others who do.
BANK_FILE_LINE = 7504
_LONGEST_TEXT = 1000


def stage_file(
    session: Session,
    *,
    actor: Actor | None,
    bank_id: UUID,
    stored: StoredFile,
    found: FoundFile,
    now: datetime,
) -> BankFile:
    """Keep the file for a look before anything is stored of it; one that cannot be is REFUSED.

    `actor=None` is a command. Of its rows only counts, places and reasons are kept.

    Raises:
        NotPermitted
        NotFound: another bank than the officer's, or one that is no partner (any more).
        AgreementNotInForce: no agreement of the bank lets lines pass today.
        BankFileAlreadyApplied, BankFileAlreadyStaged
    """
    begin(session, actor=actor, bank_id=bank_id, now=now)
    check_unseen(session, bank_id=bank_id, sha256=stored.sha256)
    found_out = assess_file(session, bank_id=bank_id, found=found)
    state = BankFileState.REFUSED if found_out.stops else BankFileState.STAGED
    file = add_file(session, actor, bank_id, stored, found, state, now)
    count(file, found_out)
    record_file(session, actor, now, f"bank-file:{'refuse' if found_out.stops else 'stage'}", file)
    return file


def apply_file(
    session: Session,
    *,
    actor: Actor,
    file_id: UUID,
    found: FoundFile,
    seen_version: int | None = None,
    now: datetime,
) -> BankFile:
    """Store what is new, all of it or nothing, by the same rule as the preview, asked anew.

    `found` is what the stored bytes read as. A consent taken back since the preview counts: the
    rows of that account are refused.

    Raises:
        NotPermitted, NotFound
        Conflict: it was applied, refused or discarded already, or changed since it was seen.
    """
    file = get_file(session, actor=actor, file_id=file_id)
    begin(session, actor=actor, bank_id=file.bank_id, now=now)
    session.refresh(file)
    check_version(file, seen_version)
    if file.state is not BankFileState.STAGED:
        raise Conflict
    _apply(session, file, found, actor=actor, now=now)
    return file


def import_file(
    session: Session,
    *,
    actor: Actor | None,
    bank_id: UUID,
    sha256: str,
    size: int,
    found: FoundFile,
    now: datetime,
) -> tuple[BankFile, Assessment]:
    """Hand in and apply in one step, for a command; the bytes are not kept. Its rows by class.

    Raises:
        NotPermitted, NotFound, BankFileAlreadyApplied, BankFileAlreadyStaged
        BankFileNotBalanced: refused whole; nothing is written.
    """
    begin(session, actor=actor, bank_id=bank_id, now=now)
    check_unseen(session, bank_id=bank_id, sha256=sha256)
    nowhere = StoredFile(name=uuid4(), sha256=sha256, size=size)
    file = add_file(session, actor, bank_id, nowhere, found, BankFileState.STAGED, now)
    found_out = _apply(session, file, found, actor=actor, now=now)
    if found_out.stops:
        raise BankFileNotBalanced(problems=found_out.problems)
    return file, found_out


def discard_file(
    session: Session,
    *,
    actor: Actor | None,
    file_id: UUID,
    seen_version: int | None = None,
    now: datetime,
) -> BankFile:
    """The waiting file is not applied, or no further. `actor=None`: it waited too long.

    Raises:
        NotPermitted, NotFound, Conflict
    """
    if actor is None:
        file = session.get_one(BankFile, file_id)
    else:
        file = get_file(session, actor=actor, file_id=file_id)
        check_own_bank(session, actor=actor, bank_id=file.bank_id)
    take_turn(session, line=BANK_FILE_LINE)
    session.refresh(file)
    check_version(file, seen_version)
    if file.state not in {BankFileState.STAGED, BankFileState.APPLYING}:
        raise Conflict
    file.state = BankFileState.DISCARDED
    record_file(session, actor, now, "bank-file:discard", file)
    return file


def begin(session: Session, *, actor: Actor | None, bank_id: UUID, now: datetime) -> None:
    """Whoever writes what a bank's file says waits for others who do.

    Raises:
        NotPermitted, NotFound, AgreementNotInForce
        BankFileBeingApplied: a large file of the bank is not through yet.
    """
    check_may_hand_in(session, actor=actor, bank_id=bank_id, today=in_wita(now).date())
    take_turn(session, line=BANK_FILE_LINE)
    check_none_being_applied(session, bank_id=bank_id)


def add_file(
    session: Session,
    actor: Actor | None,
    bank_id: UUID,
    stored: StoredFile,
    found: FoundFile,
    state: BankFileState,
    now: datetime,
) -> BankFile:
    """A row for the file, nothing counted yet."""
    file = BankFile(
        id=uuid4(),
        bank_id=bank_id,
        stored_name=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        format=found.format.value,
        state=state,
        uploaded_by=actor.user_id if actor else None,
        uploaded_at=now,
        applied_at=None,
        first_on=None,
        last_on=None,
        rows_in=0,
        rows_new=0,
        rows_same=0,
        rows_refused=0,
        problems=[],
        undone_by=None,
        undone_at=None,
        undo_reason=None,
        profile_id=found.profile.id if found.profile else None,
    )
    session.add(file)
    return file


def count(file: BankFile, found_out: Assessment) -> None:
    """What the page of the file says of its rows."""
    file.first_on, file.last_on = found_out.first_on, found_out.last_on
    file.rows_in, file.rows_new = found_out.rows_in, found_out.new
    file.rows_same, file.rows_refused = found_out.same, found_out.refused
    file.problems = [asdict(problem) for problem in found_out.summary]
    file.profile_id = found_out.profile_id


def _apply(
    session: Session, file: BankFile, found: FoundFile, *, actor: Actor | None, now: datetime
) -> Assessment:
    found_out = write_new(session, file, found)
    count(file, found_out)
    if found_out.stops:
        file.state = BankFileState.REFUSED
    else:
        file.state, file.applied_at = BankFileState.APPLIED, now
    record_file(session, actor, now, f"bank-file:{'refuse' if found_out.stops else 'apply'}", file)
    return found_out


def write_new(session: Session, file: BankFile, found: FoundFile) -> Assessment:
    """Assess the rows by the one rule and write what is new; nothing where the file stops."""
    numbers = numbers_in(found)
    # From here on nobody takes a consent back until this is done.
    lock_owners_of_numbers(
        session, bank_id=file.bank_id, numbers=[AccountNumber(one) for one in sorted(numbers)]
    )
    accounts = list_welcome_accounts(session, bank_id=file.bank_id, numbers=numbers)
    found_out = assess_file(session, bank_id=file.bank_id, found=found, accounts=accounts)
    again = _undone_before(session, accounts, found) if found_out.new else {}
    parts = [
        _Part(one, uuid4(), accounts[one.number.full][0], again.get(one.number.full, {}))
        for one in found_out.sections
    ]
    insert_many(session, BankSection, (_section_row(file.id, part) for part in parts))
    insert_many(session, BankLine, (row for part in parts for row in _line_rows(part)))
    return found_out


def _undone_before(
    session: Session, accounts: dict[str, list[UUID]], found: FoundFile
) -> Mapping[str, Mapping[str, int]]:
    """By number and content, how many equal lines stand there of files that were undone."""
    days = [line.on for section in found.sections for line in section.lines]
    if not days:
        return {}
    between = (min(days), max(days))
    return list_counted(session, accounts=accounts, days=between, undone=True)


@dataclass(frozen=True, slots=True)
class _Part:
    """A section to write. `again`: by content, how many equal lines of undone files stand there."""

    accepted: AcceptedSection
    id: UUID
    account_id: UUID
    again: Mapping[str, int]


def _section_row(file_id: UUID, part: _Part) -> dict[str, Any]:
    section = part.accepted.section
    days = section.days
    return {
        "id": part.id,
        "file_id": file_id,
        "account_id": part.account_id,
        "currency": section.currency,
        "opening": section.opening,
        "closing": section.closing,
        "first_on": days[0] if days else None,
        "next_on": days[1] + timedelta(days=1) if days else None,
    }


def _line_rows(part: _Part) -> Iterator[dict[str, Any]]:
    for line, identity in part.accepted.new:
        yield {
            "id": uuid4(),
            "section_id": part.id,
            "account_id": part.account_id,
            "on": line.on,
            "direction": line.direction,
            "amount": line.amount,
            "text": _text(line),
            "content_hash": identity.content_hash,
            "occurrence": identity.occurrence + part.again.get(identity.content_hash, 0),
            "batch_hash": hash_batch(line.on, line.batch) if line.batch else None,
            "takes_back": line.takes_back,
        }


def _text(line: Line) -> str:
    """The remark with the reference: a family may write its code in either."""
    parts = [line.text]
    if line.reference and line.reference not in line.text:
        parts.append(line.reference)
    return " ".join(part for part in parts if part)[:_LONGEST_TEXT]


def record_file(
    session: Session, actor: Actor | None, now: datetime, action: str, file: BankFile
) -> None:
    """Into the audit trail: counts only."""
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="bank_file",
        subject_id=file.id,
        rows_in=file.rows_in,
        rows_new=file.rows_new,
        rows_same=file.rows_same,
        rows_refused=file.rows_refused,
    )
