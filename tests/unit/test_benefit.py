"""Exact numbers of PP 44/2015 and PP 82/2019, as dated examples."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.errors import DomainError
from savings_app.money import ZERO, Rupiah, total
from savings_app.policy.rules import (
    Benefit,
    DeathInFuture,
    FactStatus,
    MonthsImpossible,
    NotYetInForce,
    PartKind,
    Programme,
    SchoolLevel,
    Segment,
    WageImpossible,
    WageNeeded,
    claim_deadline,
    compute_benefit,
    late_compensation,
    payment_working_days,
)

JKM, JKK = Programme.JKM, Programme.JKK
TK, SD, SMP, SMA, PT = SchoolLevel
LAST_OLD_DAY, FIRST_NEW_DAY = date(2019, 12, 1), date(2019, 12, 2)


def jkm(died_on: date, months: int | None = 44, *children: SchoolLevel) -> Benefit:
    return compute_benefit(programme=JKM, died_on=died_on, months=months, children=children)


def amounts(benefit: Benefit) -> list[int]:
    assert [part.part for part in benefit.parts] == list(PartKind)
    return [part.amount.rupiah for part in benefit.parts]


def codes(benefit: Benefit) -> list[str]:
    return [warning.code for warning in benefit.warnings]


@pytest.mark.parametrize(
    ("died_on", "parts", "law"),
    [
        (date(2015, 7, 1), [16_200_000, 4_800_000, 3_000_000], "PP 44/2015"),
        (LAST_OLD_DAY, [16_200_000, 4_800_000, 3_000_000], "PP 44/2015"),
        (FIRST_NEW_DAY, [20_000_000, 12_000_000, 10_000_000], "PP 82/2019 Pasal 34"),
        (date(2026, 11, 22), [20_000_000, 12_000_000, 10_000_000], "PP 82/2019 Pasal 34"),
    ],
)
def test_jkm_is_paid_by_the_law_of_the_day_of_death(
    died_on: date, parts: list[int], law: str
) -> None:
    benefit = jkm(died_on)
    assert amounts(benefit) == parts
    assert {part.law for part in benefit.parts} == {law}
    assert benefit.total.rupiah == sum(parts)


def test_a_fact_whose_day_nobody_checked_is_shown_as_a_draft() -> None:
    assert jkm(LAST_OLD_DAY).status is FactStatus.DRAFT
    assert jkm(FIRST_NEW_DAY).status is FactStatus.VERIFIED
    assert jkm(date(2026, 1, 1)).status is FactStatus.VERIFIED


@pytest.mark.parametrize("programme", list(Programme))
def test_a_day_before_the_first_known_law_is_refused(programme: Programme) -> None:
    with pytest.raises(NotYetInForce) as refused:
        compute_benefit(programme=programme, died_on=date(2015, 6, 30), wage=Rupiah.of(1))
    assert refused.value.field == "died_on"
    assert refused.value.facts["on"] == date(2015, 6, 30)


@pytest.mark.parametrize(
    ("died_on", "months", "parts", "warned"),
    [
        (date(2025, 2, 28), 0, [20_000_000, 12_000_000, 10_000_000], []),
        (date(2025, 3, 1), 0, [0, 0, 10_000_000], ["three_month_rule"]),
        (date(2025, 3, 1), 2, [0, 0, 10_000_000], ["three_month_rule"]),
        (date(2025, 3, 1), 3, [20_000_000, 12_000_000, 10_000_000], []),
        (date(2025, 3, 1), None, [20_000_000, 12_000_000, 10_000_000], ["months_unknown"]),
    ],
)
def test_the_three_month_rule_leaves_only_the_burial_money(
    died_on: date, months: int | None, parts: list[int], warned: list[str]
) -> None:
    benefit = jkm(died_on, months)
    assert amounts(benefit) == parts
    assert codes(benefit) == warned


def test_the_three_month_rule_is_a_draft_by_its_own_law() -> None:
    for part in jkm(date(2025, 3, 1), 2).parts:
        assert (part.law, part.status) == ("Permenaker 1/2025", FactStatus.DRAFT)


def test_the_three_month_rule_is_for_bpu_and_jkm_only() -> None:
    died_on = date(2026, 1, 1)
    worker = compute_benefit(programme=JKM, died_on=died_on, segment=Segment.PU, months=1)
    accident = compute_benefit(programme=JKK, died_on=died_on, months=1, wage=Rupiah.of(1_000_000))
    assert (worker.total.rupiah, codes(worker)) == (42_000_000, [])
    assert (accident.total.rupiah, codes(accident)) == (70_000_000, [])


@pytest.mark.parametrize(
    ("died_on", "wage", "parts"),
    [
        (date(2021, 1, 10), Rupiah.of(1_000_000), [48_000_000, 12_000_000, 10_000_000]),
        (date(2021, 1, 10), Rupiah.of(416_666), [20_000_000, 12_000_000, 10_000_000]),
        (date(2021, 1, 10), Rupiah.of(416_667), [20_000_016, 12_000_000, 10_000_000]),
        (date(2021, 1, 10), ZERO, [20_000_000, 12_000_000, 10_000_000]),
        (LAST_OLD_DAY, Rupiah.of(1_000_000), [48_000_000, 4_800_000, 3_000_000]),
        (LAST_OLD_DAY, Rupiah.of(300_000), [16_200_000, 4_800_000, 3_000_000]),
    ],
)
def test_jkk_is_48_wages_but_no_less_than_that_days_jkm_lump_sum(
    died_on: date, wage: Rupiah, parts: list[int]
) -> None:
    assert amounts(compute_benefit(programme=JKK, died_on=died_on, wage=wage)) == parts


def test_sen_of_a_wage_are_not_lost() -> None:
    benefit = compute_benefit(programme=JKK, died_on=FIRST_NEW_DAY, wage=Rupiah(100_000_001))
    assert benefit.parts[0].amount == Rupiah(4_800_000_048)


@pytest.mark.parametrize(
    ("facts", "refusal", "field"),
    [
        ({"programme": JKK}, WageNeeded, "wage"),
        ({"programme": JKK, "wage": Rupiah(-1)}, WageImpossible, "wage"),
        ({"programme": JKM, "wage": Rupiah(-1)}, WageImpossible, "wage"),
        ({"programme": JKK, "wage": Rupiah.of(1_000_000_000_001)}, WageImpossible, "wage"),
        ({"programme": JKM, "months": -1}, MonthsImpossible, "months"),
        ({"programme": JKM, "months": 1201}, MonthsImpossible, "months"),
        ({"programme": JKM, "today": date(2022, 5, 19)}, DeathInFuture, "died_on"),
    ],
)
def test_an_impossible_fact_is_refused_beside_its_field(
    facts: dict[str, object], refusal: type[DomainError], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        compute_benefit(died_on=date(2022, 5, 20), **facts)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_death_today_is_not_in_the_future() -> None:
    day = date(2022, 5, 20)
    assert compute_benefit(programme=JKM, died_on=day, today=day).total.rupiah == 42_000_000


@pytest.mark.parametrize(
    ("died_on", "months", "eligible", "maximum"),
    [
        (LAST_OLD_DAY, 59, False, 0),
        (LAST_OLD_DAY, 60, True, 12_000_000),
        (LAST_OLD_DAY, None, None, 12_000_000),
        (FIRST_NEW_DAY, 35, False, 0),
        (FIRST_NEW_DAY, 36, True, 174_000_000),
        (FIRST_NEW_DAY, None, None, 174_000_000),
    ],
)
def test_a_jkm_scholarship_asks_for_years_of_contributions(
    died_on: date,
    months: int | None,
    eligible: bool | None,  # noqa: FBT001
    maximum: int,
) -> None:
    scholarship = jkm(died_on, months).scholarship
    assert scholarship.eligible is eligible
    assert (scholarship.per_year, scholarship.maximum) == (ZERO, Rupiah.of(maximum))


@pytest.mark.parametrize(
    ("level", "per_year", "maximum"),
    [
        (TK, 1_500_000, 87_000_000),
        (SD, 1_500_000, 84_000_000),
        (SMP, 2_000_000, 75_000_000),
        (SMA, 3_000_000, 69_000_000),
        (PT, 12_000_000, 60_000_000),
    ],
)
def test_a_child_is_paid_by_its_level_until_the_end_of_university(
    level: SchoolLevel, per_year: int, maximum: int
) -> None:
    scholarship = jkm(FIRST_NEW_DAY, 36, level).scholarship
    assert scholarship.per_year.rupiah == per_year
    assert scholarship.maximum.rupiah == maximum


def test_two_children_count_and_a_third_is_told() -> None:
    benefit = jkm(FIRST_NEW_DAY, 36, SD, SMP, PT)
    assert benefit.scholarship.per_year.rupiah == 3_500_000
    assert benefit.scholarship.maximum.rupiah == 159_000_000
    assert [line.level for line in benefit.scholarship.children] == [SD, SMP]
    assert codes(benefit) == ["children_not_counted"]
    assert benefit.warnings[0].facts == {"named": 3, "counted": 2}


def test_before_december_2019_one_child_was_paid_once() -> None:
    benefit = jkm(LAST_OLD_DAY, 60, SD, SMP)
    assert benefit.scholarship.per_year == ZERO
    assert benefit.scholarship.maximum.rupiah == 12_000_000
    assert codes(benefit) == ["children_not_counted"]


@pytest.mark.parametrize("months", [None, 0, 100])
def test_a_jkk_scholarship_never_asks_for_months(months: int | None) -> None:
    benefit = compute_benefit(
        programme=JKK,
        died_on=date(2022, 1, 1),
        wage=Rupiah.of(1_000_000),
        months=months,
        children=[PT],
    )
    assert benefit.scholarship.eligible is True
    assert benefit.scholarship.maximum.rupiah == 60_000_000
    assert codes(benefit) == []


def test_the_scholarship_is_never_in_the_total() -> None:
    assert jkm(FIRST_NEW_DAY, 100, PT, PT).total.rupiah == 42_000_000


@given(
    programme=st.sampled_from(Programme),
    segment=st.sampled_from(Segment),
    died_on=st.dates(date(2015, 7, 1), date(2060, 1, 1)),
    months=st.none() | st.integers(0, 1200),
    wage=st.integers(0, 10**14).map(Rupiah),
    children=st.lists(st.sampled_from(SchoolLevel), max_size=5),
)
def test_every_possible_death_has_three_parts_that_add_up(
    programme: Programme,
    segment: Segment,
    died_on: date,
    months: int | None,
    wage: Rupiah,
    children: list[SchoolLevel],
) -> None:
    benefit = compute_benefit(
        programme=programme,
        died_on=died_on,
        segment=segment,
        months=months,
        wage=wage,
        children=children,
    )
    assert [part.part for part in benefit.parts] == list(PartKind)
    assert benefit.total == total(part.amount for part in benefit.parts)
    assert benefit.total >= Rupiah.of(10_000_000)
    assert benefit.scholarship.maximum >= benefit.scholarship.per_year
    assert len(benefit.scholarship.children) <= 2


def test_a_jkk_claim_lapses_after_the_years_of_its_own_day() -> None:
    assert claim_deadline(programme=JKK, happened_on=LAST_OLD_DAY) == date(2021, 12, 1)
    assert claim_deadline(programme=JKK, happened_on=FIRST_NEW_DAY) == date(2024, 12, 2)
    assert claim_deadline(programme=JKK, happened_on=date(2024, 2, 29)) == date(2029, 2, 28)


def test_a_jkm_claim_never_lapses() -> None:
    assert claim_deadline(programme=JKM, happened_on=date(1990, 1, 1)) is None


def test_bpjs_has_three_working_days_for_jkm_and_seven_for_jkk() -> None:
    day = date(2026, 11, 22)
    assert payment_working_days(programme=JKM, on=day) == 3
    assert payment_working_days(programme=JKK, on=day) == 7


def test_each_late_day_is_one_percent() -> None:
    day, benefit = date(2026, 11, 22), Rupiah.of(42_000_000)
    assert late_compensation(benefit=benefit, days_late=3, on=day) == Rupiah.of(1_260_000)
    assert late_compensation(benefit=benefit, days_late=0, on=day) == ZERO
    assert late_compensation(benefit=benefit, days_late=-2, on=day) == ZERO
    assert late_compensation(benefit=Rupiah(50), days_late=1, on=day) == Rupiah(1)
    with pytest.raises(NotYetInForce):
        late_compensation(benefit=benefit, days_late=1, on=day - timedelta(days=9000))
