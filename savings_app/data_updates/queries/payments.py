"""Contributions somebody should look at: paid after a death, twice, or after a stop. Facts only.

Each paid month stands here once, with all its reasons. Whether money is asked back, and from whom,
a person decides: a death recorded late, or a month two payers agreed on, is no fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    Select,
    String,
    case,
    func,
    literal,
    select,
)
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor
from savings_app.data_updates.queries.payment_marks import Reason, payment_marks
from savings_app.db import RupiahType
from savings_app.identifiers import NIK
from savings_app.imports.models import ImportBatch
from savings_app.money import Rupiah, total
from savings_app.paging import (
    PAGE_SIZE,
    Order,
    Page,
    Place,
    Sorting,
    in_order,
    iterate_list,
    known_order,
    list_page,
)
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within
from savings_app.registry.models import Contribution, Participant, Payer
from savings_app.registry.queries import participants_seen_by
from savings_app.registry.queries.merged import is_record, merged_pairs, person_of

# Where a list names no amount, it sorts below every amount.
UNNAMED = literal(Rupiah(-1), RupiahType())


@dataclass(frozen=True, slots=True)
class PaymentFilter:
    """What the list is narrowed to; `district` is the code of a kecamatan or of a desa."""

    reason: Reason | None = None
    payer: Payer | None = None
    district: str | None = None


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One paid month; `also_paid_by` is who paid the same month first."""

    id: UUID
    participant_id: UUID
    full_name: str
    nik: NIK | None
    place: str
    month: date
    payer: Payer
    amount: Rupiah | None
    reasons: Sequence[Reason]
    died_on: date | None
    stopped_on: date | None
    also_paid_by: Payer | None
    source: str


@dataclass(frozen=True, slots=True)
class PaymentTotal:
    """Of one payer, one reason or one desa: each paid month is counted once in it."""

    id: UUID | None
    name: str
    months: int
    people: int
    amount: Rupiah
    without_amount: int


@dataclass(frozen=True, slots=True)
class PaymentTotals:
    """By payer, by reason (a month can have two), and of all together."""

    by_payer: Sequence[PaymentTotal]
    by_reason: Sequence[PaymentTotal]
    all: PaymentTotal


SORTING = Sorting(
    id=Contribution.id,
    by={
        "name": (Participant.full_name,),
        "place": (Participant.region_code, Participant.full_name),
        "month": (Contribution.month,),
        "payer": (Contribution.payer,),
        "amount": (func.coalesce(Contribution.amount, UNNAMED),),
    },
    default=Order("month", descending=True),
)
VILLAGE_ORDERS = frozenset({"name", "months", "people", "amount"})
VILLAGE_DEFAULT = Order("amount", descending=True)


