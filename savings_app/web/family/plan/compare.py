"""Two versions of a plan as rows: before, after, the difference. No word says which is better."""

from __future__ import annotations

from savings_app.money import ZERO, Rupiah
from savings_app.planning.compare_rules import compare_lines
from savings_app.planning.queries import PlanView
from savings_app.web.family.plan.sheet import line_name
from savings_app.words import _
from savings_app.words.formats import rupiah


def compared_rows(before: PlanView, after: PlanView) -> list[tuple[str, ...]]:
    """The lines, what stays free, and last the whole amount of each version."""
    rows = [
        _row(line_name(line.kind, line.called, line.in_name_of), line.before, line.after)
        for line in compare_lines(before.lines, after.lines)
    ]
    rows.append(_row(_("Bebas dipakai"), before.rest, after.rest))
    rows.append(_row(_("Uang yang dibagi"), before.amount, after.amount))
    return rows


def _row(name: str, before: Rupiah, after: Rupiah) -> tuple[str, ...]:
    return name, _or_none(before), _or_none(after), _difference(after - before)


def _or_none(amount: Rupiah) -> str:
    return rupiah(amount) if amount else _("tidak ada")


def _difference(difference: Rupiah) -> str:
    """A plus or a minus before it, as on a till."""
    if not difference:
        return _("sama")
    return f"+{rupiah(difference)}" if difference > ZERO else f"−{rupiah(-difference)}"
