"""What a savings account should have earned in a month, beside what the bank posted. Pure.

The software posts no interest: an estimate is shown beside the bank's own lines and is never one of
them. Where a fact is missing there is no number, only what is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from savings_app.banks.kinds import Contract, ProductKind
from savings_app.calculators.interest import Balance, Basis, Method, is_taxed, savings_interest
from savings_app.money import ZERO, Rupiah, total
from savings_app.policy.series import parameter
from savings_app.reconciliation.balance_rules import (
    ONE_DAY,
    OVERLAP,
    Anchor,
    Move,
    Running,
    Stretch,
    find_stretches,
)
from savings_app.reconciliation.kinds import LineClass

_A_RUPIAH = 100  # sen: banks round to the rupiah, we to the sen
_HUNDREDTHS = 100  # of a percent
_POSTINGS = (LineClass.RETURN, LineClass.TAX)


class EstimateGap(StrEnum):
    """What is missing for an estimate."""

    NO_PRODUCT = "produk_belum_disebut"
    NO_RATE = "bunga_belum_tercatat"
    NOT_PROMISED = "bagi_hasil"  # sharia: what comes is never told beforehand
    TERM_DEPOSIT = "deposito"
    OPENING = "saldo_awal_belum_ada"
    DAYS_MISSING = "hari_hilang"
    NOT_OVER = "belum_sampai_akhir_bulan"


class Explanation(StrEnum):
    """Why what was posted is not what was expected, as far as it can be told."""

    SAME = "sama"
    ROUNDED = "pembulatan"
    NOT_POSTED = "belum_dicatat"
    RATE_CHANGED = "bunga_berubah"
    LOWEST_BALANCE = "saldo_terendah"
    YEAR_OF_360 = "setahun_360_hari"
    TAX_NOT_TAKEN = "pajak_tidak_dipotong"
    TAX_TAKEN = "pajak_dipotong"
    FEE_DIFFERS = "biaya_berbeda"
    FROM_NOTHING = "mulai_dari_nol"  # the account's first month: before its first day lay nothing
    UNKNOWN = "belum_diketahui"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a product yields and costs from a day on; None is not known. `rate` in hundredths of a
    percent a year; of a sharia product there may be a `nisbah` instead, which promises no sum.
    """

    starts: date
    rate: int | None
    fee: Rupiah | None
    nisbah: int | None = None


@dataclass(frozen=True, slots=True)
class SaidProduct:
    """Which product the account is of from a day on, with all its terms."""

    starts: date
    kind: ProductKind
    contract: Contract
    terms: tuple[Terms, ...]


@dataclass(frozen=True, slots=True)
class Postings:
    """Interest, the tax on it and the fee of a month; `fee` None where nobody told it."""

    interest: Rupiah
    tax: Rupiah
    fee: Rupiah | None

    @property
    def net(self) -> Rupiah:
        """What the account gained by them."""
        return self.interest - self.tax - (self.fee or ZERO)


@dataclass(frozen=True, slots=True)
class MonthEstimate:
    """A month: `posted` by the bank, `expected` by us or the `gap` why not, and why they differ.

    expected + difference = posted, for each of interest, tax and fee.
    """

    month: date  # its first day
    posted: Postings
    expected: Postings | None
    gap: EstimateGap | None
    why: tuple[Explanation, ...]

    @property
    def difference(self) -> Postings | None:
        if self.expected is None:
            return None
        fee, posted_fee = self.expected.fee, self.posted.fee or ZERO
        return Postings(
            self.posted.interest - self.expected.interest,
            self.posted.tax - self.expected.tax,
            None if fee is None else posted_fee - fee,
        )


def estimate_months(
    moves: Sequence[Move],
    anchors: Sequence[Anchor],
    products: Sequence[SaidProduct],
    *,
    months: int,
    today: date,
) -> tuple[MonthEstimate, ...]:
    """The latest months of an account that are over and of which a line is known, newest first."""
    days = [move.on for move in moves]
    if not days:
        return ()
    running = Running(moves)
    stretches = find_stretches(anchors, running)
    first, last = min(days).replace(day=1), min(max(days), today.replace(day=1) - ONE_DAY)
    found: list[MonthEstimate] = []
    month = last.replace(day=1)
    while month >= first and len(found) < months:
        found.append(_estimate(month, moves, running, stretches, products))
        month = (month - ONE_DAY).replace(day=1)
    return tuple(found)


def _estimate(
    month: date,
    moves: Sequence[Move],
    running: Running,
    stretches: Sequence[Stretch],
    products: Sequence[SaidProduct],
) -> MonthEstimate:
    ends = _end_of(month)
    own = [move for move in moves if _is_of(move, month)]
    posted = Postings(
        total(move.signed for move in own if move.kind is LineClass.RETURN),
        -total(move.signed for move in own if move.kind is LineClass.TAX),
        -total(move.signed for move in own if move.kind is LineClass.FEE),
    )
    product = _latest(products, month)
    gap = _gap_of_product(product, month) or _gap_of_days(stretches, month, ends)
    if gap is not None or product is None:
        return MonthEstimate(month, posted, None, gap, ())
    (stretch,) = [one for one in stretches if _covers(one, month, ends)][:1]
    posted_here = Running(move for move in own if move.kind in _POSTINGS)
    base = stretch.balance - running.by(stretch.known_on)
    evenings = [
        max(ZERO, base + running.by(day) - posted_here.by(day)) for day in _days(month, ends)
    ]
    expected = _expected(evenings, product.terms, month)
    why = _explain(posted, expected, evenings, product.terms, month)
    if stretch.known_on >= month:
        why = (*why, Explanation.FROM_NOTHING)
    return MonthEstimate(month, posted, expected, None, why)


