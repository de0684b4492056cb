"""A bank's own postings (interest, tax on it, fees) told from money of people, by words. Pure.

A word alone misleads: Bunga is a name, and families pay taxes. So a line is the bank's own posting
only where its text says nothing else, goes the right way, and is not too much for the balance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from savings_app.deposits.rules import codes_in
from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import Direction, LineClass

Phrases = Sequence[tuple[str, ...]]
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class PostingRule:
    """The words of one class and what is believed of them.

    `share_of_balance` is the most it can be of the account's balance, `most` where that is not
    known or no limit, and up to `small` it is always believed.
    """

    kind: LineClass
    direction: Direction
    phrases: Phrases
    share_of_balance: Decimal | None
    most: Rupiah
    small: Rupiah


@dataclass(frozen=True, slots=True)
class LineWords:
    """Words in lower case; a phrase is the words that follow each other in it."""

    postings: Sequence[PostingRule]
    neutral: frozenset[str]
    taking_back: Phrases
    taking_back_days: int


@dataclass(frozen=True, slots=True)
class Posting:
    """What the words say; `usual` is whether the amount can be believed to be that."""

    kind: LineClass
    usual: bool


def find_posting(
    *,
    text: str,
    direction: Direction,
    amount: Rupiah,
    balance: Rupiah | None,
    words: LineWords,
) -> Posting | None:
    """The bank's own posting this line is, by its text; None: it is money of people.

    `balance` is about what lay in the account, None where the bank did not say.
    """
    if codes_in(text):
        return None
    told = words_of(text)
    every = [phrase for rule in words.postings for phrase in rule.phrases]
    rest = without_phrases(told, every)
    if any(word not in words.neutral for word in rest if not _is_number(word)):
        return None
    for rule in words.postings:
        if rule.direction is direction and without_phrases(told, rule.phrases) != told:
            return Posting(rule.kind, usual=_is_usual(amount, balance, rule))
    return None


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, in lower case."""
    return _WORD.findall(text.lower())


def without_phrases(words: Sequence[str], phrases: Phrases) -> list[str]:
    """The words that are in none of the phrases; longer phrases go before shorter ones."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    rest: list[str] = []
    place = 0
    while place < len(words):
        length = next(
            (len(one) for one in ordered if tuple(words[place : place + len(one)]) == one), 0
        )
        if not length:
            rest.append(words[place])
        place += length or 1
    return rest


def _is_number(word: str) -> bool:
    """A number or a reference: words of people hold no digit."""
    return any(letter.isdigit() for letter in word)


def _is_usual(amount: Rupiah, balance: Rupiah | None, rule: PostingRule) -> bool:
    if amount <= rule.small:
        return True
    if rule.share_of_balance is None or balance is None:
        return amount <= rule.most
    return amount.sen <= balance.sen * rule.share_of_balance
