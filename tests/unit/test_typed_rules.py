"""Forty answers in one line: every slip is named, and the rest is yes only when it was counted."""

from __future__ import annotations

import pytest

from savings_app.deposits.kinds import Answer
from savings_app.deposits.typed_rules import (
    TypedAnswerUnclear,
    TypedCountDiffers,
    TypedRowUnknown,
    TypedTwice,
    join_answers,
    read_typed,
)
from savings_app.errors import DomainError

PAGE = range(1, 41)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        (
            "7s 12t 30? 9-",
            {7: Answer.PARTLY, 12: Answer.NO, 30: Answer.CANNOT_SAY, 9: None},
        ),
        ("7S,12 t;30?", {7: Answer.PARTLY, 12: Answer.NO, 30: Answer.CANNOT_SAY}),
        ("1y2p3n", {1: Answer.YES, 2: Answer.PARTLY, 3: Answer.NO}),  # of the English page
        ("  5t 5t ", {5: Answer.NO}),
    ],
)
def test_rows_are_named_with_their_letter(text: str, expected: dict[int, Answer | None]) -> None:
    assert read_typed(text, rows=PAGE) == expected


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("7x", TypedAnswerUnclear),
        ("7", TypedAnswerUnclear),
        ("7s 12", TypedAnswerUnclear),
        ("s7", TypedAnswerUnclear),
        ("٧s", TypedAnswerUnclear),  # a digit of another script is no row of ours
        ("0t", TypedRowUnknown),
        ("41t", TypedRowUnknown),
        ("5t 5s", TypedTwice),
    ],
)
def test_a_slip_is_named_and_nothing_is_guessed(text: str, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        read_typed(text, rows=PAGE)


def test_the_rest_is_yes_only_when_it_was_counted() -> None:
    typed = {7: Answer.PARTLY, 9: None}
    joined = join_answers({1: Answer.NO}, typed, rest=37, rows=PAGE)
    assert (joined[1], joined[7], joined[40]) == (Answer.NO, Answer.PARTLY, Answer.YES)
    assert 9 not in joined
    assert len(joined) == 39
    assert join_answers({}, typed, rest=None, rows=PAGE) == {7: Answer.PARTLY}
    assert join_answers({}, {}, rest=0, rows=[]) == {}


@pytest.mark.parametrize("rest", [0, 36, 38, -1])
def test_a_count_that_differs_answers_nothing(rest: int) -> None:
    with pytest.raises(TypedCountDiffers) as refused:
        join_answers({1: Answer.NO}, {7: Answer.PARTLY, 9: None}, rest=rest, rows=PAGE)
    assert refused.value.facts == {"typed": rest, "left": 37}


def test_chosen_and_typed_may_say_the_same_but_not_differ() -> None:
    assert join_answers({3: Answer.NO}, {3: Answer.NO}, rest=None, rows=PAGE) == {3: Answer.NO}
    for other in (Answer.YES, None):
        with pytest.raises(TypedTwice):
            join_answers({3: Answer.NO}, {3: other}, rest=None, rows=PAGE)
