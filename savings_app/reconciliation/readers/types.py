"""What a reader gives back: values only, whatever the file's format."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from savings_app.errors import DomainError, Problem
from savings_app.identifiers import AccountNumber, InvalidIdentifier
from savings_app.money import Rupiah, total
from savings_app.reconciliation.kinds import Direction, signed
from savings_app.words import _

# A month of a small branch is far below 1 MiB; more than this is another kind of file.
LARGEST_FILE = 5 * 1024 * 1024
# BIGINT holds this many sen with room for a sum of lines; it is also SWIFT's 15d.
LONGEST_WHOLE = 15


class BankFileRefused(DomainError):
    """Not read at all. Fact: `problems`, a tuple of `Problem`."""

    field = "file"


class BankFileEmpty(BankFileRefused):
    """No byte, or nothing but blanks."""


class BankFileTooLarge(BankFileRefused):
    """Over `LARGEST_FILE`. Fact: `limit`, in whole MiB."""


class BankFileNotText(BankFileRefused):
    """NUL bytes, control characters, or no encoding a bank here uses."""


class UnsupportedFormat(BankFileRefused):
    """A known format that is not read here. Fact: `format`, its name."""


class UnknownFormat(BankFileRefused):
    """Text, but neither MT940, MT942 nor a table with known headings."""


class HeadingsUnclear(BankFileRefused):
    """A table in which a column is missing or named twice."""


class FileFormat(StrEnum):
    MT940 = "mt940"
    MT942 = "mt942"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Line:
    """One movement. `amount` is above zero; `on` is the entry date, else the value date.

    `place` is its line in the file, from 1; where a movement stands is no part of what it is.
    """

    on: date
    direction: Direction
    amount: Rupiah
    text: str
    reference: str | None = None
    balance_after: Rupiah | None = None
    place: int = field(default=0, compare=False)

    @property
    def signed(self) -> Rupiah:
        """What the account gained: a debit is negative."""
        return signed(self.direction, self.amount)


@dataclass(frozen=True, slots=True)
class Section:
    """One account's part of a file. What the file does not state is None.

    `account` stays text where the bank writes more than digits in it; it is hidden in `repr`,
    as an `AccountNumber` hides itself.
    """

    account: AccountNumber | str | None = field(repr=False)
    currency: str | None
    opening: Rupiah | None
    closing: Rupiah | None
    balanced: bool | None
    lines: tuple[Line, ...]

    @property
    def account_text(self) -> str | None:
        """The whole account as the file writes it."""
        return self.account.full if isinstance(self.account, AccountNumber) else self.account

    @property
    def account_number(self) -> AccountNumber | None:
        """The digits to compare with a recipient's account: no bank code before, no currency after.

        `BMRIIDJA/1200007799880` and `1200007799880IDR` are both 1200007799880.
        """
        if self.account is None or isinstance(self.account, AccountNumber):
            return self.account
        own = self.account.rpartition("/")[2].strip()
        if self.currency:
            own = own.removesuffix(self.currency)
        return parse_account(own)


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file as read. Problems name lines and columns, never a number of a person.

    `unread` are the lines, from 1, of rows that should be movements and could not be read; each
    has its problem.
    """

    format: FileFormat
    sections: tuple[Section, ...]
    problems: tuple[Problem, ...]
    unread: tuple[int, ...] = ()


def parse_account(text: str) -> AccountNumber | None:
    """The account number in `text`, or None where it is not digits of a fitting length."""
    try:
        return AccountNumber.parse(text)
    except InvalidIdentifier:
        return None


def is_repeated(section: Section, earlier: AbstractSet[Section]) -> bool:
    """Whether the section stands in the file already: the same money cannot move twice.

    Only where the balances prove it: after the first, the account stood elsewhere.
    """
    moved = section.opening is not None and section.opening != section.closing
    return moved and bool(section.lines) and section in earlier


def repeated() -> str:
    """The sentence for a section that stands twice in a file."""
    return _("Rekening koran ini sama dengan yang sudah ada di berkas ini.")


def not_balanced() -> str:
    """The sentence for a section that does not add up; no amount, it may be anybody's."""
    return _("Saldo awal ditambah semua transaksi tidak sama dengan saldo akhir.")


def at(line: int, column: str | None = None) -> str:
    """`line 7` or `line 7, column NAME`: the place of a problem, counted from 1."""
    return f"line {line}" if column is None else f"line {line}, column {column}"


def gap(opening: Rupiah, movements: Iterable[Rupiah], closing: Rupiah) -> Rupiah:
    """How far opening plus the signed movements is from closing; zero when it balances."""
    return closing - opening - total(movements)
