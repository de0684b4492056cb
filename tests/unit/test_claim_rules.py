"""What is looked at before a claim is handed in: names letter by letter, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings_app.cases.claim_rules import (
    ClaimFacts,
    LetterDifference,
    claim_warnings,
    holder_fits,
    letter_differences,
)
from savings_app.cases.kinds import PaperFileType, PaperKind
from savings_app.cases.money_rules import plain_name
from savings_app.cases.paper_rules import file_name

TODAY = date(2026, 11, 23)
GOOD = ClaimFacts(
    recipient="Hartin Uji",
    holder="HARTIN UJI",
    is_minor=False,
    guardian=None,
    guardian_until=None,
    missing_papers=0,
    disputed=False,
    has_consent=True,
    has_card_number=True,
)


def codes(facts: ClaimFacts) -> list[str]:
    return [warning.code for warning in claim_warnings(facts, today=TODAY)]


@pytest.mark.parametrize(
    "holder", ["HARTIN  UJI", "Hj. Hartin Uji", "hartin uji, S.Pd.", "Ny Hartin Uji", "Hártin Uji"]
)
def test_case_spaces_and_titles_make_no_difference(holder: str) -> None:
    assert holder_fits(holder, recipient="Hartin Uji", guardian=None)
    assert letter_differences("Hartin Uji", holder) == []


def test_one_letter_is_told_with_its_place() -> None:
    assert letter_differences("Yusup Mohamad", "YUSUF MOHAMAD") == [
        LetterDifference(at=5, ours="P", theirs="F")
    ]
    assert letter_differences("Hartin", "Hartini") == [LetterDifference(at=7, ours="", theirs="I")]
    assert letter_differences("Hartini", "Hartin") == [LetterDifference(at=7, ours="I", theirs="")]


def test_another_name_is_not_spelled_out() -> None:
    assert letter_differences("Hartin Uji", "Bambang Surya") is None


NAMES = st.text("abcdi ", min_size=1, max_size=20)


@given(NAMES, NAMES)
def test_the_differences_lead_from_one_name_to_the_other(ours: str, theirs: str) -> None:
    left, right = ("".join(plain_name(name)).upper() for name in (ours, theirs))
    found = letter_differences(ours, theirs)
    if found is None:
        assert left != right
        return
    built, at = "", 0
    for one in found:
        built += left[at : one.at - 1] + one.theirs
        at = one.at - 1 + len(one.ours)
    assert built + left[at:] == right


def test_an_account_for_a_child_may_name_the_guardian_or_both() -> None:
    for holder in (
        "Hartin Uji",
        "Rahma Uji",
        "HARTIN UJI QQ RAHMA UJI",
        "Rahma Uji q.q. Hartin Uji",
    ):
        assert holder_fits(holder, recipient="Rahma Uji", guardian="Hartin Uji"), holder
    assert not holder_fits("Bambang QQ Rahma Uji", recipient="Rahma Uji", guardian="Hartin Uji")


def test_a_claim_without_doubts_has_no_warning() -> None:
    assert codes(GOOD) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"holder": "Hartini Uji"}, "claim_name_differs"),
        ({"holder": None}, "claim_account_missing"),
        ({"missing_papers": 2}, "claim_papers_missing"),
        ({"disputed": True}, "claim_disputed"),
        ({"has_consent": False}, "claim_consent_missing"),
        ({"has_card_number": False}, "claim_card_missing"),
        ({"is_minor": True}, "claim_guardian_missing"),
        (
            {"is_minor": True, "guardian": "Sri", "guardian_until": date(2027, 1, 22)},
            "guardian_ends_soon",
        ),
    ],
)
def test_each_doubt_is_a_warning_of_its_own(change: dict[str, object], code: str) -> None:
    assert codes(replace(GOOD, **change)) == [code]  # type: ignore[arg-type]


def test_a_file_in_the_download_is_called_by_its_kind_alone() -> None:
    name = file_name(PaperKind.DEATH_CERTIFICATE, position=2, type_=PaperFileType.JPEG, number=1)
    assert name == "02-akta-kematian-1.jpg"
    assert file_name(PaperKind.PARTICIPANT_CARD, position=1, type_=PaperFileType.PDF) == (
        "01-kartu-peserta.pdf"
    )
