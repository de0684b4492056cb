"""Secrets, tokens, and how often a client calls. Pure."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from savings_app.actors import Permission
from savings_app.bank_api.kinds import NEEDS, Scope
from savings_app.errors import DomainError

TOKEN_LIFE = timedelta(minutes=15)
# While a bank changes its secret, the one before still opens the door.
OLD_SECRET_LIFE = timedelta(hours=24)
KEY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
KEY_LENGTH = 12
# A sender that lost the answer asks again within a day; two give it room.
KEPT_ANSWERS = timedelta(hours=48)
# How far the clock of a signer may be from ours.
SIGNED_FOR = timedelta(minutes=5)
MOST_KEYS = 2
CALLS_A_WINDOW = 120
WINDOW = timedelta(minutes=1)


class ScopesMissing(DomainError):
    """A client that may do nothing is no client."""

    field = "scopes"


class ClientNameTaken(DomainError):
    """The bank has a client of this name that has not ended."""

    field = "name"


class ClientEnded(DomainError):
    """It was ended already."""


class BankNotAPartner(DomainError):
    """Only a partner bank has clients."""

    field = "bank_id"


class TooManyCalls(DomainError):
    """More calls than a client has in one window. Fact: `seconds` until the next window."""


class IdempotencyKeyMissing(DomainError):
    """A call that writes carries a key of its own, a UUID."""


class IdempotencyKeyReused(DomainError):
    """The key was given to another call before, or to another body."""


class TokenInvalid(DomainError):
    """No such token, it ran out, its client ended, or none was sent."""


class ScopeNotGiven(DomainError):
    """The token does not carry the scope this call needs. Fact: `scope`."""


class PublicKeyUnusable(DomainError):
    """Not an RSA public key of 2048 bits or more, in PEM."""

    field = "pem"


class PublicKeyKnown(DomainError):
    """The client has this key already."""

    field = "pem"


class TooManyKeys(DomainError):
    """Two keys are live: the old one ends before a third comes."""

    field = "pem"


class SnapSignatureWrong(DomainError):
    """A call with a SNAP token that is not signed, not in time, or not by this client."""


class SnapExternalIdUsed(DomainError):
    """The X-EXTERNAL-ID was used today already, or is none."""


def is_in_time(sent: datetime | None, *, now: datetime) -> bool:
    """Whether a signed moment is near enough to now that nobody else can have kept it for long."""
    return sent is not None and abs(now - sent) <= SIGNED_FOR


def make_client_key(bank_code: str) -> str:
    """What a client is called outside: `bri-7k2m9cde2345`."""
    letters = "".join(secrets.choice(KEY_LETTERS) for _ in range(KEY_LENGTH))
    return f"{bank_code.lower()}-{letters}"


def make_secret() -> str:
    """256 bits, as text that survives headers and forms."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """SHA-256 (hex). Enough for what has 256 bits by itself; no slow hash is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def is_secret_of(secret: str, hashed: str) -> bool:
    """Whether `hashed` was made of `secret`; it takes as long either way."""
    return hmac.compare_digest(digest(secret), hashed)


def permissions_of(scopes: Collection[Scope]) -> frozenset[Permission]:
    """What an officer of the bank would need for these calls, and no more."""
    return frozenset(NEEDS[scope] for scope in scopes)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How a client stands in its window: `left` calls, `seconds` until the next begins."""

    limit: int
    left: int
    seconds: int


def window_of(now: datetime) -> datetime:
    """The first moment of the window `now` lies in."""
    return now.replace(second=0, microsecond=0)


def allowance(*, calls: int, now: datetime) -> Allowance:
    """What is left after `calls` in this window."""
    ends = window_of(now) + WINDOW
    seconds = max(1, -int((now - ends).total_seconds() // 1))
    return Allowance(CALLS_A_WINDOW, max(0, CALLS_A_WINDOW - calls), seconds)
