"""How money, dates and numbers are written, and how people's own writing of them is read."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from babel.dates import format_date

from savings_app.errors import DomainError
from savings_app.money import LARGEST_RUPIAH, Rupiah
from savings_app.words.language import date_locale

# WITA has no summer time, so a fixed offset is exact.
WITA = timezone(timedelta(hours=8), "WITA")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


class AmountMissing(DomainError):
    """Nothing was typed."""


class AmountNotANumber(DomainError):
    """The text holds something other than digits and grouping dots."""


class AmountInWords(DomainError):
    """`1,5 juta`: the number has to be written out."""


class AmountNotWhole(DomainError):
    """Sen were typed; families and staff write whole rupiah."""


class AmountNotPositive(DomainError):
    """Zero or less."""


class AmountTooLarge(DomainError):
    """More than any family can meet. Fact: `largest`."""


def rupiah(amount: Rupiah | None) -> str:
    """`Rp42.000.000`; sen only where there are some: `Rp42.000.000,50`."""
    if amount is None:
        return "–"
    sign = "−" if amount.sen < 0 else ""
    whole, sen = divmod(abs(amount.sen), 100)
    text = f"{sign}Rp{whole:,}".replace(",", ".")
    return f"{text},{sen:02}" if sen else text


def number(value: int | Decimal) -> str:
    """`36.910`, with a decimal comma where there are decimals."""
    text = f"{value:,}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def date_long(day: date | None) -> str:
    """`22 November 2026`."""
    return "–" if day is None else format_date(day, "d MMMM y", locale=date_locale())


def date_short(day: date | None) -> str:
    """`22 Nov 2026`."""
    return "–" if day is None else format_date(day, "d MMM y", locale=date_locale())


def month_long(day: date) -> str:
    """`November 2026`."""
    return format_date(day, "MMMM y", locale=date_locale())


def month_short(day: date) -> str:
    """`Nov`, where the year stands beside it."""
    return format_date(day, "MMM", locale=date_locale())


def in_wita(moment: datetime) -> datetime:
    """The moment on the clocks of Gorontalo."""
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(WITA)


def day_long(moment: datetime | None) -> str:
    """The day of a moment in Gorontalo: `22 November 2026`."""
    return date_long(in_wita(moment).date()) if moment else "–"


def moment_long(moment: datetime | None) -> str:
    """`22 November 2026 14.05 WITA`."""
    if moment is None:
        return "–"
    local = in_wita(moment)
    return f"{date_long(local.date())} {local:%H.%M} WITA"


def parse_rupiah(text: str) -> Rupiah:
    """Whole rupiah as people type them: `42000000`, `42.000.000`, `Rp 42,000,000`.

    Raises:
        AmountMissing, AmountInWords, AmountNotANumber, AmountNotWhole, AmountNotPositive,
        AmountTooLarge: each says what is wrong; an amount is never guessed.
    """
    compact = re.sub(r"\s+", "", text.strip()).lower().removeprefix("rp").removeprefix(".")
    if not compact:
        raise AmountMissing
    if re.search(r"juta|ribu|jt|rb|milyar|miliar|million", compact):
        raise AmountInWords
    if compact.startswith(("-", "\N{MINUS SIGN}")):
        raise AmountNotPositive
    # 1.000.000,50 and 1,000,000.50: the last mark differs from the grouping one.
    if re.fullmatch(r"(\d+|\d{1,3}(\.\d{3})+),\d{1,2}|(\d+|\d{1,3}(,\d{3})+)\.\d{1,2}", compact):
        raise AmountNotWhole
    one_kind_of_mark = not ("." in compact and "," in compact)
    if not (compact.isascii() and compact.isdigit()) and not (
        _GROUPED.fullmatch(compact) and one_kind_of_mark
    ):
        raise AmountNotANumber
    digits = re.sub(r"[.,]", "", compact)
    # The length first: a million digits is no number worth parsing.
    if len(digits.lstrip("0")) > len(str(LARGEST_RUPIAH)) or int(digits) > LARGEST_RUPIAH:
        raise AmountTooLarge(largest=Rupiah.of(LARGEST_RUPIAH))
    if int(digits) == 0:
        raise AmountNotPositive
    return Rupiah.of(int(digits))
