"""Money was used for something the plan did not know: the plan follows. Pure, and without blame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from savings_app.errors import DomainError
from savings_app.money import ZERO, Rupiah
from savings_app.planning.kinds import NeedKind
from savings_app.planning.rules import MOST_LINES, Line, TooManyLines, free_rest, living_line


class UsedNothing(DomainError):
    """No amount was written."""

    field = "used"


class UsedMoreThanThere(DomainError):
    """More than this part of the plan holds. Fact: `there`."""

    field = "used"


def parts_to_use(lines: Sequence[Line]) -> list[int]:
    """Which lines hold money that something else can take; places from 0.

    A debt or an urgent need that is planned is paid from its own line already.
    """
    kinds = {
        NeedKind.COMMEMORATION,
        NeedKind.SCHOOL,
        NeedKind.BUSINESS,
        NeedKind.LIVING,
        NeedKind.SAVING,
    }
    return [at for at, line in enumerate(lines) if line.kind in kinds and line.amount]


def plan_after_use(
    lines: Sequence[Line], *, amount: Rupiah, at: int | None, used: Rupiah, what: str | None
) -> tuple[Line, ...]:
    """The lines once `used` went from the line `at` (None: from what no line uses) to an urgent
    need called `what`. `amount` is all the money of the plan; no rupiah is lost or made.

    A pot keeps its goal and its day. Of living whole months stay; what is less than one is free.

    Raises:
        UsedNothing, UsedMoreThanThere, TooManyLines
    """
    if used <= ZERO:
        raise UsedNothing
    there = free_rest(lines, amount=amount) if at is None else lines[at].amount
    if used > there:
        raise UsedMoreThanThere(there=there)
    left = [line for place, one in enumerate(lines) if (line := _left(one, used, place == at))]
    return tuple(_with_need(left, used=used, what=what))


def _left(line: Line, used: Rupiah, is_source: bool) -> Line | None:  # noqa: FBT001
    """What stays of a line; a child's school stays also where nothing is put aside any more."""
    if not is_source:
        return line
    rest = line.amount - used
    if line.kind is NeedKind.LIVING and line.monthly is not None:
        months = rest.sen // line.monthly.sen
        return living_line(monthly=line.monthly, months=months) if months else None
    if rest or (line.kind is NeedKind.SCHOOL and line.yearly_need):
        return replace(line, amount=rest)
    return None


def _with_need(lines: list[Line], *, used: Rupiah, what: str | None) -> list[Line]:
    need = Line(NeedKind.URGENT, used, label=what)
    for place, line in enumerate(lines):
        if line.kind is NeedKind.URGENT and line.words == need.words:
            return [
                *lines[:place],
                replace(line, amount=line.amount + used),
                *lines[place + 1 :],
            ]
    if sum(line.kind is NeedKind.URGENT for line in lines) >= MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    return [*lines, need]
