"""What a month of JKK and JKM costs, by segment, payer and month. Pure: the month is told.

PP 44/2015, and the relief of PP 50/2025 for BPU whom neither APBN nor APBD pays for. Every number
stands with its law in `parameters/*.toml`; only the shape of the rule is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from savings_app.errors import DomainError, RuleWarning
from savings_app.money import LARGEST_RUPIAH, ZERO, Rupiah
from savings_app.policy.rules import Segment, WageImpossible
from savings_app.policy.series import FactStatus, parameter, weakest

MILLIPERCENT = Decimal(100_000)
PERCENT = Decimal(100)


class Payer(StrEnum):
    """Who pays the contributions."""

    APBD = "apbd"
    APBDES = "apbdes"
    APBN = "apbn"
    SELF = "mandiri"


class Sector(StrEnum):
    """Where a BPU works, as PP 50/2025 tells them apart."""

    TRANSPORT = "transport"
    OTHER = "other"


class PuWageNeeded(DomainError):
    """The contribution of PU is counted from the wage, and there is none."""

    field = "wage"


class WageNotAsked(DomainError):
    """The lowest band of BPU is a fixed amount; a wage does not enter it."""

    field = "wage"


@dataclass(frozen=True, slots=True)
class MonthDue:
    """A person's contribution for one month. `relief_percent` is what was taken off."""

    jkk: Rupiah
    jkm: Rupiah
    relief_percent: int
    law: str
    status: FactStatus
    warnings: tuple[RuleWarning, ...]

    @property
    def total(self) -> Rupiah:
        return self.jkk + self.jkm


def month_due(
    *,
    segment: Segment,
    payer: Payer,
    month: date,
    sector: Sector = Sector.OTHER,
    wage: Rupiah | None = None,
) -> MonthDue:
    """What one person costs in the month of `month`: the lowest band for BPU, a share of `wage`
    for PU of very low risk. Half up to the sen.

    Raises:
        NotYetInForce: a month before the law.
        PuWageNeeded, WageNotAsked, WageImpossible
    """
    if segment is Segment.PU:
        return _pu(month, wage)
    if wage is not None:
        raise WageNotAsked
    lowest = parameter("contribution_bpu").on(month)
    unclear = (RuleWarning("payer_unclear"),) if payer is Payer.APBDES else ()
    jkk, jkm = (Rupiah.of(lowest.amounts[name]) for name in ("jkk_rupiah", "jkm_rupiah"))
    relief = parameter("contribution_relief").on(month)
    percent = relief.amounts[f"{sector}_percent"]
    if payer is not Payer.SELF or not percent:
        # A month in which APBDes might have paid half is a draft: the branch has to be asked.
        status = FactStatus.DRAFT if unclear and percent else lowest.status
        return MonthDue(jkk, jkm, 0, lowest.law, status, unclear)
    return MonthDue(
        jkk=_part(jkk, PERCENT - percent, PERCENT),
        jkm=_part(jkm, PERCENT - percent, PERCENT),
        relief_percent=percent,
        law=relief.law,
        status=weakest(lowest.status, relief.status),
        warnings=(),
    )


def relief_percent(*, month: date, sector: Sector = Sector.OTHER) -> int:
    """What PP 50/2025 takes off in that month for those it is meant for; 0 where nothing.

    Raises:
        NotYetInForce: a month before the law.
    """
    return parameter("contribution_relief").on(month).amounts[f"{sector}_percent"]


def _pu(month: date, wage: Rupiah | None) -> MonthDue:
    rates = parameter("contribution_pu").on(month)
    if wage is None:
        raise PuWageNeeded
    if not ZERO <= wage <= Rupiah.of(LARGEST_RUPIAH):
        raise WageImpossible(largest=Rupiah.of(LARGEST_RUPIAH))
    return MonthDue(
        jkk=_part(wage, Decimal(rates.amounts["jkk_millipercent"]), MILLIPERCENT),
        jkm=_part(wage, Decimal(rates.amounts["jkm_millipercent"]), MILLIPERCENT),
        relief_percent=0,
        law=rates.law,
        status=rates.status,
        warnings=(),
    )


def _part(amount: Rupiah, share: Decimal, whole: Decimal) -> Rupiah:
    return Rupiah.from_decimal(amount.decimal * share / whole)
