"""MT940 and MT942 (SWIFT customer statement and interim report), as the mt-940 library reads them.

The library merges the statements of one file and raises at the first tag it cannot read, so this
module finds the tags and their lines itself, keeps statements apart, and gives the library's
patterns one tag at a time. It also reads RC and RD with their sign and keeps long details.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import mt940

from savings_app.errors import Problem
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.readers.days import make_day
from savings_app.reconciliation.readers.numbers import Unreadable, parse_number
from savings_app.reconciliation.readers.types import (
    BankFile,
    FileFormat,
    Line,
    Section,
    Sections,
    at,
    days_between,
    gap,
    not_balanced,
    parse_account,
    repeated,
)
from savings_app.words import _

_TAG = re.compile(r":(?P<tag>\d{2}[A-Z]?|NS):(?P<rest>.*)", re.ASCII | re.DOTALL)
_KNOWN = re.compile(r"13D?|20|21|25P?|28C?|34F|NS|60[FM]?|61|62[FM]?|64|65|86|90[CD]")
# `2017-01-01T13` ending one line of details and `:12:11` beginning the next is a time, no tag.
_HALF_TIME = re.compile(r"T\d{2}$", re.ASCII)
_CLOCK = re.compile(r":[0-5]\d:[0-5]\d(?!\d)", re.ASCII)
# ASCII only: the library's own flags would take other scripts' digits for digits.
_STATEMENT_LINE = re.compile(mt940.tags.Statement.pattern, re.VERBOSE | re.ASCII | re.IGNORECASE)
# The library's pattern stops after sixteen digits and reads a longer amount as its beginning.
_BALANCE = re.compile(
    r"(?P<status>[DC])(?P<year>\d{2})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?P<currency>.{3})(?P<amount>\d[\d,]*)",
    re.ASCII,
)
_EXPECTED_ENTRY = re.compile(r"\d{6}(?:\d{4})?E[CD]", re.ASCII)
_NO_REFERENCE = ("", "NONREF")
_LONGEST_ACCOUNT = 35  # SWIFT field 25: 35x
_FARTHEST_ENTRY = 183  # days from the value date; half a year tells which year is meant


@dataclass(slots=True)
class _Tag:
    name: str
    line: int
    rows: list[str]


@dataclass(slots=True)
class _Statement:
    """A section in the making. `unknown` says that an amount could not be read."""

    first_line: int
    last_line: int
    account: AccountNumber | str | None = None
    currencies: list[str] = field(default_factory=list)
    opening: Rupiah | None = None
    closing: Rupiah | None = None
    closing_line: int = 0
    balance_days: dict[str, date] = field(default_factory=dict)  # by the balance's tag
    lines: list[Line] = field(default_factory=list)
    movements: list[Rupiah] = field(default_factory=list)
    unknown: bool = False
    seen: set[str] = field(default_factory=set)
    unread: list[int] = field(default_factory=list)


def read_mt(rows: list[str]) -> BankFile:
    """A file's text, split at its line ends, as sections: one for each `:20:`.

    What cannot be read is a problem with its line; everything else is still read. `:86:` is the
    line's text, `:61:`'s second line is added to it.
    """
    tags = list(_tags(rows))
    names = {tag.name for tag in tags}
    interim = bool(names & {"34F", "90C", "90D"}) and not any(
        name.startswith(("60", "62")) for name in names
    )
    problems: list[Problem] = []
    sections: list[Section] = []
    seen = Sections()
    unread: list[int] = []
    for own_tags in _statements(tags):
        statement = _read_statement(own_tags, problems)
        section = _finish(statement, problems, interim=interim)
        if seen.have(section):
            problems.append(Problem(at(own_tags[0].line), repeated()))
        sections.append(section)
        unread.extend(statement.unread)
    if not sections:
        problems.append(Problem(at(1), _("Berkas ini tidak berisi rekening koran (:20:).")))
    return BankFile(
        format=FileFormat.MT942 if interim else FileFormat.MT940,
        sections=tuple(sections),
        problems=tuple(problems),
        unread=tuple(unread),
    )


def looks_like_mt(rows: list[str]) -> bool:
    """Whether a line begins with a tag of a statement."""
    return any(_begins_tag(_inside_block(row)) for row in rows)


def _begins_tag(row: str) -> re.Match[str] | None:
    matched = _TAG.match(row)
    return matched if matched and _KNOWN.fullmatch(matched["tag"]) else None


def _inside_block(row: str) -> str:
    """Without SWIFT's envelope: `{1:…}{2:…}{4:` before the text."""
    return row.rpartition("{4:")[2] if row.startswith("{") and "{4:" in row else row


