"""`savings-app interest savings` and `interest deposit`: what a bank pays, and the tax on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import click

from savings_app.calculators.caution import cautions
from savings_app.calculators.interest import (
    Balance,
    Basis,
    Earned,
    Method,
    deposit_interest,
    savings_interest,
)
from savings_app.calculators.rules import whole_days
from savings_app.cli.output import (
    DAY,
    NUMBER,
    Document,
    choice,
    command,
    read_amounts,
    shown_amount,
    warning_lines,
    warnings_shown,
)
from savings_app.clock import today
from savings_app.money import Rupiah
from savings_app.words import _
from savings_app.words.conventions import convention
from savings_app.words.formats import rupiah
from savings_app.words.labels import label


class AmountTimesDays(click.ParamType[tuple[Decimal, Decimal]]):
    """`AMOUNTxDAYS`, such as `350000x6`."""

    name = "amount x days"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Decimal, Decimal]:
        if isinstance(value, tuple):
            return value
        amount, times, days = value.partition("x")
        if not times:
            self.fail(_("%(value)r bukan JUMLAHxHARI, misalnya 350000x6.", value=value), param, ctx)
        return NUMBER.convert(amount, param, ctx), NUMBER.convert(days, param, ctx)


def _text(document: Document) -> str:
    names = (
        (_("Bunga"), "interest"),
        (_("Pajak"), "tax"),
        (_("Bersih"), "net"),
        (_("Saat jatuh tempo"), "maturity"),
    )
    lines = [
        f"{name:<18}{shown_amount(document[key]):>20}" for name, key in names if key in document
    ]
    return "\n".join(
        [*lines, document["convention"], document["tax_rule"], *warning_lines(document)]
    )


def _amounts(earned: Earned) -> Document:
    return {"interest": str(earned.interest), "tax": str(earned.tax), "net": str(earned.net)}


def _beside(earned: Earned, *codes: str, percent: Decimal, highest: Rupiah) -> Document:
    """By which convention and tax rule it was counted, and what to look at twice."""
    rule = earned.tax_rule
    return {
        "convention": convention(*codes, "tax"),
        "tax_rule": _(
            "Pajak bunga %(percent)s persen bila di atas %(exempt)s (%(law)s; %(status)s).",
            percent=rule.amounts["percent"],
            exempt=rupiah(Rupiah.of(rule.amounts["exempt_rupiah"])),
            law=rule.law,
            status=label("fact_status", rule.status.value),
        ),
        "law": rule.law,
        "status": rule.status.value,
        "warnings": warnings_shown(cautions(percent=percent, amount=highest, on=today())),
    }


@command(text=_text, places={"starts": "from", "days": "balance"})
@click.option("--method", type=choice(Method), required=True)
@click.option("--rate", "percent", type=NUMBER, required=True, help="Persen setahun.")
@click.option("--basis", type=choice(Basis), required=True, help="Hari dalam setahun.")
@click.option(
    "--balance",
    "balances",
    type=AmountTimesDays(),
    multiple=True,
    required=True,
    help="Saldo dan berapa hari, misalnya 350000x6.",
)
@click.option("--from", "starts", type=DAY, help="Hari pertama; wajib untuk basis actual.")
def savings(
    method: str,
    percent: Decimal,
    basis: str,
    balances: tuple[tuple[Decimal, Decimal], ...],
    starts: date | None,
) -> Document:
    """Hitung bunga tabungan dan pajaknya."""
    amounts = read_amounts(("balance", amount) for amount, _days in balances)
    earned = savings_interest(
        [
            Balance(amount, whole_days(days))
            for amount, (_amount, days) in zip(amounts, balances, strict=True)
        ],
        percent=percent,
        method=Method(method),
        basis=Basis(basis),
        starts=starts,
        today=today(),
    )
    highest = max(amounts)
    return {
        **_amounts(earned),
        "method": method,
        "days": earned.days,
        **_beside(earned, method, basis, "simple", percent=percent, highest=highest),
    }


@command(text=_text)
@click.option("--principal", type=NUMBER, required=True)
@click.option("--rate", "percent", type=NUMBER, required=True, help="Persen setahun.")
@click.option("--days", type=NUMBER, help="Lama dalam hari; atau --months.")
@click.option("--months", type=NUMBER, help="Lama dalam bulan; atau --days.")
@click.option("--compound-months", type=NUMBER, help="Bunga masuk pokok tiap berapa bulan.")
def deposit(
    principal: Decimal,
    percent: Decimal,
    days: Decimal | None,
    months: Decimal | None,
    compound_months: Decimal | None,
) -> Document:
    """Hitung bunga deposito dan pajaknya."""
    if (days is None) == (months is None):
        raise click.UsageError(_("Tulis salah satu: --days atau --months."))
    (amount,) = read_amounts([("principal", principal)])
    earned = deposit_interest(
        amount,
        percent=percent,
        days=days,
        months=months,
        compound_months=compound_months,
        on=today(),
    )
    codes = "compound" if compound_months else "deposit_days" if days else "deposit_months"
    return {
        **_amounts(earned),
        "maturity": str(amount + earned.net),
        **_beside(earned, codes, percent=percent, highest=amount),
    }
