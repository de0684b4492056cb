"""The second pass over a table: cells into days, amounts and lines, and what the balances say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from savings_app.errors import Problem
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import Direction, signed
from savings_app.reconciliation.readers.csv_headings import Role
from savings_app.reconciliation.readers.days import DateOrder, Period, parse_day
from savings_app.reconciliation.readers.numbers import (
    MARKS,
    Amount,
    Unreadable,
    decimal_mark,
    glued_mark,
    marks_of,
    parse_amount,
    parse_mark,
)
from savings_app.reconciliation.readers.profile import Profile
from savings_app.reconciliation.readers.running import Step, follow
from savings_app.reconciliation.readers.types import (
    Line,
    Section,
    Span,
    gap,
    is_repeated,
    not_balanced,
    place_in,
    repeated,
)
from savings_app.words import _

Problems = list[tuple[int, Problem]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A text with its place: the line from 1, the heading of its column if it has one.

    `exact`: a number that a workbook holds as one, in which a point is the decimal mark.
    """

    line: int
    column: str | None
    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of the table. A broken one is told already and moves an unknown amount."""

    line: int
    cells: dict[Role, Cell]
    broken: bool = False
    period: Period | None = None


@dataclass(slots=True)
class Draft:
    """A section before its numbers are read."""

    account: AccountNumber | str | None = None
    currency: str | None = None
    opening: Cell | None = None
    closing: Cell | None = None
    periods: list[Period] = field(default_factory=list)
    rows: list[RawRow] = field(default_factory=list)
    unknown: bool = False

    @property
    def ended(self) -> bool:
        """Its rows are over: a closing balance came after them."""
        return bool(self.rows) and self.closing is not None

    @property
    def has_content(self) -> bool:
        """Rows or a closing balance: another account's name begins another section."""
        return bool(self.rows) or self.closing is not None

    @property
    def is_blank(self) -> bool:
        """Nothing was said of it."""
        return not (
            self.rows or self.account or self.currency or self.opening or self.closing
        ) and (not self.unknown)


@dataclass(slots=True)
class _Reader:
    """The columns' decimal marks, what their debit and credit marks mean, and what went wrong.

    `has_signs`: a lone column of amounts has them.
    """

    decimals: dict[Role, str]
    marks: dict[Role, Mapping[str, Direction]]
    order: DateOrder
    has_signs: bool
    problems: Problems
    spans: Sequence[Span]

    def complain(self, cell: Cell, what: str) -> None:
        place = place_in(self.spans, cell.line, cell.column)
        self.problems.append((cell.line, Problem(place, what)))

    def parse(self, cell: Cell, role: Role) -> Amount:
        """Raises: Unreadable."""
        decimal = "." if cell.exact else self.decimals[role]
        return parse_amount(cell.text, decimal, self.marks.get(role, MARKS))


class _Told(Exception):
    """This row's amount is unreadable and the problem is listed."""


def read_sections(
    drafts: Sequence[Draft],
    problems: Problems,
    spans: Sequence[Span],
    profile: Profile | None = None,
) -> tuple[Section, ...]:
    """Read every draft; what is wrong is added to `problems` with its line."""
    rows = [row for draft in drafts for row in draft.rows]
    balances = [cell for draft in drafts for cell in (draft.opening, draft.closing) if cell]
    reader = _Reader(
        decimals=_decimals(rows, balances, profile),
        marks=_marks(rows, profile),
        order=profile.order if profile else DateOrder.DAY_FIRST,
        has_signs=False,
        problems=problems,
        spans=spans,
    )
    reader.has_signs = any(_is_negative(cell, reader) for cell in _column(rows, Role.AMOUNT))
    sections: list[Section] = []
    seen: set[Section] = set()
    for draft in drafts:
        section = _read_section(draft, reader)
        if is_repeated(section, seen):
            line = draft.rows[0].line
            reader.complain(Cell(line, None, ""), repeated())
        seen.add(section)
        sections.append(section)
    return tuple(sections)


