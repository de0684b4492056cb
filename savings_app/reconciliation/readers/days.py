"""Days as banks write them, and the period that gives a day without a year its year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from savings_app.imports.readers.written import MONTHS
from savings_app.reconciliation.readers.numbers import Unreadable
from savings_app.words import _

EARLIEST_YEAR, LATEST_YEAR = 1900, 2099
_CENTURY = 2000
_LONGEST_CELL = 48
_LONGEST_PERIOD = 366  # days; a longer one would hold a day without a year twice
_UTC_NEXT_DAY = 16  # from 16:00 UTC on it is tomorrow in WITA


class DateOrder(StrEnum):
    """In which order a bank writes the parts of a day. Only a taught table has another."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    YEAR_FIRST = "ymd"


@dataclass(frozen=True, slots=True)
class Period:
    """The days a statement says it is about, both included."""

    first: date
    last: date


_TIME = (
    r"(?:[ T]+(?P<hour>\d{1,2})[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?"
    r"(?: ?(?P<zone>WIB|WITA|WIT|Z|[+-]\d{2}:?\d{2}))?)?"
)
_WEEKDAY = (
    "senin monday mon|selasa tuesday tue|rabu wednesday wed|kamis thursday thu"
    "|jumat jum'at jum\u2019at friday fri|sabtu saturday sat|minggu ahad sunday sun"
)
_WEEKDAYS = {
    name: number for number, names in enumerate(_WEEKDAY.split("|")) for name in names.split()
}
_BEGINS_WITH_WEEKDAY = re.compile(r"([A-Za-z]+(?:['\u2019][A-Za-z]+)?)[,.]? +(?=\d)", re.ASCII)
_NUMBERS = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_YEAR_FIRST = re.compile(rf"(\d{{4}})([/.-])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.ASCII)
_NAMED = re.compile(
    rf"(\d{{1,2}})[ /.-]([A-Za-z]{{3,9}})\.?,?[ /.-](\d{{4}}|\d{{2}}){_TIME}", re.ASCII
)
_NAME_FIRST = re.compile(
    rf"([A-Za-z]{{3,9}})\.?[ /.-](\d{{1,2}}),?[ /.-](\d{{4}}|\d{{2}}){_TIME}", re.ASCII
)
_NO_YEAR = re.compile(r"(\d{1,2})(?:[/.-](\d{1,2})|[ /.-]([A-Za-z]{3,9})\.?)", re.ASCII)
_WITHIN = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2}[ /.-][A-Za-z]{3,9}[ /.-]\d{2,4}", re.ASCII
)
_MONTH_AND_YEAR = re.compile(r"([A-Za-z]{3,9})[ /.-](\d{4})|(\d{1,2})[/.-](\d{4})", re.ASCII)


@lru_cache(maxsize=1024)  # a file has few days, and each of its rows has one
def parse_day(
    text: str, *, order: DateOrder = DateOrder.DAY_FIRST, period: Period | None = None
) -> date:
    """The day in a cell: day first, or year first; a month by number or name; a time is dropped.

    A day without a year takes it from `period`, where one year only puts it inside.

    Raises:
        Unreadable: no date, or a day that does not exist. Never re-read in another order.
    """
    text = text.strip()[: _LONGEST_CELL + 1]
    text, weekday = _without_weekday(text)
    on = _whole_day(text, order)
    if on is None:
        on = _day_within(text, order, period)
    if weekday is not None and on.weekday() != weekday:
        raise Unreadable(_("Nama hari dan tanggalnya tidak cocok."))
    return on


def looks_like_day(text: str) -> bool:
    """Whether a cell begins as a day does: with a digit, or with the name of a weekday."""
    return text[:1].isdigit() or _without_weekday(text[:_LONGEST_CELL])[1] is not None


def _without_weekday(text: str) -> tuple[str, int | None]:
    matched = _BEGINS_WITH_WEEKDAY.match(text)
    weekday = _WEEKDAYS.get(matched[1].lower()) if matched else None
    return (text[matched.end() :], weekday) if matched and weekday is not None else (text, None)


