"""Pages of a bank's answers into the readers' one kind of value. Pure.

A row that stands on two pages is one row; two equal rows of one page are two. What cannot be read
is a problem with its place, `page 2, row 7`, and what the bank claims of sums is proven.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from savings_app.errors import Problem
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah, total
from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.readers.numbers import LONGEST_WHOLE
from savings_app.reconciliation.readers.running import Step, follow
from savings_app.reconciliation.readers.types import (
    BankFile,
    FileFormat,
    Line,
    Section,
    gap,
    place_in,
)
from savings_app.reconciliation.readers.types import Span as Places
from savings_app.snap.pull_rules import Span
from savings_app.snap.signing_rules import parse_timestamp
from savings_app.words import _
from savings_app.words.formats import WITA

# Two decimals, a point, no grouping: so writes the standard every amount of rupiah.
_AMOUNT = re.compile(rf"-?\d{{1,{LONGEST_WHOLE}}}\.\d\d", re.ASCII)
_DIRECTIONS = {
    "credit": Direction.CREDIT,
    "cr": Direction.CREDIT,
    "c": Direction.CREDIT,
    "debit": Direction.DEBIT,
    "db": Direction.DEBIT,
    "d": Direction.DEBIT,
}
# The bank's own day begins an hour after ours, so its first and last rows may be of a day beside.
_BESIDE = timedelta(days=1)
_LONGEST_TEXT = 1000


@dataclass(slots=True)
class Pages:
    """What the bank told so far. `rows` are all different; `repeated` counts those told twice."""

    account: AccountNumber
    span: Span
    goes_on_at: datetime | None = None  # where the next page begins
    rows: list[Mapping[str, Any]] = field(default_factory=list, repr=False)
    begins: list[int] = field(default_factory=list)  # how many rows came before each page
    heads: list[Mapping[str, Any]] = field(default_factory=list, repr=False)
    repeated: int = 0
    last_size: int = 0  # rows of the last page
    size: int = 0  # bytes of all pages
    _seen: Counter[str] = field(default_factory=Counter, repr=False)

    @property
    def count(self) -> int:
        return len(self.heads)

    def add(self, body: Mapping[str, Any], *, size: int = 0) -> int:
        """Take in a page; how many of its rows are new."""
        told = body.get("detailData")
        # What is no row at all is counted like one that cannot be read.
        found = (
            [row if isinstance(row, dict) else {} for row in told] if isinstance(told, list) else []
        )
        self.size += size
        before = len(self.rows)
        self.begins.append(before)
        self.heads.append({key: value for key, value in body.items() if key != "detailData"})
        self.last_size = len(found)
        own: Counter[str] = Counter()
        for row in found:
            content = json.dumps(row, sort_keys=True)
            own[content] += 1
            if own[content] <= self._seen[content] and self._is_told_again(row):
                self.repeated += 1
            else:
                self.rows.append(row)
        for content, times in own.items():
            self._seen[content] = max(self._seen[content], times)
        return len(self.rows) - before

    def as_bytes(self, *, seal: str) -> bytes:
        """What the bank told, to be hashed; `seal` keeps the same told again from being refused."""
        return json.dumps([seal, self.heads, self.rows], sort_keys=True).encode()

    def _is_told_again(self, row: Mapping[str, Any]) -> bool:
        """Whether a row equal to one of an earlier page is that one: it has a number or a balance
        of its own, or it is of the very second at which this page began.
        """
        if _text(row, "transactionId") or _end_balance(row) is not None:
            return True
        return self.goes_on_at is not None and _moment(row) == self.goes_on_at


@dataclass(frozen=True, slots=True)
class _Read:
    """A row as read; `line` or what is wrong with it."""

    place: int
    line: Line | None
    balance: Rupiah | None
    what: str | None = None


def read_pages(pages: Pages) -> BankFile:
    """The account's section with its lines, problems and unread rows, as a file would give it."""
    read = [_read_row(row, number, pages.span) for number, row in enumerate(pages.rows, start=1)]
    places = tuple(
        Places(before, f"page {page}, row ") for page, before in enumerate(pages.begins, start=1)
    ) or (Places(0, "page 1, row "),)
    problems = [Problem(place_in(places, one.place), one.what) for one in read if one.what]
    unread = tuple(one.place for one in read if one.line is None)
    lines = tuple(one.line for one in read if one.line is not None)
    stated = _stated(pages.heads)
    followed = follow(
        [Step(one.place, one.line.signed if one.line else None, one.balance) for one in read],
        stated.opening,
        stated.closing,
    )
    opening, closing = followed.opening, followed.closing
    if opening is None or closing is None:
        opening = closing = None
    problems.extend(Problem(place_in(places, row), _misfit()) for row in followed.misfits)
    totals = _totals_fit(pages, read)
    if totals is False:
        problems.append(Problem(None, _totals_differ()))
    section = Section(
        account=pages.account,
        currency="IDR",
        opening=opening,
        closing=closing,
        balanced=_balanced(
            lines, opening, closing, proven=not unread, fits=not followed.misfits, totals=totals
        ),
        lines=lines,
        # Whole days were asked for, and all of them were over: also a day without a row is told.
        stated_days=(pages.span.first, pages.span.last),
    )
    return BankFile(FileFormat.SNAP, (section,), tuple(problems), unread, places)


# --- a row ---------------------------------------------------------------------------------------


