"""Who is to be asked again whether all of it arrived, and by whom: never by who did the work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, literal, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor
from savings_app.audit.models import AuditEvent
from savings_app.cases.complaint_kinds import DECISIVE, CheckAnswer
from savings_app.cases.kinds import PayoutKind
from savings_app.cases.models import (
    AccessLetter,
    Account,
    AssistedVisit,
    Case,
    Claim,
    Heir,
    Payout,
    Receipt,
    ReceiptCheck,
)
from savings_app.cases.queries.facts import as_rupiah
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.money import ZERO, Rupiah
from savings_app.paging import PAGE_SIZE, Order, Page, Place, Sorting, iterate_list, list_page
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within

# Asking itself is no work on the case: who reached nobody may try again.
ASKING = "receipt-check:ask"
NEVER = date(9999, 12, 31)

_first_word = (
    select(func.min(Receipt.said_at))
    .where(Receipt.recipient_id == Heir.id)
    .correlate(Heir)
    .scalar_subquery()
)
_paid_on = (
    select(func.max(Payout.paid_on))
    .where(Payout.recipient_id == Heir.id, Payout.kind == PayoutKind.BENEFIT, Payout.amount > ZERO)
    .correlate(Heir)
    .scalar_subquery()
)
_paid = (
    select(func.sum(Payout.amount))
    .where(Payout.recipient_id == Heir.id, Payout.kind == PayoutKind.BENEFIT)
    .correlate(Heir)
    .scalar_subquery()
)
_tries = (
    select(func.count())
    .select_from(ReceiptCheck)
    .where(ReceiptCheck.recipient_id == Heir.id)
    .correlate(Heir)
    .scalar_subquery()
)
SORTING = Sorting(
    id=Heir.id,
    by={
        "number": (Case.year, Case.serial, Heir.position),
        "name": (Heir.full_name,),
        "place": (Case.region_code,),
        "paid": (func.coalesce(_paid_on, literal(NEVER)),),
    },
    default=Order("paid"),
)


@dataclass(frozen=True, slots=True)
class AskingRow:
    """A recipient to be asked. `said_at` is the first word of its own, `tries` who asked before."""

    id: UUID
    case_id: UUID
    number: str
    full_name: str
    place: str
    paid_on: date
    said_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One asking; `asked_by` is a name."""

    check: ReceiptCheck
    asked_by: str


def handled_by(user_id: UUID) -> ColumnElement[bool]:
    """A condition on `Case`: this user did anything in it. Looking at a page is nothing done."""
    other = aliased(Heir)
    of_case = select(other.id).where(other.case_id == Case.id).correlate(Case)
    return or_(
        Case.opened_by == user_id,
        and_(Case.assigned_to.is_not(None), Case.assigned_to == user_id),
        exists().where(
            AuditEvent.case_id == Case.id,
            AuditEvent.action != ASKING,
            or_(AuditEvent.user_id == user_id, AuditEvent.assisted_by == user_id),
        ),
        exists().where(AssistedVisit.recipient_id.in_(of_case), AssistedVisit.user_id == user_id),
        exists().where(AccessLetter.recipient_id.in_(of_case), AccessLetter.issued_by == user_id),
        exists().where(
            Account.recipient_id.in_(of_case),
            or_(Account.recorded_by == user_id, Account.name_checked_by == user_id),
        ),
        exists().where(Claim.case_id == Case.id, Claim.recorded_by == user_id),
        exists().where(Payout.case_id == Case.id, Payout.recorded_by == user_id),
    )


def has_handled(session: Session, *, case_id: UUID, user_id: UUID) -> bool:
    """Whether this user did anything in this case."""
    return (
        session.scalar(select(Case.id).where(Case.id == case_id, handled_by(user_id))) is not None
    )


