"""When a month may be closed, what it keeps, and what of it may leave the house."""

from __future__ import annotations

from datetime import date

import pytest

from savings_app.money import Rupiah
from savings_app.reports.month_rules import (
    Figures,
    Late,
    Line,
    MonthClosedAlready,
    MonthNotOver,
    begins_at,
    check_closable,
    few,
    fingerprint,
    for_others,
    median_days,
    next_month,
    read,
    stored,
)
from savings_app.reports.rules import Hidden

OCTOBER = date(2026, 10, 1)
FIGURES = Figures(
    month=OCTOBER,
    happened=20,
    recorded=22,
    late=(Late(date(2026, 9, 1), 2), Late(date(2025, 12, 1), 1)),
    districts=(Line("75.03.06", "Tilongkabila", 3, 4), Line("75.03.11", "Suwawa Timur", 17, 18)),
    villages=(Line("75.03.11.2003", "Dumbaya Bulan", 17, 18),),
    categories=(Line("pekerja_rentan", "Pekerja rentan", 20, 22),),
    payers=(Line("apbd", "apbd", 20, 22),),
    claims_filed=12,
    claims_recorded=13,
    paid=9,
    paid_recorded=8,
    paid_amount=Rupiah.of(378_000_000),
    days_to_pay=3.5,
    overdue=1,
    complaints=2,
)


def test_a_month_is_closed_from_the_first_day_after_it() -> None:
    check_closable(OCTOBER, is_closed=False, today=date(2026, 11, 1))
    with pytest.raises(MonthNotOver) as refused:
        check_closable(OCTOBER, is_closed=False, today=date(2026, 10, 31))
    assert refused.value.facts == {"opens_on": date(2026, 11, 1)}
    with pytest.raises(MonthClosedAlready):
        check_closable(OCTOBER, is_closed=True, today=date(2026, 11, 1))


def test_after_december_comes_january() -> None:
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert next_month(date(2026, 2, 1)) == date(2026, 3, 1)


def test_a_day_begins_at_midnight_in_gorontalo() -> None:
    assert begins_at(OCTOBER).isoformat() == "2026-10-01T00:00:00+08:00"


def test_figures_are_read_as_they_were_stored_and_any_change_shows() -> None:
    kept = stored(FIGURES)

    assert read(kept) == FIGURES
    assert fingerprint(stored(read(kept))) == fingerprint(kept)
    assert fingerprint(kept | {"happened": 19}) != fingerprint(kept)


def test_the_median_of_days_is_of_whole_days_and_none_of_nothing() -> None:
    spans = [
        (date(2026, 10, 1), date(2026, 10, 3)),
        (date(2026, 10, 1), date(2026, 10, 6)),
        (date(2026, 10, 1), date(2026, 11, 20)),
    ]
    assert median_days(spans) == 5.0
    assert median_days(spans[:2]) == 3.5
    assert median_days([]) is None


def test_outside_the_house_nobody_is_recognised_in_a_small_count() -> None:
    lines = [Line("a", "A", 3, 0), Line("b", "B", 7, 9), Line("c", "C", 12, 4)]

    told = [(line.happened, line.recorded) for line in for_others(lines)]

    # A single hidden count would be the total less the others: the next smallest hides with it.
    assert told == [(Hidden.FEW, 0), (Hidden.WITH_IT, Hidden.WITH_IT), (12, Hidden.FEW)]
    assert [few(n) for n in (0, 1, 4, 5)] == [0, Hidden.FEW, Hidden.FEW, 5]
