"""A family asks for help to begin again; the Dinas answers; nothing of it speaks of saving."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.cases.models import Heir
from savings_app.support.models import SupportRequest
from tests.builders import make_letter, make_recipient, make_user
from tests.web.doors import enter_as, enter_with
from tests.web.test_government_cases import counted

pytestmark = pytest.mark.usefixtures("clock")

ON = {"on-day": "23", "on-month": "11", "on-year": "2026"}


@pytest.fixture
def recipient(session: Session, client: FlaskClient) -> Heir:
    recipient = make_recipient(session)
    enter_with(client, make_letter(session, recipient=recipient))
    return recipient


def asked(client: FlaskClient, session: Session) -> SupportRequest:
    sent = client.post("/family/support/", data={"kind": "umkm", "wish": "Ingin berjualan kue"})
    assert sent.status_code == 303
    return session.scalars(select(SupportRequest)).one()


def test_a_family_asks_sees_what_waits_and_takes_it_back(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    assert "/family/support/" in client.get("/family/").text
    page = client.get("/family/support/").text
    assert "checked" not in page
    main = re.sub(r"(?s).*<main|</main>.*", "", page)
    assert not re.search(r"(?i)simpan|menabung|tabung", main)
    request = asked(client, session)
    page = client.get("/family/support/").text
    assert "Diminta 23 November 2026. Menunggu petugas." in page
    gone = client.post(f"/family/support/{request.id}/withdraw", follow_redirects=True)
    assert "Permintaan ditarik" in gone.text
    assert "Ditarik keluarga" in gone.text


def test_asking_for_nothing_is_no_request(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    page = client.post("/family/support/", data={"kind": ""})
    assert "tidak meminta juga baik" in page.text
    assert session.scalars(select(SupportRequest)).all() == []


def test_the_dinas_sees_it_waiting_and_writes_down_what_came_of_it(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    request = asked(client, session)
    enter_as(client, make_user(session))
    work = client.get("/government/worklist/?kind=permintaan_bantuan").text
    address = f"/government/support/{request.id}"
    assert address in work
    assert "1 menunggu" in client.get(f"/government/cases/{recipient.case_id}").text
    page = client.get(address).text
    assert "Ingin berjualan kue" in page
    sent = {**ON, "version": str(request.version), "step": "dihubungi", "note": "Lewat telepon"}
    assert client.post(f"{address}/steps", data=sent).status_code == 303
    assert "Lewat telepon" in client.get(address).text
    stale = client.post(f"{address}/steps", data={**sent, "step": "dibantu", "version": "1"})
    assert stale.status_code == 409
    session.refresh(request)
    wrong = {**sent, "on-day": "24", "version": str(request.version)}
    assert "Hari itu belum tiba" in client.post(f"{address}/steps", data=wrong).text
    done = {**sent, "step": "dibantu", "version": str(request.version)}
    assert client.post(f"{address}/steps", data=done).status_code == 303
    page = client.get(address).text
    assert "Selesai: keluarga dibantu" in page
    assert "Catat tindak lanjut" not in page


def test_it_is_written_down_at_a_visit_only_on_the_familys_word(
    client: FlaskClient, session: Session, user: User
) -> None:
    recipient = make_recipient(session)
    address = f"/government/cases/{recipient.case_id}/support"
    assert "Keluarga belum meminta" in client.get(address).text
    sent = {"recipient": str(recipient.id), "kind": "koperasi"}
    assert "Hanya atas permintaan keluarga" in client.post(f"{address}/add", data=sent).text
    told = client.post(f"{address}/add", data={**sent, "on_its_word": "y"})
    assert told.location == address
    assert "Ikut koperasi" in client.get(address).text
    request = session.scalars(select(SupportRequest)).one()
    client.post(f"/government/support/{request.id}/withdraw")
    assert "Ditarik keluarga" in client.get(address).text
    elsewhere = make_recipient(session)
    strange = {**sent, "recipient": str(elsewhere.id), "on_its_word": "y"}
    assert client.post(f"{address}/add", data=strange).status_code == 200
    assert len(session.scalars(select(SupportRequest)).all()) == 1


def test_the_list_is_filtered_sorted_and_taken_along(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    asked(client, session)
    enter_as(client, make_user(session, role=Role.AUDITOR))
    assert "1 permintaan" in client.get("/government/support/?kind=umkm&sort=due").text
    assert "1 permintaan" not in client.get("/government/support/?state=selesai").text
    table = client.get("/government/support/export.csv?waiting=y").get_data(as_text=True)
    assert recipient.full_name in table
    request = session.scalars(select(SupportRequest)).one()
    assert "Catat tindak lanjut" not in client.get(f"/government/support/{request.id}").text
    refused = client.post(f"/government/support/{request.id}/steps", data=ON)
    assert refused.status_code == 403


def test_a_longer_list_asks_no_more_statements(
    client: FlaskClient, session: Session, user: User
) -> None:
    def ask_another() -> None:
        other = make_recipient(session)
        sent = {"recipient": str(other.id), "kind": "koperasi", "on_its_word": "y"}
        client.post(f"/government/cases/{other.case_id}/support/add", data=sent)

    ask_another()
    client.get("/government/support/")
    with counted(session) as few:
        client.get("/government/support/")
    for _ in range(3):
        ask_another()
    with counted(session) as many:
        page = client.get("/government/support/")
    assert "4 permintaan" in page.text
    assert len(many) == len(few)
