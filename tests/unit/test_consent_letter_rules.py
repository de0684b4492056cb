"""What may be keyed from a signed request for consent, in dated examples."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from savings_app.cases.visit_rules import SignedInFuture
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.rules import is_older_than
from savings_app.documents.consent_letter_rules import (
    MOST_SCANS,
    LetterNotPhotographed,
    LetterWithoutAnswer,
    PaperAnswer,
    Signature,
    SignedBeforeLetter,
    TooManyScans,
    WitnessesNeeded,
    check_signed_letter,
    choices_of,
)
from savings_app.errors import DomainError

TODAY = date(2026, 11, 23)
# 17 November 2026, 01.00 in Gorontalo; in UTC it was the 16th still.
MADE_AT = datetime(2026, 11, 16, 17, 0, tzinfo=UTC)


def check(
    on: date = date(2026, 11, 20),
    *,
    by_thumb: bool = False,
    witnesses: tuple[str, str] = ("", ""),
    answers: dict[ConsentKind, PaperAnswer] | None = None,
    scans: int = 1,
) -> None:
    check_signed_letter(
        Signature(on, by_thumb, witnesses),
        answers or {ConsentKind.TELL_BANK: PaperAnswer.YES},
        scans=scans,
        issued_at=MADE_AT,
        today=TODAY,
    )


def refusal_of(on: date) -> type[DomainError] | None:
    try:
        check(on)
    except DomainError as refused:
        return type(refused)
    return None


@pytest.mark.parametrize("on", [date(2026, 11, 17), date(2026, 11, 20), TODAY])
def test_a_letter_is_signed_between_the_day_it_was_made_and_today(on: date) -> None:
    assert refusal_of(on) is None


def test_a_day_in_the_future_or_before_the_letter_was_made_is_refused() -> None:
    with pytest.raises(SignedInFuture):
        check(date(2026, 11, 24))
    with pytest.raises(SignedBeforeLetter) as refused:
        check(date(2026, 11, 16))
    assert refused.value.facts == {"on": date(2026, 11, 17)}


@pytest.mark.parametrize("witnesses", [("", ""), ("Rahma Uji", " "), ("", "Rahma Uji")])
def test_a_thumb_print_needs_both_witnesses(witnesses: tuple[str, str]) -> None:
    check(witnesses=witnesses)
    with pytest.raises(WitnessesNeeded):
        check(by_thumb=True, witnesses=witnesses)
    check(by_thumb=True, witnesses=("Rahma Uji", "Yusuf Uji"))


def test_a_paper_that_says_nothing_or_is_not_there_is_refused() -> None:
    with pytest.raises(LetterWithoutAnswer):
        check(answers=dict.fromkeys(ConsentKind, PaperAnswer.EMPTY))
    check(answers={ConsentKind.STAFF_SEES: PaperAnswer.NOT_NOW})
    with pytest.raises(LetterNotPhotographed):
        check(scans=0)
    with pytest.raises(TooManyScans):
        check(scans=MOST_SCANS + 1)


def test_only_number_three_says_how_far_it_goes() -> None:
    assert choices_of(ConsentKind.BANK_ANSWERS)[:2] == (PaperAnswer.KEPT_ONLY, PaperAnswer.LINES)
    for kind in (ConsentKind.TELL_BANK, ConsentKind.STAFF_SEES):
        assert choices_of(kind) == (PaperAnswer.YES, PaperAnswer.NOT_NOW, PaperAnswer.EMPTY)


def test_what_was_said_on_a_later_day_makes_a_paper_old() -> None:
    signed_on = date(2026, 11, 20)
    given = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
    # Half past eleven in the evening of the 20th in Gorontalo, and half past midnight of the 21st.
    same_day = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    next_day = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    assert not is_older_than(signed_on, [])
    assert not is_older_than(signed_on, [(given, None)])
    assert not is_older_than(signed_on, [(given, same_day)])
    assert is_older_than(signed_on, [(given, next_day)])
    assert is_older_than(signed_on, [(next_day, None)])
