"""Spellings of tables of banks here that are read without a profile, and where reading stops."""

from __future__ import annotations

from datetime import date

import pytest

from savings_app.reconciliation.readers import BankFile, read_bank_file

HEADINGS = "Tanggal;Uraian;Debet;Kredit\n"


def read(text: str) -> BankFile:
    return read_bank_file(text.encode())


def amounts(found: BankFile) -> list[str]:
    return [str(line.signed) for section in found.sections for line in section.lines]


def days(found: BankFile) -> list[date]:
    return [line.on for section in found.sections for line in section.lines]


def told(found: BankFile) -> list[tuple[str | None, str]]:
    return [(problem.place, problem.what) for problem in found.problems]


def places(found: BankFile) -> list[str | None]:
    return [problem.place for problem in found.problems]


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ([".50 K", "1000.25 D"], ["0.50", "-1000.25"]),
        ([",50 K", "1.000,25 K"], ["0.50", "1000.25"]),
        (["-.50", "+.25"], ["-0.50", "0.25"]),
        (["Rp .50 K", "12 D"], ["0.50", "-12.00"]),
        (["Rp.50 K", "12 D"], ["50.00", "-12.00"]),  # this point belongs to Rp.
    ],
)
def test_an_amount_may_begin_with_its_decimal_mark(cells: list[str], wanted: list[str]) -> None:
    rows = "".join(f"05/03/2026;A;{cell}\n" for cell in cells)
    found = read("Tanggal;Uraian;Jumlah\n" + rows)
    assert told(found) == []
    assert amounts(found) == wanted


def test_the_empty_side_of_a_row_may_be_written_as_point_and_two_zeros() -> None:
    found = read(HEADINGS + "05/03/2026;A;.00;1000.00\n06/03/2026;B;250.50;.00\n")
    assert told(found) == []
    assert amounts(found) == ["1000.00", "-250.50"]


@pytest.mark.parametrize("cell", [".500", ".", ",5,", "..50", ".5.0", "1.000.,50"])
def test_what_only_begins_like_one_is_no_amount(cell: str) -> None:
    found = read(HEADINGS + f"05/03/2026;A;;1.000,25\n06/03/2026;B;;{cell}\n")
    assert places(found) == ["line 3, column Kredit"]
    assert amounts(found) == ["1000.25"]


@pytest.mark.parametrize(
    ("heading", "incoming", "outgoing"),
    [
        ("Jenis", "Masuk", "Keluar"),
        ("Jenis", "MASUK", "keluar"),
        ("M/K", "M", "K"),
        ("Tipe", "M", "K"),
        ("C/D", "C", "D"),
        ("D/K", "K", "D"),
        ("+/-", "+", "-"),
        ("Tipe", "+", "-"),
        ("DB/CR", "CR", "DB"),
    ],
)
def test_the_marks_of_a_column_say_which_way_money_went(
    heading: str, incoming: str, outgoing: str
) -> None:
    found = read(
        f"Tanggal;Uraian;Jumlah;{heading}\n"
        f"05/03/2026;A;1.000,00;{incoming}\n06/03/2026;B;250,00;{outgoing}\n"
    )
    assert told(found) == []
    assert amounts(found) == ["1000.00", "-250.00"]


def test_a_k_among_marks_of_two_kinds_is_not_guessed() -> None:
    found = read(
        "Tanggal;Uraian;Jumlah;Jenis\n"
        "05/03/2026;A;1.000,00;M\n06/03/2026;B;250,00;K\n07/03/2026;C;50,00;D\n"
    )
    assert places(found) == ["line 3, column Jenis"]
    assert amounts(found) == ["1000.00", "-50.00"]


def test_a_lone_minus_in_a_column_of_letters_is_no_mark() -> None:
    found = read("Tanggal;Uraian;Jumlah;D/K\n05/03/2026;A;1,00;K\n06/03/2026;B;2,00;-\n")
    assert places(found) == ["line 3, column D/K"]
    assert amounts(found) == ["1.00"]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1.000.000,00 CR", "1000000.00"), ("1.000.000,00CR", "1000000.00"),
        ("1.000.000,00 DB", "-1000000.00"), ("1,000,000.00 DR.", "-1000000.00"),
        ("CR 1.000.000,00", "1000000.00"), ("DB1.000.000,00", "-1000000.00"),
        ("1.000.000,00 Masuk", "1000000.00"), ("1.000.000,00 Keluar", "-1000000.00"),
        ("1.000.000,00 K", "1000000.00"), ("1.000.000,00 D", "-1000000.00"),
    ],
)  # fmt: skip
def test_a_mark_may_be_glued_to_the_amount(written: str, amount: str) -> None:
    found = read(f'Tanggal;Uraian;Jumlah\n05/03/2026;A;"{written}"\n')
    assert told(found) == []
    assert amounts(found) == [amount]


