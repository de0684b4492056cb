"""Lists of participants: each row in one of four classes, with its place and its reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.identifiers import KPJ, NIK
from savings_app.imports.actions.applying import undo_batch
from savings_app.imports.kinds import BatchState, Outcome
from savings_app.imports.models import ImportBatch, ImportRow
from savings_app.imports.rules import (
    ImportAlreadyApplied,
    ImportChoiceUnknown,
    ImportReasonNeeded,
)
from savings_app.regions.actions import load_regions
from savings_app.registry.actions.importing import PARTICIPANTS
from savings_app.registry.models import Participant
from tests.builders import (
    NOW,
    TODAY,
    actor_of,
    load_reference,
    make_case,
    make_participant,
    make_user,
)
from tests.domain.taking_in import four, look, take_in, told
from tests.people_files import HEADINGS, csv_file, person, xlsx_file

SECOND = "7503110503809002"


@pytest.fixture(autouse=True)
def places(session: Session) -> None:
    """All desa of Bone Bolango: three names stand for two of them each."""
    load_reference(session)
    load_regions(session)


def people(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Participant)) or 0


def only(session: Session) -> Participant:
    return session.scalars(select(Participant).execution_options(populate_existing=True)).one()


def test_a_new_person_is_written_with_all_that_is_said(session: Session) -> None:
    batch, done = take_in(session, csv_file([person()]))
    assert four(done) == (1, 0, 0, 0)
    one = only(session)
    assert (one.full_name, one.nik, one.kpj) == (
        "Rukia Uji",
        NIK("7503115708709001"),
        KPJ("20123456789"),
    )
    assert (one.born_on, one.sex, one.region_code) == (date(1970, 8, 17), "P", "75.03.11.2003")
    assert (one.category, one.payer, one.segment) == ("pekerja_rentan", "apbd", "bpu")
    assert (one.batch_id, one.version) == (batch.id, 1)
    assert batch.state is BatchState.APPLIED
    assert batch.rows_in == batch.rows_new == 1


def test_the_preview_says_what_apply_does_and_writes_nothing(session: Session) -> None:
    make_participant(session, full_name="Sudah Ada")
    data = csv_file([person(), person("Tanpa Nama", nik="75031157A8709001", kpj="-")])
    seen = look(session, data)
    assert people(session) == 1
    _batch, done = take_in(session, data)
    assert four(seen) == four(done) == (1, 0, 0, 1)
    assert told(seen) == told(done)


def test_the_same_list_again_is_the_same_and_a_blank_erases_nothing(session: Session) -> None:
    take_in(session, csv_file([person()]))
    again = look(session, csv_file([person(kpj="", born="-", sex="0", category="", payer="")]))
    assert four(again) == (0, 0, 1, 0)
    assert four(look(session, csv_file([person(name="RUKIA  UJI")]))) == (0, 0, 1, 0)


def test_a_change_is_shown_before_and_after_and_written(session: Session) -> None:
    take_in(session, csv_file([person()]))
    data = csv_file([person(kpj="20999999999", village="Pangi", payer="APBDes")])
    seen = look(session, data)
    assert four(seen) == (0, 1, 0, 0)
    assert seen.rows[0].changes == {
        "kpj": ("20•••••6789", "20•••••9999"),
        "village": ("Dumbaya Bulan, Suwawa Timur", "Pangi, Suwawa Timur"),
        "payer": ("APBD kabupaten", "APBDes"),
    }
    take_in(session, data)
    one = only(session)
    assert (one.kpj, one.region_code, one.payer) == (KPJ("20999999999"), "75.03.11.2010", "apbdes")
    assert one.version == 2


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (person(nik="75O3115708709001"), "NIK", "huruf"),
        (person(nik="750311570870900"), "NIK", "16 angka"),
        (person(nik="7,5E+15"), "NIK", "dipendekkan"),
        (person(nik="7.50311E+15"), "NIK", "dipendekkan"),
        (person(name=""), "Nama Lengkap", "kosong"),
        (person(name="-"), "Nama Lengkap", "kosong"),
        (person(born="30/02/1970"), "Tgl Lahir", "tidak ada"),
        (person(born="13/25/1970"), "Tgl Lahir", "tidak ada"),
        (person(born="17/08/2030"), "Tgl Lahir", "belum terjadi"),
        (person(kpj="2012345678"), "No. KPJ", "11 angka"),
        (person(village="Tamboo", district=""), "Desa", "dua desa"),
        (person(village="Antah Berantah"), "Desa", "tidak dikenal"),
        (person(district="Antah"), "Kecamatan", "tidak dikenal"),
        (person(village="Tamboo", district="Suwawa Timur"), "Desa", "Tidak ada desa"),
        (person(category="Astronaut"), "Kategori", "tidak dikenal"),
        (person(payer="Bank Dunia"), "Penanggung", "tidak dikenal"),
        (person(sex="tidak tahu"), "JK", "tidak dikenal"),
        (person(nik="0"), "NIK", "NIK kosong"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name_with_its_place(
    session: Session, row: list[Any], column: str, says: str
) -> None:
    done = look(session, csv_file([row]))
    assert four(done) == (0, 0, 0, 1)
    (place, what), *others = told(done)
    assert place == f"line 2, column {column}"
    assert says in what
    assert not others


def test_the_place_in_a_workbook_names_sheet_row_and_column(session: Session) -> None:
    titles = [["DAFTAR PESERTA"], [], ["DESA DUMBAYA BULAN"]]
    done = look(session, xlsx_file([person(), person(nik=7503110503709000)], titles=titles))
    assert [place for place, _what in told(done)] == ["sheet Peserta, row 6, column NIK"]


@pytest.mark.parametrize(
    ("village", "district", "code"),
    [
        ("DUMBAYABULAN", "suwawa timur", "75.03.11.2003"),
        ("Desa Dumbaya  Bulan", "Kec. Suwawa Timur", "75.03.11.2003"),
        ("Tamboo", "Bone Pantai", "75.03.04.2003"),
        ("tamboo", "TILONGKABILA", "75.03.06.2007"),
        ("Tamboo, Bonepantai", "", "75.03.04.2003"),
        ("Timbuolo", "Botu Pingge", "75.03.07.2001"),
        ("Pangi", "", "75.03.11.2010"),
        ("75.03.11.2003", "", "75.03.11.2003"),
    ],
)
def test_a_desa_is_found_in_any_case_and_spacing_within_its_kecamatan(
    session: Session, village: str, district: str, code: str
) -> None:
    mark = "\t"
    take_in(session, csv_file([person(village=village, district=district)], mark=mark))
    assert only(session).region_code == code


def test_a_kpj_used_by_another_person_is_refused(session: Session) -> None:
    data = csv_file([person(), person("Hadija Uji", nik=SECOND, born="05/03/1980")])
    done = look(session, data)
    assert four(done) == (1, 0, 0, 1)
    assert told(done) == [
        ("line 3, column No. KPJ", "KPJ ini sudah dipakai orang lain di baris 2.")
    ]
    take_in(session, csv_file([person()]))
    done = look(session, csv_file([person("Hadija Uji", nik=SECOND)]))
    assert told(done) == [("line 2, column No. KPJ", "KPJ ini sudah tercatat untuk orang lain.")]


def test_the_same_nik_twice_with_different_facts_is_refused_both_times(session: Session) -> None:
    done = look(session, csv_file([person(), person("Orang Lain", kpj="")]))
    assert four(done) == (0, 0, 0, 2)
    done = look(session, csv_file([person(), person()]))
    assert four(done) == (1, 0, 1, 0)


def test_two_rows_about_one_person_never_stop_the_list(session: Session) -> None:
    take_in(session, csv_file([person()]))
    # One row knows the NIK, the other the KPJ; each says something else.
    rows = [person(kpj="", village="Pangi"), person(nik="", kpj="20123456789", village="Tinemba")]
    _batch, done = take_in(session, csv_file(rows))
    assert four(done) == (0, 1, 0, 1)
    assert told(done) == [("line 3", "Orang ini sudah ada di baris 2 dengan data lain.")]


def test_a_kpj_twice_is_the_same_or_refused(session: Session) -> None:
    facts = {"nik_missing_reason": "e-KTP masih diurus"}
    one, less = person(nik=""), person(nik="", sex="")
    _batch, done = take_in(session, csv_file([one, less]), facts=facts)
    assert four(done) == (1, 0, 1, 0)
    two = [person("Hadija Uji", nik="", kpj="20555555555", born="05/03/1980")]
    done = look(session, csv_file([*two, [*two[0][:5], "Pangi", *two[0][6:]]]), facts=facts)
    assert told(done) == [
        ("line 3, column No. KPJ", "KPJ ini sudah ada di baris 2 dengan data lain.")
    ]


def test_a_missing_nik_needs_a_reason_and_is_no_key(session: Session) -> None:
    rows = [person(nik="", kpj="0"), person("Hadija Uji", nik="-", kpj="", born="05/03/1980")]
    assert four(look(session, csv_file(rows))) == (0, 0, 0, 2)
    reason = {"nik_missing_reason": "e-KTP masih diurus"}
    take_in(session, csv_file(rows), facts=reason)
    found = session.scalars(select(Participant)).all()
    assert {(one.nik, one.kpj, one.nik_missing_reason) for one in found} == {
        (None, None, "e-KTP masih diurus")
    }
    assert four(look(session, csv_file(rows), facts=reason)) == (0, 0, 2, 0)
    # The number came: the same person is found by name, birth date and desa, and gets it.
    take_in(session, csv_file([person(kpj="")]))
    one = session.scalars(select(Participant).where(Participant.full_name == "Rukia Uji")).one()
    session.refresh(one)
    assert (one.nik, one.nik_missing_reason) == (NIK("7503115708709001"), None)


def test_a_nik_that_disagrees_is_a_warning_and_no_refusal(session: Session) -> None:
    done = look(session, csv_file([person(born="05/03/1980")]))
    assert four(done) == (1, 0, 0, 0)
    assert "Tanggal lahir menurut NIK" in told(done)[0][1]


def test_rows_outside_the_region_are_refused(session: Session) -> None:
    data = csv_file(
        [person(), person("Hadija Uji", nik=SECOND, kpj="", village="Langge", district="Tapa")]
    )
    done = look(session, data, region="75.03.11")
    assert four(done) == (1, 0, 0, 1)
    assert told(done)[0][1] == "Desa ini di luar wilayah kerja Anda."
    take_in(session, data)
    moved = csv_file([person("Hadija Uji", nik=SECOND, kpj="")])
    done = look(session, moved, region="75.03.11")
    assert told(done) == [("line 2", "Orang ini sudah tercatat di wilayah lain.")]


def test_titles_feet_and_signatures_are_nobody(session: Session) -> None:
    rows = [
        ["(1)", "(2)", "(3)", "(4)"],
        person(),
        [],
        ["Jumlah", "1"],
        ["", "", "Suwawa, 5 Maret 2026"],
        ["", "", "Mengetahui,"],
        ["", "", "Kepala Desa"],
        ["", "", "SYAMSUDIN CONTOH"],
    ]
    done = look(session, xlsx_file(rows, titles=[["DAFTAR"], ["Bulan Maret 2026"]]))
    assert four(done) == (1, 0, 0, 0)
    assert list(done.left_out) == [4, 7, 8, 9, 10, 11]


def test_nobody_is_lost_for_a_word_that_also_stands_in_signatures(session: Session) -> None:
    """In doubt a row is somebody: refused by name rather than gone."""
    people_ = [
        "1;Sarjun Uji;;Pangi;Petugas kebersihan",
        "2;Sangadi Hasan Uji;;Pangi;",
        "3;Budi Uji;;Pangi;Kepala Desa",
        "4;Cici Uji;;Pangi;Catatan sipil belum selesai",
        "5;Dodi Uji;;Pangi;",
        ";Mengetahui,;;;",
        ";Kepala Desa;;;",
    ]
    data = "\n".join(["No;Nama;NIK;Desa;Pekerjaan", *people_]).encode()
    facts = {
        "category": "pekerja_rentan",
        "payer": "apbd",
        "segment": "bpu",
        "nik_missing_reason": "KTP diurus",
    }
    done = look(session, data, facts=facts)
    assert done.rows_in == 5
    assert four(done) == (5, 0, 0, 0)
    assert list(done.left_out) == [7, 8]


def test_the_number_of_one_person_is_never_written_over_with_another(session: Session) -> None:
    take_in(session, csv_file([person()]))
    stranger = look(session, csv_file([person(name="Halimah Contoh", born="")]))
    assert four(stranger) == (0, 0, 0, 1)
    assert "orang lain" in told(stranger)[0][1]
    assert four(look(session, csv_file([person(name="Rukiya Uji")]))) == (0, 1, 0, 0)
    assert four(look(session, csv_file([person(name="Rukia Uji Tangahu")]))) == (0, 1, 0, 0)


def test_a_file_that_wrote_nothing_may_come_again_with_what_was_missing(session: Session) -> None:
    data = csv_file([person(nik="", kpj="")])
    batch, done = take_in(session, data)
    assert four(done) == (0, 0, 0, 1)
    assert batch.state is BatchState.DISCARDED
    _batch, again = take_in(session, data, facts={"nik_missing_reason": "KTP diurus"})
    assert four(again) == (1, 0, 0, 0)


def test_an_answer_that_is_no_choice_is_refused_before_anything_is_compared(
    session: Session,
) -> None:
    with pytest.raises(ImportChoiceUnknown) as refused:
        look(session, csv_file([person()]), facts={"category": "tidak_ada"})
    assert refused.value.field == "category"


def test_headings_in_two_rows_and_in_any_spelling_are_found(session: Session) -> None:
    above = ["NO", "NAMA LENGKAP", "NIK/No. KTP", "Tempat, Tanggal Lahir", None, "L/P", "Alamat"]
    below = [None, None, None, "Tempat", "Tanggal", None, "Desa/Kelurahan"]
    row = [1, "Rukia Uji", "7503115708709001", "Suwawa", date(1970, 8, 17), "P", "Pangi"]
    facts = {"category": "pekerja_rentan", "payer": "apbd", "segment": "bpu"}
    take_in(session, xlsx_file([below, row], headings=above), facts=facts)
    one = only(session)
    assert (one.born_on, one.region_code) == (date(1970, 8, 17), "75.03.11.2010")


def test_the_sheet_with_the_best_headings_is_read(session: Session) -> None:
    data = xlsx_file(
        [["Petunjuk"]], headings=None, sheet="Baca dulu", more={"Data": [list(HEADINGS), person()]}
    )
    done = look(session, data)
    assert four(done) == (1, 0, 0, 0)


def test_the_same_bytes_are_applied_once(session: Session) -> None:
    data = csv_file([person()])
    take_in(session, data)
    with pytest.raises(ImportAlreadyApplied):
        take_in(session, data)
    assert people(session) == 1


def test_an_undone_batch_leaves_what_was_there_before(session: Session) -> None:
    actor = actor_of(make_user(session))
    take_in(session, csv_file([person()]))
    data = csv_file(
        [person(village="Pangi", born="18/08/1970"), person("Hadija Uji", nik=SECOND, kpj="")]
    )
    batch, done = take_in(session, data, actor=actor)
    assert four(done) == (1, 1, 0, 0)
    with pytest.raises(ImportReasonNeeded):
        _undo(session, batch, actor, reason="x")
    assert not _undo(session, batch, actor)
    one = only(session)
    assert (one.region_code, one.born_on) == ("75.03.11.2003", date(1970, 8, 17))
    assert batch.state is BatchState.UNDONE
    # Taken back, the same file may come again.
    assert four(take_in(session, data)[1]) == (1, 1, 0, 0)


def test_what_moved_on_is_left_by_name(session: Session) -> None:
    actor = actor_of(make_user(session))
    take_in(session, csv_file([person()]))
    data = csv_file([person(village="Pangi"), person("Hadija Uji", nik=SECOND, kpj="")])
    batch, _done = take_in(session, data, actor=actor)
    hadija = session.scalars(select(Participant).where(Participant.nik == NIK(SECOND))).one()
    make_case(session, participant=hadija)
    take_in(session, csv_file([person(kpj="20999999999", village="Pangi")]))
    left = _undo(session, batch, actor)
    assert {(one.subject_id, one.number) for one in left} == {
        (hadija.id, None),
        (session.scalars(select(Participant.id).where(Participant.id != hadija.id)).one(), 2),
    }
    assert len(batch.problems) == 2
    assert people(session) == 2


def _undo(session: Session, batch: ImportBatch, actor: Any, reason: str = "Salah daftar") -> Any:
    _batch, left = undo_batch(
        session,
        handler=PARTICIPANTS,
        actor=actor,
        batch_id=batch.id,
        version=None,
        reason=reason,
        today=TODAY,
        now=NOW,
    )
    return left


def test_of_an_applied_batch_only_changes_refusals_and_notes_are_kept(session: Session) -> None:
    take_in(session, csv_file([person()]))
    batch, _done = take_in(
        session,
        csv_file([person(village="Pangi"), person(nik="7"), person("Baru", nik=SECOND, kpj="")]),
    )
    rows = session.scalars(select(ImportRow).where(ImportRow.batch_id == batch.id)).all()
    assert {(one.number, one.outcome) for one in rows} == {
        (2, Outcome.CHANGED),
        (3, Outcome.REFUSED),
        (4, Outcome.NEW),  # its NIK says another birth date
    }
    assert all(one.problems for one in rows if one.outcome is not Outcome.CHANGED)
    assert all(one.found is None for one in rows)
    assert batch.stored_name is None
