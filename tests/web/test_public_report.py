"""The public page of reports: no name, no word on whether a case exists, a code for the answer."""

from __future__ import annotations

import gzip
import re
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from savings_app import create_app
from savings_app.access.models import PublicSend
from savings_app.access.visitor_rules import LIMITS, PublicForm
from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.complaints import answer_complaint
from savings_app.cases.kinds import ComplaintState
from savings_app.cases.models import Complaint
from savings_app.web.presentation import read_static
from tests.builders import (
    NOW,
    actor_of,
    load_reference,
    make_case,
    make_letter,
    make_recipient,
    make_user,
)
from tests.conftest import Clock
from tests.web.doors import enter_as, enter_with

STORY = "Diminta lima ratus ribu di balai desa."
FIRST_LOAD = 14_000


@pytest.fixture(autouse=True)
def _standing_clock(clock: Clock, session: Session) -> None:
    load_reference(session)


def send(client: FlaskClient, **changes: str) -> str:
    sent = {"about": "potongan", "text": STORY, "request_key": str(uuid4()), **changes}
    return client.post("/complaints/report", data=sent).text


def receipt(page: str) -> tuple[str, str]:
    number = re.search(r"LP-\w{4}-\w{4}", page)
    code = re.search(r"<dd>(\w{4}-\w{4})</dd>", page)
    assert number is not None
    assert code is not None
    return number[0], code[1]


def look(client: FlaskClient, number: str, code: str) -> str:
    return client.post("/complaints/answer", data={"number": number, "code": code}).text


def kept(session: Session) -> list[Complaint]:
    session.expire_all()
    return list(session.scalars(select(Complaint)))


def test_anybody_reports_and_reads_the_answer_with_number_and_code(
    client: FlaskClient, session: Session
) -> None:
    assert "/complaints/report" in client.get("/complaints").text
    number, code = receipt(send(client))
    assert "Belum dijawab" in look(client, number, code)
    (complaint,) = kept(session)
    assert (complaint.text, complaint.reporter_name, complaint.region_code) == (
        STORY,
        None,
        "75.03",
    )
    answer_complaint(
        session,
        actor=actor_of(make_user(session, role=Role.SUPERVISOR)),
        complaint_id=complaint.id,
        answer="Kami sudah menegur.",
        now=NOW,
    )
    page = look(client, number.lower().replace("-", " "), code.lower())
    assert "Kami sudah menegur." in page
    assert STORY not in page
    appeal = {"number": number, "code": code, "text": "Belum cukup."}
    page = client.post("/complaints/answer/appeal", data=appeal).text
    assert "Inspektorat sedang melihatnya lagi" in page
    assert kept(session)[0].state is ComplaintState.APPEALED
    again = client.post("/complaints/answer/appeal", data=appeal).text
    assert "sudah disampaikan satu kali" in again


def test_a_wrong_code_opens_nothing_and_five_close_the_door(
    client: FlaskClient, session: Session
) -> None:
    number, code = receipt(send(client))
    unknown = look(client, "LP-AAAA-AAAA", code)
    wrong = look(client, number, "AAAA-AAAA")
    said = "Nomor dan kode ini tidak cocok"
    assert said in unknown
    assert said in wrong
    for _ in range(4):
        assert said in look(client, number, "AAAA-AAAA")
    assert said in look(client, number, code)  # the right one, too late
    assert "Belum dijawab" not in look(client, number, code)
    assert (
        session.scalars(
            select(AuditEvent.subject_id)
            .where(AuditEvent.action == "complaint:refuse-code")
            .order_by(AuditEvent.sequence)
        ).all()
        == [None] * 8
    )


def test_a_case_number_that_exists_gets_the_same_answer_as_one_that_does_not(
    client: FlaskClient, session: Session
) -> None:
    case = make_case(session)
    before = (case.stage, case.turn)
    pages = [send(client, case_number=number) for number in (case.number, "BB-2026-9876")]
    same = [re.sub(r"\w{4}-\w{4}", "X", re.sub(r'content="[^"]+"', "", page)) for page in pages]
    assert same[0] == same[1]
    assert case.number not in pages[0]
    linked = {one.typed_case_number: one.case_id for one in kept(session)}
    assert linked == {case.number: case.id, "BB-2026-9876": None}
    assert (case.stage, case.turn) == before


def test_whoever_is_signed_in_is_not_written_down(client: FlaskClient, session: Session) -> None:
    officer = make_user(session)
    enter_as(client, officer)
    send(client)
    recipient = make_recipient(session)
    enter_with(client, make_letter(session, recipient=recipient))
    send(client)
    for one in kept(session):
        assert (one.recorded_by, one.assisted_by, one.recipient_id) == (None, None, None)
    events = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.action == "complaint:report")
        .order_by(AuditEvent.sequence)
    )
    assert [(e.user_id, e.recipient_id, e.role, e.case_id) for e in events] == [
        (None, None, None, None)
    ] * 2


