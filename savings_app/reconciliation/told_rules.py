"""Which months a bank has told of, and what is still missing. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MOST_MONTHS = 12
_LAST_MONTH = 12


class MonthStand(StrEnum):
    """How a month of a bank stands."""

    COVERED = "lengkap"  # every account, every day
    PARTLY = "sebagian"
    MISSING = "belum_ada"
    NOT_DUE = "belum_waktunya"  # the month is not over
    NOTHING = "tanpa_rekening"  # no account had lines to tell of


@dataclass(frozen=True, slots=True)
class MonthTold:
    """A month by its first day. `accounts` may tell of it, `reached` do, `full` of every day."""

    month: date
    accounts: int
    reached: int
    full: int

    def stand(self, today: date) -> MonthStand:
        """How it stands today."""
        if not self.accounts:
            return MonthStand.NOTHING
        if next_month(self.month) > today:
            return MonthStand.NOT_DUE
        if self.full == self.accounts:
            return MonthStand.COVERED
        return MonthStand.PARTLY if self.reached else MonthStand.MISSING


@dataclass(frozen=True, slots=True)
class BankTold:
    """A bank with its months, the latest first, and the last day any account tells of."""

    name: str
    months: tuple[MonthTold, ...]
    last_on: date | None

    def months_that(self, stand: MonthStand, today: date) -> list[date]:
        """The months that stand so, by its code too, the earliest first."""
        return [one.month for one in reversed(self.months) if one.stand(today) == stand]


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def months_until(today: date) -> tuple[date, ...]:
    """The first days of twelve months, the latest first."""
    months = [today.replace(day=1)]
    while len(months) < MOST_MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return tuple(months)
