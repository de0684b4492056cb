"""What is looked at once more before a claim is handed in. Warnings for a person, never a bar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from savings_app.cases.heir_rules import ends_soon
from savings_app.cases.money_rules import plain_name
from savings_app.errors import RuleWarning

_TWO_IN_ONE = re.compile(r"\bq\.?\s*q\.?\b", re.IGNORECASE)  # "Hartin QQ Rahma"
ALIKE_ENOUGH = 0.5  # below, letters side by side explain nothing


@dataclass(frozen=True, slots=True)
class LetterDifference:
    """One place where two names differ, counted in letters from 1, spaces left out.

    `ours` stands in the recipient's name, `theirs` in the passbook; either may be empty.
    """

    at: int
    ours: str
    theirs: str


def letter_differences(ours: str, theirs: str) -> list[LetterDifference] | None:
    """Where the names differ, letter by letter; None where they are other names altogether."""
    left, right = "".join(plain_name(ours)).upper(), "".join(plain_name(theirs)).upper()
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < ALIKE_ENOUGH:
        return None
    return [
        LetterDifference(at=i1 + 1, ours=left[i1:i2], theirs=right[j1:j2])
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]


def holder_fits(holder: str, *, recipient: str, guardian: str | None) -> bool:
    """Whether the passbook names the recipient, the guardian, or one "QQ" the other."""
    known = {plain_name(recipient)} | ({plain_name(guardian)} if guardian else set())
    return all(plain_name(part) in known for part in _TWO_IN_ONE.split(holder) if part.strip())


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What the warnings look at; `holder` is None where no account is recorded."""

    recipient: str
    holder: str | None
    is_minor: bool
    guardian: str | None
    guardian_until: date | None
    missing_papers: int
    disputed: bool
    has_consent: bool
    has_card_number: bool


def claim_warnings(facts: ClaimFacts, *, today: date) -> list[RuleWarning]:
    """Everything somebody should look at once more, the gravest first."""
    asked: Sequence[tuple[bool, RuleWarning]] = (
        (facts.disputed, RuleWarning("claim_disputed")),
        (not facts.has_consent, RuleWarning("claim_consent_missing")),
        (facts.is_minor and not facts.guardian, RuleWarning("claim_guardian_missing")),
        (
            facts.is_minor and ends_soon(facts.guardian_until, today=today),
            RuleWarning("guardian_ends_soon", {"until": facts.guardian_until}),
        ),
        (facts.holder is None, RuleWarning("claim_account_missing")),
        (_differs(facts), RuleWarning("claim_name_differs")),
        (
            facts.missing_papers > 0,
            RuleWarning("claim_papers_missing", {"count": facts.missing_papers}),
        ),
        (not facts.has_card_number, RuleWarning("claim_card_missing")),
    )
    return [warning for applies, warning in asked if applies]


def _differs(facts: ClaimFacts) -> bool:
    return facts.holder is not None and not holder_fits(
        facts.holder, recipient=facts.recipient, guardian=facts.guardian
    )
