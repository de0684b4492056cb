"""Tables as offices send them, and as somebody hostile would: read exactly, or refused plainly."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from savings_app.imports.cells import (
    Unreadable,
    read_amount,
    read_day,
    read_month,
    read_number,
)
from savings_app.imports.headings import Fact, find_headings
from savings_app.imports.readers import (
    Cell,
    ImportFileBroken,
    ImportFileQuotes,
    ImportFileTooWide,
    ImportFileUnknown,
    Sheet,
    read_book,
)
from savings_app.money import Rupiah
from tests.people_files import csv_file, xlsx_file

TODAY = date(2026, 11, 23)
NAME = Fact("full_name", "Nama", ("nama", "nama lengkap", "nama peserta"), needed=True)
NIK = Fact("nik", "NIK", ("nik", "no ktp"), is_number=True)
BORN = Fact("born_on", "Lahir", ("tanggal lahir", "tgl lahir"))
FACTS = (NAME, NIK, BORN)


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_in_text_is_read_whatever_its_marks_and_letters(mark: str, encoding: str) -> None:
    text = csv_file([["Nuraïni Uji", '"a"', "3"]], headings=["Nama", "b", "c"], mark=mark).decode()
    sheet = read_book(text.encode(encoding)).sheets[0]
    assert [list(row) for row in sheet.rows] == [["Nama", "b", "c"], ["Nuraïni Uji", "a", "3"]]


def test_a_spreadsheet_may_name_its_delimiter() -> None:
    sheet = read_book(b"sep=,\r\nNama,NIK\r\nA,1\r\n").sheets[0]
    assert (list(sheet.rows[0]), list(sheet.numbers)) == (["Nama", "NIK"], [2, 3])


def test_a_broken_quote_costs_its_own_line() -> None:
    book = read_book(b'Nama;NIK\n"Rukia;1\nHadija;2\n')
    assert (book.broken, len(book.sheets[0].rows)) == ((2,), 3)


@pytest.mark.parametrize("unit", [b'"\n', b'"""\n', b'a,"b\n', b';"\n'])
def test_a_file_made_of_quotes_is_refused_by_name_before_it_is_read_to_its_end(
    unit: bytes,
) -> None:
    with pytest.raises(ImportFileQuotes):
        read_book(unit * 500_000)


def test_a_long_line_of_cells_after_a_quote_is_cut_without_copying_its_rest() -> None:
    cells = read_book(b'"a"' + b",b" * 200_000 + b"\n").sheets[0].rows[0]
    assert (cells[0], cells[-1], len(cells)) == ("a", "b", 200_001)


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02 a;b", b"<html><table>", b"\x89PNG....", b"%PDF-1.7 x"]
)
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(ImportFileUnknown):
        read_book(data)


def test_cut_off_workbooks_are_refused_and_never_half_read() -> None:
    data = xlsx_file([["x"] * 10] * 50)
    for end in range(100, len(data), 997):
        with pytest.raises((ImportFileBroken, ImportFileTooWide)):
            read_book(data[:end])


