"""Two versions of a plan as rows: before, after, the difference. No word says which is better."""

from __future__ import annotations

from savings_app.money import ZERO, Rupiah
from savings_app.planning.compare_rules import ComparedLine, compare_lines
from savings_app.planning.queries import PlanView
from savings_app.words import _
from savings_app.words.formats import rupiah
from savings_app.words.labels import label


def compared_rows(before: PlanView, after: PlanView) -> list[tuple[str, ...]]:
    """The lines, what stays free, and last the whole amount of each version."""
    rows = [
        _row(_called(line), line.before, line.after)
        for line in compare_lines(before.lines, after.lines)
    ]
    rows.append(_row(_("Bebas dipakai"), before.rest, after.rest))
    rows.append(_row(_("Uang yang dibagi"), before.amount, after.amount))
    return rows


def _row(name: str, before: Rupiah, after: Rupiah) -> tuple[str, ...]:
    return name, _or_none(before), _or_none(after), _difference(after - before)


def _called(line: ComparedLine) -> str:
    kind = label("need", line.kind.value)
    name = f"{kind}: {line.called}" if line.called else kind
    if line.in_name_of is None:
        return name
    return _("%(line)s, atas nama %(whose)s", line=name, whose=line.in_name_of)


def _or_none(amount: Rupiah) -> str:
    return rupiah(amount) if amount else _("tidak ada")


def _difference(difference: Rupiah) -> str:
    """A plus or a minus before it, as on a till."""
    if not difference:
        return _("sama")
    return f"+{rupiah(difference)}" if difference > ZERO else f"−{rupiah(-difference)}"
