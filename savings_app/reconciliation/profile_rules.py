"""When a shape may be taught, changed and ended. Pure."""

from __future__ import annotations

from savings_app.errors import DomainError


class ProfileHeadingsTaken(DomainError):
    """Another live shape of the bank has these headings. Fact: `name`."""

    field = "name"


class ProfileEnded(DomainError):
    """It is used no more; another has its place, or none."""


class ProfileUnknown(DomainError):
    """The bank has no live shape of this name. Fact: `name`."""
