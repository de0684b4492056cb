"""What a calculator says: one figure, facts beside it, and lengths of time as people say them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from savings_app.errors import RuleWarning
from savings_app.words import gettext
from savings_app.words.formats import number

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Answer:
    """`figure` under `label` first, then facts as (what, text), and what to look at twice."""

    figure: str
    label: str
    facts: Sequence[tuple[str, str]] = ()
    note: str = ""
    warnings: Sequence[RuleWarning] = ()


def spoken_months(months: int) -> str:
    """`24 bulan (2 tahun)`, `27 bulan (2 tahun 3 bulan)`; no whole month is less than one."""
    if not months:
        return gettext("kurang dari sebulan")
    years, rest = divmod(months, MONTHS_A_YEAR)
    if not years:
        return gettext("%(months)s bulan", months=number(months))
    if not rest:
        return gettext(
            "%(months)s bulan (%(years)s tahun)", months=number(months), years=number(years)
        )
    return gettext(
        "%(months)s bulan (%(years)s tahun %(rest)s bulan)",
        months=number(months),
        years=number(years),
        rest=rest,
    )