def _tags(rows: list[str]) -> Iterator[_Tag]:
    current: _Tag | None = None
    for number, row in _unwrapped(rows):
        matched = None if _is_half_time(current, row) else _begins_tag(row)
        ended = row == "-" or row.startswith("-}")
        if current is not None and (matched or ended):
            yield current
            current = None
        if matched:
            current = _Tag(matched["tag"], number, [matched["rest"]])
        elif current is not None and row:
            current.rows.append(row)
    if current is not None:
        yield current


def _unwrapped(rows: list[str]) -> Iterator[tuple[int, str]]:
    """Rows with their numbers; a colon alone on its row belongs to the next."""
    colon = ""
    for number, raw in enumerate(rows, start=1):
        row = colon + _inside_block(raw.rstrip())
        colon = row if row == ":" else ""
        if not colon:
            yield number, row


def _is_half_time(current: _Tag | None, row: str) -> bool:
    in_details = current is not None and current.name == "86"
    return bool(
        in_details and current and _HALF_TIME.search(current.rows[-1]) and _CLOCK.match(row)
    )


def _statements(tags: list[_Tag]) -> Iterator[list[_Tag]]:
    own: list[_Tag] = []
    for tag in tags:
        if tag.name == "20" and own:
            yield own
            own = []
        # A tag before any statement's own (a bank's free text) begins nothing.
        if own or tag.name != "NS":
            own.append(tag)
    if own:
        yield own


def _read_statement(tags: list[_Tag], problems: list[Problem]) -> _Statement:
    statement = _Statement(first_line=tags[0].line, last_line=tags[-1].line)
    for position, tag in enumerate(tags):
        try:
            _read_tag(statement, tags, position, problems)
        except Unreadable as wrong:
            problems.append(Problem(at(tag.line), str(wrong)))
            if tag.name == "61":
                statement.unread.append(tag.line)
    return statement


def _read_tag(
    statement: _Statement, tags: list[_Tag], position: int, problems: list[Problem]
) -> None:
    tag = tags[position]
    kind = tag.name.rstrip("FMP") if tag.name[:2] in {"25", "60", "62"} else tag.name
    if kind in {"25", "60", "62"}:
        if kind in statement.seen:
            raise Unreadable(_("Keterangan ini sudah ada di rekening koran yang sama."))
        statement.seen.add(kind)
    if kind == "25":
        _read_account(statement, tag)
    elif kind in {"60", "62"}:
        _read_balance(statement, tag, problems, opening=kind == "60")
    elif kind == "61":
        _read_movement(statement, tag, _details(tags, position + 1), problems)
    elif kind == "34F" and re.match(r"[A-Z]{3}", tag.rows[0]):
        statement.currencies.append(tag.rows[0][:3])


def _read_account(statement: _Statement, tag: _Tag) -> None:
    written = tag.rows[0].strip()
    if not written:
        raise Unreadable(_("Nomor rekening (:25:) kosong."))
    plain = written.isascii() and written.isdecimal()
    statement.account = (parse_account(written) if plain else None) or written[:_LONGEST_ACCOUNT]


def _read_balance(
    statement: _Statement, tag: _Tag, problems: list[Problem], *, opening: bool
) -> None:
    matched = _BALANCE.fullmatch(tag.rows[0].strip())
    if matched is None:
        statement.unknown = True
        raise Unreadable(
            _("Saldo ini tidak terbaca. Bentuknya C, tanggal, mata uang, lalu jumlah berkoma.")
        )
    amount = _amount(matched["amount"], statement)
    if matched["status"] == "D":
        amount = -amount
    if opening:
        statement.opening = amount
    else:
        statement.closing, statement.closing_line = amount, tag.line
    if re.fullmatch(r"[A-Z]{3}", matched["currency"]):
        statement.currencies.append(matched["currency"])
    else:
        problems.append(
            Problem(at(tag.line), _("Mata uang saldo ini bukan tiga huruf, misalnya IDR."))
        )
    on = make_day(matched["year"], int(matched["month"]), matched["day"])
    statement.balance_days[tag.name[:2]] = on


def _amount(text: str, statement: _Statement) -> Rupiah:
    try:
        return parse_number(text, ",")
    except Unreadable:
        statement.unknown = True
        raise


def _details(tags: list[_Tag], start: int) -> str:
    """What is written about a line: its `:86:` and a bank's own `:NS:`, up to the next tag."""
    texts: list[str] = []
    # By position: a copy of the rest for each line would take the square of a long file's time.
    while start < len(tags) and tags[start].name in {"86", "NS"}:
        tag = tags[start]
        own = [re.sub(r"^\d{2}", "", row) for row in tag.rows] if tag.name == "NS" else tag.rows
        texts.extend(row.strip() for row in own)
        start += 1
    return " ".join(text for text in texts if text)


