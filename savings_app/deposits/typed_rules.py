"""Forty answers typed in one line: what is not a yes, and how many the others are. Pure.

"7s 12t 30?" says that row 7 is partly there, row 12 is not, and row 30 cannot be answered. The rest
are yes only when their number is typed too: it must be the number of rows that are left.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from savings_app.deposits.kinds import Answer
from savings_app.errors import DomainError

LEFT = "-"  # this row stays for later
# Of both languages, so that a hand need not know which one the page is in.
LETTERS: Mapping[str, Answer | None] = {
    "y": Answer.YES,
    "s": Answer.PARTLY,
    "p": Answer.PARTLY,
    "t": Answer.NO,
    "n": Answer.NO,
    "?": Answer.CANNOT_SAY,
    LEFT: None,
}
_ONE = re.compile(r"(\d{1,3})\s*([a-z?\-])", re.ASCII)
_BETWEEN = re.compile(r"[\s,;.]*", re.ASCII)


class TypedAnswerUnclear(DomainError):
    """Fact: `text`, the part that is no row with its letter."""

    field = "typed"


class TypedRowUnknown(DomainError):
    """Fact: `number` as typed, of no row on the page."""

    field = "typed"


class TypedTwice(DomainError):
    """Fact: `number` of a row that has two different answers."""

    field = "typed"


class TypedCountDiffers(DomainError):
    """Facts: `typed`, `left`: how many rows have no answer yet."""

    field = "rest"


def read_typed(text: str, *, rows: Collection[int]) -> dict[int, Answer | None]:
    """The rows named in `text`, each with its answer; None where it is to stay for later.

    `rows`: the numbers of those on the page.

    Raises:
        TypedAnswerUnclear, TypedRowUnknown, TypedTwice
    """
    found: dict[int, Answer | None] = {}
    text, at = text.lower(), 0
    while (at := _BETWEEN.match(text, at).end()) < len(text):  # type: ignore[union-attr]
        one = _ONE.match(text, at)
        if one is None or one[2] not in LETTERS:
            raise TypedAnswerUnclear(text=text[at : at + 12])
        number, answer = int(one[1]), LETTERS[one[2]]
        if number not in rows:
            raise TypedRowUnknown(number=number)
        if found.setdefault(number, answer) is not answer:
            raise TypedTwice(number=number)
        at = one.end()
    return found


def join_answers(
    chosen: Mapping[int, Answer],
    typed: Mapping[int, Answer | None],
    *,
    rest: int | None,
    rows: Collection[int],
) -> dict[int, Answer]:
    """What each row is answered: chosen beside it, typed in the line, or one of the rest.

    Raises:
        TypedTwice: chosen and typed differ.
        TypedCountDiffers: `rest` is not the number of rows without an answer.
    """
    for number, answer in typed.items():
        if number in chosen and chosen[number] is not answer:
            raise TypedTwice(number=number)
    answers = {**chosen, **{n: answer for n, answer in typed.items() if answer is not None}}
    left = [n for n in sorted(rows) if n not in answers and n not in typed]
    if rest is not None and rest != len(left):
        raise TypedCountDiffers(typed=rest, left=len(left))
    return dict(sorted({**answers, **dict.fromkeys(left if rest else (), Answer.YES)}.items()))
