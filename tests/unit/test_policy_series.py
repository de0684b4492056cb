from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.policy.series import (
    PARAMETERS,
    FactStatus,
    NotYetInForce,
    Series,
    Value,
    parameter,
    weakest,
)

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def value(starts: date, amount: int) -> Value:
    return Value(
        starts=starts,
        amounts={"rupiah": amount},
        law="uji",
        status=FactStatus.VERIFIED,
        checked_on=starts,
        source="uji",
    )


@st.composite
def series(draw: st.DrawFn) -> Series:
    starts = sorted(draw(st.sets(DAYS, min_size=1, max_size=6)))
    return Series(tuple(value(day, number) for number, day in enumerate(starts)))


@pytest.mark.parametrize("path", sorted(PARAMETERS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_parameter_names_its_law_its_status_and_its_source(path):  # type: ignore[no-untyped-def]
    assert set(tomllib.loads(path.read_text())) == {"values"}
    for row in parameter(path.stem).values:
        assert row.law
        assert row.source
        assert row.checked_on >= date(2026, 11, 22)
        assert all(type(amount) is int and amount >= 0 for amount in row.amounts.values())


def test_the_value_in_force_is_the_latest_start_not_after_the_day() -> None:
    dated = Series((value(date(2020, 1, 1), 1), value(date(2022, 1, 1), 2)))
    assert dated.on(date(2021, 12, 31)).amount == 1
    assert dated.on(date(2022, 1, 1)).amount == 2
    assert dated.on(date(2099, 1, 1)).amount == 2


def test_a_day_before_the_first_start_is_refused_with_the_day_asked_for() -> None:
    dated = Series((value(date(2020, 1, 1), 1),))
    with pytest.raises(NotYetInForce) as refused:
        dated.on(date(2019, 12, 31))
    assert refused.value.facts == {"on": date(2019, 12, 31), "first": date(2020, 1, 1)}
    assert dated.find(date(2019, 12, 31)) is None


@pytest.mark.parametrize("starts", [[], [(2020, 2), (2020, 1)], [(2020, 1), (2020, 1)]])
def test_a_series_without_order_is_a_mistake(starts: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="date order"):
        Series(tuple(value(date(year, month, 1), 1) for year, month in starts))


@given(dated=series(), starts=DAYS, day=DAYS)
def test_a_value_that_starts_on_a_day_changes_nothing_before_that_day(
    dated: Series, starts: date, day: date
) -> None:
    if starts in {row.starts for row in dated.values}:
        starts = max(row.starts for row in dated.values) + timedelta(days=1)
    added = replace(value(starts, 999), law="baru")
    longer = Series(tuple(sorted((*dated.values, added), key=lambda row: row.starts)))
    if day < starts:
        assert longer.find(day) == dated.find(day)
    else:
        assert longer.find(day) is not None


def test_one_draft_makes_the_whole_a_draft() -> None:
    assert weakest(FactStatus.VERIFIED, FactStatus.DRAFT) is FactStatus.DRAFT
    assert weakest(FactStatus.VERIFIED, FactStatus.VERIFIED) is FactStatus.VERIFIED
