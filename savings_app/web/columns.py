"""The columns lists have again and again: a page shows the words, a file holds the plain value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from savings_app.money import Rupiah
from savings_app.web.listing import Column
from savings_app.words.formats import date_short, number, rupiah

R = TypeVar("R")


def day_column(
    heading: Any, day: Callable[[R], date | None], *, sort: str | None = None
) -> Column[R]:
    """A calendar day; empty where there is none."""

    def shown(row: R) -> str:
        on = day(row)
        return date_short(on) if on else ""

    return Column(heading, shown, taken=day, sort=sort)


def number_column(heading: Any, count: Callable[[R], int], *, sort: str | None = None) -> Column[R]:
    """How many there are."""
    return Column(heading, lambda row: number(count(row)), taken=count, sort=sort, number=True)


def money_column(
    heading: Any,
    amount: Callable[[R], Rupiah | None],
    *,
    sort: str | None = None,
    without: Any = "",
) -> Column[R]:
    """An amount; `without` is what the page says where there is none."""

    def shown(row: R) -> str:
        money = amount(row)
        return str(without) if money is None else rupiah(money)

    return Column(heading, shown, taken=amount, sort=sort, number=True)
