"""How far each pot of a plan is, by what banks told of the pledges made for it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from savings_app.deposits.growth_rules import Known, MonthKnown
from savings_app.money import Rupiah, total
from savings_app.planning.rules import Line


class Wish(Protocol):
    """A pledge with what banks told of it."""

    @property
    def goal(self) -> str | None: ...
    @property
    def in_name_of(self) -> str | None: ...
    @property
    def amount(self) -> Rupiah: ...
    @property
    def until_on(self) -> date: ...
    @property
    def growth(self) -> tuple[MonthKnown, ...]: ...


@dataclass(frozen=True, slots=True)
class PotProgress:
    """A pot, or a pledge that belongs to none. `so_far` is None where no bank told an amount.

    `known` is what the latest word was, `told_on` its day; None while there is no word.
    """

    called: str | None
    in_name_of: str | None
    goal: Rupiah
    on: date | None
    so_far: Rupiah | None
    known: Known
    told_on: date | None


def progress_of_pots(pots: Sequence[Line], wishes: Sequence[Wish]) -> tuple[PotProgress, ...]:
    """Each pot with the pledges that carry its words, then the pledges of no pot; each once."""
    left = list(wishes)
    rows = []
    for pot in pots:
        own = [wish for wish in left if pot.label and _words(wish) == _words_of(pot)]
        left = [wish for wish in left if wish not in own]
        goal = pot.target or pot.amount
        rows.append(_progress(pot.label, pot.in_name_of, goal, pot.wanted_on, own))
    rows += [
        _progress(wish.goal, wish.in_name_of, wish.amount, wish.until_on, [wish]) for wish in left
    ]
    return tuple(rows)


def _words(wish: Wish) -> str:
    return (wish.goal or "").casefold()


def _words_of(pot: Line) -> str:
    return (pot.label or "").casefold()


def _progress(
    called: str | None, whose: str | None, goal: Rupiah, on: date | None, wishes: Sequence[Wish]
) -> PotProgress:
    told = [last for wish in wishes if (last := _last_told(wish)) is not None]
    amounts = [month.amount for month in told if month.amount is not None]
    latest = max(told, key=lambda month: month.told_on or month.month, default=None)
    return PotProgress(
        called,
        whose,
        goal,
        on,
        so_far=total(amounts) if amounts else None,
        known=latest.known if latest else Known.NO_NEWS,
        told_on=latest.told_on if latest else None,
    )


def _last_told(wish: Wish) -> MonthKnown | None:
    """The latest month a bank told something of; months without news say nothing."""
    told = [month for month in wish.growth if month.known is not Known.NO_NEWS]
    return told[-1] if told else None
