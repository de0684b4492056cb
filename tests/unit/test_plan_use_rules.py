"""Money that was used for something else: the plan follows, and no rupiah is lost."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.money import Rupiah, total
from savings_app.planning.kinds import NeedKind
from savings_app.planning.rules import MOST_LINES, Line, TooManyLines, living_line
from savings_app.planning.use_rules import (
    UsedMoreThanThere,
    UsedNothing,
    parts_to_use,
    plan_after_use,
)
from savings_app.policy.rules import SchoolLevel

ALL = Rupiah.of(42_000_000)
POT = Line(
    NeedKind.SAVING,
    Rupiah.of(10_000_000),
    "sekolah",
    wanted_on=date(2028, 7, 1),
    target=Rupiah.of(15_000_000),
    pot_id=uuid4(),
)
LIVING = living_line(monthly=Rupiah.of(1_500_000), months=12)
SCHOOL = Line(
    NeedKind.SCHOOL,
    Rupiah.of(500_000),
    "Rahma",
    school_level=SchoolLevel.SMP,
    yearly_need=Rupiah.of(3_500_000),
)
DEBT = Line(NeedKind.DEBT, Rupiah.of(2_000_000), "warung")
LINES: tuple[Line, ...] = (DEBT, SCHOOL, LIVING, POT)


def used(at: int | None, millions: float, what: str | None = "rumah sakit") -> tuple[Line, ...]:
    sum_used = Rupiah.of(int(millions * 1_000_000))
    return plan_after_use(LINES, amount=ALL, at=at, used=sum_used, what=what)


def test_a_pot_gives_what_was_used_and_keeps_its_goal_its_day_and_what_it_is() -> None:
    *_, pot, need = used(3, 4)
    assert (pot.amount, pot.target, pot.wanted_on) == (
        Rupiah.of(6_000_000),
        POT.target,
        POT.wanted_on,
    )
    assert pot.pot_id == POT.pot_id
    assert need == Line(NeedKind.URGENT, Rupiah.of(4_000_000), "rumah sakit")


def test_a_pot_that_is_used_up_goes_and_a_child_s_school_stays() -> None:
    assert NeedKind.SAVING not in {line.kind for line in used(3, 10)}
    school = next(line for line in used(1, 0.5) if line.kind is NeedKind.SCHOOL)
    assert (school.amount, school.yearly_need) == (Rupiah(0), SCHOOL.yearly_need)


def test_living_keeps_whole_months_and_what_is_less_than_one_is_free() -> None:
    after = used(2, 4)
    living = next(line for line in after if line.kind is NeedKind.LIVING)
    assert (living.months, living.amount) == (9, Rupiah.of(13_500_000))  # 14 million held 9 months
    before_free, free = (ALL - total(line.amount for line in lines) for lines in (LINES, after))
    assert free - before_free == Rupiah.of(500_000)
    assert NeedKind.LIVING not in {line.kind for line in used(2, 17)}


def test_what_no_line_uses_may_be_used_and_no_more() -> None:
    after = used(None, 11.5)
    assert total(line.amount for line in after) == ALL
    with pytest.raises(UsedMoreThanThere) as refusal:
        used(None, 11.6)
    assert refusal.value.facts["there"] == Rupiah.of(11_500_000)
    with pytest.raises(UsedMoreThanThere):
        used(3, 10.1)
    with pytest.raises(UsedNothing):
        used(3, 0)


def test_the_same_need_again_is_one_line_and_too_many_are_refused() -> None:
    again = plan_after_use(
        used(3, 1), amount=ALL, at=3, used=Rupiah.of(2_000_000), what=" Rumah  Sakit"
    )
    assert [line.amount for line in again if line.kind is NeedKind.URGENT] == [Rupiah.of(3_000_000)]
    full = LINES
    for number in range(MOST_LINES):
        full = plan_after_use(full, amount=ALL, at=3, used=Rupiah.of(1), what=str(number))
    with pytest.raises(TooManyLines):
        plan_after_use(full, amount=ALL, at=3, used=Rupiah.of(1), what="lain")


def test_a_debt_is_paid_from_its_own_line_and_gives_nothing() -> None:
    assert parts_to_use(LINES) == [1, 2, 3]


@given(
    at=st.sampled_from([None, *parts_to_use(LINES)]),
    sen=st.integers(min_value=1, max_value=ALL.sen),
)
def test_no_rupiah_is_made_or_lost(at: int | None, sen: int) -> None:
    try:
        after = plan_after_use(LINES, amount=ALL, at=at, used=Rupiah(sen), what=None)
    except UsedMoreThanThere:
        there = ALL - total(line.amount for line in LINES) if at is None else LINES[at].amount
        assert Rupiah(sen) > there
        return
    assert total(line.amount for line in after) <= ALL
    moved = total(line.amount for line in after if line.kind is NeedKind.URGENT)
    assert moved == Rupiah(sen)
    is_less = total(line.amount for line in LINES) + (Rupiah(sen) if at is None else Rupiah(0))
    less_than_a_month = is_less - total(line.amount for line in after)
    assert Rupiah(0) <= less_than_a_month < (LIVING.monthly or Rupiah(0))
