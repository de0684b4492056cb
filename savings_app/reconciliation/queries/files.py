"""Files a bank sent: what they would add, and what they added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, not_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor, Permission
from savings_app.banks.kinds import DataPass
from savings_app.banks.models import Bank
from savings_app.banks.queries.agreements import check_agreement
from savings_app.bulk import in_chunks
from savings_app.cases.kinds import NameCheck
from savings_app.cases.models import Account
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.consents.queries import live_consent
from savings_app.deposits.queries import accounts_seen_by_bank
from savings_app.errors import Conflict, NotFound, NotPermitted
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.import_rules import (
    Assessment,
    BankFileAlreadyApplied,
    BankFileAlreadyStaged,
    BankFileBeingApplied,
    assess,
    numbers_in,
)
from savings_app.reconciliation.models import BankFile, BankFileState, BankLine, BankSection
from savings_app.reconciliation.queries.batches import sum_parts
from savings_app.reconciliation.readers import BankFile as FoundFile
from savings_app.reconciliation.rules import LineIdentity

FILES_A_PAGE = 20
SECTIONS_SHOWN = 50
_WAITING = (BankFileState.STAGED, BankFileState.APPLYING)
# Lines of such files may stand in the store; they count for nothing.
_NOT_COUNTED = (BankFileState.UNDONE, BankFileState.DISCARDED)


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file and who handed it in; None is a command."""

    file: BankFile
    uploaded_by: str | None


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One account's part as stored. `lines` are those this file added."""

    number: AccountNumber
    opening: Rupiah | None
    closing: Rupiah | None
    lines: int


def is_of_applied_file() -> ColumnElement[bool]:
    """A condition on `BankLine`: the file that brought it was not undone."""
    return exists().where(
        BankSection.id == BankLine.section_id,
        BankFile.id == BankSection.file_id,
        BankFile.state == BankFileState.APPLIED,
    )


def may_be_stored() -> ColumnElement[bool]:
    """A condition on `Account`: live, and all its owners agreed to lines (consent 3).

    Who writes down another recipient's number, or one the bank says is somebody else's, has no
    lines of it: the consent is that of the person whose money they tell of.
    """
    other = aliased(Account)
    unwilling = exists().where(
        other.number == Account.number,
        other.bank_id == Account.bank_id,
        other.ended_on.is_(None),
        ~_agreed_to_lines(other.recipient_id),
    )
    return and_(
        Account.ended_on.is_(None),
        Account.name_check != NameCheck.DIFFERENT,
        _agreed_to_lines(Account.recipient_id),
        ~unwilling,
    )


