"""Amounts as they are said: "dua puluh juta rupiah" beside Rp20.000.000.

Whoever reads figures slowly sees one nought too many when it is said. The words of each language
are data, in `translations/numbers.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from savings_app.money import SEN_PER_RUPIAH, Rupiah
from savings_app.words.language import CATALOGS, SOURCE_LANGUAGE, current_language


@dataclass(frozen=True, slots=True)
class Rule:
    """From `start` on a number is so many `times` of `of`, and a `rest`, said as `words`."""

    start: int
    of: int
    words: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """How one language counts. `alone` begins with nought; the rules rise."""

    rupiah: str
    alone: Sequence[str]
    rules: Sequence[Rule]

    def said(self, number: int) -> str:
        """A whole number that is not below zero."""
        if number < len(self.alone):
            return self.alone[number]
        rule = next(rule for rule in reversed(self.rules) if rule.start <= number)
        times, rest = divmod(number, rule.of)
        words = rule.words
        if "{times}" in words:
            words = words.replace("{times}", self.said(times))
        return words.replace("{rest}", self.said(rest) if rest else "").strip(" -")


def read_numbers(folder: Path = CATALOGS) -> Mapping[str, Numbers]:
    """How each language counts, by its code."""
    entries = tomllib.loads((folder / "numbers.toml").read_text(encoding="utf-8"))
    return {
        code: Numbers(
            entry["rupiah"],
            tuple(entry["alone"]),
            tuple(Rule(rule["from"], rule["of"], rule["words"]) for rule in entry["rules"]),
        )
        for code, entry in entries.items()
    }


@cache
def _numbers() -> Mapping[str, Numbers]:
    return read_numbers()


def _here() -> Numbers:
    known = _numbers()
    return known.get(current_language(), known[SOURCE_LANGUAGE])


def numbers_here() -> dict[str, Any]:
    """How the language in use counts, as `static/say.js` reads it."""
    here = _here()
    rules = [{"from": rule.start, "of": rule.of, "words": rule.words} for rule in here.rules]
    return {"rupiah": here.rupiah, "alone": list(here.alone), "rules": rules}


def spoken(amount: Rupiah | None) -> str:
    """`dua puluh juta rupiah`; empty for none, for less than nothing and where there are sen."""
    if amount is None or amount.sen < 0 or amount.sen % SEN_PER_RUPIAH:
        return ""
    numbers = _here()
    return numbers.rupiah.format(number=numbers.said(amount.rupiah))
