"""The queues of complaints, and who opens which."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.complaints import open_complaint
from savings_app.cases.kinds import ComplaintAbout, ComplaintState
from savings_app.cases.models import Complaint
from tests.builders import NOW, family_actor, make_recipient, make_user
from tests.conftest import Clock
from tests.web.doors import enter_as


@pytest.fixture(autouse=True)
def _standing_clock(clock: Clock) -> None:
    """Every page of these tests is opened on 23 November 2026."""


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
    read = session.scalars(select(AuditEvent).where(AuditEvent.action == "complaint:read"))
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
        assert str(complaint.id) not in client.get("/government/complaints/").text
        assert client.get("/government/complaints/staff").status_code == 403
        assert client.get(address).status_code == 404
        assert client.post(address, data={"answer": "Sudah."}).status_code == 404
    enter(client, session, Role.AUDITOR)
    assert str(complaint.id) not in client.get("/government/complaints/").text
    assert address in client.get("/government/complaints/staff").text
    assert client.post(address, data={"answer": "Kami periksa."}).status_code == 303


def test_the_list_is_paged(client: FlaskClient, session: Session) -> None:
    for _ in range(26):
        complain(session, ComplaintAbout.OTHER)
    enter(client, session, Role.SUPERVISOR)
    first = client.get("/government/complaints/").text
    assert "Halaman 1 dari 2" in first
    second = client.get("/government/complaints/?state=terbuka&page=2").text
    assert second.count('href="/government/complaints/') - 2 <= first.count("Hal lain")
    assert second.count("Hal lain") == 1
