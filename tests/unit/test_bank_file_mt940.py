"""Reading MT940 and MT942: the published samples, Indonesian forms, and what is wrong in them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.readers import BankFile, UnknownFormat, read_bank_file

EXAMPLES = Path(__file__).parents[1] / "examples"
SAMPLES = Path(__file__).parents[2].parent / "shared" / "data" / "mt940"
EXPECTED: dict[str, Any] = (
    json.loads((SAMPLES / "expected.json").read_text())
    if (SAMPLES / "expected.json").exists()
    else {}
)
pytestmark_samples = pytest.mark.skipif(not EXPECTED, reason="the outside samples are not here")
# The library merged the pages of one statement: it reports the first page's opening, or closing.
FIRST_PAGE_OPENING = {"jejik/abnamro.sta", "jejik/postfinance.sta"}
FIRST_PAGE_CLOSING = {"jejik/abnamro.sta"}
NO_TAG_AT_ALL = "self-provided/invalid_statement.sta"

HEAD = ":20:STMT0326\n:25:1200007799880\n:28C:00003/001\n:60F:C260301IDR1000000,00\n"


def read(text: str) -> BankFile:
    return read_bank_file(text.encode())


def whats(found: BankFile) -> list[tuple[str | None, str]]:
    return [(problem.place, problem.what) for problem in found.problems]


@pytestmark_samples
@pytest.mark.parametrize("name", [n for n in EXPECTED if n != NO_TAG_AT_ALL and "/" in n])
def test_a_published_sample_reads_as_expected(name: str) -> None:
    wanted = EXPECTED[name]
    found = read_bank_file((SAMPLES / name).read_bytes())
    lines = [line for section in found.sections for line in section.lines]
    assert len(lines) == wanted["n_transactions"]
    if not found.sections:
        assert wanted["account"] is None
        return
    last, first = found.sections[-1], found.sections[0]
    assert last.account_text == wanted["account"]
    opening = (first if name in FIRST_PAGE_OPENING else last).opening
    closing = (first if name in FIRST_PAGE_CLOSING else last).closing
    for own, told in ((opening, wanted["opening"]), (closing, wanted["closing"])):
        assert str(own) == f"{float(told['amount']):.2f}" if told else own is None
    if wanted["opening"]:
        assert last.currency == wanted["opening"]["currency"]
    told_lines = wanted.get("transactions", [])
    assert [str(line.signed) for line in lines] == [
        f"{float(told['amount']):.2f}" for told in told_lines
    ]
    assert [line.on.isoformat() for line in lines] == [
        told["entry_date"] or told["date"] for told in told_lines
    ]
    if len(found.sections) == 1 and "opening_plus_sum_equals_closing" in wanted:
        assert last.balanced is wanted["opening_plus_sum_equals_closing"]


@pytestmark_samples
def test_the_statements_of_one_file_stay_apart_so_each_balances_by_itself() -> None:
    generic = read_bank_file((SAMPLES / "jejik/generic.sta").read_bytes())
    assert [section.balanced for section in generic.sections] == [True, True]
    assert generic.problems == ()
    rabobank = read_bank_file((SAMPLES / "jejik/rabobank.sta").read_bytes())
    assert len(rabobank.sections) == 4
    assert len({section.account_text for section in rabobank.sections}) == 2


@pytestmark_samples
@pytest.mark.parametrize(
    "name", ["february_30", "transaction_details_wrapped", "wrapped_timestamp"]
)
def test_the_30th_of_february_is_a_problem_with_its_place(name: str) -> None:
    found = read_bank_file((SAMPLES / f"self-provided/{name}.sta").read_bytes())
    place = "line 5" if name == "wrapped_timestamp" else "line 6"
    assert whats(found) == [(place, "Tanggal ini tidak ada.")]
    assert found.sections[0].lines[0].on == date(2016, 3, 1)  # the entry date, which exists
    assert found.sections[0].balanced is True


@pytestmark_samples
def test_a_file_without_any_tag_is_refused() -> None:
    with pytest.raises(UnknownFormat):
        read_bank_file((SAMPLES / NO_TAG_AT_ALL).read_bytes())


@pytestmark_samples
def test_a_balance_without_a_currency_is_told_beside_what_its_places_hold() -> None:
    found = read_bank_file((SAMPLES / "self-provided/raphaelm.sta").read_bytes())
    no_currency = "Mata uang saldo ini bukan tiga huruf, misalnya IDR."
    assert [p.place for p in found.problems if p.what == no_currency] == [
        "line 27",
        "line 35",
        "line 47",
    ]


def test_mandiri_writes_a_decimal_comma() -> None:
    found = read_bank_file((EXAMPLES / "mandiri.sta").read_bytes())
    assert found.format == "mt940"
    assert found.problems == ()
    (section,) = found.sections
    assert section.account_text == "1200007799880"
    assert section.currency == "IDR"
    assert str(section.opening) == "1000000.00"
    assert str(section.closing) == "5149600.00"
    assert section.balanced is True
    assert [(line.on, line.direction, str(line.amount)) for line in section.lines] == [
        (date(2026, 3, 10), Direction.CREDIT, "4500000.00"),
        (date(2026, 3, 31), Direction.DEBIT, "347400.00"),
        (date(2026, 3, 31), Direction.DEBIT, "3000.00"),
    ]
    assert section.lines[0].text == "SETORAN TUNAI SB-7K2M"


def test_bri_sends_one_transaction_a_file_with_the_code_in_the_remark() -> None:
    found = read_bank_file((EXAMPLES / "bri_next_day.sta").read_bytes())
    assert found.problems == ()
    (section,) = found.sections
    assert section.balanced is True
    (line,) = section.lines
    assert line.text == "SETOR RENCANA SB-7K2M WS_OB;0099123;ATM BONE BOLANGO"
    assert str(line.signed) == "1500000.00"


def test_a_reversed_credit_takes_money_out_and_a_reversed_debit_brings_it_back() -> None:
    found = read(
        HEAD + ":61:260310RC1,00NTRFX\n:61:260310RD2,5NTRFX\n:62F:C260331IDR1000001,50\n-\n"
    )
    assert [str(line.signed) for line in found.sections[0].lines] == ["-1.00", "2.50"]
    assert found.sections[0].balanced is True


def test_a_third_letter_of_the_currency_is_not_a_reversal() -> None:
    found = read(HEAD + ":61:260310DR1,00NTRFX\n:62F:C260331IDR999999,00\n")
    assert str(found.sections[0].lines[0].signed) == "-1.00"


@pytest.mark.parametrize(
    ("dates", "on"),
    [
        ("2512310102", date(2026, 1, 2)),
        ("2601021231", date(2025, 12, 31)),
        ("2603100311", date(2026, 3, 11)),
        ("240228 0229".replace(" ", ""), date(2024, 2, 29)),
    ],
)
def test_an_entry_date_takes_the_year_nearest_the_value_date(dates: str, on: date) -> None:
    found = read(HEAD + f":61:{dates}C1,00NTRFX\n:62F:C260331IDR1000001,00\n")
    assert found.sections[0].lines[0].on == on
    assert found.problems == ()


@pytest.mark.parametrize("dates", ["260230", "261301", "2602280229", "2603101301", "260400"])
def test_a_line_on_an_impossible_day_is_told_and_still_counts_in_the_balance(dates: str) -> None:
    found = read(HEAD + f":61:{dates}C1,00NTRFX\n:62F:C260331IDR1000001,00\n")
    assert found.sections[0].lines == ()
    assert whats(found) == [("line 5", "Tanggal ini tidak ada.")]
    assert found.sections[0].balanced is True


@pytest.mark.parametrize(
    "amount",
    [
        "4.500.000,00", "4500000.00", "1e99", "1E99", "-5,00", "4,500,000", "1,005", ",50",
        "٤٥,00", "1234567890123456,00", "",
    ],
)  # fmt: skip
def test_an_amount_that_is_not_in_swifts_form_is_a_problem_and_never_a_part_of_it(
    amount: str,
) -> None:
    found = read(
        HEAD + f":61:260310C{amount}NTRFNONREF\n:61:260311C2,00NTRFX\n:62F:C260331IDR9,00\n"
    )
    assert [str(line.amount) for line in found.sections[0].lines] == ["2.00"]
    assert [problem.place for problem in found.problems] == ["line 5"]
    assert found.sections[0].balanced is None


def test_an_amount_of_zero_is_a_problem() -> None:
    found = read(HEAD + ":61:260310C0,00NTRFNONREF\n:62F:C260331IDR1000000,00\n")
    assert whats(found) == [("line 5", "Jumlahnya nol.")]


def test_a_statement_that_does_not_add_up_has_exactly_one_problem_for_it() -> None:
    found = read(HEAD + ":61:260310C1,00NTRFX\n:86:SETORAN\n:62F:C260331IDR2,00\n-\n")
    assert found.sections[0].balanced is False
    assert [problem.place for problem in found.problems] == ["line 7"]


def test_a_statement_cut_off_before_its_closing_balance_says_so() -> None:
    found = read(HEAD + ":61:260310C1,00NTRFX\n:86:SETO")
    assert found.sections[0].balanced is None
    assert found.sections[0].closing is None
    assert [problem.place for problem in found.problems] == ["line 6"]


def test_a_statement_twice_in_a_file_is_told() -> None:
    one = HEAD + ":61:260310C1,00NTRFX\n:62F:C260331IDR1000001,00\n-\n"
    assert [problem.place for problem in read(one + one).problems] == ["line 8"]


def test_an_expected_entry_is_not_money_that_arrived() -> None:
    found = read(":20:X\n:25:1234567\n:34F:IDR0,\n:61:260310EC5,00NTRFX\n:61:260310C6,00NTRFX\n")
    assert found.format == "mt942"
    assert [str(line.amount) for line in found.sections[0].lines] == ["6.00"]
    assert [problem.place for problem in found.problems] == ["line 4"]


def test_swifts_envelope_and_dos_line_ends_change_nothing() -> None:
    plain = HEAD + ":61:260310C1,00NTRFX\n:62F:C260331IDR1000001,00\n"
    wrapped = "{1:F01BMRIIDJAXXXX0000000000}{2:O9401200}{4:\n" + plain + "-}{5:{CHK:0}}\n"
    assert read(wrapped).sections == read(plain).sections
    assert read(plain.replace("\n", "\r\n")) == read(plain)
    assert read(plain.replace("\n", "\r")) == read(plain)
    assert read_bank_file(b"\xef\xbb\xbf" + plain.encode()) == read(plain)
    assert read_bank_file(plain.encode("utf-16")) == read(plain)


def test_an_overdrawn_balance_is_below_zero() -> None:
    text = HEAD.replace(":60F:C", ":60F:D") + ":61:260310C1,00NTRFX\n:62F:D260331IDR999999,00\n"
    assert read(text).sections[0].balanced is True


def test_what_is_written_about_the_closing_balance_is_not_a_lines_text() -> None:
    found = read(HEAD + ":61:260310C1,00NTRFX\n:86:A\nB\n:62F:C260331IDR1000001,00\n:86:LAIN\n")
    assert found.sections[0].lines[0].text == "A B"


def test_the_account_to_compare_has_no_bank_before_it_and_no_currency_after_it() -> None:
    for written in ("BMRIIDJA/1200007799880", "1200007799880IDR", "1200007799880"):
        section = read(
            HEAD.replace("1200007799880", written) + ":62F:C260331IDR1000000,00"
        ).sections[0]
        assert section.account_number is not None
        assert section.account_number.full == "1200007799880"
        assert "1200007799880" not in repr(section)
