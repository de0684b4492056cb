"""`savings-app plan how-long | how-much | lasts`: what a goal takes, and how long money pays."""

from __future__ import annotations

from decimal import Decimal

import click

from savings_app.calculators.caution import cautions
from savings_app.calculators.goals import monthly_for, months_lasting, months_to
from savings_app.cli.output import (
    NUMBER,
    Document,
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


def _months(document: Document) -> str:
    months = document["months"]
    text = _("cukup terus") if months is None else _("%(months)s bulan", months=months)
    return _with_the_rest(text, document)


def _monthly(document: Document) -> str:
    text = _("%(amount)s sebulan", amount=shown_amount(document["monthly"]))
    return _with_the_rest(text, document)


def _with_the_rest(text: str, document: Document) -> str:
    return "\n".join([text, document["convention"], *warning_lines(document)])


def _beside(*codes: str, percent: Decimal, amount: Rupiah) -> Document:
    """By which convention it was counted, and what to look at twice."""
    return {
        "convention": convention("growth", *codes),
        "warnings": warnings_shown(cautions(percent=percent, amount=amount, on=today())),
    }


@command(text=_months)
@click.option("--start", type=NUMBER, required=True, help="Yang sudah ada.")
@click.option("--monthly", type=NUMBER, required=True, help="Yang disisihkan sebulan.")
@click.option("--target", type=NUMBER, required=True)
@click.option("--rate", "percent", type=NUMBER, required=True, help="Persen setahun.")
def how_long(start: Decimal, monthly: Decimal, target: Decimal, percent: Decimal) -> Document:
    """Berapa bulan sampai tujuan tercapai."""
    has, each, wanted = read_amounts(
        [("start", start), ("monthly", monthly), ("target", target)],
    )
    return {
        "months": months_to(wanted, start=has, monthly=each, percent=percent),
        **_beside("months_round_up", percent=percent, amount=wanted),
    }


@command(text=_monthly)
@click.option("--start", type=NUMBER, required=True, help="Yang sudah ada.")
@click.option("--target", type=NUMBER, required=True)
@click.option("--months", type=NUMBER, required=True, help="Dalam berapa bulan.")
@click.option("--rate", "percent", type=NUMBER, required=True, help="Persen setahun.")
def how_much(start: Decimal, target: Decimal, months: Decimal, percent: Decimal) -> Document:
    """Berapa yang disisihkan sebulan agar tujuan tercapai pada waktunya."""
    has, wanted = read_amounts([("start", start), ("target", target)])
    return {
        "monthly": str(monthly_for(wanted, start=has, months=months, percent=percent)),
        **_beside("monthly_rounds_up", percent=percent, amount=wanted),
    }


@command(text=_months)
@click.option("--start", type=NUMBER, required=True, help="Yang sudah ada.")
@click.option("--monthly", type=NUMBER, required=True, help="Yang dipakai sebulan.")
@click.option("--rate", "percent", type=NUMBER, required=True, help="Persen setahun.")
def lasts(start: Decimal, monthly: Decimal, percent: Decimal) -> Document:
    """Berapa bulan uang cukup bila dipakai sekian sebulan."""
    has, each = read_amounts([("start", start), ("monthly", monthly)])
    return {
        "months": months_lasting(has, monthly=each, percent=percent),
        **_beside("whole_months_lasting", percent=percent, amount=has),
    }
