"""A bank's table, in text or in a workbook: its rows sorted into accounts and their balances.

Two passes: first the rows are sorted into sections, then each column's decimal mark is settled
over the whole file and the cells are read (`csv_values`). See docs/bank-file-csv.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from savings_app.errors import Problem
from savings_app.identifiers import AccountNumber
from savings_app.imports.readers.written import is_scientific, unwrapped
from savings_app.reconciliation.readers.csv_headings import (
    Role,
    columns,
    is_heading_row,
    row_name,
)
from savings_app.reconciliation.readers.csv_values import read_sections
from savings_app.reconciliation.readers.days import (
    DateOrder,
    Period,
    looks_like_day,
    parse_day,
    read_period,
)
from savings_app.reconciliation.readers.drafts import Cell, Columns, Draft, RawRow
from savings_app.reconciliation.readers.numbers import Unreadable
from savings_app.reconciliation.readers.profile import Profile
from savings_app.reconciliation.readers.table_rows import TableRow, check_headings
from savings_app.reconciliation.readers.types import (
    LINES,
    BankFile,
    FileFormat,
    Span,
    parse_account,
    place_in,
)
from savings_app.words import _

_DIGIT, _MOVED = re.compile(r"\d"), re.compile(r"[1-9]")
_RUPIAH_NAMES = {"RP", "RUPIAH", "IDR"}
_WRAPPINGS = ("'", "=")  # what a cell begins with that `unwrapped` changes
# What is no account number here is told as the file writes it, as in MT940.
_FOREIGN_ACCOUNT = re.compile(r"(?=.{1,35}$)[A-Z./-]*\d[A-Z\d./-]*", re.ASCII | re.IGNORECASE)


@dataclass(slots=True)
class Table:
    """The file while its rows are sorted. In a `grid` a row cannot be cut short.

    `period` is what the rows to come lie in. With a taught `profile` only its own headings count;
    its rows begin at `data_from`, and are over once it is `footed`.
    """

    spans: Sequence[Span] = LINES
    grid: bool = False
    drafts: list[Draft] = field(default_factory=lambda: [Draft()])
    by_account: dict[str, Draft] = field(default_factory=dict)
    problems: list[tuple[int, Problem]] = field(default_factory=list)
    columns: Columns = field(default_factory=Columns)
    homeless: list[int] = field(default_factory=list)  # rows whose account cannot be read
    profile: Profile | None = None
    period: Period | None = None
    period_line: int = 0
    data_from: int = 0
    footed: bool = False

    @property
    def current(self) -> Draft:
        return self.drafts[-1]

    def complain(self, line: int, what: str, column: str | None = None) -> None:
        self.problems.append((line, Problem(place_in(self.spans, line, column), what)))

    def begin_section(self) -> Draft:
        self.drafts.append(Draft())
        return self.current

    def begin_sheet(self, after: int = 0) -> None:
        """What stood on another sheet says nothing about the rows to come, above `after`."""
        self.columns = Columns()
        self.period, self.footed = None, False
        if not self.current.is_blank:
            self.begin_section()
        if self.profile is not None and not self.profile.headings:
            self.data_from = after + self.profile.first_row

    @property
    def order(self) -> DateOrder:
        return self.profile.order if self.profile else DateOrder.DAY_FIRST


def read_table(table: Table, of: FileFormat) -> BankFile:
    """What the sorted rows say."""
    drafts = [draft for draft in table.drafts if not draft.is_blank] or [Draft()]
    sections = read_sections(drafts, table.problems, table.spans, table.profile)
    problems = tuple(p for _line, p in sorted(table.problems, key=lambda found: found[0]))
    rows_found = {row.line for draft in drafts for row in draft.rows}
    rows_read = {line.place for section in sections for line in section.lines}
    return BankFile(
        format=of,
        sections=sections,
        problems=problems,
        unread=tuple(sorted({*(rows_found - rows_read), *table.homeless})),
        spans=tuple(table.spans),
        profile=table.profile,
    )


def sort_row(table: Table, record: TableRow) -> None:
    """Put a row where it belongs: a heading, a balance, a movement, or the bank's own words."""
    if not any(record.cells):
        return
    if record.broken:
        table.complain(record.line, _("Tanda kutip di baris ini tidak ditutup."))
        if table.columns.roles:
            table.current.rows.append(RawRow(record.line, {}, table.columns, broken=True))
        return
    if _is_framing(table, record):
        return
    named = None if _has_day(table, record) else _named_row(record)
    if named is not None:
        _read_named(table, record, *named)
    elif table.columns.roles:
        _sort_row(table, record)


