"""Lists as offices and spreadsheets spoil them: read as meant, or refused by name; nobody lost."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.audit.models import AuditEvent
from savings_app.imports.kinds import Outcome
from savings_app.imports.models import ImportBatch
from savings_app.imports.queries.assessing import read_proposed
from savings_app.imports.readers import read_book
from savings_app.imports.rules import ImportHasNoRows
from savings_app.regions.actions import load_regions
from savings_app.registry.actions.importing import CONTRIBUTIONS, PARTICIPANTS
from savings_app.registry.models import Participant
from tests.builders import load_reference
from tests.domain.taking_in import four, look, take_in, told
from tests.people_files import HEADINGS, csv_file, person, xlsx_file

FIRST, SECOND, THIRD = "7503111708709001", "7503115708709002", "7503115708709003"
ALL_SAID = {"category": "pekerja_rentan", "payer": "apbd", "segment": "bpu"}
SHORT = ("No", "Nama", "NIK", "Tgl Lahir", "L/P")


@pytest.fixture(autouse=True)
def places(session: Session) -> None:
    load_reference(session)
    load_regions(session)


def short(number: int, name: str, nik: Any, born: Any = "17/08/1970", sex: str = "P") -> list[Any]:
    """A row of a list of one desa, which has no column for it."""
    return [number, name, nik, born, sex]


def names(session: Session) -> dict[str, str]:
    return {one.full_name: one.region_code for one in session.scalars(select(Participant))}


# --- quotes that do not close ----------------------------------------------------------------


def rows_with(first: str, second: str) -> bytes:
    lines = [
        f"{first};{FIRST};17/08/1970;P;Pangi;Suwawa Timur",
        f"{second};{SECOND};17/08/1970;P;Pangi;Suwawa Timur",
        f"Hadija Uji;{THIRD};17/08/1970;P;Pangi;Suwawa Timur",
    ]
    return "\n".join(["Nama;NIK;Tgl Lahir;JK;Desa;Kecamatan", *lines]).encode()


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        ('"Rukia Uji', "Salma Uji", [2]),
        ('"Rukia Uji', 'Salma Uji"', [2, 3]),  # the quote would close one row further down
        ('Rukia "Uji', 'Salma Uji"', [2, 3]),
        ('"Rukia Uji', 'Salma "Ija" Uji', [2]),
    ],
)
def test_a_quote_that_does_not_close_costs_its_own_rows_and_is_told(
    session: Session, first: str, second: str, refused: list[int]
) -> None:
    _batch, done = take_in(session, rows_with(first, second), facts=ALL_SAID)
    assert done.rows_in == 3
    assert [row.number for row in done.rows if row.outcome is Outcome.REFUSED] == refused
    assert [place for place, _what in told(done)] == [f"line {line}" for line in refused]
    assert "Hadija Uji" in names(session)
    assert not any('"Rukia' in name or "7503" in name for name in names(session))


def test_a_remark_of_two_lines_is_no_broken_quote() -> None:
    book = read_book(b'Nama;NIK;Ket\n"Rukia\nUji";1;x\nHadija;2;"a; b\nc"\n')
    assert (book.broken, len(book.sheets[0].rows)) == ((), 3)


# --- what the lines above a table say --------------------------------------------------------


@pytest.mark.parametrize(
    "titles",
    [
        [["DAFTAR PEKERJA RENTAN DESA"], ["Desa : Pangi"], ["Kecamatan: Suwawa Timur"]],
        [["DESA", ":", "PANGI"], ["KEC.", ":", "SUWAWA TIMUR"]],
        [["Desa Pangi Kecamatan Suwawa Timur Tahun 2026"], []],
        [["Nama Desa : Pangi   Kecamatan : Suwawa Timur   Kabupaten : Bone Bolango"]],
    ],
)
def test_the_desa_above_the_headings_holds_for_all_rows(
    session: Session, titles: list[list[Any]]
) -> None:
    data = xlsx_file([short(1, "Rukia Uji", FIRST)], headings=SHORT, titles=titles)
    batch, done = take_in(session, data, facts=ALL_SAID)
    assert four(done) == (1, 0, 0, 0), told(done)
    assert names(session) == {"Rukia Uji": "75.03.11.2010"}
    assert [one["value"].lower() for one in batch.column_map["titled"]] == ["pangi", "suwawa timur"]


def test_each_desa_on_a_line_of_its_own_holds_for_the_people_below_it(session: Session) -> None:
    rows = [
        ["Desa Pangi"],
        short(1, "Rukia Uji", FIRST),
        ["Mengetahui"],
        ["Kepala Desa Pangi"],
        ["Desa: Dutohe"],
        short(2, "Salma Uji", SECOND),
    ]
    _batch, done = take_in(session, xlsx_file(rows, headings=SHORT), facts=ALL_SAID)
    assert four(done) == (2, 0, 0, 0), told(done)
    assert names(session) == {"Rukia Uji": "75.03.11.2010", "Salma Uji": "75.03.02.2006"}


def test_a_title_that_names_no_desa_is_none(session: Session) -> None:
    data = xlsx_file(
        [short(1, "Rukia Uji", FIRST)], headings=SHORT, titles=[["REKAP PEKERJA DESA TAHUN 2026"]]
    )
    assert read_proposed(read_book(data), PARTICIPANTS, facts={}).missing == ("village",)


def test_what_a_person_answers_goes_before_a_title(session: Session) -> None:
    data = xlsx_file([short(1, "Rukia Uji", FIRST)], headings=SHORT, titles=[["Desa: Bulango"]])
    assert four(look(session, data, facts=ALL_SAID)) == (0, 0, 0, 1)
    take_in(session, data, facts={**ALL_SAID, "village": "75.03.11.2010"})
    assert names(session) == {"Rukia Uji": "75.03.11.2010"}


# --- one person twice ------------------------------------------------------------------------


def test_one_person_without_and_with_nik_is_not_two_people(session: Session) -> None:
    twice = csv_file([person(nik="", kpj=""), person(kpj="")])
    _batch, done = take_in(session, twice, facts={"nik_missing_reason": "e-KTP diurus"})
    assert four(done) == (1, 0, 0, 1)
    ((place, what),) = told(done)
    assert (place, "baris 2 tanpa NIK" in what) == ("line 3, column Nama Lengkap", True)
    # The refused row alone is the same person, who gets the NIK.
    _batch, done = take_in(session, csv_file([person(kpj="")]))
    assert four(done) == (0, 1, 0, 0)


def test_where_the_row_without_nik_is_refused_the_other_is_taken(session: Session) -> None:
    _batch, done = take_in(session, csv_file([person(nik="", kpj=""), person(kpj="")]))
    assert [row.outcome for row in done.rows] == [Outcome.REFUSED, Outcome.NEW]


def test_a_namesake_without_birth_date_is_taken_and_told(session: Session) -> None:
    rows = [person(nik="", kpj="", born=""), person(kpj="", born="")]
    _batch, done = take_in(session, csv_file(rows), facts={"nik_missing_reason": "e-KTP diurus"})
    assert four(done) == (2, 0, 0, 0)
    assert ["mungkin orang yang sama" in what for _place, what in told(done)] == [True]


# --- cells -----------------------------------------------------------------------------------


def test_zeros_a_spreadsheet_took_from_a_kpj_are_put_back_and_told(session: Session) -> None:
    rows = [person(kpj=4012345678), person("Salma Uji", nik=SECOND, kpj="4012345679")]
    _batch, done = take_in(session, xlsx_file(rows))
    # As a text it was written so by somebody, and is refused.
    assert [row.outcome for row in done.rows] == [Outcome.NEW, Outcome.REFUSED]
    assert [place for place, _what in told(done)] == [
        "sheet Peserta, row 2, column No. KPJ",
        "sheet Peserta, row 3, column No. KPJ",
    ]
    one = session.scalars(select(Participant)).one()
    assert one.kpj is not None
    assert one.kpj.full == "04012345678"


def test_zeros_lost_in_a_list_of_payments_find_the_person_too(session: Session) -> None:
    take_in(session, csv_file([person(kpj="04012345678")]))
    paid = xlsx_file([[4012345678, "03/2026", 16800]], headings=("KPJ", "Bulan", "Iuran"))
    done = look(session, paid, handler=CONTRIBUTIONS)
    assert four(done) == (1, 0, 0, 0)
    assert "dikembalikan" in told(done)[0][1]


def test_a_nik_that_is_too_short_is_never_filled_up(session: Session) -> None:
    done = look(session, xlsx_file([person(nik=75031117087090)]))
    assert told(done) == [
        ("sheet Peserta, row 2, column NIK", "Nomor harus 16 angka; yang ditulis 14.")
    ]


@pytest.mark.parametrize(
    "nik",
    [
        "７５０３１１５７０８７０９００１",
        "`7503115708709001",
        "’7503115708709001",
        '"7503115708709001"',
        "\u200b7503115708709001\u202c",
        "7503 1157 0870 9001\xa0",
        "7503.1157.0870.9001",
    ],
)
def test_a_nik_is_read_however_it_is_kept_as_text(session: Session, nik: str) -> None:
    take_in(session, xlsx_file([person(nik=nik)]))
    one = session.scalars(select(Participant)).one()
    assert one.nik is not None
    assert one.nik.full == "7503115708709001"


def test_a_formula_is_no_name_and_invisible_letters_are_none(session: Session) -> None:
    rows = [person('=HYPERLINK("x")', kpj=""), person("Sal\u200bma\xa0Uji", nik=SECOND, kpj="")]
    _batch, done = take_in(session, xlsx_file(rows))
    assert [row.outcome for row in done.rows] == [Outcome.REFUSED, Outcome.NEW]
    assert told(done)[0] == ("sheet Peserta, row 2, column Nama Lengkap", "Ini rumus, bukan nama.")
    assert list(names(session)) == ["Salma Uji"]


# --- headings --------------------------------------------------------------------------------


def test_a_heading_over_two_is_the_one_that_holds_the_fact(session: Session) -> None:
    above = ("No", "Nama", "NIK", "Lahir", None, "L/P", "Alamat", None)
    below = [None, None, None, "Tempat", "Tanggal", None, "Desa", "Kec"]
    row = [1, "Rukia Uji", FIRST, "Suwawa", "17 Agustus 1970", "Pr", "Pangi", "Suwawa Timur"]
    data = xlsx_file([below, [1, 2, 3, 4, 5, 6, 7, 8], row], headings=above)
    _batch, done = take_in(session, data, facts=ALL_SAID)
    assert four(done) == (1, 0, 0, 0), told(done)
    one = session.scalars(select(Participant)).one()
    assert (one.born_on and one.born_on.isoformat(), one.sex) == ("1970-08-17", "P")


def test_headings_again_on_each_page_are_nobody_in_any_case_of_letters(session: Session) -> None:
    again = [text.upper() for text in HEADINGS]
    _batch, done = take_in(session, xlsx_file([person(), again]))
    assert (done.rows_in, list(done.left_out)) == (1, [3])


# --- nothing to take -------------------------------------------------------------------------


def test_headings_alone_are_refused_and_leave_nothing(session: Session) -> None:
    with pytest.raises(ImportHasNoRows) as refusal:
        take_in(session, csv_file([]))
    assert [one.place for one in refusal.value.facts["problems"]] == ["line 1"]  # type: ignore[attr-defined]
    assert session.scalars(select(ImportBatch)).all() == []


def test_the_trail_says_that_a_command_did_it(session: Session) -> None:
    take_in(session, csv_file([person()]))
    actions = session.scalars(select(AuditEvent.action)).all()
    assert actions[-1] == "import:command"
