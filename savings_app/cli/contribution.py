"""`savings-app contribution`: what one month of contributions costs."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import click

from savings_app.cli.output import (
    NUMBER,
    Document,
    choice,
    command,
    read_amounts,
    shown_amount,
    warning_lines,
    warnings_shown,
)
from savings_app.policy.contribution import Payer, Sector, month_due
from savings_app.policy.rules import Segment
from savings_app.words import _

_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


class Month(click.ParamType[date]):
    """A month, `2026-11`; read as its first day."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        what = _("%(value)r bukan bulan; tulis misalnya 2026-11.", value=value)
        if not _MONTH.fullmatch(value):
            self.fail(what, param, ctx)
        try:
            return date.fromisoformat(f"{value}-01")
        except ValueError:
            self.fail(what, param, ctx)


def _text(document: Document) -> str:
    lines = [
        f"{name:<8}{shown_amount(document[key]):>16}"
        for name, key in (("JKK", "jkk"), ("JKM", "jkm"), (_("Jumlah"), "total"))
    ]
    return "\n".join(
        [*lines, f"{document['law']} ({document['status']})", *warning_lines(document)]
    )


@command(text=_text)
@click.option("--segment", type=choice(Segment), required=True)
@click.option("--payer", type=choice(Payer), required=True, help="Penanggung iuran.")
@click.option("--sector", type=choice(Sector), default=Sector.OTHER.value, show_default=True)
@click.option("--month", type=Month(), required=True, help="Bulan iuran, misalnya 2026-11.")
@click.option("--wage", type=NUMBER, help="Upah sebulan; wajib untuk PU.")
def contribution(
    segment: str, payer: str, sector: str, month: date, wage: Decimal | None
) -> Document:
    """Hitung iuran JKK dan JKM sebulan, menurut hukum yang berlaku pada bulan itu."""
    due = month_due(
        segment=Segment(segment),
        payer=Payer(payer),
        sector=Sector(sector),
        month=month,
        wage=None if wage is None else read_amounts([("wage", wage)])[0],
    )
    return {
        "jkk": str(due.jkk),
        "jkm": str(due.jkm),
        "total": str(due.total),
        "law": due.law,
        "status": due.status.value,
        "warnings": warnings_shown(due.warnings),
    }
