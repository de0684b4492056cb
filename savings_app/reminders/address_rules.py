"""Numbers and addresses of a family, and the short code that shows they are its own. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from uuid import UUID

from savings_app.errors import DomainError
from savings_app.outbox.kinds import Channel

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=30)
MOST_GUESSES = 5
MOST_CODES = 3  # a day: whoever types a stranger's number must not write to him all day
CODE_DAY = timedelta(hours=24)
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9.-]{1,120}\.[A-Za-z]{2,}")
_LOCAL_PHONE = re.compile(r"0?(8\d{7,12})")
_WORLD_PHONE = re.compile(r"\+[1-9]\d{7,14}")


class MessagesNotAgreed(DomainError):
    """Consent 5 is what allows any message."""


class ChannelNotOffered(DomainError):
    """This service has no way out of that kind."""

    field = "channel"


class AddressMissing(DomainError):
    """A message needs somewhere to go."""

    field = "address"


class PhoneUnreadable(DomainError):
    """No mobile number as people write it."""

    field = "address"


class EmailUnreadable(DomainError):
    """No e-mail address."""

    field = "address"


class TooManyCodes(DomainError):
    """So many codes were asked for today; tomorrow again. Fact: `most`."""

    field = "address"


class NoCodeWaiting(DomainError):
    """No code is waiting: it is too old, was guessed at too often, or never asked for."""

    field = "code"


class CodeWrong(DomainError):
    """Not the code that was sent. Fact: `left`, how many guesses remain."""

    field = "code"


def normal_address(channel: Channel, text: str | None) -> str | None:
    """The address as gateways want it: `+62812…`, or an e-mail address; None for a letter.

    Raises:
        AddressMissing, PhoneUnreadable, EmailUnreadable
    """
    if channel is Channel.LETTER:
        return None
    typed = (text or "").strip()
    if not typed:
        raise AddressMissing
    if channel is Channel.EMAIL:
        if not _EMAIL.fullmatch(typed):
            raise EmailUnreadable
        return typed
    digits = re.sub(r"[\s().-]", "", typed)
    if digits.startswith("62"):
        digits = f"+{digits}"
    local = _LOCAL_PHONE.fullmatch(digits.removeprefix("+62"))
    if local:
        return f"+62{local.group(1)}"
    if digits.startswith("+62") or not _WORLD_PHONE.fullmatch(digits):
        raise PhoneUnreadable
    return digits


def code_hash(code: str, *, contact_id: UUID) -> str:
    """What is kept of a code: it lives for half an hour and five guesses."""
    return hmac.new(contact_id.bytes, code.encode(), hashlib.sha256).hexdigest()


def is_code(text: str, *, kept: str, contact_id: UUID) -> bool:
    """Whether this is the code, with or without spaces."""
    typed = "".join(text.split())
    return hmac.compare_digest(code_hash(typed, contact_id=contact_id), kept)


def is_code_open(*, sent_at: datetime | None, guesses: int, now: datetime) -> bool:
    """Whether a code that was sent can still be typed in."""
    return sent_at is not None and now < sent_at + CODE_LIFE and guesses < MOST_GUESSES
