"""When a quiet account falls asleep (POJK 24/2025), and how early that is told. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from savings_app.deposits.kinds import AccountStatus
from savings_app.errors import DomainError
from savings_app.policy.series import FactStatus, parameter


class Sleep(StrEnum):
    """How near an account is to being called inactive, or what its bank said already."""

    FIRST = "dua_bulan"
    LAST = "sebulan"
    PAST = "lewat"
    INACTIVE = "tidak_aktif"
    DORMANT = "dorman"
    CLOSED = "ditutup"


SAID = {
    AccountStatus.INACTIVE: Sleep.INACTIVE,
    AccountStatus.DORMANT: Sleep.DORMANT,
    AccountStatus.CLOSED: Sleep.CLOSED,
}


class AccountSaidClosed(DomainError):
    """Only taking that back, with a reason, opens it again."""


class StatusDayAhead(DomainError):
    """A bank tells of today and of days past."""

    field = "on"


class TooManyPhotos(DomainError):
    """One may keep so many at once. Fact: `limit`."""

    field = "file"


class PhotoDayAhead(DomainError):
    """A photo shows today or a day past."""

    field = "on"


@dataclass(frozen=True, slots=True)
class SleepLaw:
    """The days of the law on a day, with how many days before they are told the two times."""

    inactive: int
    dormant: int
    first: int
    last: int
    law: str
    status: FactStatus

    def inactive_on(self, moved_on: date) -> date:
        """The last day on which the account is still active: more days than `inactive` are not."""
        return moved_on + timedelta(days=self.inactive)

    def dormant_on(self, moved_on: date) -> date:
        """The last day before the bank calls it dormant."""
        return moved_on + timedelta(days=self.dormant)

    def asked_on(self, moved_on: date) -> date:
        """The day the bank is asked about once more, before the account falls silent."""
        return self.inactive_on(moved_on) - timedelta(days=self.last)

    def bounds(self, today: date) -> dict[Sleep, tuple[date, date]]:
        """For each way of being quiet: the first and the last day of the last movement."""
        quiet = today - timedelta(days=self.inactive)
        last, first = (quiet + timedelta(days=days) for days in (self.last, self.first))
        day = timedelta(days=1)
        return {
            Sleep.FIRST: (last + day, first),
            Sleep.LAST: (quiet, last),
            Sleep.PAST: (date.min, quiet - day),
        }


def sleep_law(today: date) -> SleepLaw | None:
    """What holds today; None before the rule was made."""
    law = parameter("account_dormancy").find(today)
    if law is None:
        return None
    early = parameter("account_early_days").on(today).amounts
    return SleepLaw(
        inactive=law.amounts["inactive_days"],
        dormant=law.amounts["dormant_days"],
        first=early["first"],
        last=early["last"],
        law=law.law,
        status=law.status,
    )


def sleep_of(
    *, moved_on: date | None, said: AccountStatus | None, today: date, law: SleepLaw
) -> Sleep | None:
    """What is to be told of an account; None where there is nothing to tell.

    `said`: the latest word of the bank. It comes first: a computed day is only what we know.
    """
    if said in SAID:
        return SAID[said]
    if moved_on is None:
        return None
    bounds = law.bounds(today)
    return next((one for one, (a, b) in bounds.items() if a <= moved_on <= b), None)
