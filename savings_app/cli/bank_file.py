"""`savings-app bank-file check`: what a bank's file says, and what is wrong in it."""

from __future__ import annotations

from pathlib import Path

import click

from savings_app.cli.output import Document, command, problems_shown, shown_amount
from savings_app.money import Rupiah
from savings_app.reconciliation.readers import (
    LARGEST_FILE,
    PROFILES,
    Section,
    read_bank_file,
)
from savings_app.words import _, ngettext


def read_limited(path: Path) -> bytes:
    """The file's bytes, but no more than show that it is too large."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _amount(amount: Rupiah | None) -> str | None:
    return None if amount is None else str(amount)


def _section(section: Section) -> Document:
    return {
        "account": section.account_text,
        "currency": section.currency,
        "opening": _amount(section.opening),
        "closing": _amount(section.closing),
        "balanced": section.balanced,
        "lines": [
            {
                "on": line.on.isoformat(),
                "direction": line.direction.value,
                "amount": str(line.amount),
                "text": line.text,
            }
            for line in section.lines
        ],
    }


def _balance_sentence(section: Document) -> str:
    if section["balanced"] is None:
        return _("saldo tidak dapat diperiksa")
    return _("saldo cocok") if section["balanced"] else _("saldo TIDAK cocok")


def _text(document: Document) -> str:
    out = [_("Bentuk berkas: %(format)s", format=document["format"])]
    for section in document["sections"]:
        count = len(section["lines"])
        lines = ngettext("%(count)s transaksi", "%(count)s transaksi", count)
        out.append(f"{section['account'] or '–'}: {lines}, {_balance_sentence(section)}")
        for line in section["lines"]:
            sign = "+" if line["direction"] == "credit" else "−"
            out.append(f"  {line['on']}  {sign}{shown_amount(line['amount'])}  {line['text']}")
    out.extend(f"! {one['place']}: {one['what']}" for one in document["problems"])
    return "\n".join(out)


@command(text=_text)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--profile", type=click.Choice(PROFILES), help="Cara membaca tabel bank ini.")
def check(file: Path, profile: str | None) -> Document:
    """Baca berkas bank tanpa menyimpan apa pun. Yang salah disebut dengan tempatnya."""
    del profile  # one way of reading so far; click has refused any other name
    found = read_bank_file(read_limited(file), name=file.name)
    return {
        "format": found.format.value,
        "sections": [_section(section) for section in found.sections],
        "problems": problems_shown(found.problems),
    }
