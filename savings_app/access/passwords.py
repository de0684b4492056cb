"""argon2id hashes of passwords, codes and kata masuk. Slow on purpose: never in a transaction."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from savings_app.access.rules import LONGEST_PASSWORD

# Read from one screen and typed on another: no 0 and o, no 1 and l.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def make_password() -> str:
    """Sixteen letters of 31 in four groups: 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


@cache
def _hasher() -> PasswordHasher:
    # OWASP's second argon2id profile: 19 MiB, two passes, one lane.
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("nobody")


def make_hash(secret: str) -> str:
    """The argon2id hash of a password, a code or a word."""
    return _hasher().hash(secret)


def is_secret(secret: str, hashed: str | None) -> bool:
    """Whether `hashed` was made of `secret`. Without a hash it takes as long and is False."""
    if len(secret) > LONGEST_PASSWORD:
        return False
    try:
        _hasher().verify(hashed or _nobodys_hash(), secret)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return hashed is not None
