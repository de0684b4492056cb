"""`savings-app benefit`: what the law gives for a death."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import click

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
from savings_app.errors import DomainError
from savings_app.policy.rules import (
    MOST_MONTHS,
    Benefit,
    Programme,
    SchoolLevel,
    Segment,
    compute_benefit,
)
from savings_app.words import _


class MonthsNotWhole(DomainError):
    """Months of contributions are counted in whole months."""

    field = "months"


def _text(document: Document) -> str:
    names = {
        "santunan_sekaligus": _("Santunan sekaligus"),
        "santunan_berkala": _("Santunan berkala"),
        "biaya_pemakaman": _("Biaya pemakaman"),
    }
    lines = [
        f"{names[part['part']]:<20}{shown_amount(part['amount']):>16}  "
        f"{part['law']} ({part['status']})"
        for part in document["parts"]
    ]
    lines.append(f"{_('Jumlah'):<20}{shown_amount(document['total']):>16}")
    scholarship = document["scholarship"]
    rights = {True: _("berhak"), False: _("belum berhak"), None: _("belum diketahui")}
    lines.append(
        _(
            "Beasiswa: %(right)s; setahun %(per_year)s, paling banyak %(maximum)s "
            "(%(law)s, %(status)s)",
            right=rights[scholarship["eligible"]],
            per_year=shown_amount(scholarship["per_year"]),
            maximum=shown_amount(scholarship["maximum"]),
            law=scholarship["law"],
            status=scholarship["status"],
        )
    )
    return "\n".join([*lines, *warning_lines(document)])


@command(text=_text, places={"died_on": "died"})
@click.option("--programme", type=choice(Programme), required=True)
@click.option("--died", type=DAY, required=True, help="Tanggal meninggal, misalnya 2026-11-22.")
@click.option("--segment", type=choice(Segment), default=Segment.BPU.value, show_default=True)
@click.option("--months", type=NUMBER, help="Bulan iuran yang sudah dibayar.")
@click.option("--wage", type=NUMBER, help="Upah sebulan yang dilaporkan; wajib untuk JKK.")
@click.option("--child", "children", type=choice(SchoolLevel), multiple=True)
def benefit(
    programme: str,
    died: date,
    segment: str,
    months: Decimal | None,
    wage: Decimal | None,
    children: tuple[str, ...],
) -> Document:
    """Hitung santunan menurut hukum yang berlaku pada hari meninggal."""
    computed = compute_benefit(
        programme=Programme(programme),
        died_on=died,
        segment=Segment(segment),
        months=_whole_months(months),
        wage=None if wage is None else read_amounts([("wage", wage)])[0],
        children=[SchoolLevel(child) for child in children],
        today=today(),
    )
    return _document(computed)


def _whole_months(months: Decimal | None) -> int | None:
    if months is None:
        return None
    if not -1 < months <= MOST_MONTHS:
        # Any such number is refused alike, and a power of ten is never spelt out.
        return -1
    if months != months.to_integral_value():
        raise MonthsNotWhole
    return int(months)


def _document(computed: Benefit) -> Document:
    scholarship = computed.scholarship
    return {
        "parts": [
            {
                "part": part.part.value,
                "amount": str(part.amount),
                "law": part.law,
                "status": part.status.value,
            }
            for part in computed.parts
        ],
        "total": str(computed.total),
        "scholarship": {
            "eligible": scholarship.eligible,
            "per_year": str(scholarship.per_year),
            "maximum": str(scholarship.maximum),
            "law": scholarship.law,
            "status": scholarship.status.value,
        },
        "warnings": warnings_shown(computed.warnings),
    }