def _read_movement(statement: _Statement, tag: _Tag, details: str, problems: list[Problem]) -> None:
    first, *others = [row.strip() for row in tag.rows]
    matched = _STATEMENT_LINE.match("\n".join([first, " ".join(others)]) if others else first)
    if matched is None or _is_misread(matched):
        statement.unknown = True
        if _EXPECTED_ENTRY.match(first):
            raise Unreadable(_("Ini transaksi yang baru diperkirakan (EC/ED), belum dibukukan."))
        raise Unreadable(_("Baris transaksi (:61:) ini tidak terbaca."))
    amount = _amount(matched["amount"], statement)
    if not amount:
        raise Unreadable(_("Jumlahnya nol."))
    # A reversed credit takes money out again, a reversed debit brings it back (SWIFT, field 61).
    mark = matched["status"].upper()
    credit = mark in {"C", "RD"}
    direction = Direction.CREDIT if credit else Direction.DEBIT
    statement.movements.append(amount if credit else -amount)
    statement.lines.append(
        Line(
            on=_booked_on(matched, tag.line, problems),
            direction=direction,
            amount=amount,
            text=" ".join(
                part for part in (details, (matched["extra_details"] or "").strip()) if part
            ),
            reference=_reference(matched),
            place=tag.line,
            takes_back=mark in {"RC", "RD"},
        )
    )


def _is_misread(matched: re.Match[str]) -> bool:
    """The library's pattern lets an unreadable rest of the amount become the reference."""
    kind = matched["id"]
    rest = matched["customer_reference"] or matched["bank_reference"]
    number_goes_on = bool(kind) and re.match(r"E\d", kind, re.ASCII | re.IGNORECASE) is not None
    return not matched["amount"][0].isdigit() or number_goes_on or (not kind and bool(rest))


def _reference(matched: re.Match[str]) -> str | None:
    parts = [
        part
        for name in ("customer_reference", "bank_reference")
        if (part := (matched[name] or "").strip()) not in _NO_REFERENCE
    ]
    return "//".join(parts) or None


def _booked_on(matched: re.Match[str], line: int, problems: list[Problem]) -> date:
    """The entry date (MMDD, its year the nearest to the value date), else the value date.

    A value date that does not exist is a problem; beside an entry date, which is what counts,
    the line is still read.
    """
    year, month, day = matched["year"], int(matched["month"]), matched["day"]
    entry = (matched["entry_month"] or "").strip() + (matched["entry_day"] or "").strip()
    if not entry:
        return make_day(year, month, day)
    if len(entry) != len("MMDD"):
        raise Unreadable(_("Tanggal ini tidak ada."))
    try:
        value_on = make_day(year, month, day)
    except Unreadable as wrong:
        # Only its year is still needed, and only if the month at least can be one.
        value_on = make_day(year, month, "15")
        problems.append(Problem(at(line), str(wrong)))
    return _nearest(value_on, int(entry[:2]), int(entry[2:]))


def _nearest(value_on: date, month: int, day: int) -> date:
    for year in (value_on.year, value_on.year - 1, value_on.year + 1):
        try:
            entry_on = date(year, month, day)
        except ValueError:
            continue
        if abs((entry_on - value_on).days) <= _FARTHEST_ENTRY:
            return entry_on
    raise Unreadable(_("Tanggal ini tidak ada."))


def _finish(statement: _Statement, problems: list[Problem], *, interim: bool) -> Section:
    if len(set(statement.currencies)) > 1:
        problems.append(
            Problem(at(statement.first_line), _("Satu rekening koran memakai dua mata uang."))
        )
    return Section(
        account=statement.account,
        currency=statement.currencies[0] if statement.currencies else None,
        opening=statement.opening,
        closing=statement.closing,
        balanced=_balance(statement, problems, interim=interim),
        lines=tuple(statement.lines),
        stated_days=days_between(
            statement.balance_days.get("60"),
            statement.balance_days.get("62"),
            (line.on for line in statement.lines),
        ),
    )


def _balance(statement: _Statement, problems: list[Problem], *, interim: bool) -> bool | None:
    opening, closing = statement.opening, statement.closing
    if statement.unknown or interim or (opening is None and closing is None):
        return None
    if opening is None:
        what = _("Saldo awal (:60F:) tidak ada; berkas ini mungkin terpotong.")
        problems.append(Problem(at(statement.first_line), what))
        return None
    if closing is None:
        what = _("Saldo akhir (:62F:) tidak ada; berkas ini mungkin terpotong.")
        problems.append(Problem(at(statement.last_line), what))
        return None
    balanced = not gap(opening, statement.movements, closing)
    if not balanced:
        problems.append(Problem(at(statement.closing_line), not_balanced()))
    return balanced
