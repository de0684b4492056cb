"""Pages of learning together: planned in a desa, an invitation, a sheet, and who came."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.cases.event_kinds import EventState
from savings_app.cases.models import Heir
from savings_app.literacy.models import LearningSession
from tests.builders import VILLAGE, make_case, make_letter, make_recipient, make_user
from tests.web.doors import enter_as, enter_with
from tests.web.test_government_cases import counted

pytestmark = pytest.mark.usefixtures("clock")  # 23 November 2026

LIST = "/government/learning-sessions/"


@pytest.fixture
def recipient(session: Session) -> Heir:
    return make_recipient(session, full_name="Mawarti Uji")


def plan(user: User, *case_ids: object, **changes: str) -> dict[str, object]:
    return {
        "on-day": "28",
        "on-month": "11",
        "on-year": "2026",
        "starts_at": "09.00",
        "place": "Balai desa",
        "topic": "Membaca buku tabungan",
        "leader": str(user.id),
        "families": [str(one) for one in case_ids],
        "request_key": str(uuid4()),
        **changes,
    }


def planned(client: FlaskClient, user: User, recipient: Heir) -> str:
    answer = client.post(f"{LIST}plan/{VILLAGE}", data=plan(user, recipient.case_id))
    assert answer.status_code == 303
    return answer.location


def test_a_session_is_planned_printed_and_keyed_back(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    assert "Belum ada pertemuan" in client.get(LIST).text
    chosen = client.post(f"{LIST}plan", data={"region_code": VILLAGE})
    assert chosen.location == f"{LIST}plan/{VILLAGE}"
    nobody = client.post(chosen.location, data=plan(user))
    assert "Pilih paling sedikit satu keluarga." in nobody.text
    assert 'value="Membaca buku tabungan"' in nobody.text
    address = planned(client, user, recipient)

    sheet = client.get(f"{address}/sheet").text
    assert "Mawarti Uji" in sheet
    assert "cap jempol" in sheet
    assert "Rp" not in sheet
    form = client.get(f"{address}/attendance").text
    assert "Mawarti Uji" in form
    sent = {
        "version": "1",
        "on-day": "23",
        "on-month": "11",
        "on-year": "2026",
        "families-0-case": str(recipient.case_id),
        "families-0-recipients": str(recipient.id),
        "families-0-people": "",
    }
    open_line = client.post(f"{address}/attendance", data=sent)
    assert "0 bila tidak ada" in open_line.text
    assert f'value="{recipient.id}" checked' in " ".join(open_line.text.split())
    done = client.post(f"{address}/attendance", data={**sent, "families-0-people": "2"})
    assert done.status_code == 303
    page = client.get(address).text
    assert "Terlaksana" in page
    assert "Mawarti Uji" in page
    case_page = client.get(f"/government/cases/{recipient.case_id}").text
    assert "Belajar bersama terlaksana" in case_page
    assert "1 keluarga, 2 orang" in client.get(f"{LIST}export.csv").text
    assert address in client.get(f"{LIST}?state=terlaksana").text
    assert address not in client.get(f"{LIST}?state=dibatalkan").text


def test_a_family_reads_that_it_may_come_or_not(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    planned(client, user, recipient)
    enter_with(client, make_letter(session, recipient=recipient))
    page = client.get("/family/").text
    assert "diundang belajar bersama: Membaca buku tabungan" in page
    assert "28 November 2026 pukul 09.00, di Balai desa" in page
    assert "Boleh datang, boleh tidak. Santunan Anda tidak bergantung padanya." in page
    neighbour = make_recipient(session, case=make_case(session))
    enter_with(client, make_letter(session, recipient=neighbour))
    assert "diundang" not in client.get("/family/").text


def test_a_session_is_cancelled_with_a_reason(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    address = planned(client, user, recipient)
    assert "Tulis alasannya." in client.post(f"{address}/cancel", data={"version": "1"}).text
    sent = {"version": "1", "reason": "Jembatan putus."}
    assert client.post(f"{address}/cancel", data=sent).status_code == 303
    assert "Jembatan putus." in client.get(address).text
    assert session.scalars(select(LearningSession.state)).one() is EventState.CANCELLED


def test_an_auditor_reads_and_plans_nothing_and_another_kecamatan_finds_nothing(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    address = planned(client, user, recipient)
    enter_as(client, make_user(session, role=Role.AUDITOR))
    page = client.get(address).text
    assert "Catat kehadiran" not in page
    assert client.get(f"{LIST}plan").status_code == 403
    enter_as(client, make_user(session, region="75.03.06"))
    for path in (address, f"{address}/sheet", f"{address}/attendance", f"{LIST}plan/{VILLAGE}"):
        assert client.get(path).status_code == 404


def test_a_longer_list_asks_no_more_statements(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    planned(client, user, recipient)
    client.get(LIST)
    with counted(session) as few:
        client.get(LIST)
    for _ in range(5):
        planned(client, user, recipient)
    with counted(session) as many:
        client.get(LIST)
    assert len(few) == len(many)