def _decimals(
    rows: Sequence[RawRow], balances: Sequence[Cell], profile: Profile | None
) -> dict[Role, str]:
    money = (Role.DEBIT, Role.CREDIT, Role.AMOUNT, Role.BALANCE)
    if profile is not None and profile.decimal is not None:
        return dict.fromkeys(money, profile.decimal)
    columns = {role: _column(rows, role) for role in money}
    columns[Role.BALANCE] = [*balances, *columns[Role.BALANCE]]
    return {role: decimal_mark(_texts(cells)) for role, cells in columns.items()}


def _marks(rows: Sequence[RawRow], profile: Profile | None) -> dict[Role, Mapping[str, Direction]]:
    taught = profile.marks if profile else None
    if taught is not None:
        return {Role.MARK: taught, Role.AMOUNT: taught}
    beside = _column(rows, Role.MARK)
    heading = beside[0].column if beside else None
    at_amounts = [mark for cell in _column(rows, Role.AMOUNT) if (mark := glued_mark(cell.text))]
    return {
        Role.MARK: marks_of((cell.text for cell in beside), heading),
        Role.AMOUNT: marks_of(at_amounts),
    }


def _column(rows: Iterable[RawRow], role: Role) -> list[Cell]:
    return [row.cells[role] for row in rows if role in row.cells and not row.broken]


def _texts(cells: Iterable[Cell]) -> list[str]:
    """What the decimal mark of a column is settled by."""
    return [cell.text for cell in cells if not cell.exact]


def _is_negative(cell: Cell, reader: _Reader) -> bool:
    try:
        return reader.parse(cell, Role.AMOUNT).negative
    except Unreadable:
        return False


def _read_section(draft: Draft, reader: _Reader) -> Section:
    lines: list[Line] = []
    steps: list[Step] = []
    for row in draft.rows:
        step, line = _read_row(row, reader)
        if step is not None:
            steps.append(step)
        if line is not None:
            lines.append(line)
    told = [_balance(cell, reader) if cell else None for cell in (draft.opening, draft.closing)]
    unread = any(
        cell is not None and amount is None
        for cell, amount in zip((draft.opening, draft.closing), told, strict=True)
    )
    followed = follow(steps, *told)
    columns = {row.line: row.cells.get(Role.BALANCE) for row in draft.rows}
    periods = draft.periods
    for misfit in followed.misfits:
        cell = columns[misfit] or Cell(misfit, None, "")
        reader.complain(cell, _("Saldo ini tidak cocok dengan saldo sebelumnya dan baris ini."))
    balanced: bool | None = None
    movements = [step.movement for step in steps if step.movement is not None]
    certain = len(movements) == len(steps) and not draft.unknown and not unread
    if followed.opening is not None and followed.closing is not None and certain:
        balanced = not gap(followed.opening, movements, followed.closing)
    if balanced is False and not followed.misfits:
        where = draft.closing or draft.opening or Cell(draft.rows[-1].line, None, "")
        reader.complain(where, not_balanced())
    return Section(
        account=draft.account,
        currency=draft.currency,
        opening=followed.opening,
        closing=followed.closing,
        balanced=balanced,
        lines=tuple(lines),
        stated_days=(min(p.first for p in periods), max(p.last for p in periods))
        if periods
        else None,
    )


def _read_row(row: RawRow, reader: _Reader) -> tuple[Step | None, Line | None]:
    """What the row moves, and its line; no step is one the bank has not booked."""
    if row.broken:
        return Step(row.line, None, None), None
    if _is_pending(row, reader):
        return None, None
    on = _day(row, reader)
    balance_cell = row.cells.get(Role.BALANCE)
    balance = _balance(balance_cell, reader) if balance_cell and balance_cell.text else None
    try:
        direction, amount = _movement(row, reader)
    except _Told:
        return Step(row.line, None, balance), None
    if not amount:
        # Nothing moved, so the sums still hold; but a row without money is no line.
        reader.complain(Cell(row.line, None, ""), _("Jumlahnya nol."))
        return Step(row.line, amount, balance), None
    step = Step(row.line, signed(direction, amount), balance)
    if on is None:
        return step, None
    line = Line(
        on=on,
        direction=direction,
        amount=amount,
        text=_text(row, Role.TEXT),
        reference=_text(row, Role.REFERENCE) or None,
        balance_after=balance,
        place=row.line,
    )
    return step, line


