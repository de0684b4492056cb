"""The calculators there are: what each asks, answers, and by which convention."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from savings_app.calculators.caution import cautions
from savings_app.calculators.goals import (
    cost_of_waiting,
    monthly_for,
    months_lasting,
    months_to,
)
from savings_app.calculators.interest import (
    Balance,
    Basis,
    Earned,
    Method,
    deposit_interest,
    savings_interest,
)
from savings_app.errors import RuleWarning
from savings_app.money import ZERO, Rupiah
from savings_app.web.forms import Form
from savings_app.web.public.calculators.forms import (
    SHARING,
    DepositForm,
    HowLongForm,
    HowMuchForm,
    LastsForm,
    SavingsForm,
    WaitingForm,
)
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import number, rupiah

DAYS_A_YEAR = 365
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Answer:
    """`figure` under `label` first, then facts as (what, text), and what to look at twice."""

    figure: str
    label: str
    facts: Sequence[tuple[str, str]] = ()
    note: str = ""
    warnings: Sequence[RuleWarning] = ()


@dataclass(frozen=True, slots=True)
class Calculator:
    """`conventions` say how it counts, in words a family can check."""

    title: Any
    about: Any
    form: type[Form]
    answer: Callable[[Any, date], Answer]
    conventions: Sequence[Any]


def spoken_months(months: int) -> str:
    """`24 bulan (2 tahun)`, `27 bulan (2 tahun 3 bulan)`."""
    years, rest = divmod(months, MONTHS_A_YEAR)
    if not years:
        return gettext("%(months)s bulan", months=number(months))
    if not rest:
        return gettext("%(months)s bulan (%(years)s tahun)", months=number(months), years=years)
    return gettext(
        "%(months)s bulan (%(years)s tahun %(rest)s bulan)",
        months=number(months),
        years=years,
        rest=rest,
    )


def _lasts(form: LastsForm, today: date) -> Answer:
    start, monthly = form.start.data, form.monthly.data
    months = months_lasting(start, monthly=monthly, percent=form.percent)
    warnings = list(cautions(percent=form.percent, amount=start, on=today))
    if months is None:
        note = gettext("Yang dipakai tidak lebih dari yang bertambah.")
        return Answer(gettext("Cukup terus"), gettext("Uang cukup"), note=note, warnings=warnings)
    return Answer(spoken_months(months), gettext("Uang cukup untuk"), warnings=warnings)


def _how_much(form: HowMuchForm, today: date) -> Answer:
    monthly = monthly_for(
        form.target.data, start=form.has, months=_whole(form.months), percent=form.percent
    )
    warnings = list(cautions(percent=form.percent, amount=form.target.data, on=today))
    if not monthly:
        note = gettext("Uang yang sudah ada cukup sampai waktunya.")
        return Answer(rupiah(ZERO), gettext("Disisihkan sebulan"), note=note, warnings=warnings)
    return Answer(rupiah(monthly), gettext("Disisihkan sebulan"), warnings=warnings)


def _how_long(form: HowLongForm, today: date) -> Answer:
    monthly = form.monthly.data or ZERO
    months = months_to(form.target.data, start=form.has, monthly=monthly, percent=form.percent)
    warnings = list(cautions(percent=form.percent, amount=form.target.data, on=today))
    if not months:
        return Answer(gettext("Sudah tercapai"), gettext("Tujuan"), warnings=warnings)
    return Answer(spoken_months(months), gettext("Tercapai dalam"), warnings=warnings)


def _waiting(form: WaitingForm, today: date) -> Answer:
    asked: dict[str, Any] = {
        "start": form.has,
        "months": _whole(form.months),
        "percent": form.percent,
    }
    more = cost_of_waiting(form.target.data, wait=form.wait.data or 0, **asked)
    now = monthly_for(form.target.data, **asked)
    facts = [
        (gettext("Mulai sekarang, sebulan"), rupiah(now)),
        (gettext("Mulai nanti, sebulan"), rupiah(now + more)),
    ]
    warnings = list(cautions(percent=form.percent, amount=form.target.data, on=today))
    note = gettext("Mulai nanti juga boleh. Angka ini hanya untuk menimbang.")
    return Answer(rupiah(more), gettext("Lebih banyak tiap bulan"), facts, note, warnings)


def _savings(form: SavingsForm, today: date) -> Answer:
    balance, fee = form.balance.data, form.fee.data or ZERO
    earned = savings_interest(
        [Balance(balance, DAYS_A_YEAR)],
        percent=form.rate.data,
        method=Method.DAILY,
        basis=Basis.D365,
        today=today,
    )
    fees = fee * MONTHS_A_YEAR
    left = earned.net - fees
    facts = [*_interest_facts(earned), (gettext("Biaya bank setahun"), rupiah(fees))]
    note = ""
    if left < ZERO:
        eaten = months_lasting(balance, monthly=fee, percent=form.rate.data)
        note = gettext("Biaya lebih besar daripada bunga: saldo ini pelan-pelan berkurang.")
        if eaten is not None:
            facts.append((gettext("Biaya menyamai saldo dalam"), spoken_months(eaten)))
    warnings = list(cautions(percent=form.rate.data, amount=balance, on=today))
    return Answer(rupiah(left), gettext("Bertambah atau berkurang setahun"), facts, note, warnings)


def _deposit(form: DepositForm, today: date) -> Answer:
    principal: Rupiah = form.principal.data
    earned = deposit_interest(
        principal, percent=form.rate.data, months=_whole(form.months), on=today
    )
    note = ""
    if form.kind.data == SHARING:
        note = gettext(
            "Perkiraan saja: bagi hasil dibagi menurut nisbah dari hasil bank yang sebenarnya, "
            "dan tidak dijanjikan."
        )
    warnings = list(cautions(percent=form.rate.data, amount=principal, on=today))
    return Answer(
        rupiah(principal + earned.net),
        gettext("Diterima saat jatuh tempo"),
        _interest_facts(earned),
        note,
        warnings,
    )


def _interest_facts(earned: Earned) -> list[tuple[str, str]]:
    rule = earned.tax_rule
    tax = gettext(
        "%(amount)s (%(percent)s persen bila di atas %(exempt)s; %(law)s, %(status)s)",
        amount=rupiah(earned.tax),
        percent=rule.amounts["percent"],
        exempt=rupiah(Rupiah.of(rule.amounts["exempt_rupiah"])),
        law=rule.law,
        status=rule.status.value,
    )
    return [(gettext("Bunga"), rupiah(earned.interest)), (gettext("Pajak bunga"), tax)]


def _whole(field: Any) -> Decimal:
    return Decimal(field.data)


GROWTH = _(
    "Cara hitung: tiap bulan uang bertambah menurut bunga setahun (akar pangkat dua belas); yang "
    "disisihkan atau dipakai bergerak pada akhir bulan. Bunga dikosongkan berarti tidak bertambah."
)
CALCULATORS: Mapping[str, Calculator] = {
    "how-long-it-lasts": Calculator(
        _("Berapa lama uang ini cukup?"),
        _("Uang yang ada, dipakai sekian sebulan."),
        LastsForm,
        _lasts,
        (GROWTH,),
    ),
    "how-much-a-month": Calculator(
        _("Berapa disisihkan sebulan?"),
        _("Untuk sekolah atau tujuan lain pada waktunya."),
        HowMuchForm,
        _how_much,
        (GROWTH, _("Hasilnya dibulatkan ke atas sampai rupiah.")),
    ),
    "when-it-is-reached": Calculator(
        _("Kapan tujuan tercapai?"),
        _("Menyisihkan sekian sebulan sampai cukup."),
        HowLongForm,
        _how_long,
        (GROWTH,),
    ),
    "cost-of-waiting": Calculator(
        _("Apa bedanya bila mulai nanti?"),
        _("Tujuan dan harinya sama, mulai beberapa bulan kemudian."),
        WaitingForm,
        _waiting,
        (GROWTH,),
    ),
    "savings-account": Calculator(
        _("Tabungan: bunga, pajak, dan biaya"),
        _("Apa yang tersisa setahun, juga bila saldonya kecil."),
        SavingsForm,
        _savings,
        (
            _("Cara hitung: saldo harian, setahun 365 hari, saldo tetap. Bank Anda bisa berbeda."),
            _("Tabungan syariah dengan akad wadiah memberi bonus, dan bonus tidak dijanjikan."),
        ),
    ),
    "term-deposit": Calculator(
        _("Deposito"),
        _("Bunga atau bagi hasil, pajak, dan yang diterima."),
        DepositForm,
        _deposit,
        (_("Cara hitung: bunga sederhana, sebulan seperdua belas tahun, tidak dibungakan lagi."),),
    ),
}