def list_to_ask(
    session: Session,
    *,
    actor: Actor,
    said_before: datetime,
    district: str | None = None,
    order: Order | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[AskingRow]:
    """Recipients who gave their first word before then, and whom this actor may ask again."""
    statement = _rows(_to_ask(actor, said_before, district))
    page = list_page(session, statement, sorting=SORTING, order=order, place=place, size=size)
    return page.of([_row(row) for row in page.rows])


def iterate_to_ask(
    session: Session,
    *,
    actor: Actor,
    said_before: datetime,
    district: str | None = None,
    order: Order | None = None,
) -> Iterator[AskingRow]:
    """All of them in the order of the list, for an export."""
    for row in iterate_list(
        session, _rows(_to_ask(actor, said_before, district)), sorting=SORTING, order=order
    ):
        yield _row(row)


def count_to_ask(session: Session, *, actor: Actor, said_before: datetime) -> int:
    """How many this actor may ask again now."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Heir)
            .join(Case, Case.id == Heir.case_id)
            .where(*_to_ask(actor, said_before, None))
        )
        or 0
    )


def list_checks(session: Session, *, recipient_id: UUID) -> Sequence[CheckRow]:
    """Every asking of a recipient the caller may already see, the latest first."""
    rows = session.execute(
        select(ReceiptCheck, User.full_name)
        .join(User, User.id == ReceiptCheck.asked_by)
        .where(ReceiptCheck.recipient_id == recipient_id)
        .order_by(ReceiptCheck.asked_at.desc())
    )
    return [CheckRow(*row) for row in rows]


def list_latest_checks(session: Session, *, case_id: UUID) -> dict[UUID, CheckAnswer]:
    """What each recipient of a case said last when asked again, in one query."""
    rows = session.execute(
        select(ReceiptCheck.recipient_id, ReceiptCheck.answer)
        .join(Heir, Heir.id == ReceiptCheck.recipient_id)
        .where(Heir.case_id == case_id)
        .order_by(ReceiptCheck.asked_at)
    )
    return {row.recipient_id: row.answer for row in rows}


def find_paid(session: Session, *, recipient_id: UUID) -> tuple[Rupiah, date | None]:
    """The santunan paid to a recipient, and the day of the latest payment."""
    row = session.execute(
        select(_paid.label("paid"), _paid_on.label("paid_on")).where(Heir.id == recipient_id)
    ).one()
    paid = as_rupiah(row.paid)
    return paid, row.paid_on if paid > ZERO else None


def _to_ask(actor: Actor, said_before: datetime, district: str | None) -> list[ColumnElement[bool]]:
    if actor.user_id is None:
        return [false()]
    answered = exists().where(
        ReceiptCheck.recipient_id == Heir.id, ReceiptCheck.answer.in_(DECISIVE)
    )
    conditions: list[ColumnElement[bool]] = [
        cases_seen_by(actor),
        Heir.is_recipient.is_(True),
        _paid > ZERO,
        _first_word <= said_before,
        ~answered,
        ~handled_by(actor.user_id),
    ]
    if district:
        conditions.append(lies_within(Case.region_code, district))
    return conditions


def _rows(conditions: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    village, above = aliased(Region), aliased(Region)
    return (
        select(
            Heir.id,
            Heir.case_id,
            Heir.full_name,
            Heir.position,
            Case.number,
            village.name.label("village"),
            above.name.label("above"),
            _paid_on.label("paid_on"),
            _first_word.label("said_at"),
            _tries.label("tries"),
        )
        .join(Case, Case.id == Heir.case_id)
        .join(village, village.code == Case.region_code)
        .outerjoin(above, above.code == village.parent_code)
        .where(*conditions)
    )


def _row(row: Row[*tuple[Any, ...]]) -> AskingRow:
    return AskingRow(
        id=row.id,
        case_id=row.case_id,
        number=f"{row.number}-{row.position}",
        full_name=row.full_name,
        place=f"{row.village}, {row.above}",
        paid_on=row.paid_on,
        said_at=row.said_at,
        tries=row.tries,
    )
