"""Passwords, and how long somebody waits after too many wrong tries."""

from __future__ import annotations

from datetime import datetime, timedelta

from savings_app.errors import DomainError

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200  # argon2 reads it all; a megabyte would only burn time
TRIES_BEFORE_LOCK = 5
LOCK_FOR = timedelta(minutes=15)


class PasswordTooShort(DomainError):
    """Fact: `shortest`, in characters."""

    field = "new_password"


class PasswordTooLong(DomainError):
    """Fact: `longest`, in characters."""

    field = "new_password"


class PasswordLikeEmail(DomainError):
    """The password holds the user's own e-mail name."""

    field = "new_password"


class PasswordUnchanged(DomainError):
    """The new password is the old one."""

    field = "new_password"


class PasswordsDiffer(DomainError):
    """The second writing is not the first."""

    field = "again"


class WrongPassword(DomainError):
    """The present password is not this."""

    field = "password"


class SignInRefused(DomainError):
    """No such user, not active, not this password, or too many tries: the same sentence for all."""


class EmailInvalid(DomainError):
    """Not an e-mail address."""

    field = "email"


class EmailTaken(DomainError):
    """Another user has this address."""

    field = "email"


class ScopeMissing(DomainError):
    """A caseworker needs a region, a bank officer a bank. Fact: `scope`."""


def check_new_password(*, password: str, email: str) -> None:
    """
    Raises:
        PasswordTooShort, PasswordTooLong, PasswordLikeEmail
    """
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(shortest=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise PasswordTooLong(longest=LONGEST_PASSWORD)
    if email.partition("@")[0].lower() in password.lower():
        raise PasswordLikeEmail


def check_same_twice(first: str, again: str) -> None:
    """
    Raises:
        PasswordsDiffer
    """
    if first != again:
        raise PasswordsDiffer


def is_locked(*, locked_until: datetime | None, now: datetime) -> bool:
    return locked_until is not None and now < locked_until


def after_wrong_try(*, failed_attempts: int, now: datetime) -> tuple[int, datetime | None]:
    """The count of wrong tries after one more, and until when the door is closed, if it is."""
    failed = failed_attempts + 1
    return (0, now + LOCK_FOR) if failed >= TRIES_BEFORE_LOCK else (failed, None)