def _is_framing(table: Table, record: TableRow) -> bool:
    """A row that names columns or ends the table; the columns are then those of the rows below."""
    if table.profile is not None:
        return _is_taught_framing(table, table.profile, record)
    roles = columns(record.cells)
    if not is_heading_row(roles):
        return False
    check_headings(record, roles, table.spans)
    # Headings of a new page repeat; empty ones at the right are no columns.
    last = max(place for place, cell in enumerate(record.cells) if cell or place in roles)
    table.columns = Columns(record.cells[: last + 1], roles)
    return True


def _is_taught_framing(table: Table, profile: Profile, record: TableRow) -> bool:
    if profile.is_headed_by(record.cells):
        # A column that was taught may be without a heading, also the last.
        width = max(len(profile.columns), len(profile.headings))
        names = (*record.cells[:width], *("",) * (width - len(record.cells)))
        table.columns, table.footed = Columns(names, profile.roles), False
        table.data_from = record.line + profile.first_row
        return True
    if not profile.headings and not table.columns.roles and record.line >= table.data_from:
        table.columns = Columns(("",) * len(profile.columns), profile.roles)
    has_columns = bool(table.columns.roles)
    if has_columns and profile.is_footer(record.cells):
        table.footed = True
    return table.footed or (has_columns and record.line < table.data_from)


def _has_day(table: Table, record: TableRow) -> bool:
    for place in table.columns.day_places:
        if place < len(record.cells):
            try:
                parse_day(record.cells[place], order=table.order, period=table.period)
            except Unreadable:
                continue
            return True
    return False


def _named_row(record: TableRow) -> tuple[Role, list[str]] | None:
    """The name of a row like `Saldo Awal;50.000,00` or `No. Rekening : 0039…`, and its values."""
    first, *others = record.filled
    role = row_name(first)
    if role is None and ":" in first:
        before, _colon, after = first.partition(":")
        role, others = row_name(before), [after.strip(), *others]
    values = [v for value in others if (v := value.removeprefix(":").strip())]
    return None if role is None else (role, values)


def _read_named(table: Table, record: TableRow, role: Role, values: list[str]) -> None:
    line = record.line
    if role is Role.TOTAL or not values:
        return
    if role is Role.ACCOUNT:
        _begin_account(table, line, values[0])
    elif role is Role.PERIOD:
        _begin_period(table, line, " ".join(values))
    elif role is Role.CURRENCY:
        if table.current.ended:
            table.begin_section()
        table.current.currency = _currency(table, line, values[0])
    else:
        amounts = [value for value in values if value.upper().rstrip(".") not in _RUPIAH_NAMES]
        if len(amounts) == 1:
            exact = amounts[0] in {record.cells[place] for place in record.exact}
            _state_balance(table, table.current, role, Cell(line, None, amounts[0], exact))
        else:
            table.complain(line, _("Saldo ini terpecah menjadi beberapa sel; beri tanda kutip."))
            table.current.unknown = True


def _begin_account(table: Table, line: int, written: str) -> None:
    account = _account(table, line, written, None)
    if table.current.has_content or table.current.account not in {None, account}:
        if table.current.rows and table.period_line < table.current.rows[-1].line:
            table.period = None  # it was said of the account before
        table.begin_section()
        if table.period is not None:
            table.current.periods.append(table.period)
    table.current.account = account


def _begin_period(table: Table, line: int, written: str) -> None:
    period = read_period(written)
    if period is None:
        return  # a bank's own words; days without a year are then told
    if table.current.ended:
        table.begin_section()
    table.period, table.period_line = period, line
    if period not in table.current.periods:
        table.current.periods.append(period)


def _account(
    table: Table, line: int, written: str, column: str | None
) -> AccountNumber | str | None:
    if is_scientific(written):
        what = _("Nomor rekening ini rusak oleh lembar kerja; simpan kolomnya sebagai teks.")
        table.complain(line, what, column)
        return None
    written = unwrapped(written)
    account = parse_account(written)
    if account is not None:
        return account
    if _FOREIGN_ACCOUNT.fullmatch(written):
        return written
    table.complain(line, _("Ini bukan nomor rekening."), column)
    return None


