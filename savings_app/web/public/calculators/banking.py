"""The answers about money in a bank: interest, tax, fees, term deposits, and the guarantee."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from savings_app.calculators.caution import BankKind, cautions, guarantee
from savings_app.calculators.goals import months_lasting
from savings_app.calculators.interest import (
    Balance,
    Basis,
    Earned,
    Method,
    average_of,
    deposit_interest,
    savings_interest,
)
from savings_app.calculators.rules import whole_days
from savings_app.money import SEN_PER_RUPIAH, ZERO, Rupiah
from savings_app.web.public.calculators.answers import MONTHS_A_YEAR, Answer, spoken_months
from savings_app.web.public.calculators.forms import (
    RECORDED,
    SHARING,
    BalancesForm,
    DepositForm,
    GuaranteeForm,
    SavingsForm,
)
from savings_app.words import gettext
from savings_app.words.formats import date_long, number, rupiah
from savings_app.words.labels import label

DAYS_A_YEAR = 365


def savings(form: SavingsForm, today: date) -> Answer:
    balance, fee, percent = form.balance.data, form.fee.data or ZERO, form.rate.data
    earned = savings_interest(
        [Balance(balance, DAYS_A_YEAR)],
        percent=percent,
        method=Method.DAILY,
        basis=Basis.D365,
        today=today,
    )
    fees = fee * MONTHS_A_YEAR
    # A fee takes no more than there is.
    left = max(earned.net - fees, -balance)
    facts = [*_interest_facts(earned), (gettext("Biaya bank setahun"), rupiah(fees))]
    note = ""
    if left < ZERO:
        kept = percent
        if earned.tax:
            kept = percent * (100 - earned.tax_rule.amounts["percent"]) / 100
        eaten = months_lasting(balance, monthly=fee, percent=kept)
        note = gettext("Biaya lebih besar daripada bunga: saldo ini pelan-pelan berkurang.")
        if eaten is not None:
            facts.append((gettext("Biaya menghabiskan saldo dalam"), spoken_months(eaten)))
    warnings = list(cautions(percent=percent, amount=balance, on=today))
    return Answer(rupiah(left), gettext("Bertambah atau berkurang setahun"), facts, note, warnings)


def changing_balances(form: BalancesForm, today: date) -> Answer:
    balances = [Balance(amount, whole_days(Decimal(days))) for amount, days in form.balances()]
    earned = savings_interest(
        balances,
        percent=form.rate.data,
        method=Method(form.method.data),
        basis=Basis(form.basis.data),
        starts=form.starts.data,
        bears_from=form.bears_from.data or ZERO,
        today=today,
    )
    facts = [
        *_interest_facts(earned),
        (gettext("Dari berapa hari"), gettext("%(days)s hari", days=number(earned.days or 0))),
        (gettext("Saldo rata-rata"), rupiah(_whole(average_of(balances)))),
        (gettext("Saldo terendah"), rupiah(min(one.amount for one in balances))),
    ]
    highest = max(one.amount for one in balances)
    warnings = list(cautions(percent=form.rate.data, amount=highest, on=today))
    return Answer(rupiah(earned.net), gettext("Bunga sesudah pajak"), facts, warnings=warnings)


def deposit(form: DepositForm, today: date) -> Answer:
    principal: Rupiah = form.principal.data
    is_sharing = form.kind.data == SHARING
    earned = deposit_interest(
        principal, percent=form.rate.data, months=Decimal(form.months.data or 0), on=today
    )
    warnings = list(cautions(percent=form.rate.data, amount=principal, on=today))
    figure = rupiah(principal + earned.net)
    if not is_sharing:
        facts = _interest_facts(earned)
        return Answer(figure, gettext("Diterima saat jatuh tempo"), facts, warnings=warnings)
    facts = [
        (gettext("Perkiraan bagi hasil"), rupiah(earned.interest)),
        (gettext("Pajak bagi hasil"), _tax(earned)),
    ]
    note = gettext(
        "Perkiraan saja: bagi hasil dibagi menurut nisbah dari hasil bank yang sebenarnya, "
        "dan tidak dijanjikan."
    )
    return Answer(figure, gettext("Perkiraan saat jatuh tempo"), facts, note, warnings)


def guaranteed(form: GuaranteeForm, today: date) -> Answer:
    amount: Rupiah = form.amount.data
    found = guarantee(
        amount,
        percent=form.rate.data,
        kind=BankKind(form.kind.data),
        is_recorded=form.recorded.data == RECORDED,
        on=today,
    )
    within, not_yet = gettext("terpenuhi"), gettext("belum terpenuhi")
    rate = gettext(
        "%(said)s: %(percent)s persen, paling tinggi %(highest)s persen",
        said=within if found.is_rate_within else not_yet,
        percent=_percent(form.rate.data),
        highest=_percent(found.highest),
    )
    rule = gettext(
        "%(law)s sejak %(since)s, %(status)s",
        law=found.rule.law,
        since=date_long(found.rule.starts),
        status=label("fact_status", found.rule.status.value),
    )
    facts = [
        (gettext("Syarat 1: tercatat di buku bank"), within if found.is_recorded else not_yet),
        (gettext("Syarat 2: bunga tidak di atas bunga penjaminan"), rate),
        (
            gettext("Syarat 3: tidak merugikan bank"),
            gettext("misalnya tidak ada kredit macet atas nama Anda; Anda sendiri yang tahu"),
        ),
        (gettext("Batas untuk satu orang di satu bank"), rupiah(found.cap)),
        (gettext("Angka menurut"), rule),
    ]
    return Answer(rupiah(found.covered), gettext("Dijamin LPS"), facts, _why(found.covered, amount))


def _why(covered: Rupiah, amount: Rupiah) -> str:
    if not covered:
        return gettext(
            "Satu syarat belum terpenuhi, jadi tidak dijamin. Tanyakan kepada petugas bank; tidak "
            "perlu terburu-buru."
        )
    if covered < amount:
        return gettext(
            "%(rest)s di atas batas tidak dijamin. Di bank lain batasnya tersendiri.",
            rest=rupiah(amount - covered),
        )
    return gettext("Semuanya di bawah batas, selama syarat ketiga juga terpenuhi.")


def _interest_facts(earned: Earned) -> list[tuple[str, str]]:
    return [(gettext("Bunga"), rupiah(earned.interest)), (gettext("Pajak bunga"), _tax(earned))]


def _tax(earned: Earned) -> str:
    rule = earned.tax_rule
    return gettext(
        "%(amount)s (%(percent)s persen bila di atas %(exempt)s; %(law)s, %(status)s)",
        amount=rupiah(earned.tax),
        percent=rule.amounts["percent"],
        exempt=rupiah(Rupiah.of(rule.amounts["exempt_rupiah"])),
        law=rule.law,
        status=label("fact_status", rule.status.value),
    )


def _percent(percent: Decimal) -> str:
    return number(percent.normalize() if percent % 1 else percent.quantize(Decimal(1)))


def _whole(sen: Fraction) -> Rupiah:
    """To the rupiah, half up: it is shown, and nothing is counted from it."""
    return Rupiah.of(int(sen / SEN_PER_RUPIAH + Fraction(1, 2)))
