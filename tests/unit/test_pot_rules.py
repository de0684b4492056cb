"""How far each pot is, by what banks told and nothing else, in dated examples."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from savings_app.deposits.growth_rules import Known, MonthKnown
from savings_app.deposits.pot_rules import progress_of_pots
from savings_app.money import Rupiah
from savings_app.planning.kinds import NeedKind
from savings_app.planning.rules import Line

AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)
ENDS = date(2026, 8, 31)
UNTIL = date(2028, 7, 1)
SCHOOL = Line(
    NeedKind.SAVING,
    Rupiah.of(5_000_000),
    "Sekolah",
    target=Rupiah.of(15_000_000),
    wanted_on=UNTIL,
    in_name_of="anak pertama",
)
ROOF = Line(NeedKind.SAVING, Rupiah.of(2_000_000), "atap")
WISHED = Rupiah.of(5_000_000)
NO_NEWS = MonthKnown(SEPTEMBER, Known.NO_NEWS)


@dataclass(frozen=True)
class Wished:
    goal: str | None
    growth: tuple[MonthKnown, ...]
    amount: Rupiah = WISHED
    until_on: date = UNTIL
    in_name_of: str | None = None


def told(known: Known, amount: int | None = None, on: date = ENDS) -> MonthKnown:
    return MonthKnown(on.replace(day=1), known, Rupiah.of(amount) if amount else None, on)


def test_a_pot_has_the_sum_of_its_pledges_and_a_silent_month_takes_nothing_away() -> None:
    kept = Wished("sekolah", (told(Known.AT_LEAST, 5_000_000), NO_NEWS))
    paid = Wished("SEKOLAH", (told(Known.CONFIRMED, 1_000_000, date(2026, 9, 9)),))
    school, roof = progress_of_pots((SCHOOL, ROOF), (kept, paid))
    assert (school.called, school.in_name_of, school.goal, school.on) == (
        "Sekolah",
        "anak pertama",
        Rupiah.of(15_000_000),
        UNTIL,
    )
    assert (school.so_far, school.told_on) == (Rupiah.of(6_000_000), date(2026, 9, 9))
    assert (roof.goal, roof.so_far, roof.known) == (ROOF.amount, None, Known.NO_NEWS)


def test_a_pledge_of_no_pot_stands_once_by_itself() -> None:
    other = Wished("umrah", (told(Known.PARTLY),))
    school, alone = progress_of_pots((SCHOOL,), (other,))
    assert (school.so_far, school.told_on) == (None, None)
    assert (alone.called, alone.so_far, alone.known) == ("umrah", None, Known.PARTLY)


def test_a_pot_without_a_name_takes_no_pledge_without_one() -> None:
    nameless = Line(NeedKind.SAVING, Rupiah.of(1))
    rows = progress_of_pots((nameless,), (Wished(None, (NO_NEWS,)),))
    assert [row.goal for row in rows] == [Rupiah.of(1), Rupiah.of(5_000_000)]
    assert all(row.told_on is None for row in rows)
