"""An amount as it is said, so that a nought too many is heard."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.money import LARGEST_RUPIAH, Rupiah
from savings_app.words import LANGUAGES, use_language
from savings_app.words.spoken import read_numbers, spoken

INDONESIAN = {
    0: "nol rupiah",
    1: "satu rupiah",
    10: "sepuluh rupiah",
    11: "sebelas rupiah",
    12: "dua belas rupiah",
    19: "sembilan belas rupiah",
    20: "dua puluh rupiah",
    21: "dua puluh satu rupiah",
    100: "seratus rupiah",
    111: "seratus sebelas rupiah",
    212: "dua ratus dua belas rupiah",
    1_000: "seribu rupiah",
    1_100: "seribu seratus rupiah",
    11_000: "sebelas ribu rupiah",
    100_000: "seratus ribu rupiah",
    101_000: "seratus satu ribu rupiah",
    150_000: "seratus lima puluh ribu rupiah",
    368_422: "tiga ratus enam puluh delapan ribu empat ratus dua puluh dua rupiah",
    1_000_000: "satu juta rupiah",
    1_500_000: "satu juta lima ratus ribu rupiah",
    12_000_000: "dua belas juta rupiah",
    20_000_000: "dua puluh juta rupiah",
    42_000_000: "empat puluh dua juta rupiah",
    166_000_000: "seratus enam puluh enam juta rupiah",
    1_001_000_000: "satu miliar satu juta rupiah",
    LARGEST_RUPIAH: "satu triliun rupiah",
}
ENGLISH = {
    0: "zero rupiah",
    13: "thirteen rupiah",
    20: "twenty rupiah",
    42_000_000: "forty-two million rupiah",
    1_500_000: "one million five hundred thousand rupiah",
    368_422: "three hundred sixty-eight thousand four hundred twenty-two rupiah",
}


@pytest.mark.parametrize(("rupiah", "words"), INDONESIAN.items())
def test_an_amount_is_said_in_indonesian(rupiah: int, words: str) -> None:
    assert spoken(Rupiah.of(rupiah)) == words


@pytest.mark.parametrize(("rupiah", "words"), ENGLISH.items())
def test_an_amount_is_said_in_english(rupiah: int, words: str) -> None:
    with use_language("en"):
        assert spoken(Rupiah.of(rupiah)) == words


def test_what_is_no_whole_amount_is_not_said() -> None:
    assert spoken(None) == spoken(Rupiah(-100)) == spoken(Rupiah(150)) == ""


# Reading back, by another road than the one that wrote: so the words say this number and no other.
ONES = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
BIG = {"triliun": 10**12, "miliar": 10**9, "juta": 10**6, "ribu": 1000}


def heard(words: str) -> int:
    """The number somebody hears who knows Indonesian."""
    words = re.sub(r"\bse(puluh|belas|ratus|ribu)", r"satu \1", words)
    whole = part = digit = 0
    for word in words.split():
        if word in ONES:
            digit = ONES.index(word)
        elif word == "belas":
            part, digit = part + 10 + digit, 0
        elif word in {"puluh", "ratus"}:
            part, digit = part + digit * {"puluh": 10, "ratus": 100}[word], 0
        else:
            whole, part, digit = whole + (part + digit) * BIG[word], 0, 0
    return whole + part + digit


@given(st.integers(0, LARGEST_RUPIAH))
def test_whoever_hears_an_amount_writes_the_same_figures(rupiah: int) -> None:
    assert heard(spoken(Rupiah.of(rupiah)).removesuffix(" rupiah")) == rupiah


def test_every_complete_language_says_its_numbers() -> None:
    numbers = read_numbers()
    complete = {code for code, language in LANGUAGES.items() if language.is_complete}
    assert complete | {"id"} <= numbers.keys()