def _agreed_to_lines(recipient_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    return live_consent(ConsentKind.BANK_ANSWERS, of=recipient_id, scope=AnswerScope.LINES)


def list_welcome_accounts(
    session: Session, *, bank_id: UUID, numbers: Collection[str]
) -> dict[str, list[UUID]]:
    """By number, the accounts of the bank whose lines may be stored, the longest known first.

    Two recipients can share one account (a guardian's); its lines are stored once.
    """
    found: dict[str, list[UUID]] = {}
    for some in in_chunks(sorted(numbers)):
        rows = session.execute(
            select(Account.number, Account.id)
            .where(
                Account.bank_id == bank_id,
                Account.number.in_([AccountNumber(number) for number in some]),
                may_be_stored(),
            )
            .order_by(Account.recorded_at, Account.id)
        )
        for number, account_id in rows:
            found.setdefault(number.full, []).append(account_id)
    return found


def list_counted(
    session: Session,
    *,
    accounts: dict[str, list[UUID]],
    days: tuple[date, date],
    undone: bool = False,
) -> dict[str, Counter[str]]:
    """By number and content, how many equal lines of these days stand; or how many were undone."""
    states = _NOT_COUNTED if undone else (BankFileState.APPLIED,)
    if not _has_file_about(session, days=days, states=states):
        return {}
    number_of = {account_id: number for number, ids in accounts.items() for account_id in ids}
    counted: dict[str, Counter[str]] = {number: Counter() for number in accounts}
    stand = not_(is_of_applied_file()) if undone else is_of_applied_file()
    for some in in_chunks(sorted(number_of)):
        rows = session.execute(
            select(BankLine.account_id, BankLine.content_hash, func.count())
            .where(
                BankLine.account_id.in_(some),
                BankLine.on.between(*days),
                stand,
            )
            .group_by(BankLine.account_id, BankLine.content_hash)
        )
        for account_id, content_hash, count in rows:
            counted[number_of[account_id]][content_hash] += count
    return counted


def _has_file_about(
    session: Session, *, days: tuple[date, date], states: Collection[BankFileState]
) -> bool:
    """Whether any file of these states reaches into these days: most often none was undone."""
    found = select(BankFile.id).where(
        BankFile.state.in_(states), BankFile.first_on <= days[1], BankFile.last_on >= days[0]
    )
    return session.scalar(found.limit(1)) is not None


def _list_kept(
    session: Session, *, accounts: dict[str, list[UUID]], days: tuple[date, date]
) -> dict[str, set[LineIdentity]]:
    """What stands of each account; of equal lines the first, the second… as a file counts them."""
    counted = list_counted(session, accounts=accounts, days=days)
    return {
        number: {
            LineIdentity(content_hash, occurrence)
            for content_hash, count in lines.items()
            for occurrence in range(1, count + 1)
        }
        for number, lines in counted.items()
    }


def assess_file(
    session: Session,
    *,
    bank_id: UUID,
    found: FoundFile,
    accounts: dict[str, list[UUID]] | None = None,
) -> Assessment:
    """What this file would do now: the one rule of preview and apply.

    `accounts`: what `list_welcome_accounts` says of its numbers, where it was asked already.
    """
    if accounts is None:
        accounts = list_welcome_accounts(session, bank_id=bank_id, numbers=numbers_in(found))
    days = [line.on for section in found.sections for line in section.lines]
    between = (min(days), max(days)) if days else None
    kept = _list_kept(session, accounts=accounts, days=between) if between else {}
    is_named = any(
        line.batch or line.bank_reference for section in found.sections for line in section.lines
    )
    parts = sum_parts(session, accounts=accounts, days=between) if between and is_named else {}
    return assess(found, welcome=accounts, kept=kept, parts=parts)


def check_own_bank(session: Session, *, actor: Actor | None, bank_id: UUID) -> None:
    """Whether files of this bank are this person's to handle; `actor=None` is a command.

    Raises:
        NotPermitted
        NotFound: another bank than the officer's, or one that is no partner (any more).
    """
    bank = session.get(Bank, bank_id)
    if bank is None:
        raise NotFound
    if actor is None:
        return
    if not actor.may(Permission.BANK_FILE_UPLOAD):
        raise NotPermitted
    if actor.bank_id != bank_id or not bank.is_partner:
        raise NotFound


def check_may_hand_in(session: Session, *, actor: Actor | None, bank_id: UUID, today: date) -> None:
    """Whether this person, or a command, may hand in files of this bank today.

    Raises:
        NotPermitted, NotFound: see `check_own_bank`.
        AgreementNotInForce: no agreement of the bank lets lines pass, whoever hands them in.
    """
    check_own_bank(session, actor=actor, bank_id=bank_id)
    check_agreement(session, bank_id=bank_id, on=today, passing=DataPass.LINES)


def check_unseen(session: Session, *, bank_id: UUID, sha256: str, but: UUID | None = None) -> None:
    """Refuse bytes that were applied or wait already; `but` is the file itself.

    Raises:
        BankFileAlreadyApplied, BankFileAlreadyStaged
    """
    earlier = session.scalars(
        select(BankFile)
        .where(
            BankFile.bank_id == bank_id,
            BankFile.sha256 == sha256,
            BankFile.state.in_((BankFileState.APPLIED, *_WAITING)),
        )
        .order_by(BankFile.state)
    )
    for file in earlier:
        if file.id == but:
            continue
        if file.state is BankFileState.APPLIED:
            raise BankFileAlreadyApplied(on=file.applied_at)
        raise BankFileAlreadyStaged(on=file.uploaded_at)


def check_none_being_applied(session: Session, *, bank_id: UUID) -> None:
    """
    Raises:
        BankFileBeingApplied
    """
    found = select(BankFile.id).where(
        BankFile.bank_id == bank_id, BankFile.state == BankFileState.APPLYING
    )
    if session.scalar(found.limit(1)) is not None:
        raise BankFileBeingApplied


def get_being_applied(session: Session, *, file_id: UUID) -> BankFile:
    """
    Raises:
        Conflict: it is not being applied (any more).
    """
    file = session.get(BankFile, file_id, populate_existing=True)
    if file is None or file.state is not BankFileState.APPLYING:
        raise Conflict
    return file


def list_being_applied(session: Session) -> Sequence[UUID]:
    """Large files, of all banks, whose last portion is not written, the oldest first."""
    return session.scalars(
        select(BankFile.id)
        .where(BankFile.state == BankFileState.APPLYING)
        .order_by(BankFile.uploaded_at)
    ).all()


def get_file(session: Session, *, actor: Actor, file_id: UUID) -> BankFile:
    """
    Raises:
        NotFound: no such file, or another bank's.
    """
    file = session.scalar(
        select(BankFile).where(BankFile.id == file_id, BankFile.bank_id == actor.bank_id)
    )
    if file is None:
        raise NotFound
    return file


def list_waiting_names(session: Session) -> frozenset[UUID]:
    """The stored files, of all banks, that are still needed."""
    waiting = select(BankFile.stored_name).where(BankFile.state.in_(_WAITING))
    return frozenset(session.scalars(waiting))


def list_waited_too_long(session: Session, *, before: datetime) -> Sequence[UUID]:
    """Files handed in before that moment that still wait."""
    return session.scalars(
        select(BankFile.id)
        .where(BankFile.state == BankFileState.STAGED, BankFile.uploaded_at < before)
        .order_by(BankFile.uploaded_at)
    ).all()


def list_files(session: Session, *, actor: Actor, page: int = 1) -> Sequence[FileRow]:
    """The bank's files, the latest first."""
    rows = session.execute(
        select(BankFile, User.full_name)
        .outerjoin(User, User.id == BankFile.uploaded_by)
        .where(BankFile.bank_id == actor.bank_id)
        .order_by(BankFile.uploaded_at.desc(), BankFile.id)
        .limit(FILES_A_PAGE)
        .offset(FILES_A_PAGE * (page - 1))
    )
    return [FileRow(*row) for row in rows]


def count_files(session: Session, *, actor: Actor, state: str | None = None) -> int:
    """The bank's files, of one state (its code) or of all."""
    statement = select(func.count()).select_from(BankFile).where(BankFile.bank_id == actor.bank_id)
    if state is not None:
        statement = statement.where(BankFile.state == BankFileState(state))
    return session.scalar(statement) or 0


def list_shown_numbers(
    session: Session, *, actor: Actor, numbers: Collection[AccountNumber]
) -> frozenset[AccountNumber]:
    """Those of these numbers whose account this officer may be shown now (consents 2 and 3)."""
    return frozenset(
        session.scalars(
            select(Account.number).where(
                Account.number.in_(numbers),
                accounts_seen_by_bank(actor, passing=DataPass.LINES),
                may_be_stored(),
            )
        )
    )


def list_sections(session: Session, *, actor: Actor, file_id: UUID) -> Sequence[SectionRow]:
    """What an applied file stored, of accounts this officer may be shown now; the first fifty.

    Raises:
        NotFound
    """
    get_file(session, actor=actor, file_id=file_id)
    lines = (
        select(func.count())
        .select_from(BankLine)
        .where(BankLine.section_id == BankSection.id)
        .correlate(BankSection)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Account.number, BankSection.opening, BankSection.closing, lines)
        .join(Account, Account.id == BankSection.account_id)
        .where(
            BankSection.file_id == file_id,
            accounts_seen_by_bank(actor, passing=DataPass.LINES),
            may_be_stored(),
        )
        .order_by(Account.number, BankSection.id)
        .limit(SECTIONS_SHOWN)
    )
    return [SectionRow(*row) for row in rows]
