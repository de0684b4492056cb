"""The monthly report as a document: what may be told to everybody, and nothing else. Pure.

No desa, no count under five and none that gives one away, no sum or median of so few: the same rule
as the table for use outside. So whoever is shown the paper learns of no family.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from savings_app.documents.rules import Period
from savings_app.reports.month_rules import Figures, Line, few, for_others, next_month
from savings_app.reports.rules import Hidden, shown_counts


def month_period(month: date) -> Period:
    """All days of the month."""
    return Period(month, next_month(month) - timedelta(days=1))


def month_content(
    figures: Figures, *, region: str, closing: int | None, sha256: str | None
) -> dict[str, Any]:
    """What the report says; a hidden count stands as it is printed.

    `closing`: which closing of the month it is of, None while the month is open; `sha256`: the
    fingerprint of the closed figures.
    """
    enough = few(figures.paid) is not Hidden.FEW
    return {
        "region": region,
        "month": figures.month,
        "closing": closing,
        "figures_sha256": sha256,
        "happened": few(figures.happened),
        "recorded": few(figures.recorded),
        "late": [
            {"month": late.month, "count": count}
            for late, count in zip(
                figures.late, shown_counts([late.count for late in figures.late]), strict=True
            )
        ],
        "districts": _table(figures.districts),
        "categories": _table(figures.categories),
        "payers": _table(figures.payers),
        "claims_filed": few(figures.claims_filed),
        "claims_recorded": few(figures.claims_recorded),
        "paid": few(figures.paid),
        "paid_recorded": few(figures.paid_recorded),
        "paid_amount": figures.paid_amount if enough else None,
        "days_to_pay": f"{figures.days_to_pay:g}" if enough and figures.days_to_pay else None,
        "overdue": few(figures.overdue),
        "complaints": few(figures.complaints),
    }


def _table(lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [
        {
            "code": line.code,
            "name": shown.name,
            "happened": shown.happened,
            "recorded": shown.recorded,
        }
        for line, shown in zip(lines, for_others(lines), strict=True)
    ]