def repacked(data: bytes, change: tuple[bytes, bytes], *, lie: int | None = None) -> bytes:
    """The workbook with one text of its sheet replaced, and perhaps a false size told."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.infolist():
            body = old.read(part)
            if "worksheets/" in part.filename:
                assert change[0] in body
                body = body.replace(*change)
            new.writestr(part.filename, body)
    packed = out.getvalue()
    if lie is not None:
        packed = packed.replace(lie.to_bytes(4, "little"), (9).to_bytes(4, "little"))
    return packed


def test_a_cell_at_the_far_corner_is_refused_before_anything_holds_the_sheet() -> None:
    data = xlsx_file([["a", "b"]], headings=None)
    far = repacked(data, (b'r="B1"', b'r="XFD1"'))
    far = repacked(far, (b"</sheetData>", b'<row r="1048576"/></sheetData>'))
    with pytest.raises(ImportFileTooWide):
        read_book(far)


def test_a_bomb_is_refused_by_what_it_unpacks_to_not_by_what_it_says() -> None:
    data = xlsx_file([["a"]], headings=None)
    size = 200 * 1024 * 1024
    bomb = repacked(data, (b"<sheetData>", b"<sheetData>" + b" " * size))
    assert len(bomb) < 1024 * 1024
    with pytest.raises(ImportFileTooWide):
        read_book(bomb)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("7503115708709001", "7503115708709001"),
        ("'7503115708709001", "7503115708709001"),
        ('="7503115708709001"', "7503115708709001"),
        ("7503115708709001.0", "7503115708709001"),
        (7503115708709001.0, "7503115708709001"),
        (20123456789.0, "20123456789"),
        (20123456780, "20123456780"),
        ("0", None),
        (0.0, None),
        ("-", None),
        ("belum ada", None),
        ("0000000000000000", None),
        (None, None),
    ],
)
def test_a_long_number_survives_or_is_unknown(cell: Cell, number: str | None) -> None:
    assert read_number(cell) == number


@pytest.mark.parametrize(
    "cell", ["7,5E+15", "7.50311E+15", "7.503110e15", 7.503110e15, 7503115708709000.0, 9.2e15, 1.5]
)
def test_a_number_a_spreadsheet_spoiled_is_refused(cell: Cell) -> None:
    with pytest.raises(Unreadable):
        read_number(cell)


@given(st.integers(min_value=1101010101019001, max_value=2**53))
def test_no_number_is_ever_changed(number: int) -> None:
    """Both ways of Excel: as text it stays; as a number it stays or is refused."""
    assert read_number(str(number)) == str(number)
    try:
        assert read_number(float(number)) == str(number)
    except Unreadable:
        assert number % 10 == 0


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("05/03/1970", date(1970, 3, 5)),
        ("5-3-1970", date(1970, 3, 5)),
        ("5 Maret 1970", date(1970, 3, 5)),
        ("05-Mar-70", date(1970, 3, 5)),
        ("05-Mar-26", date(2026, 3, 5)),
        ("05-Mar-27", date(1927, 3, 5)),
        ("Suwawa, 05-03-1970", date(1970, 3, 5)),
        ("Senin, 5 Agustus 1970", date(1970, 8, 5)),
        ("1970-03-05 00:00:00", date(1970, 3, 5)),
        (datetime(1970, 3, 5, 12, 0), date(1970, 3, 5)),  # noqa: DTZ001
        (date(1970, 3, 5), date(1970, 3, 5)),
        ("-", None),
        ("0", None),
        (0, None),
    ],
)
def test_a_day_is_day_first(cell: Cell, day: date | None) -> None:
    assert read_day(cell, today=TODAY) == day


@pytest.mark.parametrize("cell", ["03/25/1970", "30/02/1970", "1970", 25632.0, "5 Foo 1970", "x"])
def test_a_day_that_is_none_is_never_guessed(cell: Cell) -> None:
    with pytest.raises(Unreadable):
        read_day(cell, today=TODAY)


@given(st.dates(min_value=date(1927, 1, 1), max_value=TODAY))
def test_every_day_comes_back_in_every_form(day: date) -> None:
    for text in (f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}", f"{day:%d/%m/%y}"):
        assert read_day(text, today=TODAY) == day


@pytest.mark.parametrize(
    "text", ["Maret 2026", "mar-26", "03/2026", "2026-03", "Bulan Maret 2026", "202603"]
)
def test_a_month_in_any_form(text: str) -> None:
    assert read_month(text) == date(2026, 3, 1)


@pytest.mark.parametrize(
    "cell", [16800, 16800.0, "16800", "16.800", "Rp16.800", "Rp 16.800,00", "16,800.00", "16.800,-"]
)
def test_an_amount_in_any_form(cell: Cell) -> None:
    assert read_amount(cell) == Rupiah.of(16_800)


@example(float("nan"))
@example(float("inf"))
@given(st.text(max_size=80) | st.floats() | st.integers() | st.booleans() | st.none())
def test_no_cell_ends_in_an_error_of_ours(cell: Cell) -> None:
    readers: list[tuple[Callable[[Cell], object], type]] = [
        (read_number, str),
        (read_amount, Rupiah),
        (read_month, date),
        (lambda one: read_day(one, today=TODAY), date),
    ]
    for read, kind in readers:
        try:
            value = read(cell)
        except Unreadable:
            continue
        assert value is None or isinstance(value, kind)


def sheet(*rows: list[Cell]) -> Sheet:
    return Sheet("S", rows, range(1, len(rows) + 1))


def test_headings_are_found_under_titles_in_any_spelling() -> None:
    found = find_headings(
        sheet(
            ["DAFTAR NAMA PESERTA"],
            [None, "Bulan Maret 2026"],
            ["No", " NAMA  LENGKAP ", "NIK/No. KTP", "Tgl. Lahir (dd/mm/yyyy)"],
            [1, "Rukia", "7503115708709001", "05/03/1970"],
        ),
        FACTS,
    )
    assert found is not None
    assert (found.row, found.data, found.columns) == (
        2,
        3,
        {"full_name": 1, "nik": 2, "born_on": 3},
    )


def test_another_persons_name_is_not_the_participants() -> None:
    found = find_headings(
        sheet(["Nama Ahli Waris", "NIK Ahli Waris", "Nama Peserta", "NIK"]), FACTS
    )
    assert found is not None
    assert found.columns == {"full_name": 2, "nik": 3}


def test_a_column_a_person_named_is_used_and_one_ruled_out_is_not() -> None:
    told = {"full_name": "siapa", "nik": "", "born_on": "tgllahir"}
    found = find_headings(sheet(["Siapa", "Nama", "NIK", "Tgl Lahir"]), FACTS, told=told)
    assert found is not None
    assert found.columns == {"full_name": 0, "born_on": 3}


def test_a_sheet_that_says_nothing_we_know_has_no_headings() -> None:
    assert find_headings(sheet(["a", "b"], ["c", "d"]), FACTS) is None
