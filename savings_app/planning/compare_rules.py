"""Two versions of a plan, line by line. Pure; it says what differs and never which is better."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from savings_app.money import ZERO, Rupiah
from savings_app.planning.kinds import NeedKind
from savings_app.planning.rules import Line


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One use of the money before and after; zero where a version does not have it."""

    kind: NeedKind
    called: str | None
    in_name_of: str | None
    before: Rupiah
    after: Rupiah

    @property
    def difference(self) -> Rupiah:
        return self.after - self.before


def compare_lines(before: Sequence[Line], after: Sequence[Line]) -> tuple[ComparedLine, ...]:
    """Lines of the same kind, name and owner are one row, added up; in the order of the pages.

    A pot is one row under its newest name, and two where its account is to be somebody else's. A
    line that uses nothing in either version, as of a school the scholarship pays, is left out.

    The befores add up to what the first version plans, the afters to what the second does.
    """
    rows: dict[object, ComparedLine] = {}
    for line, is_after in _both(before, after):
        owner = (line.in_name_of or "").casefold()
        key = (line.kind, line.pot_id or line.words, owner)
        row = rows.get(key) or ComparedLine(line.kind, line.label, line.in_name_of, ZERO, ZERO)
        if line.pot_id:
            row = replace(row, called=line.label)
        rows[key] = (
            replace(row, after=row.after + line.amount)
            if is_after
            else replace(row, before=row.before + line.amount)
        )
    order = list(NeedKind)
    used = (row for row in rows.values() if row.before or row.after)
    return tuple(sorted(used, key=lambda row: order.index(row.kind)))


def _both(before: Sequence[Line], after: Sequence[Line]) -> Iterable[tuple[Line, bool]]:
    yield from ((line, False) for line in before)
    yield from ((line, True) for line in after)
