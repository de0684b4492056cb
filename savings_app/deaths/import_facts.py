"""The facts of a death list, their usual headings, and how a row is read. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from savings_app.cases.import_past import DECEASED, DIED, PLACE
from savings_app.imports.cells import Unreadable, read_day, read_known
from savings_app.imports.handlers import Fact, FoundRow, Trouble
from savings_app.imports.readers import Cell
from savings_app.registry.import_cells import read_fact
from savings_app.registry.import_facts import (
    BORN,
    DISTRICT,
    KPJ_FACT,
    NIK_FACT,
    Person,
)
from savings_app.words import gettext, lazy_gettext

AT = Fact(
    "died_at_place",
    lazy_gettext("Tempat meninggal"),
    ("tempat meninggal", "tempat kematian", "meninggal di", "lokasi meninggal", "tempat wafat"),
)
CERTIFICATE = Fact(
    "certificate_number",
    lazy_gettext("Nomor akta kematian"),
    (
        "no akta kematian", "nomor akta kematian", "no akta", "nomor akta", "akta kematian",
        "no akta mati", "nomor surat kematian", "no surat kematian", "no surat",
    ),
)  # fmt: skip
CERTIFICATE_ON = Fact(
    "certificate_on",
    lazy_gettext("Tanggal akta"),
    ("tanggal akta", "tgl akta", "tanggal akta kematian", "tanggal surat", "tgl surat"),
)
REPORTER = Fact(
    "reporter_name",
    lazy_gettext("Yang mengabari"),
    ("pelapor", "nama pelapor", "yang melapor", "dilaporkan oleh"),
)
FACTS = (
    DECEASED, NIK_FACT, KPJ_FACT, BORN, PLACE, DISTRICT, DIED, AT, CERTIFICATE, CERTIFICATE_ON,
    REPORTER,
)  # fmt: skip
LONGEST = {"died_at_place": 120, "certificate_number": 60, "reporter_name": 120}


def read_death(row: FoundRow, person: Person, *, today: date) -> dict[str, Any]:
    """What a row says of the death; what is wrong with it is added to the person's trouble."""
    values, trouble = row.values, person.trouble
    facts: dict[str, Any] = {}
    for name in ("died_on", "certificate_on"):
        if (cell := values.get(name)) is not None:
            read_fact(name, cell, lambda one: read_day(one, today=today), facts, trouble)
    for name, longest in LONGEST.items():
        if (cell := values.get(name)) is not None:
            facts[name] = _short(cell, longest)
    died_on, born_on = facts.get("died_on"), person.facts.get("born_on")
    if died_on is None and not any(one.fact == "died_on" for one in trouble):
        trouble.append(Trouble("died_on", gettext("Tanggal meninggalnya kosong.")))
    elif died_on is not None and died_on > today:
        trouble.append(Trouble("died_on", gettext("Tanggal meninggal ini belum terjadi.")))
    elif died_on is not None and born_on is not None and born_on > died_on:
        what = gettext("Tanggal lahir ini sesudah tanggal meninggalnya.")
        trouble.append(Trouble("born_on", what))
    return facts


def _short(cell: Cell, longest: int) -> str | None:
    try:
        text = read_known(cell)
    except Unreadable:
        return None
    return None if text is None else text[:longest]
