"""The suggestion of the local regulation, in exact examples and properties."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import savings_app.regulation
from savings_app.money import ZERO, Rupiah, total
from savings_app.regulation.reading import parse_regulation, parse_version, version_content
from savings_app.regulation.rules import (
    AmountBelowZero,
    Bracket,
    Force,
    NoVersionYet,
    Regulation,
    RegulationStatus,
    Suggestion,
    Version,
    pick_version,
    suggest,
)

SHIPPED = Path(savings_app.regulation.__file__).with_name("data") / "contoh.toml"
PARTS = [
    ("santunan_sekaligus", Rupiah.of(20_000_000)),
    ("santunan_berkala", Rupiah.of(12_000_000)),
    ("biaya_pemakaman", Rupiah.of(10_000_000)),
]


def version(**changes: object) -> Version:
    facts: dict[str, object] = {
        "starts": date(2026, 1, 1),
        "status": RegulationStatus.DRAFT,
        "included_parts": ("santunan_sekaligus", "santunan_berkala"),
        "deductible_needs": ("utang", "pengobatan", "doa_arwah"),
        "minimum_free": Rupiah.of(5_000_000),
        "no_suggestion_below": Rupiah.of(3_000_000),
        "rounding": Rupiah.of(50_000),
        "brackets": (
            Bracket(Rupiah.of(10_000_000), Decimal(20)),
            Bracket(None, Decimal(40)),
        ),
    }
    return Version(**(facts | changes))  # type: ignore[arg-type]


def of_rest(rest: int, **changes: object) -> Suggestion:
    return suggest(version(**changes), parts=[("santunan_sekaligus", Rupiah.of(rest))])


def codes(suggestion: Suggestion) -> list[str]:
    return [warning.code for warning in suggestion.warnings]


def test_the_shipped_version_is_labelled_an_example_and_suggests_what_the_design_says() -> None:
    regulation = parse_regulation(SHIPPED.read_bytes())
    assert regulation.code == "contoh-rancangan"
    assert regulation.title.startswith("Contoh")
    assert regulation.force is Force.ADVICE
    (only,) = regulation.versions
    assert only == version()
    assert not only.is_issued
    found = suggest(only, parts=PARTS, needs=[("utang", Rupiah.of(3_000_000))])
    assert found.base == Rupiah.of(32_000_000)
    assert found.deducted == Rupiah.of(3_000_000)
    assert found.suggestion == Rupiah.of(9_600_000)
    assert found.free == Rupiah.of(19_400_000)
    assert [(one.part.rupiah, one.amount.rupiah) for one in found.brackets] == [
        (10_000_000, 2_000_000),
        (19_000_000, 7_600_000),
    ]
    assert codes(found) == ["part_ignored"]
    assert found.status is RegulationStatus.DRAFT


@pytest.mark.parametrize(
    ("rest", "suggested"),
    [
        (0, 0),
        (2_999_999, 0),
        (3_000_000, 0),  # 600,000 by the brackets, but 5 million stay free
        (5_049_999, 0),
        (5_050_000, 50_000),
        (10_000_000, 2_000_000),
        (10_124_999, 2_000_000),
        (10_125_000, 2_050_000),
        (32_000_000, 10_800_000),
    ],
)
def test_the_suggestion_on_each_side_of_every_edge(rest: int, suggested: int) -> None:
    found = of_rest(rest)
    assert found.suggestion == Rupiah.of(suggested)
    assert found.free == Rupiah.of(rest - suggested)


def test_below_the_least_rest_no_bracket_is_filled() -> None:
    found = of_rest(2_999_999)
    assert [(one.part, one.amount) for one in found.brackets] == [(ZERO, ZERO), (ZERO, ZERO)]


def test_only_the_sum_is_rounded_and_down() -> None:
    thirds = (Bracket(Rupiah.of(10), Decimal("33.3333")), Bracket(None, Decimal("66.6667")))
    found = of_rest(
        20,
        brackets=thirds,
        rounding=Rupiah.of(1),
        minimum_free=ZERO,
        no_suggestion_below=ZERO,
    )
    assert found.suggestion == Rupiah.of(10)
    assert [one.amount.sen for one in found.brackets] == [333, 667]


def test_needs_are_taken_off_only_as_far_as_the_base_goes() -> None:
    found = suggest(version(), parts=PARTS, needs=[("utang", Rupiah.of(50_000_000))])
    assert found.deducted == found.base == Rupiah.of(32_000_000)
    assert (found.suggestion, found.free) == (ZERO, ZERO)


def test_repeated_names_add_up() -> None:
    half = Rupiah.of(10_000_000)
    found = suggest(
        version(),
        parts=[("santunan_sekaligus", half), ("santunan_sekaligus", half)],
        needs=[("utang", Rupiah.of(1_000_000)), ("utang", Rupiah.of(2_000_000))],
    )
    assert found.base == Rupiah.of(20_000_000)
    assert found.deducted == Rupiah.of(3_000_000)


def test_other_parts_and_needs_are_ignored_and_told_once_each() -> None:
    found = suggest(
        version(),
        parts=[*PARTS, ("jht", Rupiah.of(1)), ("jht", Rupiah.of(1))],
        needs=[("motor", Rupiah.of(9_000_000))],
    )
    assert found.deducted == ZERO
    assert [(one.code, one.facts["name"]) for one in found.warnings] == [
        ("part_ignored", "biaya_pemakaman"),
        ("part_ignored", "jht"),
        ("need_ignored", "motor"),
    ]


@pytest.mark.parametrize(
    ("needs", "deducted"),
    [
        ({"doa_arwah": 8_000_000}, 0),
        ({"doa_arwah": 12_000_000}, 2_000_000),
        ({"doa_arwah": 8_000_000, "pengobatan": 7_000_000}, 5_000_000),
        ({"doa_arwah": 8_000_000, "utang": 3_000_000}, 3_000_000),
    ],
)
def test_a_part_pays_a_need_first_and_pays_only_once(needs: dict[str, int], deducted: int) -> None:
    found = suggest(
        version(covered_first_by={"doa_arwah": "biaya_pemakaman", "pengobatan": "biaya_pemakaman"}),
        parts=PARTS,
        needs=[(name, Rupiah.of(amount)) for name, amount in needs.items()],
    )
    assert found.deducted == Rupiah.of(deducted)
    assert codes(found) == []


def test_each_member_of_the_household_keeps_money_free() -> None:
    per_member = version(minimum_free_per_member=Rupiah.of(4_000_000))
    parts = [("santunan_sekaligus", Rupiah.of(20_000_000))]
    four = suggest(per_member, parts=parts, household_members=3)
    assert four.suggestion == Rupiah.of(3_000_000)
    assert codes(four) == []
    unknown = suggest(per_member, parts=parts)
    assert unknown.suggestion == Rupiah.of(6_000_000)
    assert codes(unknown) == ["members_unknown"]


def test_an_amount_below_zero_is_refused_by_its_name() -> None:
    with pytest.raises(AmountBelowZero) as refused:
        suggest(version(), parts=[("santunan_sekaligus", Rupiah(-1))])
    assert refused.value.facts == {"name": "santunan_sekaligus"}
    with pytest.raises(AmountBelowZero):
        suggest(version(), parts=PARTS, needs=[("utang", Rupiah(-1))])


def regulation(*versions: tuple[int, RegulationStatus]) -> Regulation:
    made = tuple(version(starts=date(year, 1, 1), status=status) for year, status in versions)
    return Regulation("uji", "Uji", "75.03", Force.ADVICE, made)


def test_the_version_is_the_latest_started_on_the_day() -> None:
    three = regulation(
        (2025, RegulationStatus.IN_FORCE),
        (2026, RegulationStatus.IN_FORCE),
        (2027, RegulationStatus.DRAFT),
    )
    assert pick_version(three, on=date(2025, 12, 31)).starts.year == 2025
    assert pick_version(three, on=date(2026, 1, 1)).starts.year == 2026
    assert pick_version(three).starts.year == 2027


def test_before_the_first_start_the_earliest_draft_is_shown_and_labelled() -> None:
    two = regulation((2026, RegulationStatus.DRAFT), (2027, RegulationStatus.DRAFT))
    day = date(2020, 1, 1)
    picked = pick_version(two, on=day)
    assert picked.starts.year == 2026
    assert "not_started" in codes(suggest(picked, parts=PARTS, on=day))
    assert "not_started" not in codes(suggest(picked, parts=PARTS, on=date(2026, 1, 1)))


def test_before_the_first_start_of_issued_versions_there_is_none() -> None:
    with pytest.raises(NoVersionYet) as refused:
        pick_version(regulation((2026, RegulationStatus.IN_FORCE)), on=date(2025, 12, 31))
    assert refused.value.facts["first"] == date(2026, 1, 1)


def test_a_repealed_version_says_so() -> None:
    assert "repealed" in codes(of_rest(0, status=RegulationStatus.REPEALED))


AMOUNTS = st.integers(0, 10**13).map(Rupiah)
PERCENTS = st.decimals(0, 100, places=4)


@st.composite
def versions(draw: st.DrawFn) -> Version:
    ends = sorted(draw(st.sets(st.integers(1, 10**9), max_size=4)))
    return version(
        minimum_free=Rupiah.of(draw(st.integers(0, 10**8))),
        no_suggestion_below=Rupiah.of(draw(st.integers(0, 10**8))),
        rounding=Rupiah.of(draw(st.integers(1, 10**6))),
        brackets=tuple(
            Bracket(None if end is None else Rupiah.of(end), draw(PERCENTS))
            for end in (*ends, None)
        ),
    )


@given(
    one=versions(),
    parts=st.lists(st.tuples(st.sampled_from([*dict(PARTS)]), AMOUNTS), max_size=5),
    needs=st.lists(st.tuples(st.sampled_from(["utang", "doa_arwah", "lain"]), AMOUNTS), max_size=4),
)
def test_a_suggestion_always_adds_up_and_never_takes_what_must_stay_free(
    one: Version, parts: list[tuple[str, Rupiah]], needs: list[tuple[str, Rupiah]]
) -> None:
    found = suggest(one, parts=parts, needs=needs)
    rest = found.base - found.deducted
    assert found.suggestion + found.free == rest
    assert ZERO <= found.deducted <= found.base
    assert found.suggestion.sen % one.rounding.sen == 0
    assert found.suggestion >= ZERO
    assert not found.suggestion or found.free >= one.minimum_free
    assert not found.suggestion or rest >= one.no_suggestion_below
    assert total(share.part for share in found.brackets) in {ZERO, rest}
    # A sen more than the bracket amounts can only come from their own rounding.
    most = total(share.amount for share in found.brackets)
    assert found.suggestion.sen <= most.sen + len(found.brackets)


@given(one=versions(), less=AMOUNTS, more=AMOUNTS)
def test_more_money_never_lowers_the_suggestion(one: Version, less: Rupiah, more: Rupiah) -> None:
    low, high = sorted([less, more])
    suggested = [
        suggest(one, parts=[("santunan_sekaligus", amount)]).suggestion for amount in (low, high)
    ]
    assert suggested[0] <= suggested[1]


@given(one=versions())
def test_a_version_kept_as_json_comes_back_the_same(one: Version) -> None:
    assert parse_version(version_content(one)) == one
