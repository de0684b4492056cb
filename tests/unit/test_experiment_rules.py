"""Experiments: published intervals, what families can show, words, drawing, counting."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.config import ROOT
from savings_app.errors import DomainError
from savings_app.experiments.interval_rules import (
    Interval,
    needed_per_variant,
    newcombe,
    smallest_effect,
    verdict,
    wilson,
)
from savings_app.experiments.kinds import ExperimentState, Outcome, Topic, Variant, Verdict
from savings_app.experiments.outcome_rules import (
    Answered,
    Came,
    FamilyFacts,
    PaidIn,
    count_arms,
    what_came,
)
from savings_app.experiments.rules import (
    EthicsApprovalInFuture,
    EthicsApprovalMissing,
    ExpectedOutOfRange,
    ExperimentDaysWrong,
    ExperimentNotDraft,
    ExperimentOver,
    ExperimentOwn,
    ExperimentPlan,
    FamiliesOutOfRange,
    TopicNotAllowed,
    Wording,
    WordingHoldsAddress,
    WordingLength,
    WordingMissing,
    WordingNamesSomebody,
    WordingOutside,
    WordingPresses,
    WordingTells,
    WordingTwice,
    check_plan,
    check_start,
    check_text,
    check_topic,
    draw,
    variants_of,
)
from savings_app.money import Rupiah
from savings_app.reminders.kinds import MAY_VARY, Reason

TODAY = date(2026, 11, 23)
B = Wording(
    "anak-anak akan senang bila {tujuan} jadi. Lihat lagi rencananya kalau sempat.",
    "the children will be glad when {goal} comes true. Look at the plan when you have time.",
)
PLAN = ExperimentPlan(
    name="Anak-anak di depan",
    question="Apakah menyebut anak-anak membantu?",
    topic=Topic.PLEDGE_DATE,
    outcome=Outcome.KEPT_3,
    others=(B,),
    families=200,
    expected_percent=50,
    starts_on=TODAY,
    ends_on=date(2027, 11, 22),
    ethics_number="123/KEPK/2026",
    ethics_body="Komisi Etik Uji",
    ethics_on=date(2026, 11, 2),
)


# Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3: Wilson's score interval.
@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_of_a_share_is_the_published_one(
    count: int, of: int, low: float, high: float
) -> None:
    found = wilson(count, of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


# Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10.
@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
    ],
)
def test_the_interval_of_a_difference_is_the_published_one(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    found = newcombe(*one, *other)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.0524, 0.3339, Verdict.MORE),
        (-0.3339, -0.0524, Verdict.LESS),
        (-0.0381, 0.1926, Verdict.CANNOT_SAY),
        (0.0, 0.2, Verdict.CANNOT_SAY),
    ],
)
def test_nothing_is_said_while_the_interval_holds_zero(
    low: float, high: float, said: Verdict
) -> None:
    assert verdict(Interval(low, high)) is said


# Known sizes of two groups at 5 %, two-sided, power 80 %, without continuity correction.
@pytest.mark.parametrize(
    ("expected", "other", "needed"), [(0.10, 0.20, 199), (0.50, 0.60, 388), (0.20, 0.30, 294)]
)
def test_the_families_needed_for_a_difference_are_the_known_ones(
    expected: float, other: float, needed: int
) -> None:
    assert needed_per_variant(expected, other) == needed


def test_forty_families_show_only_a_difference_nobody_expects() -> None:
    effect = smallest_effect(families=40, variants=2, expected=0.5)
    assert effect.per_variant == 20
    assert effect.difference is not None
    assert 0.38 < effect.difference < 0.41
    assert not effect.is_plausible
    # What was found needs just these families again.
    assert needed_per_variant(0.5, 0.5 + effect.difference) == 20


@pytest.mark.parametrize("families", [199 * 2, 199 * 2 + 1])
def test_the_smallest_difference_is_the_reverse_of_the_families_needed(families: int) -> None:
    effect = smallest_effect(families=families, variants=2, expected=0.10)
    assert effect.difference is not None
    assert abs(effect.difference - 0.10) < 0.0005
    assert effect.is_plausible


def test_where_not_even_everybody_would_be_seen_there_is_no_difference() -> None:
    assert smallest_effect(families=20, variants=2, expected=0.95).difference is None
    assert smallest_effect(families=1, variants=2, expected=0.5).difference is None


def test_the_topics_that_may_vary_are_these_two_and_no_other() -> None:
    assert frozenset(Topic) == {Topic.PLEDGE_DATE, Topic.NO_NEWS}
    assert frozenset({Reason.PLEDGE_DATE, Reason.NO_NEWS}) == MAY_VARY
    for other in ("beasiswa", "periksa_rekening", "klaim", "jumlah", "doa_arwah", "kode", ""):
        with pytest.raises(TopicNotAllowed):
            check_topic(other)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("terlalu pendek", WordingLength),
        ("a" * 201, WordingLength),
        ("sudah 3 bulan sejak Anda memulai rencana", WordingTells),
        ("sisihkan dua juta lagi untuk sekolah anak", WordingTells),
        ("sejak beliau meninggal anak-anak perlu sekolah", WordingTells),
        ("since the death of your husband, think of school", WordingTells),
        ("your widowhood and your savings, dear widow", WordingTells),
        ("santunan Anda masih dapat disimpan sebagian", WordingTells),
        ("uang itu jangan dipakai dulu, pikirkan anak-anak", WordingPresses),
        ("simpanan yang dihabiskan tidak kembali lagi", WordingPresses),
        ("you must keep the money for the children now", WordingPresses),
        ("klaim berikutnya lebih mudah bila Anda menabung", WordingOutside),
        ("menabung memenuhi persyaratan bantuan berikutnya", WordingOutside),
        ("sesudah mongaruwa, lihat lagi rencana menabung", WordingOutside),
        ("lihat rencana Anda di www.contoh.example sekarang", WordingHoldsAddress),
        ("lihat lagi rencana dan isi {nama} di sini ya", WordingHoldsAddress),
        ("lihat lagi rencana untuk Rahma bila sempat", WordingNamesSomebody),
    ],
)
def test_words_that_tell_press_or_name_somebody_are_not_sent(
    text: str, refused: type[DomainError]
) -> None:
    with pytest.raises(refused) as refusal:
        check_text(text, field="text_id")
    assert refusal.value.field == "text_id"


def test_a_wording_speaks_of_the_familys_own_goal_in_both_languages() -> None:
    check_plan(PLAN)
    said = B.said("id", goal="sekolah")
    assert said.startswith("anak-anak akan senang bila “sekolah” jadi.")
    assert "when “school” comes true" in B.said("en", goal="school")
    assert "bila rencana Anda jadi" in B.said("id", goal=None)
    assert "when your plan comes true" in B.said("en", goal=None)


@pytest.mark.parametrize(
    ("changes", "refused", "field"),
    [
        ({"others": ()}, WordingMissing, "text_id"),
        ({"others": (B, B)}, WordingTwice, "other_id"),
        ({"others": (B, replace(B, english="pay 5 more"))}, WordingLength, "other_en"),
        ({"families": 19}, FamiliesOutOfRange, "families"),
        ({"expected_percent": 100}, ExpectedOutOfRange, "expected_percent"),
        ({"ends_on": TODAY}, ExperimentDaysWrong, "ends_on"),
    ],
)
def test_a_plan_that_can_show_nothing_is_no_plan(
    changes: dict[str, object], refused: type[DomainError], field: str
) -> None:
    with pytest.raises(refused) as refusal:
        check_plan(replace(PLAN, **changes))  # type: ignore[arg-type]
    assert refusal.value.field == field


WRITER, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("changes", "state", "actor", "refused"),
    [
        ({"ethics_number": None}, ExperimentState.DRAFT, OTHER, EthicsApprovalMissing),
        ({"ethics_body": ""}, ExperimentState.DRAFT, OTHER, EthicsApprovalMissing),
        ({"ethics_on": None}, ExperimentState.DRAFT, OTHER, EthicsApprovalMissing),
        (
            {"ethics_on": date(2026, 11, 24)},
            ExperimentState.DRAFT,
            OTHER,
            EthicsApprovalInFuture,
        ),
        (
            {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 11, 22)},
            ExperimentState.DRAFT,
            OTHER,
            ExperimentOver,
        ),
        ({}, ExperimentState.RUNNING, OTHER, ExperimentNotDraft),
        ({}, ExperimentState.DRAFT, WRITER, ExperimentOwn),
        ({}, ExperimentState.DRAFT, None, ExperimentOwn),
    ],
)
def test_nothing_begins_without_an_approval_and_a_second_person(
    changes: dict[str, object],
    state: ExperimentState,
    actor: UUID | None,
    refused: type[DomainError],
) -> None:
    with pytest.raises(refused):
        check_start(
            replace(PLAN, **changes),  # type: ignore[arg-type]
            state=state,
            today=TODAY,
            actor_id=actor,
            written_by={WRITER},
        )


def test_a_second_person_begins_what_is_whole() -> None:
    check_start(PLAN, state=ExperimentState.DRAFT, today=TODAY, actor_id=OTHER, written_by={WRITER})


@pytest.mark.parametrize("others", [1, 2])
def test_wordings_stay_balanced_and_every_block_is_whole(others: int) -> None:
    variants = variants_of(others)
    for seed in range(20):
        given: Counter[Variant] = Counter()
        by = Random(seed)  # noqa: S311
        for number in range(1, 61):
            given[draw(given, variants=variants, by=by)] += 1
            counts = [given[one] for one in variants]
            assert max(counts) - min(counts) <= 2
            if number % (2 * len(variants)) == 0:
                assert len(set(counts)) == 1


def test_each_order_of_a_block_is_as_likely_as_any_other() -> None:
    by = Random(7)  # noqa: S311
    orders: Counter[str] = Counter()
    for _time in range(6_000):
        given: Counter[Variant] = Counter()
        order = ""
        for _place in range(4):
            one = draw(given, variants=variants_of(1), by=by)
            given[one] += 1
            order += one
        orders[order] += 1
    assert set(orders) == {"AABB", "ABAB", "ABBA", "BAAB", "BABA", "BBAA"}
    assert all(850 < count < 1_150 for count in orders.values())


PLEDGE = uuid4()
DRAWN = date(2026, 1, 15)


def family(**facts: object) -> FamilyFacts:
    return FamilyFacts(variant=Variant.A, assigned_on=DRAWN, **facts)  # type: ignore[arg-type]


def whole(pledge: UUID, on: date) -> Answered:
    return Answered(pledge, on, is_whole=True)


def used(pledge: UUID, on: date) -> Answered:
    return Answered(pledge, on, is_whole=False)


def paid(amount: int, on: date, *, pledge: UUID = PLEDGE) -> PaidIn:
    return PaidIn(pledge, on, Rupiah.of(amount), Rupiah.of(10_000_000))


@pytest.mark.parametrize(
    ("facts", "today", "came"),
    [
        ({}, date(2026, 4, 30), Came.WAITING),  # April, the third month, is not over
        ({}, date(2026, 5, 1), Came.SILENT),  # never a no
        ({"answers": [whole(PLEDGE, date(2026, 4, 3))]}, date(2026, 4, 30), Came.WAITING),
        ({"answers": [whole(PLEDGE, date(2026, 4, 3))]}, date(2026, 5, 1), Came.YES),
        ({"answers": [used(PLEDGE, date(2026, 4, 3))]}, date(2026, 5, 1), Came.NO),
        ({"answers": [whole(PLEDGE, date(2026, 3, 31))]}, date(2026, 5, 1), Came.SILENT),
        (
            {
                "answers": [
                    whole(PLEDGE, date(2026, 4, 3)),
                    used(PLEDGE, date(2026, 4, 20)),
                ]
            },
            date(2026, 5, 1),
            Came.NO,  # the last word of the month
        ),
        (
            {
                "answers": [
                    used(PLEDGE, date(2026, 4, 3)),
                    whole(UUID(int=9), date(2026, 4, 3)),
                ]
            },
            date(2026, 5, 1),
            Came.YES,  # one pot used, the other whole
        ),
        ({"paid_in": [paid(10_000_000, date(2026, 2, 1))]}, date(2026, 5, 1), Came.YES),
        ({"paid_in": [paid(9_999_999, date(2026, 2, 1))]}, date(2026, 5, 1), Came.NO),
        ({"paid_in": [paid(10_000_000, date(2026, 5, 1))]}, date(2026, 6, 1), Came.SILENT),
        (
            {
                "paid_in": [
                    paid(10_000_000, date(2026, 2, 1)),
                    paid(-10_000_000, date(2026, 2, 1)),
                ]
            },
            date(2026, 5, 1),
            Came.SILENT,  # taken back: no word
        ),
    ],
)
def test_a_deposit_is_kept_only_where_a_bank_said_so_of_that_month(
    facts: dict[str, object], today: date, came: Came
) -> None:
    assert what_came(family(**facts), Outcome.KEPT_3, today=today) is came


@pytest.mark.parametrize(
    ("plans", "today", "came"),
    [
        ([], date(2026, 4, 14), Came.WAITING),
        ([date(2026, 2, 1)], date(2026, 4, 14), Came.WAITING),
        ([], date(2026, 4, 15), Came.NO),
        ([date(2026, 1, 15)], date(2026, 4, 15), Came.YES),
        ([date(2026, 4, 14)], date(2026, 4, 15), Came.YES),
        ([date(2026, 1, 14)], date(2026, 4, 15), Came.NO),  # before its wording was drawn
        ([date(2026, 4, 15)], date(2026, 4, 15), Came.NO),  # too late
    ],
)
def test_a_plan_counts_in_the_three_months_after_the_drawing(
    plans: list[date], today: date, came: Came
) -> None:
    assert what_came(family(plans=plans), Outcome.PLAN, today=today) is came


def test_a_family_that_takes_its_consent_back_stands_in_no_count() -> None:
    said = [whole(PLEDGE, date(2026, 4, 3))]
    facts = [family(answers=said), family(answers=said, is_in=False), family()]
    (a, b) = count_arms(facts, variants=variants_of(1), today=date(2026, 5, 1))
    assert (a.families, a.left, b.families) == (2, 1, 0)
    kept = a.tallies[Outcome.KEPT_3]
    assert (kept.yes, kept.no, kept.counted, kept.silent, kept.waiting) == (1, 0, 1, 1, 0)
    later = a.tallies[Outcome.KEPT_12]
    assert (later.counted, later.silent, later.waiting) == (0, 0, 2)


def test_only_a_reminder_can_ask_for_a_wording() -> None:
    drawing = "experiments.actions.drawing"
    asking = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "savings_app").rglob("*.py")
        if drawing in path.read_text(encoding="utf-8")
    }
    assert asking == {"savings_app/reminders/actions/sending.py"}


@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_an_interval_holds_what_was_seen_and_turns_with_its_sides(
    of: int, other_of: int, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, of))
    other = data.draw(st.integers(0, other_of))
    share = wilson(count, of)
    assert 0 <= share.low <= count / of + 1e-9
    assert count / of - 1e-9 <= share.high <= 1
    one, turned = newcombe(count, of, other, other_of), newcombe(other, other_of, count, of)
    assert one.low == pytest.approx(-turned.high, abs=1e-9)
    assert one.high == pytest.approx(-turned.low, abs=1e-9)
    assert -1 - 1e-9 <= one.low <= one.high <= 1 + 1e-9