def _is_of(move: Move, month: date) -> bool:
    """Whether a line is told with this month: interest and tax posted on the first day of a month
    are of the month before.
    """
    on = move.on - ONE_DAY if move.kind in _POSTINGS and move.on.day == 1 else move.on
    return on.replace(day=1) == month


def _gap_of_product(product: SaidProduct | None, month: date) -> EstimateGap | None:
    if product is None:
        return EstimateGap.NO_PRODUCT
    if product.contract is not Contract.CONVENTIONAL:
        return EstimateGap.NOT_PROMISED
    if product.kind is ProductKind.TERM_DEPOSIT:
        return EstimateGap.TERM_DEPOSIT
    told = [term.rate for _first, _last, term in _pieces(product.terms, month)]
    return EstimateGap.NO_RATE if not told or None in told else None


def _covers(stretch: Stretch, month: date, ends: date) -> bool:
    return _knows_beginning(stretch, month, ends) and stretch.until >= ends


def _knows_beginning(stretch: Stretch, month: date, ends: date) -> bool:
    return stretch.known_on < (ends if stretch.from_nothing else month)


def _gap_of_days(stretches: Sequence[Stretch], month: date, ends: date) -> EstimateGap | None:
    if any(_covers(one, month, ends) for one in stretches):
        return None
    before = any(_knows_beginning(one, month, ends) for one in stretches)
    after = any(one.until >= ends for one in stretches)
    if before and after:
        return EstimateGap.DAYS_MISSING
    return EstimateGap.NOT_OVER if before else EstimateGap.OPENING


def _latest(products: Sequence[SaidProduct], month: date) -> SaidProduct | None:
    """The product that was said for the whole month; of one day the later said."""
    begun = [one for one in products if one.starts <= month]
    return max(begun, key=lambda one: one.starts) if begun else None


def _pieces(terms: Sequence[Terms], month: date) -> list[tuple[date, date, Terms]]:
    """The month's days by the terms in force; nothing where none was on its first day."""
    ends = _end_of(month)
    by_start = {one.starts: one for one in terms}
    starts = sorted(start for start in by_start if start <= ends)
    begun = [start for start in starts if start <= month]
    if not begun:
        return []
    cuts = [begun[-1], *(start for start in starts if start > month)]
    lasts = [*(cut - ONE_DAY for cut in cuts[1:]), ends]
    return [(max(cut, month), last, by_start[cut]) for cut, last in zip(cuts, lasts, strict=True)]


def _expected(evenings: Sequence[Rupiah], terms: Sequence[Terms], month: date) -> Postings:
    pieces = _pieces(terms, month)
    interest = total(
        _interest(evenings[first.day - 1 : last.day], term.rate or 0, first)
        for first, last, term in pieces
    )
    fees = {term.fee for _first, _last, term in pieces}
    return Postings(
        interest, _tax(interest, evenings, month), fees.pop() if len(fees) == 1 else None
    )


def _interest(
    evenings: Sequence[Rupiah],
    rate: int,
    first: date,
    *,
    method: Method = Method.DAILY,
    basis: Basis = Basis.D365,
) -> Rupiah:
    balances = [Balance(amount, len(list(group))) for amount, group in groupby(evenings)]
    return savings_interest(
        balances,
        percent=Decimal(rate) / _HUNDREDTHS,
        method=method,
        basis=basis,
        starts=first,
        today=first,
    ).interest


def _tax(interest: Rupiah, evenings: Sequence[Rupiah], month: date) -> Rupiah:
    ends = _end_of(month)
    if not is_taxed(max(evenings), on=ends):
        return ZERO
    percent = parameter("interest_tax").on(ends).amounts["percent"]
    return Rupiah(int(Fraction(interest.sen * percent, 100) + Fraction(1, 2)))


def _explain(
    posted: Postings,
    expected: Postings,
    evenings: Sequence[Rupiah],
    terms: Sequence[Terms],
    month: date,
) -> tuple[Explanation, ...]:
    found: list[Explanation] = []
    if not _near(posted.interest, expected.interest):
        found.append(_why_interest(posted.interest, evenings, terms, month))
    elif not _near(posted.tax, expected.tax):
        found.append(_why_tax(posted, expected))
    if expected.fee is not None and (posted.fee or ZERO) != expected.fee:
        found.append(Explanation.FEE_DIFFERS)
    if found:
        return tuple(found)
    same = posted.interest == expected.interest and posted.tax == expected.tax
    return (Explanation.SAME if same else Explanation.ROUNDED,)


def _why_interest(
    posted: Rupiah, evenings: Sequence[Rupiah], terms: Sequence[Terms], month: date
) -> Explanation:
    if not posted:
        return Explanation.NOT_POSTED
    pieces = _pieces(terms, month)
    if len(pieces) > 1:
        return Explanation.RATE_CHANGED
    rate = pieces[0][2].rate or 0
    if _near(posted, _interest(evenings, rate, month, method=Method.LOWEST)):
        return Explanation.LOWEST_BALANCE
    if _near(posted, _interest(evenings, rate, month, basis=Basis.D360)):
        return Explanation.YEAR_OF_360
    return Explanation.UNKNOWN


def _why_tax(posted: Postings, expected: Postings) -> Explanation:
    if not posted.tax:
        return Explanation.TAX_NOT_TAKEN
    return Explanation.UNKNOWN if expected.tax else Explanation.TAX_TAKEN


def _near(one: Rupiah, other: Rupiah) -> bool:
    return abs(one.sen - other.sen) <= _A_RUPIAH


def _end_of(month: date) -> date:
    return (month + OVERLAP).replace(day=1) - ONE_DAY


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]
