"""How far each pot is, by what banks told and nothing else, in dated examples."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from savings_app.deposits.growth_rules import Known, MonthKnown
from savings_app.deposits.pot_rules import progress_of_pots, share_out
from savings_app.money import Rupiah
from savings_app.planning.kinds import NeedKind
from savings_app.planning.rules import Line, pots_again

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
    pot_id: UUID | None = None


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


def test_a_pledge_belongs_to_the_pot_it_points_at_whatever_either_is_called() -> None:
    school = replace(SCHOOL, pot_id=uuid4())
    renamed = Wished("Sekolah 2028", (told(Known.AT_LEAST, 5_000_000),), pot_id=school.pot_id)
    found, roof = progress_of_pots((school, ROOF), (renamed,))
    assert (found.so_far, roof.so_far) == (Rupiah.of(5_000_000), None)
    # By its words it would be the roof's.
    called_roof = replace(renamed, goal="atap")
    assert share_out((school, ROOF), (called_roof,)) == ([[called_roof], []], [])


def test_a_pledge_of_earlier_days_belongs_by_its_words() -> None:
    school = replace(SCHOOL, pot_id=uuid4())
    old = Wished(" SEKOLAH ", ())
    gone = Wished("sekolah", (), pot_id=uuid4())  # its pot is in the plan no more
    other = Wished("Sekolah 2028", ())
    assert share_out((school,), (old, gone, other)) == ([[old, gone]], [other])


def test_a_pot_says_also_of_what_was_used_or_told_without_an_amount() -> None:
    kept = Wished("sekolah", (told(Known.AT_LEAST, 5_000_000),))
    used = Wished("sekolah", (told(Known.USED, on=date(2026, 9, 30)),))
    (school,) = progress_of_pots((SCHOOL,), (kept, used))
    assert (school.so_far, school.besides) == (Rupiah.of(5_000_000), (Known.USED,))
    (alone,) = progress_of_pots((SCHOOL,), (used,))
    assert (alone.so_far, alone.known) == (None, Known.USED)


OLD = (replace(SCHOOL, pot_id=uuid4()), replace(ROOF, pot_id=uuid4()))


def again(*now: Line) -> list[int | None]:
    """Which of the old pots each goes on with, by its place."""
    ids = [pot.pot_id for pot in OLD]
    return [None if pot is None else ids.index(pot) for pot in pots_again(OLD, now)]


def test_a_pot_stays_the_same_when_its_amount_or_its_place_changes() -> None:
    more = replace(SCHOOL, amount=Rupiah.of(7_000_000), wanted_on=date(2029, 7, 1))
    assert again(ROOF, replace(more, label="  SEKOLAH ")) == [1, 0]


def test_a_pot_stays_the_same_when_only_its_name_changes_and_it_has_a_day() -> None:
    assert again(replace(SCHOOL, label="Sekolah Rahma")) == [0]
    assert again(replace(ROOF, label="umrah")) == [None]  # the same amount alone may be chance
    assert again(replace(SCHOOL, label="umrah", amount=Rupiah.of(1))) == [None]


def test_no_pot_goes_on_as_two() -> None:
    assert again(SCHOOL, SCHOOL) == [0, None]
    assert again(replace(SCHOOL, label="Sekolah Rahma"), SCHOOL) == [None, 0]


def test_a_copy_goes_on_with_its_own_pot_even_where_another_took_its_name() -> None:
    swapped = replace(OLD[0], label="atap"), replace(OLD[1], label="Sekolah")
    assert again(*swapped) == [0, 1]


def test_the_latest_form_of_a_pot_is_the_one_compared_with() -> None:
    earlier = replace(OLD[0], label="umrah")
    assert pots_again((*OLD, earlier), [replace(ROOF, label="umrah")]) == [None]
