"""The lessons: short enough to be read, the same in every language, each fact with its source."""

from __future__ import annotations

from datetime import date

import pytest

from savings_app.config import ROOT
from savings_app.literacy.lessons import find_lesson, languages, lessons_named, list_lessons
from savings_app.policy.rules import parameter

MOST_WORDS = 120
TODAY = date(2026, 11, 27)
# Words that blame or press (domain.md, section 6).
UNKIND = ("boros", "jangan", "habis", "dihambur", "konsumtif", "wajib menabung", "harus menabung")


def test_there_are_lessons_in_both_languages() -> None:
    assert {"en", "id"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_a_lesson_is_short_and_has_a_drawing(language: str) -> None:
    for lesson in list_lessons(language=language):
        words = f"{lesson.idea} {lesson.rule} {lesson.try_now}".split()
        assert len(words) <= MOST_WORDS, lesson.slug
        assert "  " not in lesson.idea
        assert (ROOT / "templates" / "drawings" / f"{lesson.drawing}.svg").exists()


def test_every_language_tells_the_same_lessons_and_facts() -> None:
    first, *others = (list_lessons(language=language) for language in languages())
    for other in others:
        assert [(one.slug, len(one.facts)) for one in other] == [
            (one.slug, len(one.facts)) for one in first
        ]


def test_each_has_three_questions_with_the_same_answers_in_every_language() -> None:
    first, *others = (list_lessons(language=language) for language in languages())
    assert {len(one.questions) for one in first} == {3}
    for other in others:
        for here, there in zip(first, other, strict=True):
            assert [(one.key, one.is_true) for one in here.questions] == [
                (one.key, one.is_true) for one in there.questions
            ]
    for lesson in first:  # ticking everything alike answers no lesson
        assert {one.is_true for one in lesson.questions} == {True, False}


def test_lessons_are_given_in_their_own_order_and_unknown_names_left_out() -> None:
    found = lessons_named(["utang", "tiga-bagian", "lotre"], language="id")
    assert [one.slug for one in found] == ["tiga-bagian", "utang"]


def test_every_fact_says_where_it_comes_from_and_when_it_was_checked() -> None:
    for lesson in list_lessons(language="id"):
        for fact in lesson.facts:
            assert fact.source.strip()
            assert date(2026, 1, 1) <= fact.checked_on <= TODAY


def test_no_lesson_blames_or_presses() -> None:
    for lesson in list_lessons(language="id"):
        text = f"{lesson.title} {lesson.idea} {lesson.rule} {lesson.try_now}".lower()
        assert not [word for word in UNKIND if word in text], lesson.slug


def test_the_rule_of_an_account_is_kept_within_the_days_of_the_law() -> None:
    lesson = find_lesson("rekening-hidup", language="id")
    assert lesson is not None
    inactive = parameter("account_dormancy").on(TODAY).amounts["inactive_days"]
    assert inactive < 365  # so "once a year" would come too late
    assert "enam bulan" in lesson.rule
    assert f"{inactive} hari" in lesson.facts[0].text


def test_a_source_is_named_the_same_in_every_language() -> None:
    """It is a law or an address; what is to be said about it is said in the fact, translated."""
    for lesson in list_lessons(language="id"):
        for fact in lesson.facts:
            assert not set(fact.source.lower().split()) & {"dan", "tentang", "belum", "diumumkan"}


def test_no_two_lessons_have_the_same_drawing() -> None:
    drawings = [one.drawing for one in list_lessons(language="id")]
    assert len(drawings) == len(set(drawings))


def test_an_unknown_language_is_answered_in_indonesian() -> None:
    found = find_lesson("utang", language="fr")
    assert found is not None
    assert found.title == "Utang: tahu dulu biayanya"
    assert find_lesson("lotre", language="id") is None
