"""Corrections by request on their pages: asked, looked at, decided, refused when outdated."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.models import Case
from savings_app.corrections.models import CorrectionRequest
from savings_app.registry.models import Participant
from tests.builders import make_account, make_case, make_participant, make_recipient, make_user
from tests.web.doors import enter_as

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def case(session: Session) -> Case:
    return make_case(session, participant=make_participant(session, full_name="Yusup Ujo"))


def sent(participant: Participant, **change: str) -> dict[str, str]:
    assert participant.nik is not None
    assert participant.kpj is not None
    return {
        "version": str(participant.version),
        "full_name": participant.full_name,
        "nik": participant.nik.full,
        "kpj": participant.kpj.full,
        "born_on": "1970-08-17",
        "sex": "L",
        "segment": "bpu",
        "category": "pekerja_rentan",
        "payer": "apbd",
        "months": "44",
        "region_code": participant.region_code,
        "reason": "Salah ketik",
        "evidence": "KTP",
        **change,
    }


def ask(client: FlaskClient, session: Session, case: Case, **change: str) -> CorrectionRequest:
    participant = session.get_one(Participant, case.participant_id)
    address = f"/government/corrections/participants/{participant.id}/ask"
    answer = client.post(address, data=sent(participant, **change))
    assert answer.status_code == 303, answer.text
    return session.scalars(
        select(CorrectionRequest).order_by(CorrectionRequest.requested_at.desc())
    ).first()  # type: ignore[return-value]


def test_a_name_is_corrected_by_two_people(
    client: FlaskClient, session: Session, case: Case
) -> None:
    enter_as(client, make_user(session))
    request = ask(client, session, case, full_name="Yusup Uji")
    own = client.get(f"/government/corrections/{request.id}")
    assert "Tarik perbaikan ini" in own.text
    assert "Simpan keputusan" not in own.text

    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    page = client.get(f"/government/corrections/{request.id}")
    assert "Yusup Ujo" in page.text
    assert "Yusup Uji" in page.text
    assert f"nomor {case.number} ikut diperbaiki" in page.text
    answer = client.post(
        f"/government/corrections/{request.id}/decide",
        data={"decision": "approve", "version": str(request.version)},
    )

    assert answer.status_code == 303
    session.refresh(case)
    assert case.full_name == "Yusup Uji"
    listed = client.get("/government/corrections/?state=disetujui")
    assert "Disetujui" in listed.text
    assert "Yusup Ujo" in listed.text


def test_a_direct_change_is_refused_and_the_way_is_shown(
    client: FlaskClient, session: Session, case: Case
) -> None:
    enter_as(client, make_user(session))
    participant = session.get_one(Participant, case.participant_id)

    page = client.post(
        f"/government/participants/{participant.id}/edit",
        data=sent(participant, full_name="Yusup Uji"),
    )

    assert "sudah dibuat dengan data ini: Nama lengkap" in page.text
    assert f"/government/corrections/participants/{participant.id}/ask" in page.text
    session.refresh(participant)
    assert participant.full_name == "Yusup Ujo"


def test_an_outdated_request_is_refused_with_both_values(
    client: FlaskClient, session: Session, case: Case
) -> None:
    enter_as(client, make_user(session))
    request = ask(client, session, case, full_name="Yusup Uji")
    session.get_one(Participant, case.participant_id).full_name = "Yusuf Uji"
    session.commit()

    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    page = client.post(f"/government/corrections/{request.id}/decide", data={"decision": "approve"})

    assert page.status_code == 409
    for value in ("Yusup Ujo", "Yusuf Uji (berubah)", "Yusup Uji"):
        assert value in page.text
    session.refresh(request)
    assert request.state == "diajukan"


def test_numbers_are_masked_until_they_are_opened_on_record(
    client: FlaskClient, session: Session, case: Case
) -> None:
    enter_as(client, make_user(session))
    request = ask(client, session, case, nik="7503111708709777")
    address = f"/government/corrections/{request.id}"

    masked = client.get(address)
    opened = client.post(f"{address}/numbers")

    assert "7503111708709777" not in masked.text
    assert "7503••••••••9777" in masked.text
    assert "7503111708709777" in opened.text
    assert session.scalars(
        select(AuditEvent).where(AuditEvent.action == "correction:show-numbers")
    ).one()


def test_who_asked_takes_it_back_and_nobody_else(
    client: FlaskClient, session: Session, case: Case
) -> None:
    user = make_user(session)
    enter_as(client, user)
    request = ask(client, session, case, full_name="Yusup Uji")
    address = f"/government/corrections/{request.id}/withdraw"

    enter_as(client, make_user(session))
    assert client.post(address).status_code == 403
    enter_as(client, make_user(session, region="75.03.06"))
    assert client.post(address).status_code == 404
    enter_as(client, user)
    assert client.post(address).status_code == 303
    session.refresh(request)
    assert request.state == "ditarik"


def test_a_recipient_with_an_account_is_asked_for_and_not_changed(
    client: FlaskClient, session: Session, case: Case
) -> None:
    enter_as(client, make_user(session))
    heir = make_recipient(session, case=case, full_name="Hartin Ujo")
    make_account(session, recipient=heir)
    data: dict[str, Any] = {
        "full_name": "Hartin Uji",
        "relation": "pasangan",
        "is_recipient": "yes",
        "born_on": "1975-03-05",
    }

    direct = client.post(f"/government/cases/{case.id}/heirs/{heir.id}/edit", data=data)
    address = f"/government/corrections/heirs/{heir.id}/ask"
    without = client.post(address, data=data)
    asked = client.post(address, data=data | {"reason": "Salah ketik", "evidence": "KTP"})

    assert "Ajukan perbaikan data" in direct.text
    assert "Tulis buktinya" in without.text
    assert asked.status_code == 303
    page = client.get(asked.location)
    assert "Nama pada rekening berbeda" in page.text
    session.refresh(heir)
    assert heir.full_name == "Hartin Ujo"


def test_the_list_is_taken_along_as_it_is_shown(
    client: FlaskClient, session: Session, case: Case
) -> None:
    enter_as(client, make_user(session))
    ask(client, session, case, full_name="Yusup Uji")

    taken = client.get("/government/corrections/export.csv?state=diajukan")
    none = client.get("/government/corrections/export.csv?state=ditolak")

    assert "Yusup Ujo" in taken.text
    assert "Nama lengkap" in taken.text
    assert "Yusup Ujo" not in none.text
