"""Sitting with a family: the banner, what was done, the page that is signed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.audit.actions import record
from savings_app.cases.actions.visits import begin_visit, end_visit
from savings_app.cases.models import AssistedVisit, Heir
from tests.builders import NOW, TODAY, actor_of, family_actor, make_recipient, make_user
from tests.conftest import Clock
from tests.web.doors import enter_as


@pytest.fixture
def user(client: FlaskClient, session: Session, clock: Clock) -> User:
    user = make_user(session)
    enter_as(client, user)
    return user


@pytest.fixture
def recipient(session: Session) -> Heir:
    return make_recipient(session)


def test_the_family_s_pages_open_with_a_banner_until_the_visit_ends(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    begun = client.post(f"/government/visits/begin/{recipient.id}")
    assert begun.status_code == 303
    assert begun.location.endswith("/family/")
    page = client.get("/family/word/")
    assert page.status_code == 200
    assert user.full_name in page.text
    assert "dicatat sebagai didampingi" in page.text
    visit = session.scalars(select(AssistedVisit)).one()
    ended = client.post("/government/visits/end")
    assert ended.location.endswith(f"/government/visits/{visit.id}")
    assert client.get("/family/word/").status_code in {303, 403}


def test_the_visit_ends_by_itself_after_ten_minutes(
    client: FlaskClient, session: Session, user: User, recipient: Heir, clock: Clock
) -> None:
    client.post(f"/government/visits/begin/{recipient.id}")
    clock.set(NOW + timedelta(minutes=11))
    assert client.get("/family/word/").status_code == 403


def ended_visit(session: Session, user: User, recipient: Heir) -> AssistedVisit:
    visit = begin_visit(session, actor=actor_of(user), recipient_id=recipient.id, now=NOW)
    beside = family_actor(recipient, assisted_by=user.id)
    for minute, action in ((1, "consent:give"), (2, "document:open"), (30, "plan:finish")):
        record(
            session,
            actor=beside,
            now=NOW + timedelta(minutes=minute),
            action=action,
            subject="plan",
        )
    end_visit(session, actor=actor_of(user), visit_id=visit.id, now=NOW + timedelta(minutes=10))
    return visit


def test_the_page_to_sign_lists_what_was_done_then_and_nothing_else(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    visit = ended_visit(session, user, recipient)
    page = client.get(f"/government/visits/{visit.id}").text
    assert "Memberi persetujuan" in page
    assert "Menyelesaikan rencana" not in page
    assert "document:open" not in page
    assert "Tanda tangan atau cap jempol" in page


def test_the_signature_is_recorded_once_it_is_there(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    visit = ended_visit(session, user, recipient)
    assert recipient.full_name in client.get("/government/visits/").text
    address = f"/government/visits/{visit.id}"
    sent = {"signed_on-month": "11", "signed_on-year": "2026"}
    assert "belum tiba" in client.post(address, data={**sent, "signed_on-day": "24"}).text
    assert "23 November 2026" in client.post(address, data={**sent, "signed_on-day": "22"}).text
    page = client.post(address, data={**sent, "signed_on-day": "23"}, follow_redirects=True)
    assert "Sudah ditandatangani" in page.text
    session.expire_all()
    assert (visit.signed_on, visit.signed_recorded_by) == (TODAY, user.id)
    assert "Semua sudah ditandatangani" in client.get("/government/visits/").text


def test_a_visit_the_browser_forgot_is_ended_on_its_page(
    client: FlaskClient, session: Session, user: User, recipient: Heir, clock: Clock
) -> None:
    client.post(f"/government/visits/begin/{recipient.id}")
    clock.set(NOW + timedelta(minutes=11))
    client.get("/family/word/")
    visit = session.scalars(select(AssistedVisit)).one()
    assert str(visit.id) in client.get("/government/visits/").text
    assert "Akhiri pendampingan" in client.get(f"/government/visits/{visit.id}").text
    assert client.post(f"/government/visits/end/{visit.id}").status_code == 303
    session.expire_all()
    assert visit.ended_at == clock.now
    enter_as(client, make_user(session))
    assert client.post(f"/government/visits/end/{visit.id}").status_code == 404


def test_a_stranger_neither_begins_nor_sees_a_visit(
    client: FlaskClient, session: Session, user: User, recipient: Heir
) -> None:
    visit = ended_visit(session, user, recipient)
    enter_as(client, make_user(session, region="75.03.06"))
    assert client.post(f"/government/visits/begin/{recipient.id}").status_code == 404
    assert client.get(f"/government/visits/{visit.id}").status_code == 404
    assert recipient.full_name not in client.get("/government/visits/").text
