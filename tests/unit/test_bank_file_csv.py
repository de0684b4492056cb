"""Reading the documented CSV and the spellings met in Indonesia; what is wrong, and where."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from savings_app.reconciliation.readers import (
    LARGEST_FILE,
    BankFile,
    BankFileBroken,
    BankFileEmpty,
    BankFileNotText,
    BankFileRefused,
    BankFileTooLarge,
    HeadingsUnclear,
    UnknownFormat,
    UnsupportedFormat,
    read_bank_file,
)

EXAMPLES = Path(__file__).parents[1] / "examples"
HEADINGS = "Tanggal;Uraian;Debet;Kredit;Saldo\n"


def read(text: str) -> BankFile:
    return read_bank_file(text.encode())


def amounts(found: BankFile) -> list[str]:
    return [str(line.signed) for section in found.sections for line in section.lines]


def places(found: BankFile) -> list[str | None]:
    return [problem.place for problem in found.problems]


def test_the_documented_form_reads_every_account_with_its_balances() -> None:
    found = read_bank_file((EXAMPLES / "standar.csv").read_bytes())
    assert found.format == "csv"
    assert found.problems == ()
    first, second = found.sections
    assert first.account_text == "003901012345678"
    assert second.account_text == "003901087654321"
    assert (first.currency, str(first.opening), str(first.closing)) == (
        "IDR", "50000.00", "41551234.56",
    )  # fmt: skip
    assert (first.balanced, second.balanced) == (True, True)
    assert [str(line.signed) for line in first.lines] == [
        "42000000.00", "-1000000.00", "500000.00", "1234.56",
    ]  # fmt: skip
    assert first.lines[2].text == 'SETOR "RENCANA"; SB-7K2M'
    assert [str(line.amount) for line in second.lines] == ["25.00", "25.00"]


def test_indonesian_months_tabs_and_a_mark_column_read() -> None:
    found = read_bank_file((EXAMPLES / "bulan_indonesia.csv").read_bytes())
    assert found.problems == ()
    (section,) = found.sections
    assert section.account_text == "1200007799880"
    assert [line.on for line in section.lines] == [
        date(2026, 5, 1), date(2026, 8, 17), date(2026, 10, 1), date(2026, 12, 31),
    ]  # fmt: skip
    assert amounts(found) == ["1500000.00", "-250000.00", "0.50", "-0.10"]
    assert (str(section.opening), str(section.closing)) == ("0.00", "1250000.40")


def test_without_balances_nothing_is_said_of_them() -> None:
    (section,) = read("Tanggal;Uraian;Debet;Kredit\n05/03/2026;A;;1.000\n").sections
    assert (section.account, section.currency) == (None, None)
    assert (section.opening, section.closing, section.balanced) == (None, None, None)
    assert str(section.lines[0].amount) == "1000.00"


@pytest.mark.parametrize(
    ("written", "on"),
    [
        ("05/03/2026", date(2026, 3, 5)), ("5-3-2026", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)), ("05.03.26", date(2026, 3, 5)),
        ("05-Mei-26", date(2026, 5, 5)), ("05 Agustus 2026", date(2026, 8, 5)),
        ("05-OKT-2026", date(2026, 10, 5)), ("29/02/2024", date(2024, 2, 29)),
        ("05/03/2026 14:05:59", date(2026, 3, 5)), ("2026-03-05T14:05", date(2026, 3, 5)),
    ],
)  # fmt: skip
def test_a_day_is_read_day_first_or_year_first(written: str, on: date) -> None:
    found = read(HEADINGS + f"{written};A;;1.000,00;\n")
    assert found.problems == ()
    assert found.sections[0].lines[0].on == on


@pytest.mark.parametrize(
    "written",
    ["31/02/2026", "03/13/2026", "29-02-2026", "2026-02-30", "31-Jun-26", "00/01/2026", "46086",
     "05/03", "05-Foo-26", "05/03/0026", "05/03-2026", "٠٥/٠٣/٢٠٢٦", "1/1/1", "20260305"],
)  # fmt: skip
def test_an_impossible_day_is_a_problem_with_its_place_and_never_month_first(written: str) -> None:
    found = read(f"{HEADINGS}04/03/2026;A;;1,00;1,00\n{written};B;;1.000,00;1.001,00\n")
    assert places(found) == ["line 3, column Tanggal"]
    assert amounts(found) == ["1.00"]
    assert found.sections[0].balanced is True  # its amount is known, only its day is not


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["1.234,56", "50.000"], ["1234.56", "50000.00"]),
        (["1,234.56", "50,000"], ["1234.56", "50000.00"]),
        (["50.000", "1.000"], ["50000.00", "1000.00"]),
        (["50,000", "1,000"], ["50000.00", "1000.00"]),
        (["50000,5", "1.234.567"], ["50000.50", "1234567.00"]),
        (["0,5", "12"], ["0.50", "12.00"]),
        (["Rp 1.000.000,50", "IDR 7"], ["1000000.50", "7.00"]),
        (["Rp1.000.000,-", "25.000,--"], ["1000000.00", "25000.00"]),
        (["42000000.00", "000123.40"], ["42000000.00", "123.40"]),
    ],
)
def test_a_column_has_one_decimal_mark_and_groups_of_three_are_thousands(
    cells: list[str], wanted: list[str]
) -> None:
    rows = "".join(f'05/03/2026;A;;"{cell}";\n' for cell in cells)
    found = read(HEADINGS + rows)
    assert found.problems == ()
    assert amounts(found) == wanted


@pytest.mark.parametrize(
    "cell",
    ["1e99", "1,23E+14", "-1", "-1.000,00", "(1.000,00)", "Rp 1,5 juta", "1.5.0", "1,234.56",
     "1,005", "12.34.567", "1.0000", "abc1", "1 000", "=1+1", "1234567890123456", "1,2,3",
     "٤٢", "1.000,00 XX", "1.000,00 DB", "--5", "0.500", "9" * 41],
)  # fmt: skip
def test_what_is_no_amount_of_its_column_is_a_problem_with_its_place(cell: str) -> None:
    text = f"{HEADINGS}04/03/2026;A;;1.234,50;\n04/03/2026;A;;2.345,60;\n05/03/2026;B;;{cell};\n"
    found = read(text)
    assert places(found) == ["line 4, column Kredit"]
    assert amounts(found) == ["1234.50", "2345.60"]


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ("05/03/2026;A;1,00;2,00;", "line 2, column Debet"),
        ("05/03/2026;A;;;", "line 2"),
        ("05/03/2026;A;0,00;0,00;", "line 2"),
        ("05/03/2026;A;-5,00;;", "line 2, column Debet"),
        ("05/03/2026;A;;1.000", "line 2"),
        ("05/03/2026;A;;1,00;1,00;7", "line 2"),
        ('05/03/2026;"A;;1,00;1,00', "line 2"),
        ('05/03/2026;"A"B;;1,00;1,00', "line 2"),
        (";A;;1,00;", "line 2, column Tanggal"),
    ],
)
def test_a_row_that_says_nothing_clear_is_told_and_the_next_is_read(cells: str, place: str) -> None:
    found = read(f"{HEADINGS}{cells}\n06/03/2026;B;;7,00;\n")
    assert places(found) == [place]
    assert amounts(found) == ["7.00"]


def test_a_zero_on_the_other_side_is_no_amount() -> None:
    found = read(HEADINGS + "05/03/2026;A;0,00;5,00;\n05/03/2026;B;2,00;-;\n")
    assert amounts(found) == ["5.00", "-2.00"]
    assert found.problems == ()


def test_lines_are_counted_through_cells_of_several_lines_and_blank_rows() -> None:
    text = HEADINGS + '05/03/2026;"A\nB\r\nC";;5,00;\n\n;;;;\n32/03/2026;D;;1,00;\n'
    found = read(text)
    assert found.sections[0].lines[0].text == "A B C"
    assert places(found) == ["line 7, column Tanggal"]


def test_a_running_balance_gives_opening_and_closing_also_newest_first() -> None:
    oldest = ["05/03/2026;A;;100,00;150,00\n", "06/03/2026;B;30,00;;120,00\n",
              "07/03/2026;C;;1,00;121,00\n"]  # fmt: skip
    for rows in (oldest, oldest[::-1]):
        (section,) = read(HEADINGS + "".join(rows)).sections
        assert (str(section.opening), str(section.closing)) == ("50.00", "121.00")
        assert section.balanced is True


def test_a_running_balance_that_does_not_fit_its_row_is_one_problem_with_its_place() -> None:
    rows = "05/03/2026;A;;100,00;150,00\n06/03/2026;B;30,00;;{};\n07/03/2026;C;;1,00;121,00\n"
    found = read(HEADINGS + rows.format("129,00"))
    assert places(found) == ["line 3, column Saldo"]
    assert found.sections[0].balanced is True
    missing_row = read(HEADINGS + rows.format("110,00").replace("121,00", "111,00"))
    assert places(missing_row) == ["line 3, column Saldo"]
    assert missing_row.sections[0].balanced is False


def test_stated_balances_that_do_not_add_up_are_one_problem() -> None:
    text = "Saldo Awal;50,00\nTanggal;Uraian;Debet;Kredit\n05/03/2026;A;;10,00\nSaldo Akhir;61,00\n"
    found = read(text)
    assert found.sections[0].balanced is False
    assert places(found) == ["line 4"]


def test_balances_may_stand_as_rows_inside_the_table_and_totals_are_left_out() -> None:
    text = (
        HEADINGS + "01/03/2026;SALDO AWAL;;;50,00\n05/03/2026;A;;10,00;60,00\n"
        "Total;;0,00;10,00;\n;Saldo Akhir;;;60,00\nDicetak 06/03/2026 oleh sistem\n"
    )
    found = read(text)
    assert found.problems == ()
    assert (str(found.sections[0].opening), str(found.sections[0].closing)) == ("50.00", "60.00")
    assert amounts(found) == ["10.00"]


def test_a_row_whose_remark_is_a_balances_name_is_still_a_movement() -> None:
    found = read(HEADINGS + "05/03/2026;Saldo Awal;;10,00;10,00\n")
    assert amounts(found) == ["10.00"]


def test_an_account_column_parts_the_rows_by_account() -> None:
    text = (
        "No. Rekening;Mata Uang;Tanggal;Uraian;Debet;Kredit;Saldo\n"
        "0011223344;IDR;05/03/2026;A;;10,00;10,00\n"
        "0055667788;IDR;05/03/2026;B;;5,00;7,00\n"
        "'0011223344;IDR;06/03/2026;C;4,00;;6,00\n"
    )
    found = read(text)
    assert found.problems == ()
    assert [(s.account_text, s.currency, len(s.lines)) for s in found.sections] == [
        ("0011223344", "IDR", 2), ("0055667788", "IDR", 1),
    ]  # fmt: skip
    assert [str(s.opening) for s in found.sections] == ["0.00", "2.00"]


@pytest.mark.parametrize("written", ["123", "NL71RABO0123456789", "12345678/1020304050"])
def test_an_account_of_another_shape_is_told_as_written(written: str) -> None:
    found = read(f"No. Rekening;{written}\n{HEADINGS}05/03/2026;A;;1,00;\n")
    assert (found.problems, found.sections[0].account_text) == ((), written)


@pytest.mark.parametrize("written", ["BUDI", "1 juta", "-", "1" * 36])
def test_what_names_no_account_is_a_problem(written: str) -> None:
    found = read(f"No. Rekening;{written}\n{HEADINGS}05/03/2026;A;;1,00;\n")
    assert (places(found), found.sections[0].account) == (["line 1"], None)


def test_an_account_number_shortened_by_a_spreadsheet_is_named_as_that() -> None:
    above = read(f"No. Rekening;1,23E+14\n{HEADINGS}05/03/2026;A;;1,00;\n")
    assert places(above) == ["line 1"]
    assert "lembar kerja" in above.problems[0].what
    assert above.sections[0].account is None
    column = "No. Rekening;Tanggal;Uraian;Debet;Kredit\n1.23E+14;05/03/2026;A;;1,00\n"
    assert places(read(column)) == ["line 2, column No. Rekening"]


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        ("Tgl,Keterangan,Debit,Credit,Balance", '05/03/2026,A,,"1,000.50","1,000.50"'),
        ("DATE\tDESCRIPTION\tDEBIT\tCREDIT", "05/03/2026\tA\t\t1,000.50"),
        ("Tanggal Transaksi;Deskripsi;Jumlah;D/K", "05/03/2026;A;1.000,50;K"),
        ("Tanggal;Uraian;Nominal;DB/CR", "05/03/2026;A;1.000,50;CR"),
        ("Tanggal,Keterangan,Cabang,Jumlah,,Saldo", '05/03/2026,A,0039,"1,000.50",CR,"1,000.50"'),
        ("Tanggal;Uraian;Mutasi", "05/03/2026;A;1.000,50 CR"),
        ("Tanggal;Uraian;Jumlah (Rp)", "05/03/2026;A;+1.000,50"),
        ("Tgl. Transaksi;Tgl. Valuta;Uraian;Mutasi Debet;Mutasi Kredit",
         "05/03/2026;06/03/2026;A;;1.000,50"),
    ],
)  # fmt: skip
def test_the_usual_headings_and_delimiters_are_known(headings: str, row: str) -> None:
    found = read(f"{headings}\n{row}\n")
    assert found.problems == ()
    assert amounts(found) == ["1000.50"]
    assert found.sections[0].lines[0].on == date(2026, 3, 5)


def test_one_column_of_amounts_needs_a_mark_or_signs() -> None:
    marked = "Tanggal;Uraian;Jumlah;D/K\n05/03/2026;A;5,00;{}\n"
    assert amounts(read(marked.format("DB"))) == ["-5.00"]
    assert places(read(marked.format("X"))) == ["line 2, column D/K"]
    assert places(read(marked.format(""))) == ["line 2, column Jumlah"]
    assert places(read(marked.format("D").replace("5,00", "-5,00"))) == ["line 2, column Jumlah"]
    both = "Tanggal;Uraian;Jumlah\n05/03/2026;A;5,00\n05/03/2026;B;-2,00\n05/03/2026;C;1,00-\n"
    assert amounts(read(both)) == ["5.00", "-2.00", "-1.00"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    text = HEADINGS + "05/03/2026;Café – RÉNCANA;;1,00;\n"
    found = read_bank_file(text.encode(encoding))
    assert found.sections[0].lines[0].text == "Café – RÉNCANA"


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", BankFileEmpty),
        (b"\xef\xbb\xbf \r\n", BankFileEmpty),
        (b"x" * (LARGEST_FILE + 1), BankFileTooLarge),
        (b"Tanggal;Debet;Kredit\n\x00\x01;;1", BankFileNotText),
        (HEADINGS.encode() + b"05/03/2026;\x81;;1,00;\n", BankFileNotText),
        (b"\xd0\xcf\x11\xe0rest", UnsupportedFormat),
        (b"%PDF-1.7", UnsupportedFormat),
        (b'<?xml version="1.0"?><Document xmlns="urn:camt.053.001.02">', BankFileBroken),
        (b'<?xml version="1.0"?><Document/>', UnsupportedFormat),
        (b"halo dunia\n", UnknownFormat),
        (b"a;b;c\n1;2;3\n", UnknownFormat),
        (b"No. Rekening;003901012345678\nMata Uang;IDR\n", HeadingsUnclear),
        (b"Tanggal;Uraian;Debt;Kredit\n05/03/2026;A;5;\n", HeadingsUnclear),
        (b"Tanggal;Uraian;Debet;Debit;Kredit\n", HeadingsUnclear),
    ],
)
def test_what_is_no_bank_file_is_refused_with_a_place(
    data: bytes, refusal: type[BankFileRefused]
) -> None:
    with pytest.raises(refusal) as refused:
        read_bank_file(data)
    problems = refused.value.facts["problems"]
    assert isinstance(problems, tuple)
    (problem,) = problems
    assert problem.place.startswith("line ")
    assert problem.what


def test_another_format_is_refused_by_its_name() -> None:
    with pytest.raises(UnsupportedFormat) as refused:
        read_bank_file(b"%PDF-1.7")
    assert refused.value.facts["format"] == "pdf"


def test_a_section_twice_in_a_file_is_told() -> None:
    one = f"No. Rekening;0011223344\n{HEADINGS}05/03/2026;A;;5,00;5,00\nSaldo Akhir;5,00\n"
    assert places(read(one + one)) == ["line 7"]
