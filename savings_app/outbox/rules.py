"""When a message is tried again, and until when it may leave. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from savings_app.errors import DomainError
from savings_app.outbox.kinds import Channel, Failure, MessageState

# After the first, second, third and fourth failure; the fifth is the last.
WAITS = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(hours=12),
)
MOST_TRIES = len(WAITS) + 1
# A worker that says nothing for so long was interrupted; whether the message left is not known.
LONGEST_SENDING = timedelta(minutes=10)
# What a telephone that is shared, or a number that is wrong, must not tell: amounts and mourning.
# A family writes in Indonesian, Gorontalo or English whatever language its pages are in.
_TELLS = re.compile(
    r"\d|rp\b|rupiah|juta|ribu|\buang|duit|waris|klaim|asuransi|wafat|mati|tinggal|ninggal|almarhum"
    r"|jenazah|arwah|aruwa|tahlil|santunan|kubur|makam|duka|janda|\bduda|yatim|piatu"
    r"|\b(dead|deaths?|die[sd]?|dying|deceased|funerals?|graves?|mourning|passed away|late husband"
    r"|late wife|widow\w*|orphan\w*|inherit\w*|insurance|claims?|money|cash|million|thousand"
    r"|hundred)\b",
    re.IGNORECASE,
)
FINAL = frozenset({Failure.ADDRESS_REFUSED, Failure.INTERRUPTED, Failure.TOO_LATE})


class MessageNotFailed(DomainError):
    """Only what failed is tried again."""


class MessageErased(DomainError):
    """Its words and its address are no longer kept."""


class MessageNotALetter(DomainError):
    """Only a waiting letter is handed over by a person."""


def next_try(*, tries: int, failure: Failure, now: datetime) -> datetime | None:
    """When to try again after `tries` tries, or None where it has failed for good."""
    if failure in FINAL or tries >= MOST_TRIES:
        return None
    return now + WAITS[tries - 1]


def check_retry(state: MessageState, *, text: str) -> None:
    """
    Raises:
        MessageNotFailed, MessageErased
    """
    if state is not MessageState.FAILED:
        raise MessageNotFailed
    if not text:
        raise MessageErased


def check_handed_over(*, channel: Channel, state: MessageState) -> None:
    """
    Raises:
        MessageNotALetter
    """
    if channel is not Channel.LETTER or state is not MessageState.WAITING:
        raise MessageNotALetter


def tells_a_stranger(text: str) -> str | None:
    """The first figure, or word of money or mourning, that a message must not hold; else None."""
    found = _TELLS.search(text)
    return found.group() if found else None


def masked(address: str | None) -> str:
    """`••••4567`, `m•••@contoh.id`: enough to recognise, too little to write to."""
    if not address:
        return ""
    name, at, host = address.partition("@")
    return f"{name[:1]}•••@{host}" if at else f"••••{address[-4:]}"
