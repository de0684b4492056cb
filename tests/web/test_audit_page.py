"""The trail on a page, the proof of its chain, and the change of a password."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from savings_app.access.passwords import is_secret
from savings_app.actors import Role
from savings_app.audit.actions import record
from savings_app.banks.models import Bank
from tests.builders import NOW, PASSWORD, actor_of, get_bank, make_case, make_user
from tests.web.doors import enter_as
from tests.web.test_government_cases import counted

pytestmark = pytest.mark.usefixtures("clock")  # 23 November 2026

NEW = "tiga kata biasa 2026"


def test_an_auditor_sees_who_did_what_the_latest_first(
    client: FlaskClient, session: Session
) -> None:
    worker, case = make_user(session), make_case(session)
    for number in range(60):
        record(
            session,
            actor=actor_of(worker),
            now=NOW,
            action=f"case:step{number:02}",
            subject="test",
            case_id=case.id if number == 7 else None,
        )
    enter_as(client, make_user(session, role=Role.AUDITOR))
    page = client.get("/government/audit/").text
    assert worker.full_name in page
    assert "case:step59" in page
    assert "case:step09" not in page
    older = client.get(re.findall(r'rel="next" href="([^"]+)"', page)[0]).text
    assert "case:step09" in older
    assert "case:step10" not in older
    oldest_first = client.get("/government/audit/?sort=time").text
    assert "case:step00" in oldest_first
    assert "case:step59" not in oldest_first
    of_case = client.get(f"/government/audit/?case={case.id}").text
    assert "case:step07" in of_case
    assert "case:step08" not in of_case


def test_the_trail_is_filtered_by_person_deed_period_and_case_number(
    client: FlaskClient, session: Session
) -> None:
    worker, other, case = make_user(session), make_user(session), make_case(session)
    deeds = [
        (worker, "list:export", NOW, None),
        (other, "list:export", NOW - timedelta(days=30), None),
        (worker, "participant:show-numbers", NOW, None),
        (other, "case:dispute", NOW, case.id),
    ]
    for user, action, moment, case_id in deeds:
        record(
            session,
            actor=actor_of(user),
            now=moment,
            action=action,
            subject="test",
            case_id=case_id,
        )
    enter_as(client, make_user(session, role=Role.AUDITOR))

    def seen(**chosen: str) -> list[str]:
        page = client.get("/government/audit/", query_string=chosen).text
        return re.findall(r'data-label="Perbuatan"><span>([^<]+)<', page)

    assert seen(who=str(worker.id)) == ["Nomor lengkap peserta dibuka", "Daftar diunduh"]
    assert seen(action="list:export") == ["Daftar diunduh", "Daftar diunduh"]
    assert seen(action="list:export", since="2026-11-01") == ["Daftar diunduh"]
    assert seen(action="list:export", until="2026-11-23", who=str(worker.id)) == ["Daftar diunduh"]
    assert seen(until="2026-11-22") == ["Daftar diunduh"]
    assert seen(who="system") == []
    assert "Tanggal ini tidak ada" in client.get("/government/audit/?since=2026-02-31").text

    answer = client.post("/government/audit/", data={"number": case.number.lower()})
    assert case.number.lower() not in answer.location.lower()
    page = client.get(answer.location).text
    assert "Sengketa dicatat" in page
    assert "Daftar diunduh" not in page.split("<table")[1]


def test_a_period_typed_in_three_boxes_filters(client: FlaskClient, session: Session) -> None:
    record(session, actor=None, now=NOW - timedelta(days=40), action="case:step1", subject="test")
    record(session, actor=None, now=NOW, action="case:step2", subject="test")
    enter_as(client, make_user(session, role=Role.AUDITOR))

    boxes = {"since-day": "1", "since-month": "11", "since-year": "2026"}
    page = client.post("/government/audit/", data=boxes, follow_redirects=True).text

    assert "case:step2" in page
    assert "case:step1" not in page


def test_the_file_of_the_trail_is_what_the_page_shows(
    client: FlaskClient, session: Session
) -> None:
    worker = make_user(session)
    for action in ("list:export", "case:dispute"):
        record(session, actor=actor_of(worker), now=NOW, action=action, subject="test")
    enter_as(client, make_user(session, role=Role.AUDITOR))

    answer = client.get("/government/audit/export.csv?action=case:dispute")
    head, row = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";")

    assert head == ["Waktu", "Nomor baris", "Siapa", "Perbuatan", "Urusan"]
    assert row[0] == "2026-11-23 09:00:00"
    assert row[3] == "Sengketa dicatat"


def test_the_trail_asks_as_often_for_one_event_as_for_sixty(
    client: FlaskClient, session: Session
) -> None:
    case, auditor = make_case(session), make_user(session, role=Role.AUDITOR)
    enter_as(client, auditor)
    record(session, actor=actor_of(auditor), now=NOW, action="case:step", subject="test")
    session.commit()
    with counted(session) as few:
        client.get("/government/audit/")
    for _ in range(60):
        record(
            session,
            actor=actor_of(make_user(session)),
            now=NOW,
            action="case:step",
            subject="test",
            case_id=case.id,
        )
    session.commit()
    with counted(session) as many:
        client.get("/government/audit/")
    assert len(few) == len(many)


def test_the_chain_is_proved_on_request(client: FlaskClient, session: Session) -> None:
    record(session, actor=None, now=NOW, action="case:step", subject="test")
    enter_as(client, make_user(session, role=Role.AUDITOR))
    assert "Rantai utuh" in client.post("/government/audit/proof").text


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_nobody_else_opens_the_trail(client: FlaskClient, session: Session, role: Role) -> None:
    enter_as(client, make_user(session, role=role))
    assert client.get("/government/audit/").status_code == 403
    assert client.post("/government/audit/proof").status_code == 403
    assert client.get("/government/audit/export.csv").status_code == 403


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.BANK_OFFICER, Role.AUDITOR])
def test_everybody_of_the_staff_changes_the_own_password(
    client: FlaskClient, session: Session, role: Role
) -> None:
    make_user(session)  # loads the banks
    bank: Bank | None = get_bank(session) if role is Role.BANK_OFFICER else None
    user = make_user(session, role=role, bank=bank, password=PASSWORD)
    enter_as(client, user)
    sent = {"password": PASSWORD, "new_password": NEW, "again": NEW}
    assert client.post("/staff/password", data=sent).status_code == 303
    session.expire_all()
    assert is_secret(NEW, user.password_hash)
    assert user.session_epoch == 2
    with client.session_transaction() as cookie:
        assert cookie["epoch"] == 2


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"password": "salah-sekali"}, "Kata sandi sekarang tidak cocok"),
        ({"new_password": "pendek", "again": "pendek"}, "paling sedikit 10"),
        ({"again": "lain"}, "Kedua tulisan berbeda"),
        ({"new_password": PASSWORD, "again": PASSWORD}, "harus berbeda"),
        ({"new_password": ""}, "Tulis kata sandi yang baru"),
    ],
)
def test_a_password_that_will_not_do_is_told(
    client: FlaskClient, session: Session, changed: dict[str, str], sentence: str
) -> None:
    user = make_user(session, password=PASSWORD)
    enter_as(client, user)
    sent = {"password": PASSWORD, "new_password": NEW, "again": NEW, **changed}
    page = client.post("/staff/password", data=sent)
    assert sentence in page.text
    assert PASSWORD not in page.text
    session.expire_all()
    assert user.session_epoch == 1
