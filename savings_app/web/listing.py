"""Every list of the desk: filtered, sorted, paged by key, and taken along exactly as it is shown.

A view declares its `Listing` once. What it sorts by and how it pages stand in the address, as ids
and codes only; a name somebody looks for is posted and waits in the signed cookie.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import Field

from savings_app import clock
from savings_app.audit.actions import record
from savings_app.db import get_session, transaction
from savings_app.paging import Order, Page, Place
from savings_app.web.fields import DateField
from savings_app.web.filters import FilterForm
from savings_app.web.forms import Form
from savings_app.web.spreadsheet import Cell, FileType, spreadsheet
from savings_app.words.formats import date_short

R = TypeVar("R")
LONGEST_SENT = 120
LONG_PAGE = 40


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column. `shown` is what the page shows: a text, (text, address) for a link, or
    {"value", "whole", "text"} for a small bar beside the text that tells the same figure.

    `taken` is what the file holds, the same fact as a plain value; without it, the text shown.
    `sort` is the name its query sorts by. A column that is `number` stands right-aligned. `under`
    is a lesser fact shown small below, so that a page is not too wide; the file has it as a column
    of its own, headed `under_heading`.
    """

    heading: Any  # a lazy text
    shown: Callable[[R], object]
    taken: Callable[[R], Cell] | None = None
    sort: str | None = None
    number: bool = False
    under: Callable[[R], Cell] | None = None
    under_heading: Any = None

    def page_cell(self, row: R) -> object:
        shown = self.shown(row)
        if self.under is None:
            return shown
        under = self.under(row)
        return Stacked(shown, date_short(under) if isinstance(under, date) else str(under or ""))

    def file_headings(self) -> list[str]:
        heads = [self.heading] if self.under is None else [self.heading, self.under_heading]
        return [str(head) for head in heads]

    def file_cells(self, row: R) -> list[Cell]:
        cells = [self._taken(row)]
        return cells if self.under is None else [*cells, self.under(row)]

    def _taken(self, row: R) -> Cell:
        if self.taken is not None:
            return self.taken(row)
        shown = self.shown(row)
        return str(shown[0] if isinstance(shown, tuple) else shown)


