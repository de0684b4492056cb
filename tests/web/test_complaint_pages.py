"""The queues of complaints, and who opens which."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.complaints import open_complaint
from savings_app.cases.kinds import ComplaintAbout, ComplaintState, Turn
from savings_app.cases.models import Case, Complaint, Heir
from tests.builders import NOW, family_actor, make_letter, make_recipient, make_user
from tests.web.doors import enter_as, enter_with

pytestmark = pytest.mark.usefixtures("clock")  # 23 November 2026


def complain(session: Session, about: ComplaintAbout) -> Complaint:
    recipient = make_recipient(session)
    return open_complaint(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        about=about,
        text="Diminta dua juta <b>sesudah</b> cair.",
        request_key=uuid4(),
        now=NOW,
    )


def enter(client: FlaskClient, session: Session, role: Role) -> None:
    enter_as(client, make_user(session, role=role))


def test_a_supervisor_reads_and_answers(client: FlaskClient, session: Session) -> None:
    complaint = complain(session, ComplaintAbout.ASKED_FOR_PART)
    enter(client, session, Role.SUPERVISOR)
    address = f"/government/complaints/{complaint.id}"
    assert address in client.get("/government/complaints/").text
    page = client.get(address)
    assert "Diminta dua juta &lt;b&gt;sesudah&lt;/b&gt; cair." in page.text
    assert "Tulis jawaban untuk keluarga" in client.post(address, data={"answer": ""}).text
    sent = {"answer": "Kami sudah menanyai desa.", "version": str(complaint.version)}
    assert (
        "Kami sudah menanyai desa." in client.post(address, data=sent, follow_redirects=True).text
    )
    assert address not in client.get("/government/complaints/").text
    assert address in client.get("/government/complaints/?state=dijawab").text
    read = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.action == "complaint:read")
        .order_by(AuditEvent.sequence)
    )
    assert {event.subject_id for event in read} == {complaint.id}


def test_an_answer_that_crossed_another_is_told(client: FlaskClient, session: Session) -> None:
    complaint = complain(session, ComplaintAbout.AMOUNT)
    enter(client, session, Role.SUPERVISOR)
    address = f"/government/complaints/{complaint.id}"
    client.post(address, data={"answer": "Pertama.", "version": str(complaint.version)})
    page = client.post(address, data={"answer": "Kedua.", "version": "1"})
    assert "sudah dijawab" in page.text
    assert "Pertama." in page.text


def test_a_caseworker_reads_and_does_not_answer(client: FlaskClient, session: Session) -> None:
    complaint = complain(session, ComplaintAbout.AMOUNT)
    enter(client, session, Role.CASEWORKER)
    address = f"/government/complaints/{complaint.id}"
    assert "dijawab kepala bidang" in client.get(address).text
    assert client.post(address, data={"answer": "Sudah."}).status_code == 200
    session.expire_all()
    assert complaint.state is ComplaintState.OPEN


def test_a_complaint_about_staff_stands_in_the_auditors_queue_alone(
    client: FlaskClient, session: Session
) -> None:
    complaint = complain(session, ComplaintAbout.STAFF)
    address = f"/government/complaints/{complaint.id}"
    for role in (Role.CASEWORKER, Role.SUPERVISOR):
        enter(client, session, role)
        register = client.get("/government/complaints/").text
        assert str(complaint.id) not in register
        assert "Tentang petugas" not in register
        assert client.get("/government/complaints/staff").status_code == 403
        assert client.get(address).status_code == 404
        assert client.post(address, data={"answer": "Sudah."}).status_code == 404
    enter(client, session, Role.AUDITOR)
    assert str(complaint.id) not in client.get("/government/complaints/").text
    assert address in client.get("/government/complaints/staff").text
    assert client.post(address, data={"answer": "Kami periksa."}).status_code == 303


def test_the_list_is_paged_by_key_and_taken_without_the_words(
    client: FlaskClient, session: Session
) -> None:
    complaints = [complain(session, ComplaintAbout.OTHER) for _ in range(26)]
    complain(session, ComplaintAbout.STAFF)
    enter(client, session, Role.SUPERVISOR)
    first = client.get("/government/complaints/").text
    assert "26 laporan" in first
    later = re.search(r'rel="next" href="([^"]+)"', first)
    assert later is not None
    second = client.get(later[1].replace("&amp;", "&")).text
    numbers = set(re.findall(r"LP-\w{4}-\w{4}", first + second))
    assert numbers == {complaint.number for complaint in complaints}
    taken = client.get("/government/complaints/export.csv").text
    assert set(re.findall(r"LP-\w{4}-\w{4}", taken)) == numbers
    assert "Diminta" not in taken
    assert "Hartin" not in taken


def test_the_register_is_filtered_and_says_what_is_late(
    client: FlaskClient, session: Session
) -> None:
    late = complain(session, ComplaintAbout.AMOUNT)
    late.due_on = date(2026, 11, 20)
    complain(session, ComplaintAbout.OTHER)
    session.flush()
    enter(client, session, Role.SUPERVISOR)
    page = client.post("/government/complaints/", data={"overdue": "y"}, follow_redirects=True).text
    assert re.findall(r"LP-\w{4}-\w{4}", page) == [late.number]
    assert "lewat" in page
    assert "1 laporan lewat batas jawab." in page
    answered = {"answer": "Sudah.", "version": str(late.version)}
    client.post(f"/government/complaints/{late.id}", data=answered)
    assert "1 dijawab, 0 tepat waktu" in client.get("/government/complaints/").text


def recorded(**changes: str) -> dict[str, str]:
    return {
        "channel": "telepon",
        "received_on-day": "20",
        "received_on-month": "11",
        "received_on-year": "2026",
        "about": "potongan",
        "text": "Diminta dua juta di balai desa.",
        "reporter": "tanpa_nama",
        **changes,
    }


def test_an_officer_writes_down_a_telephone_call_without_a_name(
    client: FlaskClient, session: Session
) -> None:
    enter(client, session, Role.CASEWORKER)
    assert (
        "Tulis apa yang terjadi"
        in client.post("/government/complaints/record", data=recorded(text="")).text
    )
    page = client.post("/government/complaints/record", data=recorded(), follow_redirects=True).text
    assert "Diminta dua juta di balai desa." in page
    assert "tanpa nama" in page
    complaint = session.scalars(select(Complaint)).one()
    assert (complaint.received_on, complaint.due_on) == (date(2026, 11, 20), date(2026, 12, 10))


def test_who_writes_down_a_complaint_about_staff_never_sees_it_again(
    client: FlaskClient, session: Session
) -> None:
    recipient = make_recipient(session)
    case = session.get_one(Case, recipient.case_id)
    caseworker = make_user(session)
    enter_as(client, caseworker)
    sent = recorded(about="petugas", case_number=case.number, text="Petugas minta bagian.")
    page = client.post("/government/complaints/record", data=sent, follow_redirects=True)
    assert "tidak terlihat lagi oleh Anda" in page.text
    complaint = session.scalars(select(Complaint)).one()
    hidden = (complaint.number, str(complaint.id), "Petugas minta bagian.")
    own = f"/government/complaints/{complaint.id}"
    assert client.get(own).status_code == 404
    for address in (
        "/government/",
        "/government/complaints/?state=semua",
        "/government/complaints/export.csv?state=semua",
        f"/government/cases/{case.id}",
        "/government/cases/",
        f"/government/payouts/{case.id}",
    ):
        found = client.get(address).text
        assert [word for word in hidden if word in found] == [], address
    for way in ("", "/refer", "/close", "/appeal"):
        sent = {"text": "x", "reason": "x", "answer": "x", "referred_to": "bank"}
        assert client.post(f"{own}{way}", data=sent).status_code == 404
    assert client.get("/government/complaints/staff").status_code == 403
    assert client.get("/government/complaints/staff/export.csv").status_code == 403
    assert client.get("/government/audit/").status_code == 403
    session.expire_all()
    assert session.get_one(Case, case.id).turn is not Turn.SUPERVISOR
    enter(client, session, Role.AUDITOR)
    read = client.get(f"/government/complaints/{complaint.id}").text
    assert caseworker.full_name in read
    assert "Petugas minta bagian." in read


def test_a_supervisor_hands_what_is_about_staff_to_the_inspektorat(
    client: FlaskClient, session: Session
) -> None:
    complaint = complain(session, ComplaintAbout.OTHER)
    enter(client, session, Role.SUPERVISOR)
    address = f"/government/complaints/{complaint.id}"
    sent = {"referred_to": "inspektorat", "version": str(complaint.version)}
    page = client.post(f"{address}/refer", data=sent, follow_redirects=True)
    assert "tidak terlihat lagi di Dinas" in page.text
    assert client.get(address).status_code == 404
    enter(client, session, Role.AUDITOR)
    assert address in client.get("/government/complaints/staff").text


def test_a_caseworker_neither_refers_nor_closes(client: FlaskClient, session: Session) -> None:
    complaint = complain(session, ComplaintAbout.OTHER)
    enter(client, session, Role.CASEWORKER)
    address = f"/government/complaints/{complaint.id}"
    assert client.post(f"{address}/refer", data={"referred_to": "bank"}).status_code == 403
    assert client.post(f"{address}/close", data={"reason": "cukup"}).status_code == 403
    assert client.post(f"{address}/appeal", data={"text": "kurang"}).status_code == 404


def test_the_family_says_that_it_is_not_satisfied_once(
    client: FlaskClient, session: Session
) -> None:
    complaint = complain(session, ComplaintAbout.AMOUNT)
    recipient = session.get_one(Heir, complaint.recipient_id)
    enter_with(client, make_letter(session, recipient=recipient))
    assert "Dijawab paling lambat 11 Desember 2026" in client.get("/family/complaints/").text
    assert "Belum puas" not in client.get("/family/complaints/").text
    enter(client, session, Role.SUPERVISOR)
    client.post(f"/government/complaints/{complaint.id}", data={"answer": "Sudah ditanyakan."})
    enter_with(client, make_letter(session, recipient=recipient))
    page = client.get("/family/complaints/").text
    assert "Sudah ditanyakan." in page
    way = f"/family/complaints/{complaint.id}/appeal"
    assert way in page
    assert "Sudah ditanyakan." in client.get(way).text
    page = client.post(way, data={"text": "Belum masuk juga."}, follow_redirects=True).text
    assert "diteruskan ke Inspektorat" in page
    assert "Belum masuk juga." in page
    assert way not in page
    assert "sudah disampaikan satu kali" in client.post(way, data={"text": "Lagi."}).text
    enter(client, session, Role.SUPERVISOR)
    page = client.get(f"/government/complaints/{complaint.id}").text
    assert "Laporan ini dijawab Inspektorat." in page
    enter(client, session, Role.AUDITOR)
    assert "1 laporan yang belum memuaskan" in client.get("/government/").text
    address = f"/government/complaints/{complaint.id}"
    assert client.post(address, data={"answer": "Kami periksa."}).status_code == 303


def test_a_complaint_of_a_flood_says_so_until_somebody_looked(
    client: FlaskClient, session: Session
) -> None:
    complaint = complain(session, ComplaintAbout.ASKED_FOR_PART)
    complaint.to_check = True
    session.commit()
    enter(client, session, Role.CASEWORKER)
    address = f"/government/complaints/{complaint.id}"
    assert "(perlu diperiksa)" in client.get("/government/complaints/").text
    assert "Sudah dilihat, lepas tandanya" in client.get(address).text
    sent = {"version": str(complaint.version), "mark": "off"}
    page = client.post(f"{address}/mark", data=sent, follow_redirects=True).text
    assert "Tandanya dilepas." in page
    assert "Sudah dilihat, lepas tandanya" not in page
    assert "Tandai lagi" in page
    assert "(perlu diperiksa)" not in client.get("/government/complaints/").text
    assert client.post(f"{address}/mark", data=sent).status_code == 409
    session.refresh(complaint)
    again = {"version": str(complaint.version), "mark": "on"}
    assert (
        "Ditandai lagi." in client.post(f"{address}/mark", data=again, follow_redirects=True).text
    )


def test_who_only_reads_does_not_take_the_mark_off(client: FlaskClient, session: Session) -> None:
    complaint = complain(session, ComplaintAbout.ASKED_FOR_PART)
    complaint.to_check = True
    session.commit()
    enter(client, session, Role.AUDITOR)
    address = f"/government/complaints/{complaint.id}"
    page = client.get(address).text
    assert "Perlu diperiksa" in page
    assert "lepas tandanya" not in page
    assert client.post(f"{address}/mark", data={"mark": "off"}).status_code == 403
