"""The calculators there are: what each asks, answers, and by which convention."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from savings_app.web.forms import Form
from savings_app.web.public.calculators import banking, goals
from savings_app.web.public.calculators.answers import Answer
from savings_app.web.public.calculators.forms import (
    BalancesForm,
    DepositForm,
    GuaranteeForm,
    HowLongForm,
    HowMuchForm,
    LastsForm,
    SavingsForm,
    WaitingForm,
)
from savings_app.words import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class Calculator:
    """`conventions` are codes of `words.conventions`: how it counts, a paragraph each."""

    title: Any
    about: Any
    form: type[Form]
    answer: Callable[[Any, date], Answer]
    conventions: Sequence[str]


CALCULATORS: Mapping[str, Calculator] = {
    "how-long-it-lasts": Calculator(
        _("Berapa lama uang ini cukup?"),
        _("Uang yang ada, dipakai sekian sebulan."),
        LastsForm,
        goals.lasts,
        ("growth", "whole_months_lasting"),
    ),
    "how-much-a-month": Calculator(
        _("Berapa disisihkan sebulan?"),
        _("Untuk sekolah atau tujuan lain pada waktunya."),
        HowMuchForm,
        goals.how_much,
        ("growth", "monthly_rounds_up"),
    ),
    "when-it-is-reached": Calculator(
        _("Kapan tujuan tercapai?"),
        _("Menyisihkan sekian sebulan sampai cukup."),
        HowLongForm,
        goals.how_long,
        ("growth", "months_round_up"),
    ),
    "cost-of-waiting": Calculator(
        _("Apa bedanya bila mulai nanti?"),
        _("Tujuan dan harinya sama, mulai beberapa bulan kemudian."),
        WaitingForm,
        goals.waiting,
        ("growth", "waiting", "monthly_rounds_up"),
    ),
    "savings-account": Calculator(
        _("Tabungan: bunga, pajak, dan biaya"),
        _("Apa yang tersisa setahun, juga bila saldonya kecil."),
        SavingsForm,
        banking.savings,
        ("counted_daily", "fee_months", "tax", "wadiah", "lps"),
    ),
    "changing-balance": Calculator(
        _("Bunga tabungan bila saldonya berubah"),
        _("Mencocokkan dengan buku tabungan: saldo harian, rata-rata, atau terendah."),
        BalancesForm,
        banking.changing_balances,
        ("each_method", "each_basis", "simple", "tax", "wadiah", "lps"),
    ),
    "term-deposit": Calculator(
        _("Deposito"),
        _("Bunga atau bagi hasil, pajak, dan yang diterima."),
        DepositForm,
        banking.deposit,
        ("counted_months", "tax", "lps"),
    ),
    "deposit-guarantee": Calculator(
        _("Apakah simpanan dijamin LPS?"),
        _("Batas, bunga penjaminan, dan tiga syaratnya."),
        GuaranteeForm,
        banking.guaranteed,
        ("lps", "lps_together"),
    ),
}