def _read_row(row: Mapping[str, Any], place: int, span: Span) -> _Read:
    amount, balance, on = _amount(row.get("amount")), _end_balance(row), _day(row)
    direction = _DIRECTIONS.get(_text(row, "type").casefold())
    what = _wrong_with(row, amount, direction, on, span)
    if what is not None or amount is None or direction is None or on is None:
        return _Read(place, None, balance, what)
    text = " ".join(_text(row, "remark").split())[:_LONGEST_TEXT]
    # The bank's own number of the movement, as AcctSvcrRef in camt: told in both, it is one line.
    reference = _text(row, "transactionId")[:_LONGEST_TEXT] or None
    line = Line(
        on, direction, amount, text, reference, balance, bank_reference=reference, place=place
    )
    return _Read(place, line, balance)


def _wrong_with(
    row: Mapping[str, Any],
    amount: Rupiah | None,
    direction: Direction | None,
    on: date | None,
    span: Span,
) -> str | None:
    if amount is None:
        return _("Jumlahnya bukan rupiah dengan dua angka di belakang titik.")
    if amount.sen <= 0:
        return _("Jumlahnya nol atau kurang.")
    if direction is None:
        return _("Tidak disebut apakah uang masuk atau keluar.")
    if on is None:
        return _("Waktunya tidak terbaca, atau tanpa selisih jamnya.")
    if not span.first - _BESIDE <= on <= span.last + _BESIDE:
        return _("Tanggalnya di luar rentang yang diminta.")
    return _not_booked(row)


def _not_booked(row: Mapping[str, Any]) -> str | None:
    status = _text(row, "transactionDetailStatus") or _text(row, "status")
    if status and status.casefold() not in {"success", "00"}:
        return _("Belum dibukukan oleh bank.")
    return None


def _moment(row: Mapping[str, Any]) -> datetime | None:
    return parse_timestamp(_text(row, "transactionDate") or _text(row, "dateTime"))


def _day(row: Mapping[str, Any]) -> date | None:
    moment = _moment(row)
    return None if moment is None else moment.astimezone(WITA).date()


def _text(row: Mapping[str, Any], name: str) -> str:
    found = row.get(name)
    return found.strip() if isinstance(found, str) else ""


def _amount(told: object) -> Rupiah | None:
    """`{"value": "100000.00", "currency": "IDR"}`; nothing else is an amount of rupiah."""
    if not isinstance(told, dict) or told.get("currency", "IDR") != "IDR":
        return None
    value = told.get("value")
    if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
        return None
    return Rupiah(int(value.replace(".", "")))


def _end_balance(row: Mapping[str, Any]) -> Rupiah | None:
    """What the row says the account held after it."""
    detail = row.get("detailBalance")
    told = detail.get("endAmount") if isinstance(detail, dict) else None
    one = told[0] if isinstance(told, list) and told else told
    return _amount(one.get("amount")) if isinstance(one, dict) else None


# --- what the bank claims ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stated:
    opening: Rupiah | None
    closing: Rupiah | None


def _stated(heads: Sequence[Mapping[str, Any]]) -> _Stated:
    """Where the first page says the account began, and where the last says it ended."""
    if not heads:
        return _Stated(None, None)
    return _Stated(
        _balance(heads[0], "startingBalance"),
        _balance(heads[-1], "endingBalance"),
    )


def _balance(head: Mapping[str, Any], name: str) -> Rupiah | None:
    told = head.get("balance")
    one = told[0] if isinstance(told, list) and told else told
    return _amount(one.get(name)) if isinstance(one, dict) else None


def _totals_fit(pages: Pages, read: Sequence[_Read]) -> bool | None:
    """Whether counts and sums the bank states are those of the rows; None where it states none.

    A bank may state them of all the range on its first page, or of each page on it.
    """
    first = [
        _is_total(pages.heads[0], read, direction) if pages.heads else None
        for direction in Direction
    ]
    if all(fits is None for fits in first):
        return None
    if False not in first:
        return True
    ends = [*pages.begins[1:], len(read)]
    return all(
        _is_total(head, read[begins:end], direction) is not False
        for head, begins, end in zip(pages.heads, pages.begins, ends, strict=True)
        for direction in Direction
    )


def _is_total(head: Mapping[str, Any], read: Sequence[_Read], direction: Direction) -> bool | None:
    name = "totalCreditEntries" if direction is Direction.CREDIT else "totalDebitEntries"
    told = head.get(name)
    if not isinstance(told, dict):
        return None
    own = [one.line.amount for one in read if one.line and one.line.direction is direction]
    number = told.get("numberOfEntries")
    if number is not None and str(number) != str(len(own)):
        return False
    stated = told.get("amount")
    return stated is None or _amount(stated) == total(own)


def _balanced(
    lines: Sequence[Line],
    opening: Rupiah | None,
    closing: Rupiah | None,
    *,
    proven: bool,
    fits: bool,
    totals: bool | None,
) -> bool | None:
    if totals is False or not fits:
        return False
    if opening is None or closing is None or not proven:
        return None
    return gap(opening, (line.signed for line in lines), closing).sen == 0


def _misfit() -> str:
    return _("Saldo di baris ini tidak sama dengan saldo sebelumnya ditambah transaksinya.")


def _totals_differ() -> str:
    return _("Jumlah dan banyaknya transaksi tidak sama dengan yang dinyatakan bank.")
