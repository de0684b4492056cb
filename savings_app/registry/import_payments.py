"""The facts of a monthly payment list, their usual headings, and how a row is read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from savings_app.identifiers import KPJ, NIK
from savings_app.imports.cells import (
    Unreadable,
    plain,
    read_amount,
    read_choice,
    read_day,
    read_known,
    read_month,
    read_text,
)
from savings_app.imports.handlers import Context, Fact, FoundRow, Trouble
from savings_app.imports.readers import Cell
from savings_app.money import Rupiah
from savings_app.registry.import_cells import read_fact, read_identity
from savings_app.registry.import_facts import (
    BORN,
    DISTRICT,
    KPJ_FACT,
    NAME,
    NIK_FACT,
    PAYER,
    PAYERS,
    VILLAGE,
)
from savings_app.registry.import_places import Villages
from savings_app.words import gettext, lazy_gettext

MONTH = Fact(
    "month",
    lazy_gettext("Bulan"),
    (
        "bulan", "bulan iuran", "periode", "periode iuran", "blth", "bulan iur", "bulan bayar",
        "bulan tahun", "bulan/tahun", "masa iuran", "untuk bulan",
    ),
    needed=True,
    monthly=True,
)  # fmt: skip
AMOUNT = Fact(
    "amount",
    lazy_gettext("Iuran"),
    (
        "iuran", "jumlah iuran", "total iuran", "nominal", "nominal iuran", "besar iuran",
        "iuran rp", "jumlah", "jumlah rp", "total", "jumlah bayar", "jkk jkm", "iuran jkk jkm",
    ),
)  # fmt: skip
# The name is one way among three to say who it is.
PERSON = Fact(NAME.name, NAME.label, NAME.spellings)
PLACE = Fact(VILLAGE.name, VILLAGE.label, VILLAGE.spellings, titles=VILLAGE.titles)
FACTS = (PERSON, NIK_FACT, KPJ_FACT, BORN, PLACE, DISTRICT, MONTH, PAYER, AMOUNT)
# What stands in a column of a month where it was paid and no amount is written.
_PAID = frozenset({"v", "ya", "lunas", "x", "bayar", "dibayar", "sudah", "√", "✓", "✔", "1"})
MONTHS_AHEAD = 12
EARLIEST = date(2014, 1, 1)  # BPJS Ketenagakerjaan began


@dataclass(frozen=True, slots=True)
class Paid:
    """One month of one row; `fact` names its column."""

    month: date
    amount: Rupiah | None
    fact: str


@dataclass(slots=True)
class Line:
    """A row as read: who, and what was paid.

    `trouble` is why it is refused, `notes` what is odd about it.
    """

    number: int
    facts: dict[str, Any] = field(repr=False)
    name: str = field(repr=False)
    paid: list[Paid] = field(default_factory=list)
    trouble: list[Trouble] = field(default_factory=list)
    notes: list[Trouble] = field(default_factory=list)


def read_line(row: FoundRow, villages: Villages, context: Context) -> Line:
    """Who a row is about and what was paid, with everything that is wrong with it."""
    values = row.values
    facts: dict[str, Any] = {}
    line = Line(row.number, facts, "")
    read_identity(NIK, "nik", values.get("nik"), facts, line.trouble)
    read_identity(KPJ, "kpj", values.get("kpj"), facts, line.trouble, line.notes)
    line.name = plain(read_known(values.get("full_name")) or "")
    if not {"nik", "kpj"} & facts.keys() and not line.trouble:
        _read_who(line, values, villages, context)
    if (cell := values.get("payer")) is not None:
        read_fact("payer", cell, lambda one: read_choice(one, PAYERS), facts, line.trouble)
    line.paid.extend(_read_paid(row, context, line.trouble))
    return line


def _read_who(line: Line, values: Mapping[str, Cell], villages: Villages, context: Context) -> None:
    """Without a number: the name, the birth date and the desa together."""
    if not line.name:
        line.trouble.append(Trouble("nik", gettext("NIK, KPJ, dan nama semuanya kosong.")))
        return
    read_fact(
        "born_on",
        values.get("born_on"),
        lambda cell: read_day(cell, today=context.today),
        line.facts,
        line.trouble,
    )
    village = read_known(values.get("village"))
    if village is None:
        what = gettext("Tanpa NIK dan KPJ, desanya perlu disebut.")
        line.trouble.append(Trouble("village", what))
        return
    try:
        place = villages.find(village, read_known(values.get("district")))
    except Unreadable as wrong:
        line.trouble.append(Trouble("village", str(wrong)))
    else:
        line.facts["region_code"] = place.code


def _read_paid(row: FoundRow, context: Context, trouble: list[Trouble]) -> Iterator[Paid]:
    if row.months:
        yield from _read_columns(row, context, trouble)
        return
    try:
        month = read_month(row.values.get("month"), year=_year(context))
        month = month or read_month(context.facts.get("month"))
    except Unreadable as wrong:
        trouble.append(Trouble("month", str(wrong)))
        return
    if month is None:
        trouble.append(Trouble("month", gettext("Bulannya tidak disebut.")))
        return
    cell = row.values.get("amount")
    try:
        amount = read_amount(cell)
    except Unreadable as wrong:
        trouble.append(Trouble("amount", str(wrong)))
        return
    if amount is None and cell is not None and read_text(cell):
        trouble.append(Trouble("amount", gettext("Jumlahnya nol: tidak ada yang dibayar.")))
    elif _may_be(month, context, "month", trouble):
        yield Paid(month, amount, "month")


def _read_columns(row: FoundRow, context: Context, trouble: list[Trouble]) -> Iterator[Paid]:
    """One column a month: an amount or a mark says that it was paid, a blank or zero that not."""
    for named, cell in row.months.items():
        text = read_known(cell)
        if text is None:
            continue
        year = _year(context)
        if named.startswith("-") and year is None:
            what = gettext("Tahun bulan ini tidak jelas. Sebut bulan iurannya untuk berkas ini.")
            trouble.append(Trouble(named, what))
            continue
        month = date.fromisoformat(f"{year}{named}-01" if named[0] == "-" else f"{named}-01")
        try:
            amount = None if text.lower() in _PAID else read_amount(cell)
        except Unreadable as wrong:
            trouble.append(Trouble(named, str(wrong)))
            continue
        if _may_be(month, context, named, trouble):
            yield Paid(month, amount, named)


def _year(context: Context) -> int | None:
    month = read_month(context.facts.get("month"))
    return month.year if month else None


def _may_be(month: date, context: Context, fact: str, trouble: list[Trouble]) -> bool:
    ahead = (month.year - context.today.year) * 12 + month.month - context.today.month
    if month >= EARLIEST and ahead <= MONTHS_AHEAD:
        return True
    trouble.append(Trouble(fact, gettext("Bulan ini terlalu jauh ke depan atau ke belakang.")))
    return False
