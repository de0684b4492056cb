"""How far each pot of a plan is, by what banks told of the pledges made for it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from savings_app.deposits.growth_rules import Known, MonthKnown
from savings_app.money import Rupiah, total
from savings_app.planning.rules import Line, words_of


class Named(Protocol):
    """A pledge as far as it says which pot it is made for."""

    @property
    def goal(self) -> str | None: ...
    @property
    def pot_id(self) -> UUID | None: ...


W = TypeVar("W", bound=Named)


class Wish(Named, Protocol):
    """A pledge with what banks told of it."""

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

    `known` is what the latest word was, `told_on` its day; None while there is no word. `besides`
    is what the latest words say of pledges whose amount no bank told: a part, or used.
    """

    called: str | None
    in_name_of: str | None
    goal: Rupiah
    on: date | None
    so_far: Rupiah | None
    known: Known
    told_on: date | None
    besides: tuple[Known, ...] = ()


def progress_of_pots(pots: Sequence[Line], wishes: Sequence[Wish]) -> tuple[PotProgress, ...]:
    """Each pot with the pledges made for it, then the pledges of no pot; each once."""
    own, left = share_out(pots, wishes)
    rows = [
        _progress(pot.label, pot.in_name_of, pot.target or pot.amount, pot.wanted_on, of_pot)
        for pot, of_pot in zip(pots, own, strict=True)
    ]
    rows += [
        _progress(wish.goal, wish.in_name_of, wish.amount, wish.until_on, [wish]) for wish in left
    ]
    return tuple(rows)


def share_out(pots: Sequence[Line], wishes: Sequence[W]) -> tuple[list[list[W]], list[W]]:
    """The pledges of each pot, and those of none.

    A pledge belongs to the pot it points at. One that points at none, as those of earlier days,
    or at a pot the plan has no more, belongs to the first pot that carries its words.
    """
    present = {pot.pot_id for pot in pots if pot.pot_id is not None}
    own: list[list[W]] = [[] for _pot in pots]
    left: list[W] = []
    for wish in wishes:
        points = wish.pot_id in present
        words = words_of(wish.goal)
        for at, pot in enumerate(pots):
            if pot.pot_id == wish.pot_id if points else bool(words) and pot.words == words:
                own[at].append(wish)
                break
        else:
            left.append(wish)
    return own, left


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
        besides=tuple(dict.fromkeys(month.known for month in told if month.amount is None)),
    )


def _last_told(wish: Wish) -> MonthKnown | None:
    """The latest month a bank told something of; months without news say nothing."""
    told = [month for month in wish.growth if month.known is not Known.NO_NEWS]
    return told[-1] if told else None
