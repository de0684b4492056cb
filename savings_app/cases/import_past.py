"""The facts of an old spreadsheet of cases, their usual headings, and how a row is read. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from savings_app.cases.import_payouts import AMOUNT as PAID_AMOUNT
from savings_app.cases.import_payouts import PAID_ON as PAID_DAY
from savings_app.cases.import_payouts import RECIPIENT
from savings_app.cases.kinds import Programme, Relation
from savings_app.imports.cells import plain, read_amount, read_choice, read_day, read_known
from savings_app.imports.handlers import Fact, FoundRow, Trouble
from savings_app.imports.readers import Cell
from savings_app.registry.import_cells import read_fact
from savings_app.registry.import_facts import (
    BORN,
    CATEGORY,
    DISTRICT,
    KPJ_FACT,
    MONTHS,
    NAME,
    NIK_FACT,
    PAYER,
    SEGMENT,
    SEX,
    VILLAGE,
    Person,
)
from savings_app.words import gettext, lazy_gettext

DECEASED = Fact(
    NAME.name,
    lazy_gettext("Nama almarhum"),
    (*NAME.spellings, "nama almarhum", "nama almarhumah", "almarhum", "nama alm", "nama tk"),
    needed=True,
)
DIED = Fact(
    "died_on",
    lazy_gettext("Tanggal meninggal"),
    (
        "tanggal meninggal", "tgl meninggal", "meninggal", "tanggal kematian", "tgl kematian",
        "tanggal wafat", "tgl wafat", "wafat", "tgl meninggal dunia", "tanggal meninggal dunia",
        "hari meninggal", "tmd",
    ),
    needed=True,
)  # fmt: skip
PROGRAMME = Fact(
    "programme",
    lazy_gettext("Program"),
    ("program", "jenis klaim", "jenis", "program klaim", "jenis program", "jkm/jkk", "klaim"),
)
WAGE = Fact(
    "wage",
    lazy_gettext("Upah"),
    ("upah", "upah sebulan", "upah dilaporkan", "gaji", "upah pelaporan"),
)
RELATION = Fact(
    "relation",
    lazy_gettext("Hubungan ahli waris"),
    (
        "hubungan", "hubungan ahli waris", "hubungan keluarga", "hub keluarga", "hub",
        "hubungan dengan almarhum", "status ahli waris", "hubungan dgn almarhum", "shdk",
    ),
)  # fmt: skip
FILED = Fact(
    "filed_on",
    lazy_gettext("Tanggal klaim"),
    (
        "tanggal klaim", "tgl klaim", "tanggal pengajuan", "tgl pengajuan",
        "tanggal pengajuan klaim", "tgl pengajuan klaim", "tanggal masuk", "tgl masuk berkas",
        "tanggal lapor",
    ),
)  # fmt: skip
AMOUNT = Fact("amount", PAID_AMOUNT.label, PAID_AMOUNT.spellings)
PAID_ON = Fact("paid_on", PAID_DAY.label, PAID_DAY.spellings)
PLACE = Fact(VILLAGE.name, VILLAGE.label, (*VILLAGE.spellings, "alamat"))
FACTS = (
    DECEASED, NIK_FACT, KPJ_FACT, BORN, SEX, PLACE, DISTRICT, SEGMENT, CATEGORY, PAYER, MONTHS,
    DIED, PROGRAMME, WAGE, RECIPIENT, RELATION, FILED, AMOUNT, PAID_ON,
)  # fmt: skip

PROGRAMMES = {
    plain(word): programme
    for programme, words in {
        Programme.JKM: "jkm, jaminan kematian, santunan kematian, santunan jkm, meninggal biasa",
        Programme.JKK: "jkk, jaminan kecelakaan kerja, jkk meninggal, kecelakaan kerja",
    }.items()
    for word in words.split(", ")
}
RELATIONS = {
    plain(word): relation
    for relation, words in {
        Relation.SPOUSE: "istri, isteri, suami, janda, duda, pasangan, suami/istri, istri/suami",
        Relation.CHILD: "anak, anak kandung, putra, putri, anak pertama",
        Relation.PARENT: "ayah, ibu, orang tua, bapak, ayah kandung, ibu kandung, orangtua",
        Relation.GRANDCHILD: "cucu",
        Relation.GRANDPARENT: "kakek, nenek",
        Relation.SIBLING: "saudara, saudara kandung, adik, kakak, saudari",
        Relation.PARENT_IN_LAW: "mertua",
        Relation.NAMED: "penerima wasiat, wasiat",
    }.items()
    for word in words.split(", ")
}


@dataclass(slots=True)
class PastLine:
    """A row: the person as a list of participants tells one, and what became of the case."""

    person: Person
    died_on: date | None
    facts: dict[str, Any]

    @property
    def number(self) -> int:
        return self.person.number

    @property
    def trouble(self) -> list[Trouble]:
        return self.person.trouble

    def get(self, name: str) -> Any:
        return self.facts.get(name)


def read_past_line(
    row: FoundRow, person: Person, *, today: date, told: Mapping[str, str]
) -> PastLine:
    """What a row says beside the person, and everything that is wrong with it."""
    values, facts, trouble = row.values, {}, person.trouble  # type: ignore[var-annotated]
    for name, read in _READS.items():
        if (cell := values.get(name)) is not None:
            read_fact(name, cell, read, facts, trouble)
    for name in ("died_on", "paid_on", "filed_on"):
        if (cell := values.get(name)) is not None:
            read_fact(name, cell, lambda one: read_day(one, today=today), facts, trouble)
    facts.setdefault("programme", Programme(told.get("programme") or Programme.JKM))
    if "died_on" not in facts and not any(one.fact == "died_on" for one in trouble):
        trouble.append(Trouble("died_on", gettext("Tanggal meninggalnya kosong.")))
    died_on = facts.get("died_on")
    _check_days(facts, died_on, today, trouble)
    return PastLine(person, died_on, facts)


def _check_days(
    facts: Mapping[str, Any], died_on: date | None, today: date, trouble: list[Trouble]
) -> None:
    if died_on is None:
        return
    if died_on > today:
        trouble.append(Trouble("died_on", gettext("Tanggal meninggal ini belum terjadi.")))
    for name in ("filed_on", "paid_on"):
        day = facts.get(name)
        if day is not None and not died_on <= day <= today:
            what = gettext("Tanggal ini tidak di antara hari meninggal dan hari ini.")
            trouble.append(Trouble(name, what))


def _relation(cell: Cell) -> Relation:
    """What a list calls otherwise is kept as "lainnya": it decides nothing any more."""
    return RELATIONS.get(plain(read_known(cell) or ""), Relation.OTHER)


_READS: dict[str, Callable[[Cell], Any]] = {
    "programme": lambda cell: read_choice(cell, PROGRAMMES),
    "wage": read_amount,
    "recipient": read_known,
    "relation": _relation,
    "amount": read_amount,
}
