"""The consents and how far the third goes. Pure, so that rules and pages share them."""

from __future__ import annotations

from enum import StrEnum


class ConsentKind(StrEnum):
    """In the order of the promises; see `savings_app.consents.rules` for the words."""

    CLAIM_HELP = "claim_help"  # 1 help with the claim
    TELL_BANK = "tell_bank"  # 2 the Dinas tells my bank of my account and pledge
    BANK_ANSWERS = "bank_answers"  # 3 my bank answers this service
    STAFF_SEES = "staff_sees"  # 4 staff of the Dinas may look at what the bank answered
    MESSAGES = "messages"  # 5
    PHOTO = "photo"  # 6 photo and news, never asked at the hand-over
    LEARN = "learn"  # 7 which wording helps; asked only where an experiment runs


class AnswerScope(StrEnum):
    """How much of consent 3: a yes or no, or balance and lines too."""

    KEPT_ONLY = "kept_only"
    LINES = "lines"
