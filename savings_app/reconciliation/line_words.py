"""The words by which banks name their own postings: dated data, with how sure we are of it.

Pure but for reading `parameters/`, once a process.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import Direction, LineClass
from savings_app.reconciliation.posting_rules import LineWords, PostingRule

WORDS = Path(__file__).with_name("parameters") / "line_words.toml"
# Tax before fee: "pajak" is said of nothing else, "biaya" of everything.
_CLASSES = (LineClass.RETURN, LineClass.TAX, LineClass.FEE)


@cache
def line_words() -> LineWords:
    """What stands in `parameters/line_words.toml`."""
    told = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return LineWords(
        postings=tuple(_posting(kind, told[kind.value]) for kind in _CLASSES),
        neutral=frozenset(told["neutral"]["words"]),
        taking_back=_phrases(told["pengembalian"]),
        taking_back_days=told["pengembalian"]["days"],
    )


def _posting(kind: LineClass, row: dict[str, Any]) -> PostingRule:
    share = row.get("share_of_balance")
    return PostingRule(
        kind=kind,
        direction=Direction(row["direction"]),
        phrases=_phrases(row),
        share_of_balance=None if share is None else Decimal(share),
        most=Rupiah.of(row["most"]),
        small=Rupiah.of(row["small"]),
    )


def _phrases(row: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Each as its words, the longest first."""
    split = [tuple(phrase.split()) for phrase in row["phrases"]]
    return tuple(sorted(split, key=lambda words: (-len(words), words)))
