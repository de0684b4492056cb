"""Monthly payment lists: added once, a second row kept, an undone list counted no more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.identifiers import KPJ, NIK
from savings_app.imports.actions.applying import undo_batch
from savings_app.imports.handlers import Assessment
from savings_app.regions.actions import load_regions
from savings_app.registry.actions.importing import CONTRIBUTIONS
from savings_app.registry.models import Contribution, Participant
from savings_app.registry.queries import contributions_that_count
from tests.builders import NOW, TODAY, actor_of, load_reference, make_participant, make_user
from tests.domain.taking_in import four, look, take_in, told
from tests.people_files import csv_file, xlsx_file

HEADINGS = ("Nama Peserta", "NIK", "No. KPJ", "Desa", "Kec.", "Periode", "Iuran")
RUKIA, HADIJA = "7503115708709001", "7503114503809002"


@pytest.fixture(autouse=True)
def rukia(session: Session) -> Participant:
    load_reference(session)
    load_regions(session)
    hadija = make_participant(session, full_name="Hadija Uji")
    hadija.nik, hadija.kpj = NIK(HADIJA), KPJ("20111111111")
    one = make_participant(session, full_name="Rukia Uji")
    one.nik, one.kpj = NIK(RUKIA), KPJ("20123456789")
    session.flush()
    return one


def paid(
    nik: Any = RUKIA, month: Any = "Maret 2026", amount: Any = "16.800", name: str = "Rukia Uji",
    kpj: Any = "", village: str = "",
) -> list[Any]:  # fmt: skip
    return [name, nik, kpj, village, "", month, amount]


def rows(session: Session) -> list[tuple[str, date, str, int | None, int]]:
    found = session.execute(
        select(Participant.full_name, Contribution)
        .join(Participant, Participant.id == Contribution.participant_id)
        .where(contributions_that_count())
        .order_by(Participant.full_name, Contribution.month, Contribution.occurrence)
    )
    return [
        (name, c.month, c.payer, c.amount.rupiah if c.amount else None, c.occurrence)
        for name, c in found
    ]


def glance(session: Session, data: bytes, **more: Any) -> Assessment:
    return look(session, data, handler=CONTRIBUTIONS, **more)


def test_a_month_is_written_for_who_the_number_names(session: Session) -> None:
    data = csv_file(
        [paid(), paid(nik="", kpj="20111111111", month="03/2026", amount="")], headings=HEADINGS
    )
    batch, done = take_in(session, data, handler=CONTRIBUTIONS)
    assert four(done) == (2, 0, 0, 0)
    assert rows(session) == [
        ("Hadija Uji", date(2026, 3, 1), "apbd", None, 1),
        ("Rukia Uji", date(2026, 3, 1), "apbd", 16_800, 1),
    ]
    assert batch.rows_new == 2


def test_the_same_list_again_is_the_same_and_a_new_month_is_new(session: Session) -> None:
    take_in(session, csv_file([paid()], headings=HEADINGS), handler=CONTRIBUTIONS)
    again = csv_file([paid(amount="16800"), paid(month="April 2026")], headings=HEADINGS)
    assert four(glance(session, again)) == (1, 0, 1, 0)


def test_a_person_twice_in_one_list_is_a_second_occurrence(session: Session) -> None:
    data = csv_file([paid(), paid()], headings=HEADINGS)
    _batch, done = take_in(session, data, handler=CONTRIBUTIONS)
    assert four(done) == (2, 0, 0, 0)
    assert told(done) == [
        (
            "line 3, column Periode",
            "Orang ini dua kali di daftar untuk Maret 2026; dicatat dua kali.",
        )
    ]
    assert [row[-1] for row in rows(session)] == [1, 2]
    same = csv_file([paid(), paid(), paid(nik=HADIJA)], headings=HEADINGS)
    assert four(glance(session, same)) == (1, 0, 2, 0)


def test_another_amount_for_a_month_that_is_written_is_refused(session: Session) -> None:
    take_in(session, csv_file([paid()], headings=HEADINGS), handler=CONTRIBUTIONS)
    done = glance(session, csv_file([paid(amount="18.800")], headings=HEADINGS))
    assert four(done) == (0, 0, 0, 1)
    assert told(done)[0][1] == "Maret 2026 sudah tercatat dengan jumlah lain: Rp16.800."


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (paid(nik="7503115708709099"), "NIK", "tidak tercatat"),
        (paid(nik="7,5E+15"), "NIK", "dipendekkan"),
        (paid(nik="", name=""), "NIK", "kosong"),
        (paid(nik="", village="Pangi"), "Nama Peserta", "tidak tercatat"),
        (paid(nik="", name="Rukia Uji"), "Desa", "perlu disebut"),
        (paid(kpj="20111111111"), "No. KPJ", "dua orang"),
        (paid(month="13/2026"), "Periode", "bukan bulan"),
        (paid(month=""), "Periode", "tidak disebut"),
        (paid(month="Maret 2031"), "Periode", "terlalu jauh"),
        (paid(amount="banyak"), "Iuran", "bukan jumlah uang"),
        (paid(amount="0"), "Iuran", "tidak ada yang dibayar"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name_with_its_place(
    session: Session, row: list[Any], column: str, says: str
) -> None:
    done = glance(session, csv_file([row], headings=HEADINGS))
    assert four(done) == (0, 0, 0, 1)
    place, what = told(done)[0]
    assert (place, says in what) == (f"line 2, column {column}", True), what


def test_a_name_alone_is_enough_where_one_person_of_the_desa_has_it(session: Session) -> None:
    data = csv_file([paid(nik="", village="Dumbayabulan")], headings=HEADINGS)
    assert four(glance(session, data)) == (1, 0, 0, 0)
    make_participant(session, full_name="RUKIA UJI")
    assert told(glance(session, data))[0][1].startswith("Beberapa peserta")


def test_one_column_a_month(session: Session) -> None:
    headings: list[Any] = ["Nama", "NIK", date(2026, 1, 1), "Feb 2026", "Maret 2026"]
    table: list[list[Any]] = [
        ["Rukia Uji", RUKIA, 16800, "v", "-"],
        ["Hadija Uji", HADIJA, None, 0, None],
    ]
    data = xlsx_file(table, headings=headings)
    _batch, done = take_in(session, data, handler=CONTRIBUTIONS)
    # Nothing was paid for her: nothing changes.
    assert four(done) == (1, 0, 1, 0)
    assert [row[1:] for row in rows(session)] == [
        (date(2026, 1, 1), "apbd", 16_800, 1),
        (date(2026, 2, 1), "apbd", None, 1),
    ]


def test_months_without_a_year_take_that_of_the_file(session: Session) -> None:
    data = csv_file([["Rukia Uji", RUKIA, "16800"]], headings=("Nama", "NIK", "Januari"))
    done = glance(session, data)
    assert told(done) == [
        (
            "line 2, column Januari",
            "Tahun bulan ini tidak jelas. Sebut bulan iurannya untuk berkas ini.",
        )
    ]
    facts = {"month": "2026-05", "payer": "apbdes"}
    take_in(session, data, handler=CONTRIBUTIONS, facts=facts)
    assert rows(session) == [("Rukia Uji", date(2026, 1, 1), "apbdes", 16_800, 1)]


def test_a_list_taken_back_counts_no_more_and_may_come_again(session: Session) -> None:
    actor = actor_of(make_user(session))
    data = csv_file([paid()], headings=HEADINGS)
    batch, _done = take_in(session, data, handler=CONTRIBUTIONS, actor=actor)
    undo_batch(
        session,
        handler=CONTRIBUTIONS,
        actor=actor,
        batch_id=batch.id,
        version=None,
        reason="Bulannya salah",
        today=TODAY,
        now=NOW,
    )
    assert rows(session) == []
    assert four(take_in(session, data, handler=CONTRIBUTIONS)[1]) == (1, 0, 0, 0)


def test_a_participant_of_another_region_is_refused(session: Session) -> None:
    data = csv_file([paid()], headings=HEADINGS)
    done = glance(session, data, region="75.03.06")
    assert told(done) == [("line 2", "Peserta ini di luar wilayah kerja Anda.")]