@pytest.mark.parametrize("written", ["CR 1.000,00 CR", "XX 1.000,00", "1.000,00 X", "CR"])
def test_other_letters_at_an_amount_are_told(written: str) -> None:
    found = read(f"Tanggal;Uraian;Jumlah;Saldo\n05/03/2026;A;{written};\n")
    assert places(found) == ["line 2, column Jumlah"]
    assert amounts(found) == []


@pytest.mark.parametrize(
    "written",
    ["Kamis, 05 Maret 2026", "kamis 5 Mar 2026", "Thu, 05-Mar-26", "05-Mar-26", "5 Mar 2026",
     "Mar 5, 2026", "2026-03-05T08:15:00", "2026-03-05 08:15:00.123", "2026-03-05T08:15:00+08:00",
     "05/03/2026 08:15", "2026-03-05T15:59:59Z", "2026-03-04T16:00:00Z", "05/03/26"],
)  # fmt: skip
def test_the_fifth_of_march_in_many_hands(written: str) -> None:
    found = read(f'{HEADINGS}"{written}";A;;1,00\n')
    assert told(found) == []
    assert days(found) == [date(2026, 3, 5)]


@pytest.mark.parametrize(
    "written",
    ["Jumat, 05 Maret 2026", "Kamis, 31 Februari 2026", "Kamis 05", "Hari, 05 Maret 2026",
     "05 Kamis 2026", "2026-03-05T", "Maret 2026", "05/03/2026 pagi"],
)  # fmt: skip
def test_a_day_that_contradicts_itself_or_is_none_is_told(written: str) -> None:
    found = read(f'{HEADINGS}"{written}";A;;1,00\n06/03/2026;B;;2,00\n')
    assert places(found) == ["line 2, column Tanggal"]
    assert amounts(found) == ["2.00"]


BCA = (
    '"No. rekening : 7990123456"\n"Nama : CONTOH UJI"\n"Periode : {period}"\n'
    '"Kode Mata Uang : Rp"\n'
    '"Tanggal Transaksi","Keterangan","Cabang","Jumlah","Saldo"\n'
    "{rows}"
    '"Saldo Awal : 100,000.00"\n"Mutasi Kredit : 1,000.00"\n"Saldo Akhir : {closing}"\n'
)


def bca(period: str, *rows: str, closing: str = "101,000.00") -> BankFile:
    return read(
        BCA.format(period=period, rows="".join(f"{row}\n" for row in rows), closing=closing)
    )


def test_a_day_without_a_year_takes_it_from_the_period_above() -> None:
    found = bca(
        "01/12/2025 - 31/01/2026",
        '"\'31/12",TRSF E-BANKING CR,\'0000,"2,000.00 CR","102,000.00"',
        '\'01/01,TARIKAN ATM,\'0000,"1,000.00 DB","101,000.00"',
    )
    assert told(found) == []
    assert days(found) == [date(2025, 12, 31), date(2026, 1, 1)]
    (section,) = found.sections
    assert (section.account_text, section.currency) == ("7990123456", "IDR")
    assert (str(section.opening), str(section.closing)) == ("100000.00", "101000.00")
    assert section.balanced is True
    assert section.days == (date(2025, 12, 1), date(2026, 1, 31))


@pytest.mark.parametrize(
    ("period", "row_day"),
    [
        ("01/03/2026 - 31/03/2026", "'01/04"),  # outside
        ("01/01/2026 - 31/12/2026", "'29/02"),  # no such day
        ("01/01/2025 - 30/06/2026", "'05/03"),  # too long: it would be there twice
        ("BULAN LALU", "'05/03"),
        ("31/03/2026 - 01/03/2026", "'05/03"),
        ("05/03/2026", "'05/03"),
    ],
)
def test_where_the_period_does_not_settle_the_year_it_is_told(period: str, row_day: str) -> None:
    found = bca(period, f'{row_day},SETOR,0000,"1,000.00 CR","101,000.00"')
    assert places(found) == ["line 6, column Tanggal Transaksi"]
    assert days(found) == []
    assert found.sections[0].balanced is True  # its amount is known, only its day is not


