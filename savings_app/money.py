"""Rupiah as whole sen (1/100 rupiah). The only place that knows the scale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SEN_PER_RUPIAH = 100
# A BIGINT holds 92 quadrillion rupiah; a trillion is above any amount one family can meet,
# so a larger number is a slip of the finger.
LARGEST_RUPIAH = 1_000_000_000_000


@dataclass(frozen=True, order=True, slots=True)
class Rupiah:
    """An exact amount of money in whole sen."""

    sen: int

    @classmethod
    def of(cls, rupiah: int) -> Rupiah:
        """This many whole rupiah."""
        return cls(rupiah * SEN_PER_RUPIAH)

    @classmethod
    def from_decimal(cls, rupiah: Decimal) -> Rupiah:
        """Rupiah with decimals, rounded half up to the sen."""
        return cls(int((rupiah * SEN_PER_RUPIAH).quantize(Decimal(1), ROUND_HALF_UP)))

    @property
    def decimal(self) -> Decimal:
        """The amount in rupiah, with two decimals."""
        return (Decimal(self.sen) / SEN_PER_RUPIAH).quantize(Decimal("0.01"))

    @property
    def rupiah(self) -> int:
        """The whole rupiah, any sen left out."""
        return self.sen // SEN_PER_RUPIAH

    def __add__(self, other: Rupiah) -> Rupiah:
        return Rupiah(self.sen + other.sen)

    def __sub__(self, other: Rupiah) -> Rupiah:
        return Rupiah(self.sen - other.sen)

    def __neg__(self) -> Rupiah:
        return Rupiah(-self.sen)

    def __mul__(self, times: int) -> Rupiah:
        return Rupiah(self.sen * times)

    def __bool__(self) -> bool:
        return self.sen != 0

    def rounded_down_to(self, step: Rupiah) -> Rupiah:
        """The largest multiple of `step` (more than zero) that is not above this amount."""
        return Rupiah(self.sen // step.sen * step.sen)

    def __str__(self) -> str:
        """`"20000000.00"`: how amounts leave by the command line and by JSON."""
        return str(self.decimal)


ZERO = Rupiah(0)


def total(amounts: Iterable[Rupiah]) -> Rupiah:
    """The sum of the amounts; of none, zero."""
    return Rupiah(sum(amount.sen for amount in amounts))