def _whole_day(text: str, order: DateOrder) -> date | None:
    matched = _YEAR_FIRST.fullmatch(text)
    if matched:
        return _with_time(make_day(matched[1], int(matched[3]), matched[4]), matched)
    if matched := _NUMBERS.fullmatch(text):
        first, second, third = matched[1], matched[3], matched[4]
        if order is DateOrder.MONTH_FIRST:
            first, second = second, first
        elif order is DateOrder.YEAR_FIRST:
            # Two digits of a year, then month and day; four at the end are another order.
            if len(third) > 2:  # noqa: PLR2004
                raise Unreadable(_not_a_day())
            first, third = third, first
        return _with_time(make_day(third, int(second), first), matched)
    if (matched := _NAMED.fullmatch(text)) and (month := MONTHS.get(matched[2].lower())):
        return _with_time(make_day(matched[3], month, matched[1]), matched)
    if (matched := _NAME_FIRST.fullmatch(text)) and (month := MONTHS.get(matched[1].lower())):
        return _with_time(make_day(matched[3], month, matched[2]), matched)
    return None


def _with_time(on: date, matched: re.Match[str]) -> date:
    """A moment in UTC is no bank's own calendar and is told in WITA; other offsets are its own."""
    utc = matched["zone"] in {"Z", "+00:00", "+0000", "-00:00", "-0000"}
    late = utc and int(matched["hour"]) >= _UTC_NEXT_DAY
    return on + timedelta(days=1) if late else on


def _day_within(text: str, order: DateOrder, period: Period | None) -> date:
    matched = _NO_YEAR.fullmatch(text)
    month = _month_of(matched, order) if matched else None
    if matched is None or month is None:
        raise Unreadable(_not_a_day())
    day = int(matched[2] if order is not DateOrder.DAY_FIRST and matched[2] else matched[1])
    if period is None:
        raise Unreadable(_("Tahunnya tidak ditulis, dan periodenya tidak disebut di atas tabel."))
    inside = []
    for year in range(period.first.year, period.last.year + 1):
        try:
            on = date(year, month, day)
        except ValueError:
            continue
        if period.first <= on <= period.last:
            inside.append(on)
    if len(inside) != 1:
        raise Unreadable(_("Tanggal tanpa tahun ini tidak ada di dalam periode berkasnya."))
    return inside[0]


def _month_of(matched: re.Match[str], order: DateOrder) -> int | None:
    if matched[3]:
        return MONTHS.get(matched[3].lower())
    return int(matched[2] if order is DateOrder.DAY_FIRST else matched[1])


def read_period(text: str) -> Period | None:
    """The period in the words of a preamble: two days, or a month with its year; else None."""
    days = []
    for found in _WITHIN.findall(text[:200]):
        try:
            days.append(parse_day(found))
        except Unreadable:
            return None
    if len(days) == 2 and days[0] <= days[1]:  # noqa: PLR2004
        within = (days[1] - days[0]).days < _LONGEST_PERIOD
        return Period(days[0], days[1]) if within else None
    months = [] if days else [_month_within(one) for one in _MONTH_AND_YEAR.finditer(text[:200])]
    if len(months) == 1 and months[0] is not None:
        return months[0]
    return None


def _month_within(matched: re.Match[str]) -> Period | None:
    month = MONTHS.get(matched[1].lower()) if matched[1] else int(matched[3])
    year = int(matched[2] or matched[4])
    if month is None or not 1 <= month <= 12 or not EARLIEST_YEAR <= year <= LATEST_YEAR:  # noqa: PLR2004
        return None
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _not_a_day() -> str:
    return _("Ini bukan tanggal. Tulis hari/bulan/tahun, misalnya 05/03/2026.")


def make_day(year: str, month: int, day: str) -> date:
    """A day from its parts; a year of two digits is of this century.

    Raises:
        Unreadable: no such day, or a year before 1900 or after 2099.
    """
    full_year = int(year) if len(year) > 2 else _CENTURY + int(year)  # noqa: PLR2004
    if EARLIEST_YEAR <= full_year <= LATEST_YEAR:
        try:
            return date(full_year, month, int(day))
        except ValueError:
            pass
    raise Unreadable(_("Tanggal ini tidak ada."))
