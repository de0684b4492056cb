"""Pages of a list by key, not by number: as fast on the last page as on the first.

A page is named by the id of the row beside it, so that no name or number of a person ever stands in
an address. What the list is sorted by is looked up from that row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, func, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

T = TypeVar("T")
U = TypeVar("U")
EXPORT_CHUNK = 500  # rows
PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is sorted by, by the name its query knows, and which way."""

    name: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after the row with this id, or before it; neither is the first page."""

    after: UUID | None = None
    before: UUID | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The rows of one page, how many there are on all pages, and whether others lie around it."""

    rows: Sequence[T]
    total: int
    has_earlier: bool
    has_later: bool

    def of(self, rows: Sequence[U]) -> Page[U]:
        """The same page, its rows told otherwise."""
        return Page(rows, self.total, self.has_earlier, self.has_later)


@dataclass(frozen=True, slots=True)
class Sorting:
    """What a list can be sorted by: name → expressions, none of which is ever NULL.

    `id` makes the order complete and names a row. A sorting expression that can be NULL is wrapped
    by its query (`coalesce(Case.due_on, LATEST)`), since the databases disagree where NULL stands.
    """

    id: SQLColumnExpression[UUID]
    by: Mapping[str, Sequence[SQLColumnExpression[Any]]]
    default: Order

    def chosen(self, order: Order | None) -> Order:
        """The order in force."""
        return known_order(order, names=self.by, default=self.default)


@dataclass(frozen=True, slots=True)
class TableSorting(Generic[T]):
    """What a table that is worked out whole (a row a desa) can be sorted by: name → key."""

    by: Mapping[str, Callable[[T], Any]]
    default: Order

    def chosen(self, order: Order | None) -> Order:
        """The order in force."""
        return known_order(order, names=self.by, default=self.default)

    def sorted(self, rows: Iterable[T], order: Order | None) -> list[T]:
        """The rows in this order, or in the default one."""
        order = self.chosen(order)
        return sorted(rows, key=self.by[order.name], reverse=order.descending)


def known_order(order: Order | None, *, names: Collection[str], default: Order) -> Order:
    """`order`, or the default where there is none or the list does not know its name."""
    return order if order is not None and order.name in names else default


def list_page(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    *,
    sorting: Sorting,
    order: Order | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[Row[*tuple[Any, ...]]]:
    """One page of `statement`, which holds the conditions and no order of its own.

    Three statements at most, however long the list. The row that names the place may have moved
    meanwhile: the page begins where it stands now. Where it is gone, the page is the first.
    """
    order, place = sorting.chosen(order), place or Place()
    counted = _only(statement, [sorting.id]).subquery()
    total = session.scalar(select(func.count()).select_from(counted))
    keys = [*sorting.by[order.name], sorting.id]
    anchor_id = place.after or place.before
    anchor = (
        session.execute(_only(statement, keys).where(sorting.id == anchor_id)).first()
        if anchor_id
        else None
    )
    backwards = anchor is not None and place.after is None
    descending = order.descending != backwards
    found = statement
    if anchor is not None:
        found = found.where(_beyond(keys, tuple(anchor), descending=descending))
    found = found.order_by(*(key.desc() if descending else key.asc() for key in keys))
    rows = list(session.execute(found.limit(size + 1)))
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    around = anchor is not None
    return Page(
        rows,
        total or 0,
        has_earlier=more if backwards else around,
        has_later=around if backwards else more,
    )


def in_order(
    statement: Select[*tuple[Any, ...]], *, sorting: Sorting, order: Order | None = None
) -> Select[*tuple[Any, ...]]:
    """The whole list in the order of its pages, for an export."""
    order = sorting.chosen(order)
    keys = [*sorting.by[order.name], sorting.id]
    return statement.order_by(*(key.desc() if order.descending else key.asc() for key in keys))


def iterate_list(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    *,
    sorting: Sorting,
    order: Order | None = None,
) -> Iterator[Row[*tuple[Any, ...]]]:
    """The whole list in the order of its pages, for an export; read in chunks."""
    ordered = in_order(statement, sorting=sorting, order=order)
    yield from session.execute(ordered, execution_options={"yield_per": EXPORT_CHUNK})


def _only(
    statement: Select[*tuple[Any, ...]], keys: Sequence[SQLColumnExpression[Any]]
) -> Select[*tuple[Any, ...]]:
    return statement.with_only_columns(*keys, maintain_column_froms=True).order_by(None)


def _beyond(
    keys: Sequence[SQLColumnExpression[Any]], values: Sequence[object], *, descending: bool
) -> ColumnElement[bool]:
    """Rows that come after `values` in this order: the first key that differs decides."""
    steps = []
    for n, (key, value) in enumerate(zip(keys, values, strict=True)):
        equal = [one == same for one, same in zip(keys[:n], values[:n], strict=True)]
        steps.append(and_(*equal, key < value if descending else key > value))
    return or_(*steps)