def _text(row: RawRow, role: Role) -> str:
    cell = row.cells.get(role)
    return re.sub(r"\s*\n\s*", " ", cell.text) if cell else ""


def _day_cell(row: RawRow) -> Cell:
    cells = [row.cells[r] for r in (Role.POSTED, Role.DATE, Role.VALUE) if r in row.cells]
    return next((cell for cell in cells if cell.text), cells[0])


def _is_pending(row: RawRow, reader: _Reader) -> bool:
    """BCA writes PEND in place of the day: no balance counts it yet."""
    cell = _day_cell(row)
    status = cell.text.strip().upper()
    if status not in {"PEND", "PENDING"}:
        return False
    reader.complain(cell, _("Transaksi ini belum dibukukan bank (%(status)s).", status=status))
    return True


def _day(row: RawRow, reader: _Reader) -> date | None:
    cell = _day_cell(row)
    try:
        return parse_day(cell.text, order=reader.order, period=row.period)
    except Unreadable as wrong:
        reader.complain(cell, str(wrong))
        return None


def _balance(cell: Cell, reader: _Reader) -> Rupiah | None:
    """A balance in debit (an overdrawn account) is below zero, by its sign or by its mark."""
    try:
        amount = reader.parse(cell, Role.BALANCE)
    except Unreadable as wrong:
        reader.complain(cell, str(wrong))
        return None
    below = amount.negative or amount.mark is Direction.DEBIT
    return -amount.size if below else amount.size


def _amount(cell: Cell, role: Role, reader: _Reader) -> Amount:
    try:
        return reader.parse(cell, role)
    except Unreadable as wrong:
        reader.complain(cell, str(wrong))
        raise _Told from wrong


def _movement(row: RawRow, reader: _Reader) -> tuple[Direction, Rupiah]:
    if Role.AMOUNT in row.cells:
        return _from_one_column(row, reader)
    sides = ((Role.DEBIT, Direction.DEBIT), (Role.CREDIT, Direction.CREDIT))
    found: list[tuple[Direction, Rupiah]] = []
    for role, direction in sides:
        cell = row.cells[role]
        if cell.text in {"", "-"}:
            continue
        amount = _amount(cell, role, reader)
        if amount.mark not in {None, direction}:
            _refuse(cell, _("Tanda debet atau kredit ini berlawanan dengan kolomnya."), reader)
        if amount.negative and amount.size:
            _refuse(cell, _("Jumlah di kolom ini tidak boleh kurang dari nol."), reader)
        found.append((direction, amount.size))
    moved = [(direction, size) for direction, size in found if size]
    if len(moved) > 1:
        _refuse(row.cells[Role.DEBIT], _("Debet dan kredit sama-sama terisi."), reader)
    if not found:
        place = Cell(row.line, None, "")
        _refuse(place, _("Debet dan kredit sama-sama kosong."), reader)
    return (moved or found)[0]


def _from_one_column(row: RawRow, reader: _Reader) -> tuple[Direction, Rupiah]:
    cell = row.cells[Role.AMOUNT]
    amount = _amount(cell, Role.AMOUNT, reader)
    beside = row.cells.get(Role.MARK)
    mark = amount.mark
    if beside is not None and beside.text:
        mark = parse_mark(beside.text, reader.marks[Role.MARK])
        if mark is None or amount.mark not in {None, mark}:
            _refuse(beside, _("Tanda ini bukan debet (D) atau kredit (K)."), reader)
    if mark is not None:
        if amount.negative:
            _refuse(cell, _("Jumlah di kolom ini tidak boleh kurang dari nol."), reader)
        return mark, amount.size
    if not (amount.signed or reader.has_signs):
        _refuse(cell, _("Tidak jelas apakah ini debet atau kredit."), reader)
    return (Direction.DEBIT if amount.negative else Direction.CREDIT), amount.size


def _refuse(cell: Cell, what: str, reader: _Reader) -> None:
    reader.complain(cell, what)
    raise _Told
