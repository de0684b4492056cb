"""The kata masuk: long enough, no number, typed twice the same."""

from __future__ import annotations

from datetime import date

import pytest

from savings_app.cases.letter_codes import ALPHABET, make_code, read_code, seal, shown_code, unseal
from savings_app.cases.letter_rules import (
    WordIsNumber,
    WordLooksLikePin,
    WordsDiffer,
    WordTooLong,
    WordTooShort,
    check_word,
    normal_word,
)
from savings_app.errors import DomainError


def check(word: str, again: str | None = None) -> None:
    check_word(
        word=word,
        again=word if again is None else again,
        born_on=date(1975, 3, 5),
        number="BB-2026-0001-1",
    )


@pytest.mark.parametrize("word", ["mangga", "pohon mangga", "Pohon  Mangga", "mangga7", "ombak."])
def test_a_word_of_six_letters_will_do(word: str) -> None:
    check(word)
    with pytest.raises(WordsDiffer):  # it was the word that was taken, not anything at all
        check(word, again=f"{word}n")


@pytest.mark.parametrize(
    ("word", "refusal"),
    [
        ("pohon", WordTooShort),
        ("a" * 61, WordTooLong),
        ("1234", WordLooksLikePin),
        ("123456", WordLooksLikePin),
        ("05031975", WordLooksLikePin),
        ("5-3-1975", WordLooksLikePin),
        ("05/03/75", WordLooksLikePin),
        ("BB-2026-0001-1", WordIsNumber),
        ("bb 2026 0001", WordIsNumber),
        ("bb202600011", WordIsNumber),
    ],
)
def test_a_word_others_can_guess_or_that_could_be_a_pin_is_refused(
    word: str, refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        check(word)


def test_both_writings_are_the_same_apart_from_case_and_spaces() -> None:
    check("Pohon Mangga", "pohon  mangga ")
    assert normal_word(" Pohon  Mangga") == "pohon mangga"
    with pytest.raises(WordsDiffer):
        check("pohon mangga", "pohon manga")


def test_a_code_is_eight_letters_nobody_confuses() -> None:
    codes = {make_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {8}
    assert set("".join(codes)) <= set(ALPHABET)
    assert not set("01OIL") & set(ALPHABET)


def test_a_code_is_read_as_people_type_it_and_sealed_until_it_is_printed() -> None:
    key = b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    assert shown_code("ABCD2345") == "ABCD-2345"
    assert read_code(" abcd-2345 ") == "ABCD2345"
    sealed = seal("ABCD2345", key=key)
    assert "ABCD2345" not in sealed
    assert unseal(sealed, key=key) == "ABCD2345"
