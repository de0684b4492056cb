"""Pages of the hand-over and of asking again."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.cases.actions.receipts import confirm_all_arrived
from savings_app.cases.event_kinds import EventState
from savings_app.cases.models import Complaint, HandOver, Heir
from savings_app.consents.kinds import ConsentKind
from savings_app.documents.models import Document
from savings_app.documents.rules import DocumentKind
from tests.builders import (
    NOW,
    family_actor,
    make_account,
    make_case,
    make_consent,
    make_payout,
    make_recipient,
    make_user,
)
from tests.web.doors import enter_as

pytestmark = pytest.mark.usefixtures("clock")  # 23 November 2026

PLAN = {
    "on-day": "20",
    "on-month": "11",
    "on-year": "2026",
    "occasion": "doa_40",
    "place": "Balai desa",
    "office": "Dinas Nakerkum",
    "officials": "Pejabat Uji",
}


@pytest.fixture
def recipient(session: Session) -> Heir:
    return make_recipient(session, full_name="Mawarti Uji")


def planned(client: FlaskClient, session: Session, recipient: Heir) -> str:
    """The address of a hand-over planned for this family and a neighbour's."""
    other = make_case(session)
    address = f"/government/hand-overs/of/{recipient.case_id}"
    assert other.number in client.get(address).text
    sent = client.post(address, data={**PLAN, "others": str(other.id)})
    assert sent.status_code == 303
    return f"/government/hand-overs/{session.scalars(select(HandOver)).one().id}"


def held(recipient: Heir, **changes: str) -> dict[str, str]:
    return {
        "on-day": "20",
        "on-month": "11",
        "on-year": "2026",
        "officials": "Pejabat Uji",
        "present": str(recipient.case_id),
        "people-0-full_name": "Imam Uji",
        "people-0-role": "imam",
        "people-1-full_name": "Kadus Uji",
        "people-1-role": "kepala dusun",
        **changes,
    }


def test_a_hand_over_is_planned_held_and_gets_its_record(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    enter_as(client, make_user(session))
    assert (
        "Tulis tempatnya"
        in client.post(
            f"/government/hand-overs/of/{recipient.case_id}", data={**PLAN, "place": " "}
        ).text
    )
    address = planned(client, session, recipient)
    page = client.get(address).text
    assert "tidak ada persetujuan: jangan difoto" in page
    make_consent(session, recipient=recipient, kind=ConsentKind.PHOTO)
    assert "ada persetujuan</span>" in client.get(address).text
    assert address in client.get("/government/hand-overs/").text
    assert (
        "Direncanakan 20 November 2026" in client.get(f"/government/cases/{recipient.case_id}").text
    )
    few = client.post(f"{address}/hold", data=held(recipient, **{"people-1-full_name": ""}))
    assert "paling sedikit 2 saksi" in few.text
    assert "Imam Uji" in few.text
    dead = client.post(
        f"{address}/hold", data=held(recipient, **{"people-1-full_name": "Yusup Uji"})
    )
    assert "Yusup Uji bernama sama dengan orang yang tercatat sudah meninggal" in dead.text
    page = client.post(f"{address}/hold", data=held(recipient), follow_redirects=True).text
    assert "Kadus Uji" in page
    assert "tidak hadir" not in page.replace("tidak hadir</span>", "", 1)
    sheet = client.get(f"{address}/sheet").text
    assert "Mawarti Uji" in sheet
    assert "Rp" not in sheet
    asked = client.post(f"/government/documents/of/{recipient.id}/", data={"kind": "handover"})
    assert asked.status_code == 303
    document = session.scalars(select(Document)).one()
    assert (document.kind, document.number[:3]) == (DocumentKind.HANDOVER, "BA-")
    letters = f"/government/documents/of/{recipient.id}"
    assert "1 surat yang sudah dikeluarkan" in client.get(f"{letters}/?sort=issued").text
    file = client.get(f"{letters}/export.csv").data.decode("utf-8-sig").splitlines()
    assert file[0] == "Nomor;Jenis;Dikeluarkan;Keadaan"
    assert file[1].startswith(f"{document.number};")
    assert len(file) == 2
    assert (
        "Terlaksana 20 November 2026" in client.get(f"/government/cases/{recipient.case_id}").text
    )
    assert client.get("/government/hand-overs/export.csv?state=semua").text.count("Balai desa") == 1


def test_a_record_needs_a_hand_over(client: FlaskClient, session: Session, recipient: Heir) -> None:
    enter_as(client, make_user(session))
    client.post(f"/government/documents/of/{recipient.id}/", data={"kind": "handover"})
    assert session.scalars(select(Document)).all() == []


def test_a_hand_over_is_cancelled_with_a_reason(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    enter_as(client, make_user(session))
    address = planned(client, session, recipient)
    assert "Tulis alasannya" in client.post(f"{address}/cancel", data={"reason": ""}).text
    page = client.post(f"{address}/cancel", data={"reason": "Banjir."}, follow_redirects=True).text
    assert "Banjir." in page
    session.expire_all()
    assert session.scalars(select(HandOver.state)).all() == [EventState.CANCELLED]


def test_a_reader_changes_nothing_and_a_stranger_finds_nothing(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    enter_as(client, make_user(session))
    address = planned(client, session, recipient)
    enter_as(client, make_user(session, role=Role.AUDITOR))
    assert "Catat terlaksana" not in client.get(address).text
    assert client.post(f"{address}/cancel", data={"reason": "x"}).status_code == 403
    enter_as(client, make_user(session, region="75.03.06"))
    for way in ("", "/hold", "/cancel", "/sheet"):
        assert client.get(f"{address}{way}").status_code == 404


def test_another_officer_asks_again_and_a_no_opens_a_complaint(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    make_payout(session, account=make_account(session, recipient=recipient))
    said_at = NOW - timedelta(days=20)
    # Payouts of tests are recorded today; the word came after the money.
    confirm_all_arrived(session, actor=family_actor(recipient), request_key=uuid4(), now=said_at)
    enter_as(client, make_user(session))
    address = f"/government/asking/{recipient.id}"
    assert address in client.get("/government/asking/").text
    page = client.get(address).text
    assert "Saya bukan petugas yang mengurus santunan" in page
    assert "Rp42.000.000" in page
    sent = {
        "channel": "telepon",
        "answer": "kurang",
        "amount": "22.000.000",
        "asked_on-day": "20",
        "asked_on-month": "11",
        "asked_on-year": "2026",
        "request_key": str(uuid4()),
    }
    assert "Pilih jawaban penerima" in client.post(address, data={**sent, "answer": ""}).text
    for _ in range(2):
        page = client.post(address, data=sent, follow_redirects=True).text
        assert "terbuka dengan sendirinya" in page
    assert address not in client.get("/government/asking/").text
    assert len(session.scalars(select(Complaint)).all()) == 1
    assert "Belum semua" in client.get(f"/government/payouts/{recipient.case_id}").text


def test_who_did_the_work_is_told_that_somebody_else_asks(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    account = make_account(session, recipient=recipient)
    make_payout(session, account=account)
    officer = make_user(session)
    account.recorded_by = officer.id
    session.flush()
    enter_as(client, officer)
    page = client.get(f"/government/asking/{recipient.id}").text
    assert "Bukan untuk Anda" in page
    assert "Simpan jawaban" not in page
    enter_as(client, make_user(session, role=Role.AUDITOR))
    assert client.get("/government/asking/").status_code == 403
