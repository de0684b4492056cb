"""The list that goes out, as XLSX: every number is text, answers have a drop-down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol
from uuid import UUID

from xlsxwriter import Workbook

from savings_app.data_updates.kinds import Answer
from savings_app.data_updates.sheet.layout import CHOICES, COLUMNS, FILLED, HOW_TO, WIDTHS, Fact

PAPER_F4 = 14  # folio, what offices here print on
DAY = "%d/%m/%Y"


class Line(Protocol):
    """What of a line stands on the list."""

    @property
    def id(self) -> UUID: ...
    @property
    def number(self) -> int: ...
    @property
    def full_name(self) -> str: ...
    @property
    def nik(self) -> Any: ...
    @property
    def kpj(self) -> Any: ...
    @property
    def born_on(self) -> Any: ...
    @property
    def category(self) -> str: ...
    @property
    def answer(self) -> Answer: ...
    @property
    def died_on(self) -> Any: ...
    @property
    def detail(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Title:
    """What stands above the list, in Indonesian."""

    village: str
    district: str
    period: str
    who: str  # category and payer
    made_on: str


def write_list(title: Title, lines: Iterable[Line], *, categories: Mapping[str, str]) -> bytes:
    """The file, with full NIK and KPJ: whoever takes it is recorded before.

    `categories` are their names by code.
    """
    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet("Daftar")
    looks = _looks(book)
    row = _write_top(sheet, looks, title)
    heading_row = row
    for column, fact in enumerate(COLUMNS):
        sheet.write_string(row, column, fact.value, looks["fill" if fact in FILLED else "head"])
        hidden = {"hidden": True} if fact is Fact.KEY else {}
        sheet.set_column(column, column, WIDTHS[fact], looks["text"], hidden)
    last = row
    for last, line in enumerate(lines, row + 1):
        cells = _cells(line, categories)
        for column, fact in enumerate(COLUMNS):
            sheet.write_string(last, column, cells.get(fact, ""), looks["text"])
    _finish(sheet, looks, heading_row, last, categories)
    book.close()
    return file.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    # "@": a spreadsheet that saves the file again keeps sixteen digits as text.
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "plain": book.add_format({}),
        "head": book.add_format({"bold": True, "text_wrap": True, "border": 1, "num_format": "@"}),
        "fill": book.add_format(
            {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#D5E7E3", "num_format": "@"}
        ),
        "text": book.add_format({"num_format": "@", "valign": "top"}),
    }


def _write_top(sheet: Any, looks: dict[str, Any], title: Title) -> int:
    """Title and how to fill it in; returns the row of the headings."""
    sheet.write_string(0, 0, "Pemutakhiran data peserta BPJS Ketenagakerjaan", looks["title"])
    sheet.write_string(1, 0, f"Desa {title.village}, Kecamatan {title.district}", looks["title"])
    sheet.write_string(
        2, 0, f"Masa: {title.period} · {title.who} · keadaan {title.made_on}", looks["plain"]
    )
    for row, text in enumerate(HOW_TO, 3):
        sheet.write_string(row, 0, text, looks["plain"])
    return 3 + len(HOW_TO) + 1


def _cells(line: Line, categories: Mapping[str, str]) -> dict[Fact, str]:
    return {
        Fact.NUMBER: str(line.number),
        Fact.NAME: line.full_name,
        Fact.NIK: line.nik.full if line.nik else "",
        Fact.KPJ: line.kpj.full if line.kpj else "",
        Fact.BORN_ON: line.born_on.strftime(DAY) if line.born_on else "",
        Fact.CATEGORY: categories.get(line.category, line.category),
        Fact.ANSWER: CHOICES.get(line.answer, ""),
        Fact.DIED_ON: line.died_on.strftime(DAY) if line.died_on else "",
        Fact.DETAIL: line.detail or "",
        Fact.KEY: str(line.id),
    }


def _finish(
    sheet: Any, looks: dict[str, Any], heading_row: int, last: int, categories: Mapping[str, str]
) -> None:
    """Drop-downs, the frozen head, and paper."""

    def choose(fact: Fact, source: list[str], *, strict: bool) -> None:
        column = COLUMNS.index(fact)
        sheet.data_validation(
            heading_row + 1,
            column,
            max(last, heading_row + 1),
            column,
            {
                "validate": "list",
                "source": source,
                "error_type": "stop" if strict else "information",
                "error_title": "Pilih dari daftar",
                "error_message": "Pilih salah satu pilihan yang ada.",
            },
        )

    choose(Fact.ANSWER, list(CHOICES.values()), strict=True)
    choose(Fact.NEW_SEX, ["L", "P"], strict=True)
    names = sorted(categories.values())
    if len(",".join(names)) <= 255:  # noqa: PLR2004  what a drop-down may hold
        choose(Fact.NEW_CATEGORY, names, strict=False)
    sheet.freeze_panes(heading_row + 1, 2)
    sheet.autofilter(heading_row, 0, max(last, heading_row), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(PAPER_F4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading_row)
