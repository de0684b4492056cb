"""`savings-app interest savings` and `interest deposit`: what a bank pays, and the tax on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import click

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
)
from savings_app.clock import today
from savings_app.words import _


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
    return "\n".join(
        f"{name:<18}{shown_amount(document[key]):>20}" for name, key in names if key in document
    )


def _amounts(earned: Earned) -> Document:
    return {"interest": str(earned.interest), "tax": str(earned.tax), "net": str(earned.net)}


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
    return {**_amounts(earned), "method": method, "days": earned.days}


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
    return {**_amounts(earned), "maturity": str(amount + earned.net)}
