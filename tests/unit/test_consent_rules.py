"""The consents: their words, and who may enter a yes."""

from __future__ import annotations

import hashlib

import pytest

from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.consents.rules import (
    WORDS,
    WORDS_VERSION,
    ConsentHasNoScope,
    ConsentIsTheFamilys,
    ConsentScopeMissing,
    PhotoNotWithStaff,
    check_giver,
    check_scope,
    words_of,
)

# The words a family agreed to. A new digest means new words, so a new version beside the old.
DIGESTS = {"1": "521e9b245331a6ca", "2": "6e196e765c821e30", "3": "79deb5e86f6a2ae7"}


def digest(version: str) -> str:
    said = [
        part
        for kind in ConsentKind
        if kind in WORDS[version]
        for words in (words_of(kind, version=version),)
        for part in (words.title, words.does, words.does_not, words.when_revoked)
    ]
    return hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()[:16]


@pytest.mark.parametrize("version", DIGESTS)
def test_the_words_of_a_version_never_change(version: str) -> None:
    assert digest(version) == DIGESTS[version]
    assert WORDS_VERSION in DIGESTS


@pytest.mark.parametrize("kind", ConsentKind)
def test_every_consent_says_what_it_does_and_what_it_never_does(kind: ConsentKind) -> None:
    words = words_of(kind)
    assert all(map(str, (words.title, words.does, words.does_not, words.when_revoked)))


def test_the_photo_says_it_is_never_asked_at_the_hand_over() -> None:
    assert "Tidak pernah ditanyakan saat penyerahan" in words_of(ConsentKind.PHOTO).does_not


def test_only_the_third_has_a_scope_and_it_always_has_one() -> None:
    check_scope(kind=ConsentKind.BANK_ANSWERS, scope=AnswerScope.KEPT_ONLY)
    check_scope(kind=ConsentKind.TELL_BANK, scope=None)
    with pytest.raises(ConsentScopeMissing):
        check_scope(kind=ConsentKind.BANK_ANSWERS, scope=None)
    with pytest.raises(ConsentHasNoScope):
        check_scope(kind=ConsentKind.TELL_BANK, scope=AnswerScope.LINES)


@pytest.mark.parametrize(
    "kind", [kind for kind in ConsentKind if kind is not ConsentKind.CLAIM_HELP]
)
def test_staff_record_no_other_consent_on_paper_than_help_with_the_claim(kind: ConsentKind) -> None:
    check_giver(kind=ConsentKind.CLAIM_HELP, by_staff=True, assisted=False)
    with pytest.raises(ConsentIsTheFamilys):
        check_giver(kind=kind, by_staff=True, assisted=False)


def test_a_photo_is_never_agreed_to_with_staff_at_the_device() -> None:
    check_giver(kind=ConsentKind.PHOTO, by_staff=False, assisted=False)
    with pytest.raises(PhotoNotWithStaff):
        check_giver(kind=ConsentKind.PHOTO, by_staff=False, assisted=True)
