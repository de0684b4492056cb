"""A correction of much money on its page: how many have agreed, why so many, and who is missing."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.cases.models import BenefitComputation, Case
from savings_app.corrections.models import CorrectionRequest
from savings_app.money import Rupiah
from tests.builders import (
    NOW,
    actor_of,
    make_account,
    make_payout,
    make_recipient,
    make_user,
)
from tests.corrected import correct_wage
from tests.opened import opened_accident
from tests.web.doors import enter_as

pytestmark = pytest.mark.usefixtures("clock")

ONE_OF_TWO = "<strong>1 dari 2 persetujuan</strong>"


@pytest.fixture
def made(session: Session) -> BenefitComputation:
    """Of an accident at work, a wage of Rp2,000,000 that was Rp4,000,000: Rp96,000,000 more."""
    maker = actor_of(make_user(session))
    return correct_wage(session, maker, opened_accident(session, maker), wage=4_000_000, now=NOW)


def test_the_page_of_a_benefit_says_one_of_two_and_why(
    client: FlaskClient, session: Session, made: BenefitComputation
) -> None:
    page = f"/government/cases/{made.case_id}/benefit"
    decide = f"/government/benefit/{made.id}/decide"
    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    before = client.get(page).text
    assert "<strong>0 dari 2 persetujuan</strong>" in before
    assert "Rp96.000.000" in before.replace("\xa0", "")
    assert "Kebijakan Dinas, belum ditetapkan" in before
    assert client.post(decide, data={"decision": "approve"}).status_code == 303
    after = client.get(page).text
    assert ONE_OF_TWO in after
    assert "Anda sudah setuju" in after
    assert "Simpan keputusan" not in after
    again = client.post(decide, data={"decision": "approve"})
    assert "Perlu satu orang lagi." in again.text

    enter_as(client, make_user(session, role=Role.SUPERVISOR, region="75.03.06"))
    assert client.post(decide, data={"decision": "approve"}).status_code == 404
    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    assert client.post(decide, data={"decision": "approve"}).status_code == 303
    assert session.get_one(Case, made.case_id).wage == Rupiah.of(4_000_000)


def test_the_page_of_a_recipient_who_was_paid_much_says_it_too(
    client: FlaskClient, session: Session
) -> None:
    heir = make_recipient(session, full_name="Rukiya Uji")
    make_payout(session, account=make_account(session, recipient=heir), amount=60_000_000)
    request = CorrectionRequest(
        subject="ahli_waris",
        heir_id=heir.id,
        case_id=heir.case_id,
        region_code="75.03.11.2003",
        full_name=heir.full_name,
        changes=[{"field": "full_name", "before": "Rukiya Uji", "after": "Rukia Uji"}],
        reason="Salah ketik",
        evidence="KTP",
        state="diajukan",
        requested_by=make_user(session).id,
        requested_at=NOW,
    )
    session.add(request)
    session.flush()
    page = f"/government/corrections/{request.id}"
    for said in ("<strong>0 dari 2 persetujuan</strong>", ONE_OF_TWO):
        enter_as(client, make_user(session, role=Role.SUPERVISOR))
        assert said in client.get(page).text
        answer = client.post(f"{page}/decide", data={"decision": "approve", "version": "1"})
        assert answer.status_code == 303
    session.refresh(heir)
    assert heir.full_name == "Rukia Uji"
