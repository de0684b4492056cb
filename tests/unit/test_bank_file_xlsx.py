"""Reading a bank's table from a workbook: cells as they are held, and what would burst or lie."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from savings_app.reconciliation.import_rules import assess
from savings_app.reconciliation.readers import (
    BankFile,
    BankFileBroken,
    BankFileEmpty,
    BankFileHasFormulas,
    BankFileLocked,
    BankFileUnpacksTooLarge,
    HeadingsUnclear,
    UnknownFormat,
    read_bank_file,
)

HEADINGS = ["Tanggal", "Uraian", "Debet", "Kredit", "Saldo"]
NUMBER = "003901012345678"


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """Texts stay texts, numbers numbers, days days; `=` at the start makes a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    moment = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
                    sheet.write_datetime(row, column, moment, day)
                elif isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(row, column, cell, value=5)
                elif isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif cell is not None:
                    sheet.write_number(row, column, cell)
    book.close()
    return out.getvalue()


def one(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> BankFile:
    return read_bank_file(workbook({"Mutasi": [headings, *rows]}))


def amounts(found: BankFile) -> list[str]:
    return [str(line.signed) for section in found.sections for line in section.lines]


def places(found: BankFile) -> list[str | None]:
    return [problem.place for problem in found.problems]


def repacked(data: bytes, change: tuple[str, bytes, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.infolist():
            body = old.read(part.filename)
            if part.filename.endswith(change[0]):
                assert change[1] in body
                body = body.replace(change[1], change[2])
            new.writestr(part.filename, body)
    return out.getvalue()


def test_a_table_with_words_around_it_reads_as_in_text() -> None:
    found = read_bank_file(
        workbook(
            {
                "Mutasi": [
                    ["BANK CONTOH CABANG GORONTALO"],
                    [],
                    ["No. Rekening", NUMBER],
                    ["Mata Uang", "IDR"],
                    ["Saldo Awal", None, 50000.25],
                    HEADINGS,
                    [date(2026, 3, 5), "SANTUNAN JKM", None, 42000000, 42050000.25],
                    [date(2026, 3, 6), "TARIK TUNAI", 0.1, None, 42050000.15],
                    ["Saldo Akhir", None, 42050000.15],
                    ["Dicetak 07/03/2026 oleh sistem"],
                ]
            }
        )
    )
    assert (found.format, found.problems) == ("xlsx", ())
    (section,) = found.sections
    assert (section.account_text, section.currency) == (NUMBER, "IDR")
    assert (str(section.opening), str(section.closing)) == ("50000.25", "42050000.15")
    assert section.balanced is True
    assert amounts(found) == ["42000000.00", "-0.10"]
    assert [line.on for line in section.lines] == [date(2026, 3, 5), date(2026, 3, 6)]


def test_the_sheet_with_the_headings_is_found_and_the_others_are_named() -> None:
    row = [date(2026, 3, 5), "A", None, 1, 1]
    found = read_bank_file(workbook({"Sampul": [["Laporan"]], "Data": [["Bank"], HEADINGS, row]}))
    assert amounts(found) == ["1.00"]
    assert places(found) == ["sheet Sampul, row 1"]


def test_every_sheet_with_headings_is_an_account_and_places_name_the_sheet() -> None:
    sheets: dict[str, list[list[Any]]] = {
        name: [
            ["No. Rekening", number],
            HEADINGS,
            [date(2026, 3, 5), "A", None, 1, None],
            ["31/02/2026", "B", None, 2, None],
        ]
        for name, number in (("Satu", NUMBER), ("Dua", "003901087654321"))
    }
    found = read_bank_file(workbook(sheets))
    assert [section.account_text for section in found.sections] == [NUMBER, "003901087654321"]
    assert amounts(found) == ["1.00", "1.00"]
    assert places(found) == [
        "sheet Satu, row 4, column Tanggal",
        "sheet Dua, row 4, column Tanggal",
    ]
    done = assess(found, welcome={NUMBER}, kept={})
    assert (done.rows_in, done.new, done.refused) == (4, 1, 3)
    assert done.problems[-1].place == "sheet Dua, row 3"


def test_rows_refused_in_a_run_are_told_within_their_sheet() -> None:
    rows: list[list[Any]] = [
        list(HEADINGS),
        *([date(2026, 3, 5), "A", None, n, None] for n in (1, 2, 3)),
    ]
    sheets: dict[str, list[list[Any]]] = {
        name: [["No. Rekening", NUMBER], *rows] for name in ("Satu", "Dua")
    }
    done = assess(read_bank_file(workbook(sheets)), welcome=(), kept={})
    assert [one.place for one in done.summary] == ["sheet Satu, row 3–5", "sheet Dua, row 3–5"]


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (1234567.89, "1234567.89"), (0.1 + 0.2, "0.30"), (0.07, "0.07"), (1.1, "1.10"),
        (9999999999999.99, "9999999999999.99"), (42000000, "42000000.00"), (123.456e3, "123456.00"),
        ("1.234.567,89", "1234567.89"), ("Rp 50.000", "50000.00"),
    ],
)  # fmt: skip
def test_an_amount_is_what_the_cell_holds_to_the_sen(cell: Any, amount: str) -> None:
    found = one([date(2026, 3, 5), "A", None, cell, None])
    assert (amounts(found), found.problems) == ([amount], ())


def test_numbers_and_texts_of_one_column_each_keep_their_own_mark() -> None:
    cells = [1234.5, "1.234,50", 1.005e3, "50.000"]
    found = one(*([date(2026, 3, 5), "A", None, cell, None] for cell in cells))
    assert amounts(found) == ["1234.50", "1234.50", "1005.00", "50000.00"]
    balance = read_bank_file(
        workbook({"M": [["Saldo Awal", 123.45], HEADINGS,
                        [date(2026, 3, 5), "A", None, 1, "124,45"]]})
    )  # fmt: skip
    assert (str(balance.sections[0].opening), balance.sections[0].balanced) == ("123.45", True)


@pytest.mark.parametrize("cell", [1.005, 12.3456, 1e17, 1234567890123456789, -5, "abc"])
def test_what_is_no_amount_is_told_with_its_place_and_the_next_is_read(cell: Any) -> None:
    found = one([date(2026, 3, 5), "A", None, cell, None], [date(2026, 3, 6), "B", None, 7, None])
    assert places(found) == ["sheet Mutasi, row 2, column Kredit"]
    assert amounts(found) == ["7.00"]


def test_a_long_account_number_is_kept_or_named_as_shortened() -> None:
    headings = ["No. Rekening", *HEADINGS]
    row = [date(2026, 3, 5), "A", None, 1, None]
    kept = one(["0012345678901234567", *row], [3901012345678, *row], headings=headings)
    assert [s.account_text for s in kept.sections] == ["0012345678901234567", "3901012345678"]
    spoiled = one([1234567890123456789, *row], headings=headings)
    assert places(spoiled) == ["sheet Mutasi, row 2, column No. Rekening"]
    assert "lembar kerja" in spoiled.problems[0].what


@pytest.mark.parametrize(
    ("cell", "on"),
    [(date(2026, 3, 5), 5), ("05/03/2026", 5), ("05 Maret 2026", 5), ("2026-03-05 14:05", 5)],
)
def test_a_day_may_be_held_or_written(cell: Any, on: int) -> None:
    found = one([cell, "A", None, 1, None])
    assert [line.on for line in found.sections[0].lines] == [date(2026, 3, on)]


def test_a_days_bare_number_is_no_day() -> None:
    assert places(one([46086, "A", None, 1, None])) == ["sheet Mutasi, row 2, column Tanggal"]


def test_a_computed_cell_is_refused_by_name_and_place() -> None:
    with pytest.raises(BankFileHasFormulas) as refused:
        one([date(2026, 3, 5), "A", None, 1, "=D2"])
    assert refused.value.facts["problems"][0].place == "row 2, column E"  # type: ignore[index]


def test_a_text_that_would_be_computed_where_it_is_opened_is_no_row() -> None:
    text = "Tanggal;Uraian;Debet;Kredit\n05/03/2026;=HYPERLINK(A1);;1\n06/03/2026;B;;2\n"
    found = read_bank_file(text.encode())
    assert (places(found), amounts(found)) == (["line 2, column Uraian"], ["2.00"])
    kept = read_bank_file(f'No. Rekening;="{NUMBER}"\n{text}'.encode())
    assert kept.sections[0].account_text == NUMBER


def test_control_characters_in_a_cell_never_reach_a_text() -> None:
    data = repacked(
        workbook({"M": [HEADINGS, [date(2026, 3, 5), "AZZB", None, 1, None]]}),
        ("sharedStrings.xml", b"AZZB", b"A_x0000__x0007_B"),
    )
    text = read_bank_file(data).sections[0].lines[0].text
    assert not any(ord(letter) < 32 for letter in text)


def test_a_workbook_without_known_headings_is_refused() -> None:
    with pytest.raises(UnknownFormat):
        read_bank_file(workbook({"M": [["halo", "dunia"]]}))
    with pytest.raises(HeadingsUnclear) as refused:
        one(headings=["Tanggal", "Uraian", "Debt", "Kredit"])
    assert refused.value.facts["problems"][0].place == "sheet Mutasi, row 1"  # type: ignore[index]
    with pytest.raises(HeadingsUnclear):
        one(headings=[*HEADINGS, "Debit"])
    with pytest.raises(BankFileEmpty):
        read_bank_file(workbook({"M": []}))


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


PLAIN = workbook({"M": [HEADINGS, [date(2026, 3, 5), "A", None, 1, None]]})
LOCKED = b"\xd0\xcf\x11\xe0" + bytes(64) + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"PK\x03\x04rest", BankFileBroken),
        (PLAIN[: len(PLAIN) // 2], BankFileBroken),
        (zipped(a=zipped(b=zipped(c=PLAIN))), BankFileBroken),
        (zipped(a=b"A" * 200_000_000), BankFileUnpacksTooLarge),
        (LOCKED, BankFileLocked),
    ],
    ids=["cut", "half", "nested", "bomb", "locked"],
)
def test_what_is_no_workbook_is_refused_by_name(data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal) as refused:
        read_bank_file(data)
    assert refused.value.facts["problems"]  # type: ignore[attr-defined]


def test_one_long_text_that_every_cell_refers_to_is_a_bomb() -> None:
    rows = [[date(2026, 3, 5), "AZZB", None, 1, None]] * 2000
    data = workbook({"M": [HEADINGS, *rows]})
    burst = repacked(data, ("sharedStrings.xml", b"AZZB", b"A" * 1_000_000))
    assert len(burst) < 100_000
    with pytest.raises(BankFileUnpacksTooLarge):
        read_bank_file(burst)
    harmless = repacked(data, ("sharedStrings.xml", b"AZZB", b"A" * 30_000))
    assert len(read_bank_file(harmless).sections[0].lines) == 2000


def test_many_sheets_with_a_cell_in_the_far_corner_are_weighed_together() -> None:
    far = [[None] * 100 + ["x"]] + [[]] * 9_999 + [["y"]]
    with pytest.raises(BankFileUnpacksTooLarge):
        read_bank_file(workbook({f"L{number}": far for number in range(4)}))
