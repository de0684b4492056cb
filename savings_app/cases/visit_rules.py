"""Why an assisted visit, or its signature, is refused."""

from __future__ import annotations

from datetime import date

from savings_app.errors import DomainError


class VisitStillOpen(DomainError):
    """The page is signed when the visit has ended."""


class SignedBeforeVisit(DomainError):
    """Fact: `began_on`."""

    field = "signed_on"


class SignedInFuture(DomainError):
    """A signature is recorded once it is there."""

    field = "signed_on"


def check_signature_day(*, signed_on: date, began_on: date, today: date) -> None:
    """
    Raises:
        SignedBeforeVisit, SignedInFuture
    """
    if signed_on < began_on:
        raise SignedBeforeVisit(began_on=began_on)
    if signed_on > today:
        raise SignedInFuture
