"""Which accounts a bank may be asked about now, and how it went with those that were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor, Permission, Role
from savings_app.banks.kinds import DataPass
from savings_app.banks.models import Bank
from savings_app.banks.queries.agreements import has_agreement
from savings_app.cases.kinds import NameCheck
from savings_app.cases.models import Account, Case, Heir
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.deposits.queries import accounts_seen_by_bank
from savings_app.errors import NotFound
from savings_app.identifiers import AccountNumber
from savings_app.paging import Order, Page, Place, Sorting, in_order, list_page
from savings_app.reconciliation.queries.files import may_be_stored
from savings_app.snap.kinds import PullCause, PullState
from savings_app.snap.models import SnapPull
from savings_app.snap.pull_rules import LEFT_BEHIND

OUTSTANDING = (PullState.FAILED, PullState.STOPPED)


def may_be_asked(today: date) -> ColumnElement[bool]:
    """A condition on `Account`: live consent to lines, and an agreement that lets them pass today.

    The same condition decides whether what comes may be stored.
    """
    return and_(may_be_stored(), has_agreement(Account.bank_id, on=today, passing=DataPass.LINES))


@dataclass(frozen=True, slots=True)
class Askable:
    """An account that may be asked about, and how far the bank has told it."""

    account_id: UUID
    told_until: date | None  # the last day of what was told
    asked_until: date | None  # the last day of what was asked, told or not
    waits: bool  # a pull of it is not over


def list_askable(
    session: Session, *, bank_id: UUID, today: date, after: UUID | None = None, limit: int = 500
) -> Sequence[Askable]:
    """A portion of the bank's accounts that may be asked about now, in the order of their ids.

    Of two recipients who share one account it is asked once, as the one with the lower id.
    """
    told = func.max(case((SnapPull.state == PullState.DONE, SnapPull.last_on)))
    waits = func.max(case((SnapPull.state == PullState.WAITING, 1), else_=0))
    rows = session.execute(
        select(Account.id, Account.number, told, func.max(SnapPull.last_on), waits)
        .outerjoin(SnapPull, SnapPull.account_id == Account.id)
        .where(
            Account.bank_id == bank_id,
            may_be_asked(today),
            ~_is_asked_as_another(),
            Account.id > after if after is not None else true(),
        )
        .group_by(Account.id, Account.number)
        .order_by(Account.id)
        .limit(limit)
    )
    return [Askable(row[0], row[2], row[3], bool(row[4])) for row in rows]


def _is_asked_as_another() -> ColumnElement[bool]:
    """A condition on `Account`: another recipient's row of the same account has a lower id."""
    other = aliased(Account)
    return exists().where(
        other.number == Account.number,
        other.bank_id == Account.bank_id,
        other.ended_on.is_(None),
        other.name_check != NameCheck.DIFFERENT,
        other.id < Account.id,
    )


def find_number(session: Session, *, pull: SnapPull, today: date) -> AccountNumber | None:
    """The number to ask about; None as soon as the account may not be asked about any more."""
    return session.scalar(
        select(Account.number).where(
            Account.id == pull.account_id,
            Account.bank_id == pull.bank_id,
            may_be_asked(today),
        )
    )


def is_agreed(session: Session, *, bank_id: UUID, today: date) -> bool:
    """Whether an agreement of the bank lets lines pass today."""
    return bool(session.scalar(select(has_agreement(bank_id, on=today, passing=DataPass.LINES))))


def list_due(session: Session, *, bank_id: UUID, now: datetime, limit: int = 100) -> Sequence[UUID]:
    """Pulls whose time has come and that no worker has, the longest waiting first."""
    return session.scalars(
        select(SnapPull.id)
        .where(
            SnapPull.bank_id == bank_id,
            SnapPull.state == PullState.WAITING,
            SnapPull.next_try_at <= now,
            or_(SnapPull.worked_at.is_(None), SnapPull.worked_at < now - LEFT_BEHIND),
        )
        .order_by(SnapPull.next_try_at, SnapPull.id)
        .limit(limit)
    ).all()


def get_pull(session: Session, *, pull_id: UUID) -> SnapPull:
    """For a worker or a command.

    Raises:
        NotFound
    """
    pull = session.get(SnapPull, pull_id, populate_existing=True)
    if pull is None:
        raise NotFound
    return pull


# --- the list -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PullFilter:
    """What is wanted of the list; None asks for all."""

    state: PullState | None = None
    bank: UUID | None = None