@pytest.mark.parametrize(
    "period",
    ["01/03/2026 s/d 31/03/2026", "01 Mar 2026 - 31 Mar 2026", "MARET 2026", "03/2026",
     "2026-03-01 sampai 2026-03-31"],
)  # fmt: skip
def test_a_period_has_many_spellings(period: str) -> None:
    found = bca(period, '05/03,SETOR,0000,"1,000.00 CR","101,000.00"')
    assert told(found) == []
    assert days(found) == [date(2026, 3, 5)]
    assert found.sections[0].days == (date(2026, 3, 1), date(2026, 3, 31))


def test_the_period_of_one_account_says_nothing_of_the_next() -> None:
    found = read(
        "No. Rekening;1111111111\nPeriode;01/03/2026 - 31/03/2026\n"
        f"{HEADINGS}05/03;A;;1,00\n"
        f"No. Rekening;2222222222\n{HEADINGS}05/03;B;;2,00\n"
        "No. Rekening;3333333333\nPeriode;April 2026\n"
        f"{HEADINGS}05/04;C;;3,00\n"
    )
    assert places(found) == ["line 7, column Tanggal"]
    assert days(found) == [date(2026, 3, 5), date(2026, 4, 5)]
    assert [section.account_text for section in found.sections] == [
        "1111111111", "2222222222", "3333333333",
    ]  # fmt: skip


def test_what_the_bank_has_not_booked_yet_is_told_and_moves_nothing() -> None:
    found = bca(
        "01/03/2026 - 31/03/2026",
        'PEND,TRSF,0000,"9,000.00 CR","110,000.00"',
        '05/03,SETOR,0000,"1,000.00 CR","101,000.00"',
    )
    assert places(found) == ["line 6, column Tanggal Transaksi"]
    assert amounts(found) == ["1000.00"]
    assert found.unread == (6,)
    assert found.sections[0].balanced is True


@pytest.mark.parametrize(
    "table",
    # Columns as public descriptions and readers of these banks' files name them.
    [
        """ID;NOREK;TGL_TRAN;TGL_EFEKTIF;DESK_TRAN;SALDO_AWAL_MUTASI;MUTASI_DEBET;MUTASI_KREDIT;\
SALDO_AKHIR_MUTASI;GLSIGN;REMARK_CUSTOM
1;003901012345678;2026-03-05 08:15:00;2026-03-05;SETOR;500.00;.00;1000.00;1500.00;CR;SB-7K2M
""",
        """Tgl.;Tgl. Val.;Rincian Transaksi;No. Referensi;Debit;Kredit;Saldo;Branch Code
05/03/2026;05/03/2026;SETOR SB-7K2M;R1;0,00;1.000,00;1.500,00;18000
""",
        """AccountNo;Ccy;PostDate;Remarks;AdditionalDesc;Credit Amount;Debit Amount;Close Balance
1200007799880;IDR;05/03/2026;SETOR;SB-7K2M;1,000.00;.00;1,500.00
""",
        """No.;Post Date;Branch;Journal No.;Description;Amount;Db/Cr;Balance
1;05/03/26;0259;123456;SETOR SB-7K2M;1,000.00;C;1,500.00
""",
        """Tanggal & Waktu;Deskripsi;Referensi;Debit;Kredit;Saldo Akhir
05/03/2026 08:15:00;SETOR SB-7K2M;FT1;0,00;1.000,00;1.500,00
""",
        """Post Date;Effective Date;Account;Name;Description;Currency;Debit;Credit;Balance;\
Reference No
05/03/2026;06/03/2026;0011223344;UJI;SETOR SB-7K2M;IDR;0.00;1,000.00;1,500.00;X1
""",
        """Tanggal;Uraian Transaksi;Teller;Debet;Kredit;Saldo
05/03/26 08:15:00;SETOR SB-7K2M;8888;0.00;1,000.00;1,500.00
""",
    ],
    ids=["bri", "mandiri", "mandiri-corporate", "bni", "bsi", "regional", "bri-statement"],
)
def test_the_columns_of_banks_here_are_known(table: str) -> None:
    found = read(table)
    assert told(found) == []
    (section,) = found.sections
    (line,) = section.lines
    assert (line.on, str(line.signed)) == (date(2026, 3, 5), "1000.00")
    assert "SETOR" in line.text
    assert "SB-7K2M" in line.text
    assert (str(section.opening), str(section.closing)) == ("500.00", "1500.00")


def test_two_columns_of_balances_leave_the_closing_one_out() -> None:
    found = read("Tanggal;Uraian;Debet;Kredit;Saldo;Saldo Akhir\n05/03/2026;A;;1,00;11,00;999,00\n")
    assert told(found) == []
    assert str(found.sections[0].closing) == "11.00"
