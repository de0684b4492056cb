"""`savings-app demo-data`: sample families at every stage, with the ways in printed."""

from __future__ import annotations

import secrets

import click

from savings_app.cli.application import running_app
from savings_app.cli.output import Document, command
from savings_app.errors import DomainError
from savings_app.words import _
from savings_app.words.labels import label

USUAL_CASES = 12
MOST_CASES = 100_000


class SampleDataInProduction(DomainError):
    """Invented families never stand among real ones."""


def _text(document: Document) -> str:
    address = document["address"]
    lines = [
        _("Data contoh: %(count)s urusan santunan.", count=len(document["cases"])),
        "",
        _("Petugas masuk di %(address)s", address=f"{address}/staff/sign-in"),
    ]
    lines += [
        f"  {u['email']:<32} {u['password']:<22} {label('role', u['role'])}"
        for u in document["users"]
    ]
    lines += ["", _("Keluarga masuk di %(address)s", address=f"{address}/sign-in")]
    lines.append(f"  {_('Nomor santunan'):<20} {_('Kode'):<12} {_('Tanggal lahir'):<14}")
    lines += [
        f"  {f['recipient']:<20} {_shown(f['code']):<12} {_local(f['birth_date']):<14}"
        for f in document["families"]
    ]
    lines += ["", _("Semua orang di sini rekaan.")]
    return "\n".join(lines)


def _shown(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"


def _local(day: str) -> str:
    year, month, number = day.split("-")
    return f"{number}-{month}-{year}"


@command(text=_text)
@click.option(
    "--cases",
    "count",
    type=click.IntRange(1, MOST_CASES),
    default=USUAL_CASES,
    show_default=True,
    help="Berapa urusan.",
)
@click.option("--seed", help="Benih: basis data kosong dan benih yang sama, data yang sama.")
def demo_data(count: int, seed: str | None) -> Document:
    """Buat keluarga contoh lewat tindakan yang sama dengan halaman. Diulang: menambah."""
    with running_app():
        from flask import current_app  # noqa: PLC0415

        from savings_app.cli.demo.making import make_sample_data  # noqa: PLC0415

        if current_app.config["PRODUCTION"]:
            raise SampleDataInProduction
        made = make_sample_data(count=count, seed=seed or secrets.token_hex(8))
        return {**made, "address": current_app.config["ADDRESS"]}