def _currency(table: Table, line: int, written: str) -> str | None:
    code = written.upper().rstrip(".")
    if code in _RUPIAH_NAMES:
        return "IDR"
    if re.fullmatch(r"[A-Z]{3}", code):
        return code
    table.complain(line, _("Mata uang bukan tiga huruf, misalnya IDR."))
    return None


def _state_balance(table: Table, draft: Draft, role: Role, cell: Cell) -> None:
    if role is Role.OPENING and draft.ended and draft is table.current:
        draft = table.begin_section()
    earlier = draft.opening if role is Role.OPENING else draft.closing
    if earlier is not None:
        if earlier.text != cell.text:
            table.complain(cell.line, _("Saldo ini sudah disebut dengan jumlah lain."))
        return
    if role is Role.OPENING:
        draft.opening = cell
    else:
        draft.closing = cell


def _sort_row(table: Table, record: TableRow) -> None:
    columns = table.columns
    texts = _texts(columns, record.cells)
    row = RawRow(record.line, texts, columns, period=table.period)
    if not _holds(row, _DIGIT) and not any(looks_like_day(texts[role]) for role in columns.days):
        return  # a bank's own words under its table; they move no money
    if record.exact:
        row = row._replace(exact=columns.exact(record.exact))
    draft = _draft_of(table, row)
    if draft is None:
        table.homeless.append(record.line)
        return
    if Role.BALANCE in texts and not _holds(row, _MOVED):
        named = row_name(texts.get(Role.TEXT, ""))
        if named in {Role.OPENING, Role.CLOSING}:
            if texts[Role.BALANCE]:
                _state_balance(table, draft, named, row.cell(Role.BALANCE))
            return
    if _has_formula(table, row) or _has_wrong_width(table, record):
        row = row._replace(broken=True)
    draft.rows.append(row)


def _texts(columns: Columns, cells: Sequence[str]) -> dict[Role, str]:
    texts: dict[Role, str] = {}
    width = len(cells)
    for place, role in columns.roles.items():
        text = cells[place] if place < width else ""
        if text[:1] in _WRAPPINGS:
            text = unwrapped(text)
        if role is Role.TEXT and role in texts:
            text = f"{texts[role]} {text}".strip()
        texts[role] = text
    return texts


def _holds(row: RawRow, what: re.Pattern[str]) -> bool:
    """Whether some cell of money has such a digit."""
    for role in row.columns.money:  # noqa: SIM110  of every row: a generator costs as much again
        if what.search(row.texts[role]):
            return True
    return False


def _has_formula(table: Table, row: RawRow) -> bool:
    """A cell that would be computed where it is opened says nothing about what the bank wrote."""
    for role, text in row.texts.items():
        if text[:1] == "=":
            what = _("Sel ini berisi rumus; simpan sebagai nilai.")
            table.complain(row.line, what, row.columns.headings[role])
            return True
    return False


def _has_wrong_width(table: Table, record: TableRow) -> bool:
    """A row cut short, or with an unquoted delimiter inside a cell, puts amounts elsewhere."""
    wanted, found = len(table.columns.names), len(record.cells)
    if table.grid or wanted == found:
        return False
    if found < wanted:
        table.complain(record.line, _("Baris ini kurang kolomnya; mungkin terpotong."))
    elif any(record.cells[wanted:]):
        table.complain(record.line, _("Baris ini kelebihan kolom; beri tanda kutip pada selnya."))
    else:
        return False
    return True


def _draft_of(table: Table, row: RawRow) -> Draft | None:
    """The section of a row: the one being read, or that of the account in its own cell."""
    own = row.texts.get(Role.ACCOUNT)
    if not own:
        return table.current
    account = _account(table, row.line, own, row.columns.headings[Role.ACCOUNT])
    if account is None:
        return None
    key = account.full if isinstance(account, AccountNumber) else account
    if key not in table.by_account:
        draft = table.current if table.current.is_blank else table.begin_section()
        draft.account = account
        table.by_account[key] = draft
    draft = table.by_account[key]
    currency = row.texts.get(Role.CURRENCY)
    if currency and draft.currency is None:
        draft.currency = _currency(table, row.line, currency)
    return draft