@dataclass(frozen=True, slots=True)
class Stacked:
    """A cell with a lesser fact below."""

    shown: object
    under: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head as a page needs it: `address` sorts by it, `direction` is how it is now."""

    text: str
    number: bool
    address: str | None = None
    direction: str | None = None  # "ascending", "descending", None: not by this one


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a list, for `components/listing.html`."""

    headings: Sequence[Heading]
    rows: Sequence[Sequence[object]]
    total: int
    first: str | None
    earlier: str | None
    later: str | None
    files: Sequence[tuple[str, str]]  # (type, address)


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    """A list by its `name` (of the file and in the trail), its columns and how it is filtered.

    `private` names fields of the filter that may hold a name or a number of a person: they never
    stand in an address. `endpoint` is the list's own view, `export` the view of its files;
    `sorting` tells the order in force from the one that was asked for.
    """

    name: str
    endpoint: str
    export: str
    sorting: Callable[[Order | None], Order]
    columns: Sequence[Column[R]]
    private: Sequence[str] = ("q",)

    # --- what was asked ------------------------------------------------------------------------

    def sent(self) -> MultiDict[str, str]:
        """The filter as sent in the address, with what waits in the cookie."""
        sent = MultiDict(request.args)
        kept = session.get(self._cookie, {}) if "search" in sent else {}
        for name in self.private:
            sent[name] = kept.get(name, "")
        return sent

    def order(self) -> Order:
        """The order in force."""
        name = request.args.get("sort", "")[:40]
        asked = Order(name, descending=request.args.get("down") == "y") if name else None
        return self.sorting(asked)

    def place(self) -> Place:
        return place_asked()

    def slice(self, rows: Sequence[R], *, size: int = LONG_PAGE) -> Page[R]:
        """The page of a list that was worked out whole: after the row whose id the address names.

        For tables with one row a desa, which are bounded; a list that grows is cut by its query.
        """
        ids = [str(getattr(row, "id", "")) for row in rows]
        after, until = request.args.get("after", ""), request.args.get("until", "")
        if after in ids:
            first = ids.index(after) + 1
        else:
            first = max(0, ids.index(until) - size) if until in ids else 0
        shown = rows[first : first + size]
        return Page(shown, len(rows), first > 0, first + size < len(rows))

    def search(self, form: Form, **values: Any) -> ResponseReturnValue:
        """Answer the posted filter: keep what is private in the cookie, and show the list."""
        typed = {name: _typed(field)[:LONGEST_SENT] for name, field in form._fields.items()}
        session[self._cookie] = {name: typed[name] for name in self.private if typed.get(name)}
        kept = {name: text for name, text in typed.items() if text and name not in self.private}
        kept |= {name: request.args[name] for name in ("sort", "down") if name in request.args}
        if session[self._cookie]:
            kept["search"] = "y"
        return redirect(self._address(self.endpoint, values, kept), 303)

    # --- what is answered ----------------------------------------------------------------------

    def show(
        self,
        template: str,
        form: FilterForm[Any],
        list_rows: Callable[..., Page[R]],
        **more: object,
    ) -> str:
        """The filtered list as a page; `list_rows` is its query, `more` what else stands there."""
        page = list_rows(
            get_session(),
            actor=g.actor,
            wanted=form.wanted(),
            order=self.order(),
            place=self.place(),
        )
        return render_template(
            template, form=form, shown=self.page(page), is_filtered=form.narrows(), **more
        )

    def take(
        self, file_type: str, form: FilterForm[Any], iterate_rows: Callable[..., Iterable[R]]
    ) -> Response:
        """The filtered list as a file, in the order it is shown."""
        wanted, order = form.wanted(), self.order()
        rows = iterate_rows(get_session(), actor=g.actor, wanted=wanted, order=order)
        return self.file(file_type, rows)

    def page(self, page: Page[R], **values: Any) -> Shown:
        """The page as the template shows it; `values` are those of the list's own address."""
        order = self.order()
        kept = {k: v for k, v in request.args.items() if v and k not in {"after", "until"}}
        ids = [getattr(row, "id", None) for row in page.rows]

        def beside(name: str, row_id: object) -> str:
            return self._address(self.endpoint, values, {**kept, name: str(row_id)})

        return Shown(
            headings=[self._heading(column, order, kept, values) for column in self.columns],
            rows=[[column.page_cell(row) for column in self.columns] for row in page.rows],
            total=page.total,
            first=self._address(self.endpoint, values, kept) if page.has_earlier else None,
            earlier=beside("until", ids[0]) if page.has_earlier and ids else None,
            later=beside("after", ids[-1]) if page.has_later and ids else None,
            files=[
                (one.value.upper(), self._address(self.export, {**values, "file_type": one}, kept))
                for one in (FileType.XLSX, FileType.CSV)
            ],
        )

    def file(self, file_type: str, rows: Iterable[R]) -> Response:
        """All rows of the filtered list as a file; who took it, and how many, is recorded first."""
        return take_along(
            file_type,
            name=self.name,
            headings=[head for column in self.columns for head in column.file_headings()],
            rows=[
                [cell for column in self.columns for cell in column.file_cells(row)] for row in rows
            ],
        )

    # --- inside --------------------------------------------------------------------------------

    @property
    def _cookie(self) -> str:
        return f"search:{self.name}"

    def _address(self, endpoint: str, values: dict[str, Any], query: dict[str, str]) -> str:
        address = url_for(endpoint, **values)
        return f"{address}?{urlencode(query)}" if query else address

    def _heading(
        self, column: Column[R], order: Order, kept: dict[str, str], values: dict[str, Any]
    ) -> Heading:
        if column.sort is None:
            return Heading(str(column.heading), column.number)
        now = column.sort == order.name
        direction = ("descending" if order.descending else "ascending") if now else None
        query = {k: v for k, v in kept.items() if k not in {"sort", "down"}} | {"sort": column.sort}
        if direction == "ascending":
            query["down"] = "y"
        address = self._address(self.endpoint, values, query)
        return Heading(str(column.heading), column.number, address, direction)


def place_asked() -> Place:
    """Where the address says that a page begins."""
    return Place(after=_row_id("after"), before=_row_id("until"))


def addresses_beside(page: Page[Any], endpoint: str, ids: Sequence[UUID]) -> dict[str, str | None]:
    """The addresses of the pages before and after one whose rows have these ids."""
    earlier = url_for(endpoint, until=ids[0]) if ids and page.has_earlier else None
    later = url_for(endpoint, after=ids[-1]) if ids and page.has_later else None
    return {"earlier": earlier, "later": later}


def take_along(
    file_type: str, *, name: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> Response:
    """A table as a file; who took it, and how many rows, is recorded before it leaves."""
    with transaction() as work:
        record(
            work,
            actor=g.actor,
            now=clock.now_utc(),
            action="list:export",
            subject="list",
            list=name,
            rows=len(rows),
        )
    return spreadsheet(
        FileType(file_type),
        name=f"{name}-{clock.today().isoformat()}",
        headings=headings,
        rows=rows,
    )


def _typed(field: Field) -> str:
    """What was typed into a field; three boxes of a day as `year-month-day`."""
    if isinstance(field, DateField):
        field.process(request.form)
        return "-".join(part.replace("-", "") for part in reversed(field.parts)).strip("-")
    return request.form.get(field.name, "").strip()


def _row_id(name: str) -> UUID | None:
    """A damaged id begins at the first page; a link typed by hand never ends in an error."""
    try:
        return UUID(request.args.get(name, ""))
    except ValueError:
        return None