def test_one_about_staff_goes_to_the_auditor_alone(client: FlaskClient, session: Session) -> None:
    case = make_case(session)
    number, _ = receipt(send(client, about="petugas", case_number=case.number))
    for role in (Role.CASEWORKER, Role.SUPERVISOR):
        enter_as(client, make_user(session, role=role))
        for address in ("/government/complaints/?state=semua", f"/government/cases/{case.id}"):
            assert number not in client.get(address).text
    enter_as(client, make_user(session, role=Role.AUDITOR))
    assert number in client.get("/government/complaints/staff").text


def test_a_form_sent_twice_is_one_report_with_one_receipt(
    client: FlaskClient, session: Session
) -> None:
    key = str(uuid4())
    assert receipt(send(client, request_key=key)) == receipt(send(client, request_key=key))
    assert len(kept(session)) == 1


def test_a_program_that_fills_every_box_is_told_so(client: FlaskClient, session: Session) -> None:
    page = send(client, website="http://contoh.invalid")
    assert "Kosongkan isian ini" in page
    assert STORY in page  # a person loses nothing
    assert kept(session) == []


def test_a_loop_from_one_address_is_refused_and_shuts_out_nobody_else(
    client: FlaskClient, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    def post(address: str) -> TestResponse:
        sent = {"about": "potongan", "text": STORY, "contact": "0812", "request_key": str(uuid4())}
        return client.post(
            "/complaints/report", data=sent, environ_overrides={"REMOTE_ADDR": address}
        )

    most = LIMITS[PublicForm.COMPLAINT].address
    assert [post("203.0.113.77").status_code for _ in range(most)] == [200] * most
    refused = post("203.0.113.77")
    assert refused.status_code == 429
    for way in ("175", "SP4N-LAPOR!", STORY, 'value="0812"'):  # and nothing typed is lost
        assert way in refused.text
    assert post("203.0.113.78").status_code == 200
    assert len(kept(session)) == most + 1
    for table in (PublicSend.__table__, Complaint.__table__):
        rows = session.execute(select(*table.columns))
        assert not any("203.0.113" in str(value) for row in rows for value in row)
    assert "203.0.113" not in caplog.text


def test_a_flood_is_kept_and_marked_so_that_it_hides_nobody(
    client: FlaskClient, session: Session
) -> None:
    number, _code = receipt(send(client))
    for one in range(LIMITS[PublicForm.COMPLAINT].altogether):
        session.add(PublicSend(form=PublicForm.COMPLAINT, mark=str(one), sent_at=NOW))
    session.commit()
    flood, _code = receipt(send(client))
    assert [one.to_check for one in kept(session)].count(True) == 1
    enter_as(client, make_user(session))
    page = client.get("/government/complaints/").text
    assert page.count("(perlu diperiksa)") == 1
    calm = client.get("/government/complaints/?without_to_check=y").text
    assert number in calm
    assert flood not in calm


def test_behind_a_proxy_the_address_is_what_our_proxy_wrote(
    client: FlaskClient, session: Session
) -> None:
    """Whatever a visitor writes into the header himself stands further left, and is not read."""
    app = create_app({**client.application.config, "PROXIES": 1})
    app.extensions["sessionmaker"] = client.application.extensions["sessionmaker"]
    marks = set()
    for invented in ("198.51.100.1", "198.51.100.2"):
        app.test_client().post(
            "/complaints/report",
            data={"about": "potongan", "text": STORY, "request_key": str(uuid4())},
            headers={"X-Forwarded-For": f"{invented}, 203.0.113.77"},
        )
    marks = set(session.scalars(select(PublicSend.mark)))
    assert len(marks) == 1
    client.post(  # no proxy is set: the header is anybody's to write
        "/complaints/report",
        data={"about": "potongan", "text": STORY, "request_key": str(uuid4())},
        headers={"X-Forwarded-For": "203.0.113.77"},
    )
    assert set(session.scalars(select(PublicSend.mark))) == {*marks, None}


def test_something_has_to_be_written(client: FlaskClient, session: Session) -> None:
    assert "Tulis apa yang terjadi" in send(client, text=" ")
    assert kept(session) == []


def test_the_page_loads_fast_and_without_a_script(client: FlaskClient) -> None:
    page = client.get("/complaints/report")
    assert b"<script" not in page.data
    weight = len(gzip.compress(page.data)) + len(gzip.compress(read_static("app.css")))
    assert weight < FIRST_LOAD
