"""`savings-app nik check`: what a NIK says, and where it disagrees."""

from __future__ import annotations

from datetime import date

import click

from savings_app.cli.output import DAY, Document, choice, command, warning_lines, warnings_shown
from savings_app.clock import today
from savings_app.registry.nik import Sex, check_nik
from savings_app.words import _
from savings_app.words.formats import date_long


def _text(document: Document) -> str:
    if not document["shape_ok"]:
        return _("Ini bukan NIK: 16 angka, dengan tanggal, bulan, dan nomor urut yang mungkin.")
    born = document["birth_date"]
    sexes = {"L": _("laki-laki"), "P": _("perempuan")}
    lines = [
        _("Bentuknya benar."),
        _("Lahir: %(born)s", born=date_long(date.fromisoformat(born)) if born else "–"),
        _("Jenis kelamin: %(sex)s", sex=sexes[document["sex"]]),
        _("Kecamatan saat didaftar: %(region)s", region=document["region"] or "–"),
    ]
    return "\n".join([*lines, *warning_lines(document)])


@command(text=_text)
@click.argument("nik")
@click.option("--born", type=DAY, help="Tanggal lahir yang disebutkan.")
@click.option("--sex", type=choice(Sex), help="Jenis kelamin yang disebutkan.")
def check(nik: str, born: date | None, sex: str | None) -> Document:
    """Baca NIK. Yang janggal hanya diperingatkan; NIK dapat memakai kode wilayah lama."""
    found = check_nik(nik, today=today(), born_on=born, sex=None if sex is None else Sex(sex))
    if not found.shape_ok:
        rest = dict.fromkeys(("birth_date", "sex", "region", "warnings"))
        return {"shape_ok": False, **rest}
    return {
        "shape_ok": True,
        "birth_date": found.birth_date.isoformat() if found.birth_date else None,
        "sex": found.sex.value if found.sex else None,
        "region": found.region,
        "warnings": warnings_shown(found.warnings),
    }
