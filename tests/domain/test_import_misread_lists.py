"""Lists with columns and cells that look like something else: never read as what they are not."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from sqlalchemy.orm import Session

from savings_app.cases.actions.importing import PAYOUTS
from savings_app.cases.import_payouts import KINDS
from savings_app.cases.kinds import PayoutKind
from savings_app.imports.cells import Unreadable, read_amount, read_choice
from savings_app.imports.queries.assessing import read_proposed
from savings_app.imports.readers import ImportFileEmpty, read_book
from savings_app.imports.reading import Reading
from savings_app.money import Rupiah
from savings_app.regions.actions import load_regions
from savings_app.registry.actions.importing import PARTICIPANTS
from tests.builders import load_reference
from tests.domain.taking_in import four, look, take_in, told
from tests.people_files import HEADINGS, csv_file, person, xlsx_file

ALL_SAID = {"category": "pekerja_rentan", "payer": "apbd", "segment": "bpu"}
FIRST, SECOND, THIRD = "7503111708709001", "7503115708709002", "7503115708709003"


@pytest.fixture(autouse=True)
def places(session: Session) -> None:
    load_reference(session)
    load_regions(session)


def read(data: bytes) -> Reading:
    return read_proposed(read_book(data), PARTICIPANTS, facts={})


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("No. Kartu Keluarga", "7503110101109001"),
        ("Nomor Kartu Keluarga (KK)", "7503110101109001"),
        ("Jenis Pekerjaan", "Petani"),
        ("Status Pekerjaan", "Nelayan"),
        ("Golongan Darah", "O"),
        ("Kelompok Umur", "30-39"),
        ("Tanggal Lahir Anak", "x"),
    ],
)
def test_a_column_that_only_sounds_like_a_fact_is_left_alone(
    session: Session, heading: str, cell: str
) -> None:
    data = csv_file(
        [["Rukia Uji", FIRST, "Pangi", "Suwawa Timur", cell]],
        headings=["Nama", "NIK", "Desa", "Kecamatan", heading],
    )
    assert heading not in {read(data).headings.texts[n] for n in read(data).columns.values()}  # type: ignore[union-attr]
    assert four(look(session, data, facts=ALL_SAID)) == (1, 0, 0, 0)


def test_the_name_of_a_desa_goes_before_its_code(session: Session) -> None:
    data = csv_file(
        [["Rukia Uji", FIRST, "7504032008", "Pangi", "Suwawa Timur"]],
        headings=["Nama", "NIK", "Kode Desa", "Nama Desa", "Kecamatan"],
    )
    assert four(look(session, data, facts=ALL_SAID)) == (1, 0, 0, 0)


def test_a_code_alone_still_says_the_desa(session: Session) -> None:
    data = csv_file([["Rukia Uji", FIRST, "75.03.11.2010"]], headings=["Nama", "NIK", "Kode Desa"])
    assert four(look(session, data, facts=ALL_SAID)) == (1, 0, 0, 0)


def test_the_day_of_something_else_is_not_the_day_of_payment() -> None:
    """A birth date or a day of filing taken for it would write money down on a wrong day."""
    headings = ["KPJ", "Tanggal Lahir", "Tanggal Pengajuan", "Jumlah Anak", "Jumlah Dibayar"]
    data = csv_file([["20123456789", "17/08/1970", "1/2/2026", "3", "42000000"]], headings=headings)
    reading = read_proposed(read_book(data), PAYOUTS, facts={})
    assert reading.missing == ("paid_on",)
    assert reading.headings is not None
    assert reading.headings.texts[reading.columns["amount"]] == "Jumlah Dibayar"


@pytest.mark.parametrize(
    "program",
    ["JKM", "Jaminan Kematian (JKM)", "JKM - Meninggal Dunia", "Klaim JKM", "Program JKK"],
)
def test_a_programme_is_known_in_its_usual_names(program: str) -> None:
    assert read_choice(program, KINDS) is PayoutKind.BENEFIT


@pytest.mark.parametrize("text", ["Rp 42 000 000", "Rp42.000.000 ,-", "42 000 000,00"])
def test_an_amount_with_spaces_is_the_amount(text: str) -> None:
    assert read_amount(text) == Rupiah.of(42_000_000)


@pytest.mark.parametrize(
    "text", ["42 00 000", "4 2", "42 juta", "42 0000", "Rp -42.000.000", "1.000.00"]
)
def test_spaces_elsewhere_are_no_amount(text: str) -> None:
    with pytest.raises(Unreadable):
        read_amount(text)


def test_a_birth_date_is_read_with_its_place_before_it(session: Session) -> None:
    births = [
        "Gorontalo 17-08-1970",
        "Bone/17-08-1970",
        "Tulabolo, 17 Agustus 1970",
        "Tgl. 17/8/70",
    ]
    rows = [
        person(f"Orang {n}", nik=f"750311170870900{n}", kpj=f"2012345678{n}", born=born, sex="L")
        for n, born in zip("1234", births, strict=True)
    ]
    done = look(session, csv_file(rows))
    assert (four(done), told(done)) == ((4, 0, 0, 0), [])


@pytest.mark.parametrize("born", ["March 5, 1970", "Aug 17 1970", "Mei 05/06/1970", "Gorontalo"])
def test_a_month_that_stands_first_is_not_taken_for_a_place(session: Session, born: str) -> None:
    done = look(session, csv_file([person(born=born)]))
    assert four(done) == (0, 0, 0, 1)


def merged(rows: list[list[str | None]], cells: dict[str, str]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("Peserta")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                page.write_string(number, column, cell)
    for area, text in cells.items():
        page.merge_range(area, text)
    book.close()
    return out.getvalue()


def test_a_desa_in_merged_cells_holds_for_each_of_its_rows(session: Session) -> None:
    """Only the first of merged cells holds the text; the next desa begins where they end."""
    data = merged(
        [
            ["Nama", "NIK", "Desa", "Kecamatan"],
            ["Rukia Uji", FIRST, None, None],
            ["Salma Uji", SECOND, None, None],
            ["Hadija Uji", THIRD, None, "Suwawa Timur"],
        ],
        {"C2:C3": "Pangi", "D2:D3": "Suwawa Timur"},
    )
    done = look(session, data, facts=ALL_SAID)
    assert four(done) == (2, 0, 0, 1)
    assert told(done) == [("sheet Peserta, row 4, column Desa", "Desanya kosong.")]


def test_a_merged_cell_above_the_table_or_of_a_person_spreads_nothing(session: Session) -> None:
    data = merged(
        [
            [],
            [],
            ["Nama", "NIK", "Desa", "Kecamatan"],
            [None, FIRST, "Pangi", "Suwawa Timur"],
            [None, SECOND, "Pangi", "Suwawa Timur"],
        ],
        {"A1:D2": "DAFTAR DESA", "A4:A5": "Rukia Uji"},
    )
    done = look(session, data, facts=ALL_SAID)
    assert told(done) == [("sheet Peserta, row 5, column Nama", "Namanya kosong.")]


def test_a_table_beside_the_table_is_pointed_out() -> None:
    row = person()
    data = xlsx_file(
        [[*row, None, *person("Salma Uji", nik=SECOND)]], headings=[*HEADINGS, "", *HEADINGS]
    )
    assert read(data).repeated == ("Nama Lengkap", "NIK", "No. KPJ")
    assert read(xlsx_file([row])).repeated == ()


def test_a_table_cut_by_bars_is_read(session: Session) -> None:
    assert four(look(session, csv_file([person()], mark="|"))) == (1, 0, 0, 0)


def test_a_workbook_without_a_filled_sheet_is_empty() -> None:
    with pytest.raises(ImportFileEmpty):
        read_book(xlsx_file([], headings=None))


def test_a_heading_is_short(session: Session) -> None:
    """Megabytes in one cell are no heading, and are not searched for one."""
    long = "Nama " + "peserta " * 200_000
    _batch, done = take_in(session, csv_file([person(), [long, *person()[1:]]]), source="uji")
    assert four(done) == (1, 0, 0, 1)
