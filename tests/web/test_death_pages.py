"""The Dinas: deaths nobody has come for, from the list to the case."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.importing import PAST_CASES
from savings_app.cases.models import Case
from savings_app.deaths.kinds import DeathSource, DeathState
from savings_app.deaths.models import DeathNotice, DeathReport
from savings_app.tasks.deaths import match_reports
from tests.builders import NOW, VILLAGE, actor_of, make_notice, make_participant, make_user
from tests.domain.taking_in import take_in
from tests.paid import pay_months
from tests.web.doors import enter_as

pytestmark = pytest.mark.usefixtures("clock")

LIST = "/government/deaths/"
DEATH = {
    "source": "buku_desa",
    "full_name": "Yusup Uji",
    "died_on-day": "1",
    "died_on-month": "10",
    "died_on-year": "2026",
    "region_code": VILLAGE,
    "died_at_place": "RSUD",
    "reporter_name": "Kadus Uji",
    "reporter_reach": "0812 0000 0001",
    "reporter_relation": "kepala dusun",
}


def write_down(client: FlaskClient, **changed: str) -> str:
    answer = client.post(f"{LIST}add", data={**DEATH, "request_key": str(uuid4()), **changed})
    assert answer.status_code == 303, answer.text
    where: str = answer.location
    return where


def test_from_a_desa_book_to_the_case_without_writing_anything_twice(
    client: FlaskClient, session: Session, user: User
) -> None:
    participant = make_participant(session)
    pay_months(session, participant=participant, first=date(2026, 3, 1), months=8)
    assert participant.nik is not None
    page = client.get(write_down(client, nik=participant.nik.full)).text

    # What the caseworker answers the family with, and the rows behind it.
    assert "Ya, terlindungi pada 1 Oktober 2026" in page
    assert "Aturan 3 bulan" in page
    assert "BPJS cabang uji" in page
    assert "Pasti: NIK dan namanya sama" in page
    assert participant.nik.full not in page
    address = f"/government/participants/{participant.id}/open-case/"
    notice = session.scalars(select(DeathNotice)).one()
    assert f"{address}?notice={notice.id}" in page
    form = client.get(address, query_string={"notice": str(notice.id)}).text
    assert 'value="Kadus Uji"' in form
    assert 'value="081200000001"' in form
    assert 'value="2026"' in form
    answer = client.post(
        f"{address}?notice={notice.id}",
        data={
            "died_on": "2026-10-01",
            "programme": "jkm",
            "reporter_name": "Kadus Uji",
            "reporter_relation": "kepala dusun",
        },
    )

    assert answer.status_code == 303
    case = session.scalars(select(Case)).one()
    session.refresh(notice)
    assert (notice.state, notice.case_id) == (DeathState.OPENED, case.id)
    assert case.died_at_place == "RSUD"
    assert notice.full_name not in client.get(LIST).text
    assert case.number in client.get(f"{LIST}?state=urusan_dibuka").text


def test_a_suggestion_is_confirmed_by_a_person_with_one_press(
    client: FlaskClient, session: Session, user: User
) -> None:
    participant = make_participant(session)
    where = write_down(client)
    page = client.get(where).text
    assert "Dugaan: nama dan desanya sama" in page
    assert "open-case" not in page

    version = str(session.scalars(select(DeathNotice.version)).one())
    pressed = client.post(f"{where}/participant/{participant.id}", data={"version": version})
    page = client.get(pressed.location).text

    assert "Dipastikan petugas" in page
    assert "open-case" in page
    deeds = session.scalars(
        select(AuditEvent.action).where(AuditEvent.user_id == user.id).order_by(AuditEvent.sequence)
    ).all()
    assert list(deeds) == ["death:record", "death:match"]


def test_a_wrong_match_is_corrected(client: FlaskClient, session: Session, user: User) -> None:
    participant = make_participant(session)
    assert participant.nik is not None
    where = write_down(client, nik=participant.nik.full)

    client.post(f"{where}/participant/{participant.id}", data={"answer": "no"})

    page = client.get(where).text
    assert "Tidak ditemukan" in page
    found = client.post(f"{where}/find", data={"q": "yusup"}).text
    assert f"{where}/participant/{participant.id}" in found


def test_a_stale_press_is_a_conflict(client: FlaskClient, session: Session, user: User) -> None:
    participant = make_participant(session)
    where = write_down(client)
    answer = client.post(f"{where}/participant/{participant.id}", data={"version": "77"})
    assert answer.status_code == 409
    stale = client.post(f"{where}/aside/wrong", data={"version": "77", "reason": "keliru"})
    assert stale.status_code == 409
    assert session.scalars(select(DeathNotice)).one().state is DeathState.NO_CASE


def test_what_the_family_was_told_stands_on_the_page(
    client: FlaskClient, session: Session, user: User
) -> None:
    make_participant(session)
    where = write_down(client)
    told = {
        "told": "tidak_terlindungi",
        "told_to": "istri almarhum",
        "answered_on": "2026-11-20",
        "answer": "Iuran berhenti bulan Juni.",
    }
    early = client.post(f"{where}/answer", data={**told, "answered_on": "2026-09-30"})
    assert "Keluarga dikabari sesudah hari meninggal" in early.text
    assert client.post(f"{where}/answer", data=told).status_code == 303
    page = client.get(where).text
    assert "Tidak terlindungi pada hari itu" in page
    assert "istri almarhum" in page
    assert "keluarga sudah dikabari" in client.get(LIST).text


def test_put_aside_with_a_reason_and_taken_up_again(
    client: FlaskClient, session: Session, user: User
) -> None:
    make_participant(session, full_name="Lain Uji")
    where = write_down(client)
    empty = client.post(f"{where}/aside/not_participant", data={})
    assert "Tulis alasannya." in empty.text
    client.post(f"{where}/aside/not_participant", data={"reason": "Tidak ada di daftar"})
    assert "Tidak ada di daftar" in client.get(where).text
    assert "Yusup Uji" not in client.get(LIST).text
    client.post(f"{where}/again", data={"reason": "Namanya ditulis lain"})
    assert "Yusup Uji" in client.get(LIST).text


def test_two_lines_are_joined_and_a_source_taken_apart(
    client: FlaskClient, session: Session, user: User
) -> None:
    make_participant(session, full_name="Lain Uji")
    one = write_down(client, full_name="Jusuf Uji", source="daftar_imam")
    two = write_down(client)
    assert "Orang yang sama: satukan" in client.get(one).text
    joined = client.post(f"{one}/join/{two.rpartition('/')[2]}", data={})
    page = client.get(joined.location).text
    assert "Jusuf Uji" in page
    assert "Daftar imam" in page
    assert "Laporan ganda" in client.get(one).text
    report = page.partition("/sources/")[2].partition("/")[0]
    apart = client.post(f"{two}/sources/{report}/apart")
    assert apart.location != two
    refused = client.post(f"{apart.location}/sources/{report}/apart")
    assert "hanya punya satu sumber" in client.get(refused.location).text


def test_a_public_report_shows_who_to_call_and_its_number(
    app: Flask, client: FlaskClient, session: Session, user: User
) -> None:
    make_participant(session)
    notice = make_notice(session)
    session.commit()
    with app.app_context():
        match_reports()
    session.expire_all()
    page = client.get(f"{LIST}{notice.id}").text
    assert "rumah kepala dusun" in page
    assert "LK-" in page
    assert "Dugaan: nama dan desanya sama" in page


def test_the_list_filters_sorts_and_is_taken_along_as_shown(
    client: FlaskClient, session: Session, user: User
) -> None:
    make_participant(session)
    make_notice(session, full_name="Imam Punya", source=DeathSource.IMAM)
    make_notice(session, full_name="Warga Punya")
    session.commit()

    searched = client.post(LIST, data={"q": "imam", "source": "daftar_imam"})
    assert "imam" not in searched.location.partition("source")[0]
    page = client.get(searched.location).text
    assert "Imam Punya" in page
    assert "Warga Punya" not in page
    taken = client.get(searched.location.replace("/deaths/", "/deaths/export.csv"))
    assert "Imam Punya" in taken.text
    assert "Warga Punya" not in taken.text
    compared = client.post(f"{LIST}compare")
    assert "2 catatan dibandingkan lagi" in client.get(compared.location).text


def test_the_auditor_reads_and_changes_nothing(client: FlaskClient, session: Session) -> None:
    make_participant(session)
    notice = make_notice(session)
    enter_as(client, make_user(session, role=Role.AUDITOR))
    page = client.get(f"{LIST}{notice.id}")
    assert page.status_code == 200
    assert "Catat jawaban" not in page.text
    assert client.post(f"{LIST}{notice.id}/answer").status_code == 403
    assert client.get(f"{LIST}add").status_code == 403


def test_another_kecamatan_sees_nothing(client: FlaskClient, session: Session) -> None:
    notice = make_notice(session)
    enter_as(client, make_user(session, region="75.03.06"))
    assert "Yusup Uji" not in client.get(LIST).text
    assert client.get(f"{LIST}{notice.id}").status_code == 404
    assert client.post(f"{LIST}{notice.id}/again", data={"reason": "x"}).status_code == 404


def test_a_case_of_an_old_file_says_where_it_stands_and_what_was_paid(
    client: FlaskClient, session: Session, user: User
) -> None:
    make_participant(session)
    file = (
        "Nama Almarhum;Desa;Kecamatan;Tgl Meninggal;Ahli Waris;Jumlah;Tgl Bayar\n"
        "Karim Lama;Dumbaya Bulan;Suwawa Timur;05/03/2021;Asna Lama;42.000.000;07/04/2021"
    )
    facts = {"category": "pekerja_rentan", "payer": "apbd"}
    take_in(
        session,
        file.encode(),
        handler=PAST_CASES,
        actor=actor_of(user),
        facts=facts,
        source="Rekap 2021",
    )
    case = session.scalars(select(Case)).one()
    session.commit()

    page = client.get(f"/government/cases/{case.id}").text
    assert "Rekap 2021, baris 2" in page
    assert "BB-2021-0001" in client.get("/government/cases/").text
    paid = client.get(f"/government/payouts/{case.id}").text
    assert "Dibayar menurut berkas lama" in paid
    assert "Rp42.000.000" in paid
    case.withdrawn_at = NOW
    session.commit()
    assert client.get(f"/government/cases/{case.id}").status_code == 404
    assert "BB-2021-0001" not in client.get("/government/cases/").text


def test_a_report_of_a_flood_says_so_until_somebody_looked(
    client: FlaskClient, session: Session, user: User
) -> None:
    notice = make_notice(session)
    session.scalars(select(DeathReport)).one().to_check = True
    session.commit()
    address = f"{LIST}{notice.id}"
    assert "(perlu diperiksa)" in client.get(LIST).text
    assert "Sudah dilihat, lepas tandanya" in client.get(address).text
    sent = {"version": str(notice.version), "mark": "off"}
    page = client.post(f"{address}/mark", data=sent, follow_redirects=True).text
    assert "Tandanya dilepas." in page
    assert user.full_name in page.partition("dilepas " + user.full_name)[1]
    assert "Sudah dilihat, lepas tandanya" not in page
    assert "(perlu diperiksa)" not in client.get(LIST).text
    session.refresh(notice)
    again = {"version": str(notice.version), "mark": "on"}
    assert (
        "Ditandai lagi." in client.post(f"{address}/mark", data=again, follow_redirects=True).text
    )
    assert "(perlu diperiksa)" in client.get(LIST).text
    stale = client.post(f"{address}/mark", data=sent)
    assert stale.status_code == 409
    enter_as(client, make_user(session, role=Role.AUDITOR))
    assert "lepas tandanya" not in client.get(address).text
    assert client.post(f"{address}/mark", data=sent).status_code == 403