@dataclass(frozen=True, slots=True)
class PullRow:
    """A pull as it is shown. `number` only to an officer, and of an account he may see now."""

    id: UUID
    bank_name: str
    number: AccountNumber | None
    first_on: date
    last_on: date
    state: PullState
    cause: PullCause | None
    last_code: str | None
    tries: int
    next_try_at: datetime
    asked_at: datetime
    ended_at: datetime | None
    file_id: UUID | None
    rows_in: int
    rows_new: int
    rows_same: int
    rows_refused: int
    rows_repeated: int
    version: int


# What needs a person stands first, then what waits, then what is done; the newest first within.
_URGENCY = case(
    {PullState.FAILED: 0, PullState.STOPPED: 1, PullState.WAITING: 2},
    value=SnapPull.state,
    else_=3,
)
SORTING = Sorting(
    id=SnapPull.id,
    by={
        "urgency": (_URGENCY, SnapPull.asked_at),
        "asked": (SnapPull.asked_at,),
        "days": (SnapPull.last_on,),
        "bank": (Bank.name,),
    },
    default=Order("urgency"),
)


def pulls_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `SnapPull`: of the officer's bank, or of the accounts of the desk's region."""
    if actor.role is Role.BANK_OFFICER:
        return false() if actor.bank_id is None else SnapPull.bank_id == actor.bank_id
    if not actor.region or not actor.may(Permission.REFERENCE_EDIT):
        return false()
    of_region = (
        select(Account.id)
        .join(Heir, Heir.id == Account.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(cases_seen_by(actor))
    )
    return SnapPull.account_id.in_(of_region)


def list_pulls(
    session: Session,
    *,
    actor: Actor,
    wanted: PullFilter,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[PullRow]:
    """One page of the pulls this person may see."""
    page = list_page(session, _rows(actor, wanted), sorting=SORTING, order=order, place=place)
    return page.of([_row(*row) for row in page.rows])


def iterate_pulls(
    session: Session, *, actor: Actor, wanted: PullFilter, order: Order | None = None
) -> Iterator[PullRow]:
    """The whole filtered list, for a file."""
    for row in session.execute(in_order(_rows(actor, wanted), sorting=SORTING, order=order)):
        yield _row(*row)


def count_failed(session: Session, *, actor: Actor) -> int:
    """How many pulls failed."""
    return (
        session.scalar(
            select(func.count(SnapPull.id)).where(
                pulls_seen_by(actor), SnapPull.state == PullState.FAILED
            )
        )
        or 0
    )


def get_seen_pull(session: Session, *, actor: Actor, pull_id: UUID) -> SnapPull:
    """
    Raises:
        NotFound: no such pull, or none this person may see.
    """
    pull = session.scalar(select(SnapPull).where(SnapPull.id == pull_id, pulls_seen_by(actor)))
    if pull is None:
        raise NotFound
    return pull


def get_pull_row(session: Session, *, actor: Actor, pull_id: UUID) -> PullRow:
    """
    Raises:
        NotFound: no such pull, or none this person may see.
    """
    row = session.execute(_rows(actor, PullFilter()).where(SnapPull.id == pull_id)).first()
    if row is None:
        raise NotFound
    return _row(*row)


def _rows(actor: Actor, wanted: PullFilter) -> Select[SnapPull, str, AccountNumber | None]:
    shown = and_(accounts_seen_by_bank(actor, passing=DataPass.LINES), may_be_stored())
    statement = (
        select(SnapPull, Bank.name, case((shown, Account.number)))
        .join(Bank, Bank.id == SnapPull.bank_id)
        .join(Account, Account.id == SnapPull.account_id)
        .where(pulls_seen_by(actor))
    )
    if wanted.state is not None:
        statement = statement.where(SnapPull.state == wanted.state)
    if wanted.bank is not None:
        statement = statement.where(SnapPull.bank_id == wanted.bank)
    return statement


def _row(pull: SnapPull, bank_name: str, number: AccountNumber | None) -> PullRow:
    return PullRow(
        id=pull.id,
        bank_name=bank_name,
        number=number,
        first_on=pull.first_on,
        last_on=pull.last_on,
        state=pull.state,
        cause=pull.cause,
        last_code=pull.last_code,
        tries=pull.tries,
        next_try_at=pull.next_try_at,
        asked_at=pull.asked_at,
        ended_at=pull.ended_at,
        file_id=pull.file_id,
        rows_in=pull.rows_in,
        rows_new=pull.rows_new,
        rows_same=pull.rows_same,
        rows_refused=pull.rows_refused,
        rows_repeated=pull.rows_repeated,
        version=pull.version,
    )
