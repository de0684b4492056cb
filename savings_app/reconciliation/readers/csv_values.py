"""The second pass over a table: cells into days, amounts and lines, and what the balances say."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from savings_app.errors import Problem
from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import Direction, signed
from savings_app.reconciliation.readers.csv_headings import Role
from savings_app.reconciliation.readers.days import DateOrder, parse_day
from savings_app.reconciliation.readers.drafts import Cell, Draft, RawRow
from savings_app.reconciliation.readers.numbers import (
    MARKS,
    Amount,
    Unreadable,
    decimal_mark,
    glued_mark,
    marks_of,
    may_be_negative,
    parse_amount,
    parse_mark,
)
from savings_app.reconciliation.readers.profile import Profile
from savings_app.reconciliation.readers.running import Step, follow
from savings_app.reconciliation.readers.types import (
    Line,
    Section,
    Sections,
    Span,
    gap,
    not_balanced,
    place_in,
    repeated,
)
from savings_app.words import _

Problems = list[tuple[int, Problem]]
_SIDES = ((Role.DEBIT, Direction.DEBIT), (Role.CREDIT, Direction.CREDIT))
_PENDING_BEGINS = ("P", "p")


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

    def parse(self, text: str, role: Role, *, exact: bool) -> Amount:
        """Raises: Unreadable."""
        decimal = "." if exact else self.decimals[role]
        return parse_amount(text, decimal, self.marks.get(role, MARKS))


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
    reader.has_signs = any(_is_negative(row, reader) for row in _column(rows, Role.AMOUNT))
    sections: list[Section] = []
    seen = Sections()
    for draft in drafts:
        section = _read_section(draft, reader)
        if seen.have(section):
            line = draft.rows[0].line
            reader.complain(Cell(line, None, ""), repeated())
        sections.append(section)
    return tuple(sections)


def _decimals(
    rows: Sequence[RawRow], balances: Sequence[Cell], profile: Profile | None
) -> dict[Role, str]:
    money = (Role.DEBIT, Role.CREDIT, Role.AMOUNT, Role.BALANCE)
    if profile is not None and profile.decimal is not None:
        return dict.fromkeys(money, profile.decimal)
    # What the decimal mark of a column is settled by: the cells that are text.
    texts = {
        role: [row.texts[role] for row in _column(rows, role) if role not in row.exact]
        for role in money
    }
    texts[Role.BALANCE][:0] = [cell.text for cell in balances if not cell.exact]
    return {role: decimal_mark(cells) for role, cells in texts.items()}


def _marks(rows: Sequence[RawRow], profile: Profile | None) -> dict[Role, Mapping[str, Direction]]:
    taught = profile.marks if profile else None
    if taught is not None:
        return {Role.MARK: taught, Role.AMOUNT: taught}
    beside = _column(rows, Role.MARK)
    heading = beside[0].columns.headings[Role.MARK] if beside else None
    amounts = (row.texts[Role.AMOUNT] for row in _column(rows, Role.AMOUNT))
    return {
        Role.MARK: marks_of({row.texts[Role.MARK] for row in beside}, heading),
        Role.AMOUNT: marks_of({mark for text in amounts if (mark := glued_mark(text))}),
    }


def _column(rows: Sequence[RawRow], role: Role) -> list[RawRow]:
    """The rows that have a cell of this kind which can be trusted."""
    return [row for row in rows if role in row.texts and not row.broken]


def _is_negative(row: RawRow, reader: _Reader) -> bool:
    text = row.texts[Role.AMOUNT]
    if not may_be_negative(text):
        return False
    try:
        return reader.parse(text, Role.AMOUNT, exact=Role.AMOUNT in row.exact).negative
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
    opening = _stated(draft.opening, reader)
    closing = _stated(draft.closing, reader)
    unread = (draft.opening is not None and opening is None) or (
        draft.closing is not None and closing is None
    )
    followed = follow(steps, opening, closing)
    _tell_misfits(draft, followed.misfits, reader)
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
        stated_days=draft.stated_days,
    )


def _tell_misfits(draft: Draft, misfits: Collection[int], reader: _Reader) -> None:
    for row in draft.rows if misfits else ():
        if row.line in misfits:
            what = _("Saldo ini tidak cocok dengan saldo sebelumnya dan baris ini.")
            reader.complain(row.cell(Role.BALANCE), what)


def _read_row(row: RawRow, reader: _Reader) -> tuple[Step | None, Line | None]:
    """What the row moves, and its line; no step is one the bank has not booked."""
    if row.broken:
        return Step(row.line, None, None), None
    role, day = row.day()
    if _is_pending(day):
        what = _("Transaksi ini belum dibukukan bank (%(status)s).", status=day.strip().upper())
        reader.complain(row.cell(role), what)
        return None, None
    on = _day(row, role, day, reader)
    has_balance = bool(row.texts.get(Role.BALANCE))
    balance = _balance(row, reader) if has_balance else None
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
    text = row.texts.get(role, "")
    return re.sub(r"\s*\n\s*", " ", text) if "\n" in text else text


def _is_pending(day: str) -> bool:
    """BCA writes PEND in place of the day: no balance counts it yet."""
    return day[:1] in _PENDING_BEGINS and day.strip().upper() in {"PEND", "PENDING"}


def _day(row: RawRow, role: Role, text: str, reader: _Reader) -> date | None:
    try:
        return parse_day(text, order=reader.order, period=row.period)
    except Unreadable as wrong:
        reader.complain(row.cell(role), str(wrong))
        return None


def _balance(row: RawRow, reader: _Reader) -> Rupiah | None:
    text, exact = row.texts[Role.BALANCE], Role.BALANCE in row.exact
    try:
        return _below_or_above(reader.parse(text, Role.BALANCE, exact=exact))
    except Unreadable as wrong:
        reader.complain(row.cell(Role.BALANCE), str(wrong))
        return None


def _stated(cell: Cell | None, reader: _Reader) -> Rupiah | None:
    """An opening or a closing balance in a row of its own."""
    if cell is None:
        return None
    try:
        return _below_or_above(reader.parse(cell.text, Role.BALANCE, exact=cell.exact))
    except Unreadable as wrong:
        reader.complain(cell, str(wrong))
        return None


def _below_or_above(amount: Amount) -> Rupiah:
    """A balance in debit (an overdrawn account) is below zero, by its sign or by its mark."""
    below = amount.negative or amount.mark is Direction.DEBIT
    return -amount.size if below else amount.size


def _amount(row: RawRow, role: Role, reader: _Reader) -> Amount:
    try:
        return reader.parse(row.texts[role], role, exact=role in row.exact)
    except Unreadable as wrong:
        reader.complain(row.cell(role), str(wrong))
        raise _Told from wrong


def _movement(row: RawRow, reader: _Reader) -> tuple[Direction, Rupiah]:
    if Role.AMOUNT in row.texts:
        return _from_one_column(row, reader)
    found: list[tuple[Direction, Rupiah]] = []
    for role, direction in _SIDES:
        if row.texts[role] in {"", "-"}:
            continue
        amount = _amount(row, role, reader)
        if amount.mark is not None and amount.mark is not direction:
            what = _("Tanda debet atau kredit ini berlawanan dengan kolomnya.")
            _refuse(row.cell(role), what, reader)
        if amount.negative and amount.size:
            what = _("Jumlah di kolom ini tidak boleh kurang dari nol.")
            _refuse(row.cell(role), what, reader)
        found.append((direction, amount.size))
    moved = [(direction, size) for direction, size in found if size]
    if len(moved) > 1:
        _refuse(row.cell(Role.DEBIT), _("Debet dan kredit sama-sama terisi."), reader)
    if not found:
        place = Cell(row.line, None, "")
        _refuse(place, _("Debet dan kredit sama-sama kosong."), reader)
    return (moved or found)[0]


def _from_one_column(row: RawRow, reader: _Reader) -> tuple[Direction, Rupiah]:
    amount = _amount(row, Role.AMOUNT, reader)
    beside = row.texts.get(Role.MARK)
    mark = amount.mark
    if beside:
        mark = parse_mark(beside, reader.marks[Role.MARK])
        if mark is None or amount.mark not in {None, mark}:
            what = _("Tanda ini bukan debet (D) atau kredit (K).")
            _refuse(row.cell(Role.MARK), what, reader)
    if mark is not None:
        if amount.negative:
            what = _("Jumlah di kolom ini tidak boleh kurang dari nol.")
            _refuse(row.cell(Role.AMOUNT), what, reader)
        return mark, amount.size
    if not (amount.signed or reader.has_signs):
        what = _("Tidak jelas apakah ini debet atau kredit.")
        _refuse(row.cell(Role.AMOUNT), what, reader)
    return (Direction.DEBIT if amount.negative else Direction.CREDIT), amount.size


def _refuse(cell: Cell, what: str, reader: _Reader) -> None:
    reader.complain(cell, what)
    raise _Told
