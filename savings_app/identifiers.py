"""Numbers that name people and accounts.

They are text with leading zeros. They print masked, in pages and in logs alike; `.full` gives all
digits, for the few places that may show them. Shape only: whether a NIK fits a birth date is a
warning, see `savings_app.registry.nik`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from savings_app.errors import DomainError

BULLET = "\N{BULLET}"


class InvalidIdentifier(DomainError):
    """The text is not such a number. Facts: `digits` wanted (text), `found` (how many)."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """Digits of a known length that name one thing and are shown masked."""

    full: str
    shortest: ClassVar[int]
    longest: ClassVar[int]
    shown_first: ClassVar[int] = 4

    @classmethod
    def parse(cls, text: str) -> Self:
        """The number in `text`; spaces, dots and dashes are how people group digits.

        Raises:
            InvalidIdentifier: letters, or too few or too many digits.
        """
        compact = text
        if not text.isdecimal():
            compact = "".join(c for c in text if not c.isspace() and c not in ".-")
        if not (compact.isascii() and compact.isdecimal()) or not (
            cls.shortest <= len(compact) <= cls.longest
        ):
            wanted = (
                str(cls.longest)
                if cls.shortest == cls.longest
                else f"{cls.shortest}\N{EN DASH}{cls.longest}"
            )
            raise InvalidIdentifier(digits=wanted, found=len(compact))
        return cls(compact)

    def __str__(self) -> str:
        hidden = len(self.full) - self.shown_first - 4
        return self.full[: self.shown_first] + BULLET * hidden + self.full[-4:]

    __repr__ = __str__


class NIK(Identifier):
    """Nomor Induk Kependudukan: 16 digits."""

    shortest = longest = 16


class FamilyCardNumber(Identifier):
    """Nomor Kartu Keluarga: 16 digits."""

    shortest = longest = 16


class KPJ(Identifier):
    """The number on the BPJS Ketenagakerjaan card: 11 digits."""

    shortest = longest = 11
    shown_first = 2


class AccountNumber(Identifier):
    """A bank account; the length differs by bank, at most 20 digits (SNAP)."""

    shortest = 5
    longest = 20
    shown_first = 0
