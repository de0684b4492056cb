"""What a running balance column proves: where an account began, where it ended, which row lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from savings_app.money import Rupiah


class Step(NamedTuple):
    """One row: what it moved and the balance it states; None where absent or unreadable."""

    line: int
    movement: Rupiah | None
    balance: Rupiah | None


@dataclass(frozen=True, slots=True)
class Followed:
    """Opening and closing as stated, else as the column shows; `misfits` are lines of rows."""

    opening: Rupiah | None
    closing: Rupiah | None
    misfits: frozenset[int]


def follow(steps: Sequence[Step], opening: Rupiah | None, closing: Rupiah | None) -> Followed:
    """Walk the rows from the oldest. Banks list the newest first or last; the balances tell."""
    ordered = steps
    if len(steps) > 1:
        backwards = list(reversed(steps))
        if _fits(backwards, opening, closing) > _fits(steps, opening, closing):
            ordered = backwards
    began = opening if opening is not None else _before(ordered)
    ended = closing if closing is not None else (ordered[-1].balance if ordered else None)
    return Followed(opening=began, closing=ended, misfits=_misfits(ordered, began))


def _before(ordered: Sequence[Step]) -> Rupiah | None:
    if not ordered:
        return None
    first = ordered[0]
    if first.movement is None or first.balance is None:
        return None
    return first.balance - first.movement


def _fits(ordered: Sequence[Step], opening: Rupiah | None, closing: Rupiah | None) -> int:
    count = 0
    running = opening
    for step in ordered:
        if step.movement is not None and step.balance is not None and running is not None:
            count += running + step.movement == step.balance
        running = step.balance
    return count + (running is not None and running == closing)


def _misfits(ordered: Sequence[Step], opening: Rupiah | None) -> frozenset[int]:
    misfits = set()
    running = opening
    for place, step in enumerate(ordered):
        expected = None if running is None or step.movement is None else running + step.movement
        running = expected if step.balance is None else step.balance
        if expected is None or step.balance is None or expected == step.balance:
            continue
        misfits.add(step.line)
        # One wrong cell is one problem: go on from the right balance if the next row does.
        after = ordered[place + 1] if place + 1 < len(ordered) else None
        if after is not None and after.movement is not None:
            running = expected if expected + after.movement == after.balance else step.balance
    return frozenset(misfits)
