"""The Dinas: a list goes out as XLSX, returns as it is, is keyed, approved by two, and leaves."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse
from xlsxwriter import Workbook

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.models import Case
from savings_app.data_updates.actions.answers import set_line
from savings_app.data_updates.actions.deciding import approve_update
from savings_app.data_updates.kinds import Answer, UpdateState
from savings_app.data_updates.models import DataUpdate, DataUpdateLine
from savings_app.data_updates.rules import Replacement
from savings_app.data_updates.sheet.layout import COLUMNS, Fact
from savings_app.imports.kinds import BatchState
from savings_app.imports.models import ImportBatch
from savings_app.registry.models import Participant, StopReason
from tests.builders import NOW, TODAY, VILLAGE, actor_of, make_case, make_participant, make_user
from tests.listed import (
    answer_all,
    lines_of,
    make_batch,
    make_list,
    make_paid,
    make_people,
    say,
    submit,
)
from tests.web.doors import enter_as
from tests.web.test_government_cases import alerts, counted

pytestmark = pytest.mark.usefixtures("clock")
HOME = "/government/data-updates"
NEW_NIK = "7503110201909101"


@pytest.fixture
def update(session: Session, user: User) -> DataUpdate:
    make_people(session, "Abdul Uji", "Bunga Uji", "Cinta Uji")
    update = make_list(session, actor=actor_of(user))
    session.commit()
    return update


def sheet(data: bytes, number: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(number).to_python()


def taken(client: FlaskClient, update: DataUpdate) -> list[list[Any]]:
    """The rows of the XLSX that goes out, the headings first."""
    answer = client.post(f"{HOME}/{update.id}/list")
    assert answer.status_code == 200
    rows = sheet(answer.data)
    start = next(n for n, row in enumerate(rows) if row[0] == "No")
    return [list(row) for row in rows[start:]]


def cell(row: list[Any], fact: Fact, value: Any) -> list[Any]:
    row[COLUMNS.index(fact)] = value
    return row


def as_xlsx(rows: list[list[Any]]) -> bytes:
    file = io.BytesIO()
    book = Workbook(file, {"strings_to_numbers": False})
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write(number, column, value)
    book.close()
    return file.getvalue()


def as_csv(rows: list[list[Any]]) -> bytes:
    return "\r\n".join(";".join(str(one) for one in row) for row in rows).encode("cp1252")


def upload(client: FlaskClient, update: DataUpdate, data: bytes, name: str) -> TestResponse:
    return client.post(
        f"{HOME}/{update.id}/upload",
        data={"file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )


def answers(session: Session, update: DataUpdate) -> list[Answer]:
    session.expire_all()
    return [line.answer for line in lines_of(session, update)]


# --- made, and out -----------------------------------------------------------------------------


def test_one_click_makes_the_lists_of_a_kecamatan(
    client: FlaskClient, session: Session, user: User
) -> None:
    make_people(session, "Abdul Uji", "Bunga Uji")
    make_people(session, "Jauh Uji", region_code="75.03.06.2007")
    session.commit()
    assert "Belum ada daftar" in client.get(f"{HOME}/").text
    assert "Semua desa di Suwawa Timur" in client.get(f"{HOME}/new").text

    sent = {"region_code": "75.03.11", "period": "2026-11", "category": "", "payer": "apbd"}
    answer = client.post(f"{HOME}/new", data=sent)

    update = session.scalars(select(DataUpdate)).one()
    assert answer.location == f"{HOME}/{update.id}"
    page = client.get(f"{HOME}/?period=2026-11").text
    assert "Dumbaya Bulan, Suwawa Timur" in page
    assert "November 2026" in page
    assert "0 dari 2" in page
    assert "Daftar pemutakhiran" not in client.get(f"{HOME}/?state=dikirim").text
    again = client.post(f"{HOME}/new", data=sent)
    assert again.status_code == 200
    assert "daftar lain yang masih terbuka" in alerts(again.text).replace("\n", " ")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"region_code": ""}, "Pilih kecamatan atau desanya."),
        ({"region_code": "75.71"}, "Pilih salah satu pilihan"),
        ({"period": "2026-13"}, "Pilih salah satu pilihan"),
        ({"payer": "siapa"}, "Pilih salah satu pilihan"),
    ],
)
def test_a_wrong_choice_is_a_sentence(
    client: FlaskClient, session: Session, user: User, change: dict[str, str], says: str
) -> None:
    make_people(session, "Abdul Uji")
    session.commit()
    sent = {"region_code": VILLAGE, "period": "2026-11", "category": "", "payer": ""}
    assert says in alerts(client.post(f"{HOME}/new", data={**sent, **change}).text)
    assert session.scalars(select(DataUpdate)).all() == []


def test_the_list_goes_out_with_every_digit_and_a_key_and_taking_it_is_recorded(
    client: FlaskClient, session: Session, update: DataUpdate
) -> None:
    answer = client.post(f"{HOME}/{update.id}/list")

    rows = sheet(answer.data)
    assert rows[1][0] == "Desa Dumbaya Bulan, Kecamatan Suwawa Timur"
    assert "Masa: November 2026" in rows[2][0]
    line = lines_of(session, update)[0]
    person = session.get_one(Participant, line.participant_id)
    assert person.nik is not None
    row = next(row for row in rows if row[1] == "Abdul Uji")
    assert row[COLUMNS.index(Fact.NIK)] == person.nik.full
    assert row[COLUMNS.index(Fact.KEY)] == str(line.id)
    assert "Abdul" not in answer.headers["Content-Disposition"]
    session.expire_all()
    assert session.get_one(DataUpdate, update.id).state is UpdateState.OUT
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "data-update:send")).one()
    assert event.facts == {"kind": "xlsx"}


def test_the_paper_is_masked_and_signed_by_two(
    client: FlaskClient, session: Session, update: DataUpdate
) -> None:
    page = client.get(f"{HOME}/{update.id}/print").text
    for line in lines_of(session, update):
        nik = session.get_one(Participant, line.participant_id).nik
        assert nik is not None
        assert nik.full not in page
        assert str(nik) in page
    assert "Kepala desa atau lurah" in page
    assert page.count("☐") == 15
    answer = client.post(f"{HOME}/{update.id}/sent")
    assert answer.status_code == 303
    assert "Di desa" in client.get(answer.location).text


# --- back as a file ----------------------------------------------------------------------------


def test_a_list_filled_in_resorted_and_damaged_comes_back_and_is_undone(
    client: FlaskClient, session: Session, update: DataUpdate
) -> None:
    head, abdul, bunga, cinta = taken(client, update)
    cell(
        cell(cell(abdul, Fact.ANSWER, "MENINGGAL"), Fact.DIED_ON, "04/10/2026"), Fact.DETAIL, "imam"
    )
    cell(cell(abdul, Fact.NEW_NAME, "Baru Uji"), Fact.NEW_NIK, NEW_NIK)
    cell(cell(bunga, Fact.ANSWER, "ok"), Fact.NIK, 7.5e15)
    cell(cinta, Fact.ANSWER, "x")
    added = cell(cell(list(cinta), Fact.KEY, ""), Fact.NUMBER, "99")

    answer = upload(client, update, as_xlsx([head, cinta, added, bunga, abdul]), "daftar.xlsx")

    page = client.get(answer.location).text
    assert answers(session, update) == [Answer.NONE] * 3
    batch = session.scalars(select(ImportBatch)).one()
    assert (batch.rows_in, batch.rows_new, batch.rows_same, batch.rows_refused) == (4, 2, 0, 2)
    assert "Jawaban ini tidak dikenal" in page
    assert "Orang ini tidak ada di daftar" in page
    assert "pengganti: Baru Uji" in page
    assert "4 Okt 2026" in page
    refused = client.post(answer.location, data={"outcome": "ditolak"}, follow_redirects=True).text
    assert "Jawaban ini tidak dikenal" in refused
    assert "pengganti: Baru Uji" not in refused
    file = client.get(f"{answer.location}/export.csv?outcome=ditolak&sort=number&down=y").text
    assert [line.split(";")[0] for line in file.splitlines()[1:]] == ["3", "2"]
    assert "Jawaban ini tidak dikenal" in file
    sent = {"version": str(batch.version)}
    assert client.post(f"{HOME}/files/{batch.id}/apply", data=sent).status_code == 303
    assert answers(session, update) == [Answer.DIED, Answer.WORKING, Answer.NONE]
    line = lines_of(session, update)[0]
    assert (line.died_on, line.detail, line.new_name) == (date(2026, 10, 4), "imam", "Baru Uji")
    assert line.new_nik is not None
    assert line.new_nik.full == NEW_NIK

    assert "Tulis alasannya" in client.post(f"{HOME}/files/{batch.id}/undo", data={}).text
    client.post(f"{HOME}/files/{batch.id}/undo", data={"reason": "berkas desa lain"})

    assert answers(session, update) == [Answer.NONE] * 3
    assert lines_of(session, update)[0].new_nik is None
    assert session.get_one(ImportBatch, batch.id).state is BatchState.UNDONE


def test_the_same_list_saved_as_csv_says_the_same(
    client: FlaskClient, session: Session, update: DataUpdate
) -> None:
    head, abdul, bunga, _cinta = taken(client, update)
    cell(cell(abdul, Fact.ANSWER, "Pindah"), Fact.DETAIL, "Limboto")
    cell(cell(bunga, Fact.ANSWER, "masih bekerja"), Fact.NIK, "7,5E+15")
    rows = [["Pemutakhiran data"], [], head, bunga, abdul]
    for expected in ((2, 2, 0), (2, 0, 2)):
        answer = upload(client, update, as_csv(rows), "daftar.csv")
        batch = session.scalars(
            select(ImportBatch).where(ImportBatch.state == BatchState.STAGED)
        ).one()
        assert answer.location.endswith(str(batch.id))
        assert (batch.rows_in, batch.rows_new, batch.rows_same) == expected
        client.post(f"{HOME}/files/{batch.id}/apply", data={"version": str(batch.version)})
        session.expire_all()
    assert answers(session, update) == [Answer.MOVED, Answer.WORKING, Answer.NONE]


def test_a_line_keyed_meanwhile_stops_the_whole_file(
    client: FlaskClient, session: Session, update: DataUpdate, user: User
) -> None:
    head, abdul, bunga, _cinta = taken(client, update)
    cell(abdul, Fact.ANSWER, "ok")
    cell(bunga, Fact.ANSWER, "ok")
    upload(client, update, as_xlsx([head, abdul, bunga]), "daftar.xlsx")
    batch = session.scalars(select(ImportBatch)).one()
    line = lines_of(session, update)[0]
    moved = say(line, Answer.MOVED, detail="Manado")
    answer_all(session, actor=actor_of(user), update=update, answers=[moved])
    session.commit()

    page = client.post(f"{HOME}/files/{batch.id}/apply", data={"version": str(batch.version)})

    assert "nomor 1 sudah diubah" in page.text
    assert answers(session, update) == [Answer.MOVED, Answer.WORKING, Answer.WORKING]
    client.post(f"{HOME}/files/{batch.id}/discard")
    session.expire_all()
    assert session.get_one(ImportBatch, batch.id).state is BatchState.DISCARDED


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Pilih berkasnya dahulu."),
        (b"Nama;NIK\r\nA;1", "Baris judul kolom tidak ditemukan."),
        (b'No;Jawaban\r\n1;"ok', "Tanda kutip dalam berkas ini tidak ditutup."),
    ],
)
def test_a_file_that_is_none_of_ours_is_a_sentence(
    client: FlaskClient, session: Session, update: DataUpdate, data: bytes, says: str
) -> None:
    name = "daftar.xlsx" if data else ""
    assert says in alerts(upload(client, update, data, name).text)
    assert session.scalars(select(ImportBatch)).all() == []


# --- back on paper -----------------------------------------------------------------------------


def keyed(update: DataUpdate, lines: list[DataUpdateLine], **rows: Any) -> dict[str, str]:
    sent = {}
    for number, line in enumerate(lines):
        sent[f"rows-{number}-line"] = str(line.id)
        sent[f"rows-{number}-version"] = str(line.version)
    return {**sent, **rows}


def test_forty_at_a_time_and_the_rest_with_one_tick(
    client: FlaskClient, session: Session, user: User
) -> None:
    make_people(session, *(f"Orang {n:02} Uji" for n in range(45)))
    update = make_list(session, actor=actor_of(user))
    session.commit()
    address = f"{HOME}/{update.id}/answers"
    page = client.get(address).text
    assert page.count('class="pick"') == 40
    assert "checked" not in page.partition('class="keys"')[2]
    lines = lines_of(session, update)
    sent = keyed(
        update,
        lines[:40],
        **{
            "rows-3-answer": "meninggal",
            "rows-3-died_on": "4/10/2026",
            "rows-3-detail": "kepala dusun",
            "rest_working": "y",
        },
    )

    answer = client.post(address, data=sent)

    assert answer.location == f"{address}?first=41"
    assert client.get(answer.location).text.count('class="pick"') == 5
    found = answers(session, update)
    assert found[3] is Answer.DIED
    assert found.count(Answer.WORKING) == 39
    assert found[40:] == [Answer.NONE] * 5


def test_a_refused_row_keeps_what_was_typed_and_saves_nothing(
    client: FlaskClient, session: Session, update: DataUpdate
) -> None:
    lines = lines_of(session, update)
    sent = keyed(
        update,
        lines,
        **{
            "rows-0-answer": "pindah",
            "rows-0-detail": "Manado",
            "rows-1-answer": "meninggal",
            "rows-1-died_on": "31/2/2026",
            "rows-2-answer": "pindah",
        },
    )
    page = client.post(f"{HOME}/{update.id}/answers", data=sent)
    assert page.status_code == 200
    assert "Tanggal ini tidak ada" in page.text
    assert 'value="31/2/2026"' in page.text
    assert 'value="Manado"' in page.text
    sent["rows-1-died_on"] = "30/9/2026"
    page = client.post(f"{HOME}/{update.id}/answers", data=sent)
    assert page.text.count("Tulis keterangannya") == 2
    assert answers(session, update) == [Answer.NONE] * 3


def test_what_a_colleague_keyed_meanwhile_is_shown_and_not_written_over(
    client: FlaskClient, session: Session, update: DataUpdate, user: User
) -> None:
    lines = lines_of(session, update)
    sent = keyed(update, lines, **{"rows-0-answer": "masih_bekerja"})
    answer_all(
        session,
        actor=actor_of(user),
        update=update,
        answers=[say(lines[0], Answer.MOVED, detail="Manado")],
    )
    session.commit()
    page = client.post(f"{HOME}/{update.id}/answers", data=sent)
    assert page.status_code == 409
    assert 'value="Manado"' in page.text
    assert answers(session, update)[0] is Answer.MOVED


def test_a_replacement_is_typed_with_the_registrys_own_checks(
    client: FlaskClient, session: Session, update: DataUpdate
) -> None:
    line = lines_of(session, update)[0]
    address = f"{HOME}/lines/{line.id}"
    sent = {
        "version": str(line.version),
        "answer": "pindah",
        "detail": "Manado",
        "new_name": "Baru Uji",
    }
    assert "atau alasan mengapa belum ada NIK" in alerts(client.post(address, data=sent).text)
    assert "Tulis nama penggantinya" in alerts(
        client.post(address, data={**sent, "new_name": "", "new_nik": NEW_NIK}).text
    )
    assert client.post(address, data={**sent, "new_nik": NEW_NIK}).status_code == 303
    session.expire_all()
    assert lines_of(session, update)[0].new_name == "Baru Uji"
    stale = client.post(address, data={**sent, "new_nik": NEW_NIK, "detail": "Bitung"})
    assert stale.status_code == 409
    holder = make_participant(session, full_name="Pemilik Uji", region_code="75.03.06.2007")
    holder.nik = lines_of(session, update)[0].new_nik
    session.commit()
    assert "sudah tercatat untuk Pemilik Uji" in client.get(f"{HOME}/{update.id}").text


# --- two persons, and out to BPJS --------------------------------------------------------------


def test_submitted_approved_by_two_and_taken_for_bpjs(
    client: FlaskClient, session: Session, update: DataUpdate, user: User
) -> None:
    line = lines_of(session, update)[0]
    died = say(line, Answer.DIED, died_on=date(2026, 10, 4), detail="imam")
    answer_all(session, actor=actor_of(user), update=update, answers=[died])
    session.commit()
    address = f"{HOME}/{update.id}"
    assert client.post(f"{address}/bpjs-file").status_code == 400
    assert (
        client.post(f"{address}/submit", data={"version": str(update.version)}).status_code == 303
    )
    page = client.get(address).text
    assert "menghentikan 1 orang" in page
    assert "Masih perlu: satu orang lagi, seorang kepala bidang" in page
    session.expire_all()
    client.post(f"{address}/approve", data={"version": str(update.version)})
    page = client.get(address).text
    assert "Saya menyetujui" not in page
    again = client.post(f"{address}/approve", data={"version": str(update.version)})
    assert "Anda sudah menyetujui" in again.text
    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    session.expire_all()
    client.post(f"{address}/approve", data={"version": str(update.version)})
    session.expire_all()
    person = session.get_one(Participant, line.participant_id)
    assert (person.stop_reason, person.stopped_on) == (StopReason.DIED, date(2026, 11, 1))

    answer = client.post(f"{address}/bpjs-file")

    assert person.kpj is not None
    assert sheet(answer.data, 1)[1][1] == person.kpj.full
    assert sheet(answer.data, 1)[1][4:7] == ["01/11/2026", "Meninggal", "04/10/2026"]
    assert "Berkas BPJS sudah diambil" in client.get(address).text
    undone = client.post(
        f"{HOME}/lines/{line.id}/reverse",
        data={"version": str(lines_of(session, update)[0].version), "reason": "salah orang"},
    )
    assert undone.status_code == 303
    session.expire_all()
    assert session.get_one(Participant, line.participant_id).stopped_on is None
    assert "salah orang" in client.get(f"{HOME}/lines/{line.id}").text


def test_some_unanswered_are_left_only_with_a_tick(
    client: FlaskClient, session: Session, update: DataUpdate
) -> None:
    lines = lines_of(session, update)
    client.post(
        f"{HOME}/{update.id}/answers",
        data=keyed(update, lines, **{"rows-0-answer": "masih_bekerja"}),
    )
    session.expire_all()
    sent = {"version": str(update.version)}
    page = client.post(f"{HOME}/{update.id}/submit", data=sent)
    assert "2 orang belum dijawab" in alerts(page.text)
    answer = client.post(f"{HOME}/{update.id}/submit", data={**sent, "leave_rest": "y"})
    assert answer.status_code == 303


def test_sent_back_and_cancelled_with_a_reason(
    client: FlaskClient, session: Session, update: DataUpdate, user: User
) -> None:
    answer_all(session, actor=actor_of(user), update=update)
    submit(session, actor=actor_of(user), update=update)
    session.commit()
    address = f"{HOME}/{update.id}"
    assert "Tulis alasannya." in client.post(f"{address}/send-back", data={}).text
    client.post(f"{address}/send-back", data={"reason": "tanggal keliru"})
    assert "tanggal keliru" in client.get(address).text
    assert "Tulis alasannya." in client.post(f"{address}/cancel", data={"reason": " "}).text
    assert client.post(f"{address}/cancel", data={"reason": "salah desa"}).status_code == 303
    session.expire_all()
    assert session.get_one(DataUpdate, update.id).state is UpdateState.CANCELLED
    assert client.get(f"{address}/answers").status_code == 400


def test_an_auditor_reads_and_changes_nothing(
    client: FlaskClient, session: Session, update: DataUpdate
) -> None:
    enter_as(client, make_user(session, role=Role.AUDITOR))
    page = client.get(f"{HOME}/{update.id}")
    assert page.status_code == 200
    assert "Ambil daftar" not in page.text
    assert "Batalkan daftar" not in page.text
    for path in ("list", "submit", "approve", "cancel", "bpjs-file", "sent"):
        assert client.post(f"{HOME}/{update.id}/{path}").status_code == 403, path


def test_a_strangers_list_is_the_same_as_none(
    client: FlaskClient, session: Session, update: DataUpdate
) -> None:
    enter_as(client, make_user(session, role=Role.SUPERVISOR, region="75.03.06"))
    line = lines_of(session, update)[0]
    for one in (update.id, uuid4()):
        for path in ("", "/answers", "/lines", "/print", "/upload", "/lines/export.csv"):
            assert client.get(f"{HOME}/{one}{path}").status_code == 404, path
        for path in ("list", "submit", "approve", "cancel", "bpjs-file", "sent"):
            sent = {"reason": "x"}
            assert client.post(f"{HOME}/{one}/{path}", data=sent).status_code == 404, path
    assert client.get(f"{HOME}/lines/{line.id}").status_code == 404
    assert client.get(f"{HOME}/lines/{line.id}/reverse").status_code == 404


def test_the_lists_ask_as_often_for_one_as_for_thirty(
    client: FlaskClient, session: Session, user: User
) -> None:
    make_people(session, "Abdul Uji")
    update = make_list(session, actor=actor_of(user))
    session.commit()
    with counted(session) as few:
        client.get(f"{HOME}/")
        client.get(f"{HOME}/{update.id}/lines")
        client.get(f"{HOME}/{update.id}/answers")
    for n in range(29):
        make_people(session, f"Orang {n} Uji")
        make_list(session, actor=actor_of(user))
    make_people(session, *(f"Lain {n} Uji" for n in range(60)))
    many_lines = make_list(session, actor=actor_of(user))
    session.commit()
    with counted(session) as many:
        client.get(f"{HOME}/")
        client.get(f"{HOME}/{many_lines.id}/lines")
        client.get(f"{HOME}/{many_lines.id}/answers")
    assert len(few) == len(many)


def test_exports_hold_what_is_shown_masked(
    client: FlaskClient, session: Session, update: DataUpdate
) -> None:
    lists = client.get(f"{HOME}/export.csv?period=2026-11").text
    assert "Dumbaya Bulan, Suwawa Timur;November 2026;Dibuat, belum keluar;2026-11-23;3;0" in lists
    lines = client.get(f"{HOME}/{update.id}/lines/export.csv").text
    assert lines.count("\n") == 4
    for line in lines_of(session, update):
        nik = session.get_one(Participant, line.participant_id).nik
        assert nik is not None
        assert nik.full not in lines
        assert str(nik) in lines


# --- contributions to check --------------------------------------------------------------------


def test_payments_after_a_death_are_listed_with_their_sums(
    client: FlaskClient, session: Session, user: User
) -> None:
    address = "/government/contributions-to-check/"
    assert "Tidak ada yang perlu diperiksa" in client.get(address).text
    dead = make_participant(session, full_name="Almarhum Uji")
    make_case(session, participant=dead, died_on=date(2026, 9, 4))
    batch = make_batch(session)
    for month in (9, 10, 11):
        make_paid(session, batch=batch, participant=dead, month=date(2026, month, 1))
    session.commit()

    page = client.get(address).text

    assert "2 bulan dibayar" in page
    assert "Rp33.600" in page
    assert 'Sesudah bulan meninggal (<span class="whole">4 Sep 2026</span>)' in page
    villages = client.get(f"{address}villages").text
    assert "Dumbaya Bulan, Suwawa Timur" in villages
    assert "Rp33.600" in villages
    assert "Tidak ada yang cocok" in client.get(f"{address}?reason=dua_kali").text
    exported = client.get(f"{address}export.csv?sort=month").text
    assert exported.count("16800") == 2
    assert "33600" in client.get(f"{address}villages/export.csv").text
    answer = client.post(address, data={"payer": "apbd"})
    assert answer.location == f"{address}?payer=apbd"


def test_payments_of_another_region_are_not_seen(client: FlaskClient, session: Session) -> None:
    dead = make_participant(session, full_name="Almarhum Uji")
    make_case(session, participant=dead, died_on=date(2026, 9, 4))
    make_paid(session, batch=make_batch(session), participant=dead, month=date(2026, 11, 1))
    session.commit()
    enter_as(client, make_user(session, region="75.03.06"))
    for path in ("", "villages", "export.csv", "villages/export.csv"):
        text = client.get(f"/government/contributions-to-check/{path}").text
        assert "Almarhum Uji" not in text
        assert "Dumbaya" not in text


def test_both_hang_below_the_search_for_participants(client: FlaskClient, user: User) -> None:
    page = client.get("/government/participants/").text
    assert re.search(rf'href="{HOME}/"[^>]*>Pemutakhiran data', page)
    assert "Iuran yang perlu diperiksa" in page


def test_a_death_with_a_case_is_on_the_list_with_a_word_about_it(
    client: FlaskClient, session: Session, user: User
) -> None:
    case = make_case(session, participant=make_participant(session, full_name="Almarhum Uji"))
    update = make_list(session, actor=actor_of(user))
    session.commit()
    page = client.get(f"{HOME}/{update.id}/answers?all=y").text
    assert f"urusan santunan {session.get_one(Case, case.id).number}" in page


def test_one_file_for_a_kecamatan_is_offered_where_kecamatan_and_masa_are_chosen(
    client: FlaskClient, session: Session, update: DataUpdate, user: User
) -> None:
    assert "satu berkas BPJS bagi seluruh kecamatan" in client.get(f"{HOME}/").text
    chosen = {"district": update.region_code[:8], "period": update.period}
    page = client.post(f"{HOME}/", data=chosen, follow_redirects=True).text
    assert "Ambil berkas BPJS Kecamatan Suwawa Timur" in page
    none = client.post(f"{HOME}/bpjs-file", data=chosen, follow_redirects=True)
    assert "Belum ada daftar yang disetujui untuk kecamatan dan masa ini." in none.text
    died = say(lines_of(session, update)[0], Answer.DIED, died_on=date(2026, 10, 4), detail="imam")
    answer_all(session, actor=actor_of(user), update=update, answers=[died])
    submit(session, actor=actor_of(user), update=update)
    supervisor = actor_of(make_user(session, role=Role.SUPERVISOR))
    for actor in (actor_of(user), supervisor):
        approve_update(
            session, actor=actor, update_id=update.id, version=None, today=TODAY, now=NOW
        )
    session.commit()
    taken = client.post(f"{HOME}/bpjs-file", data=chosen)
    assert taken.headers["Content-Disposition"].endswith(
        f'bpjs-{chosen["district"]}-{chosen["period"]}.xlsx"'
    )
    assert len(sheet(taken.data, 1)) == 2
    enter_as(client, make_user(session, role=Role.SUPERVISOR, region="75.03.06"))
    refused = client.post(f"{HOME}/bpjs-file", data=chosen, follow_redirects=True)
    assert "Belum ada daftar yang disetujui" in refused.text


def test_who_was_a_participant_before_is_told_before_the_approval(
    client: FlaskClient, session: Session, update: DataUpdate, user: User
) -> None:
    former = make_participant(session, full_name="Salma Dahulu")
    former.stopped_on, former.stop_reason = date(2025, 3, 1), StopReason.MOVED
    set_line(
        session,
        actor=actor_of(user),
        line_id=lines_of(session, update)[0].id,
        version=None,
        answer=Answer.MOVED,
        died_on=None,
        detail="Limboto",
        note=None,
        replacement=Replacement(full_name="Salma Dahulu", nik=former.nik),
        today=TODAY,
        now=NOW,
    )
    session.commit()
    page = client.get(f"{HOME}/{update.id}").text
    assert "Pernah menjadi peserta" in page
    assert "berhenti sejak 1 Maret 2025" in page
    assert "tidak dapat ditambahkan" not in page