def list_payments(
    session: Session,
    *,
    actor: Actor,
    wanted: PaymentFilter,
    order: Order | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[PaymentRow]:
    """A page of them, the latest month first unless another `order` is wanted."""
    page = list_page(
        session, _rows(actor, wanted), sorting=SORTING, order=order, place=place, size=size
    )
    return page.of([_row(row) for row in page.rows])


def iterate_payments(
    session: Session, *, actor: Actor, wanted: PaymentFilter, order: Order | None = None
) -> Iterator[PaymentRow]:
    """All of them in the order of the list, for an export."""
    for row in iterate_list(session, _rows(actor, wanted), sorting=SORTING, order=order):
        yield _row(row)


def count_payments(session: Session, *, actor: Actor, wanted: PaymentFilter) -> PaymentTotals:
    """All of them in one statement; each paid month counts once in a total, with whole sen."""
    found = _found(actor, wanted)
    rows = session.execute(
        _narrowed(
            select(
                Contribution.payer,
                Participant.id.label("person"),
                Contribution.amount,
                *(found.c[reason.value] for reason in Reason),
            ),
            found,
            wanted,
        )
    ).all()
    payers = sorted({row.payer for row in rows}, key=str)
    return PaymentTotals(
        [_summed(payer.value, [row for row in rows if row.payer is payer]) for payer in payers],
        [
            _summed(reason.value, [row for row in rows if row._mapping[reason.value]])
            for reason in Reason
        ],
        _summed("", rows),
    )


def _summed(name: str, rows: Sequence[Row[*tuple[Any, ...]]]) -> PaymentTotal:
    named = [row.amount for row in rows if row.amount is not None]
    people = {row.person for row in rows}
    return PaymentTotal(None, name, len(rows), len(people), total(named), len(rows) - len(named))


def list_villages(
    session: Session,
    *,
    actor: Actor,
    wanted: PaymentFilter,
    order: Order | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[PaymentTotal]:
    """The desa that have any, the largest amount first unless another `order` is wanted."""
    statement, sorting = _villages(actor, wanted)
    page = list_page(session, statement, sorting=sorting, order=order, place=place, size=size)
    return page.of([_total(row.id, row.place, row) for row in page.rows])


def iterate_villages(
    session: Session, *, actor: Actor, wanted: PaymentFilter, order: Order | None = None
) -> Iterator[PaymentTotal]:
    """All of them in the order of the list, for an export."""
    statement, sorting = _villages(actor, wanted)
    for row in session.execute(in_order(statement, sorting=sorting, order=order)):
        yield _total(row.id, row.place, row)


def village_order(order: Order | None) -> Order:
    """The order in force, for the heads of the list."""
    return known_order(order, names=VILLAGE_ORDERS, default=VILLAGE_DEFAULT)


def _found(actor: Actor, wanted: PaymentFilter) -> CTE:
    """Each contribution once: a column for each reason (1 or 0), the death and the first payer."""
    marks, pairs = payment_marks().cte("mark"), merged_pairs()
    return (
        select(
            marks.c["of"],
            *(
                func.max(case((marks.c.reason == reason.value, 1), else_=0)).label(reason.value)
                for reason in Reason
            ),
            func.min(marks.c.died_on).label("died_on"),
            func.max(marks.c.also).label("also"),
        )
        .join(Contribution, Contribution.id == marks.c["of"])
        .outerjoin(pairs, is_record(pairs))
        .join(Participant, Participant.id == person_of(pairs))
        .where(participants_seen_by(actor))
        .group_by(marks.c["of"])
        .cte("found")
    )


def _narrowed(
    statement: Select[*tuple[Any, ...]], found: CTE, wanted: PaymentFilter
) -> Select[*tuple[Any, ...]]:
    pairs = merged_pairs()
    statement = (
        statement.select_from(found)
        .join(Contribution, Contribution.id == found.c["of"])
        .outerjoin(pairs, is_record(pairs))
        .join(Participant, Participant.id == person_of(pairs))
    )
    if wanted.reason is not None:
        statement = statement.where(found.c[wanted.reason.value] == 1)
    if wanted.payer is not None:
        statement = statement.where(Contribution.payer == wanted.payer)
    if wanted.district:
        statement = statement.where(lies_within(Participant.region_code, wanted.district))
    return statement


def _sums() -> tuple[Any, ...]:
    return (
        func.count().label("months"),
        func.count(Participant.id.distinct()).label("people"),
        func.coalesce(func.sum(Contribution.amount), literal(Rupiah(0), RupiahType())).label(
            "amount"
        ),
        (func.count() - func.count(Contribution.amount)).label("without_amount"),
    )


def _villages(actor: Actor, wanted: PaymentFilter) -> tuple[Select[*tuple[Any, ...]], Sorting]:
    village, district = aliased(Region), aliased(Region)
    name = (village.name + literal(", ", String) + district.name).label("place")
    summed = (
        _narrowed(select(village.id, name, *_sums()), _found(actor, wanted), wanted)
        .join(village, village.code == Participant.region_code)
        .join(district, district.code == village.parent_code)
        .group_by(village.id, village.name, district.name)
        .subquery("village_total")
    )
    columns = summed.c
    sorting = Sorting(
        id=columns.id,
        by={
            "name": (columns.place,),
            "months": (columns.months,),
            "people": (columns.people,),
            "amount": (columns.amount,),
        },
        default=VILLAGE_DEFAULT,
    )
    return select(*columns), sorting


def _rows(actor: Actor, wanted: PaymentFilter) -> Select[*tuple[Any, ...]]:
    found = _found(actor, wanted)
    village, district = aliased(Region), aliased(Region)
    return (
        _narrowed(
            select(
                Contribution.id,
                Contribution.month,
                Contribution.payer,
                Contribution.amount,
                Participant.id.label("participant_id"),
                Participant.full_name,
                Participant.nik,
                Participant.stopped_on,
                ImportBatch.source,
                village.name.label("village"),
                district.name.label("district"),
                *(found.c[name] for name in (*Reason, "died_on", "also")),
            ),
            found,
            wanted,
        )
        .join(ImportBatch, ImportBatch.id == Contribution.batch_id)
        .join(village, village.code == Participant.region_code)
        .join(district, district.code == village.parent_code)
    )


def _row(row: Row[*tuple[Any, ...]]) -> PaymentRow:
    return PaymentRow(
        id=row.id,
        participant_id=row.participant_id,
        full_name=row.full_name,
        nik=row.nik,
        place=f"{row.village}, {row.district}",
        month=row.month,
        payer=row.payer,
        amount=row.amount,
        reasons=[reason for reason in Reason if row._mapping[reason.value]],
        died_on=row.died_on,
        stopped_on=row.stopped_on,
        also_paid_by=Payer(row.also) if row.also else None,
        source=row.source,
    )


def _total(row_id: UUID | None, name: str, row: Row[*tuple[Any, ...]]) -> PaymentTotal:
    return PaymentTotal(
        row_id, name, int(row.months), int(row.people), row.amount, int(row.without_amount)
    )


__all__ = [
    "SORTING",
    "PaymentFilter",
    "PaymentRow",
    "PaymentTotal",
    "PaymentTotals",
    "Reason",
    "count_payments",
    "iterate_payments",
    "iterate_villages",
    "list_payments",
    "list_villages",
    "village_order",
]
