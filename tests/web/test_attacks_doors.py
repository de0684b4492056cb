"""Cookies kept too long, doors tried too often, forms sent from elsewhere."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.access.passwords import make_hash
from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.kinds import LetterState
from savings_app.cases.models import Case
from savings_app.db import get_session, transaction
from tests.builders import (
    CODE,
    NOW,
    PASSWORD,
    get_bank,
    load_reference,
    make_letter,
    make_recipient,
    make_user,
)
from tests.conftest import Clock, make_app
from tests.databases import POSTGRESQL, SQLITE, Databases
from tests.web.doors import enter_as, enter_with
from tests.web.test_attacks_strangers import SENT, addresses
from tests.web.world import World, make_world

BORN = {"born_on-day": "5", "born_on-month": "3", "born_on-year": "1975"}


def cookie_of(client: FlaskClient) -> str:
    kept = client.get_cookie("session")
    assert kept is not None
    return kept.value


def put(client: FlaskClient, cookie: str) -> None:
    client.delete_cookie("session")
    client.set_cookie("session", cookie)


def test_every_post_without_a_token_is_refused(
    app: Flask, client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", value=True)
    world = make_world(session)
    before = session.scalar(select(func.count()).select_from(AuditEvent))
    # No cookie opens the interface for banks, so nobody's browser can be made to call it.
    posts = [
        row
        for row in addresses(app, world)
        if row[0] == "POST" and not row[1].startswith("/api/v1/")
    ]
    assert len(posts) > 40
    for _method, address, _permission, _row in posts:
        for who in (world.letter, world.officer, world.caseworker):
            if isinstance(who, User):
                enter_as(client, who)
            else:
                enter_with(client, who)
            page = client.post(address, data=SENT)
            assert page.status_code == 400, address
            assert "terlalu lama terbuka" in page.text
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == before


def test_a_token_of_another_session_is_refused(
    app: Flask, client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", value=True)
    world = make_world(session)
    enter_with(client, world.letter)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/family/word/").text)
    assert found is not None
    enter_with(client, make_letter(session, recipient=world.sibling))
    assert client.post("/sign-out", data={"csrf_token": found[1]}).status_code == 400


@pytest.mark.parametrize("address", ["/sign-out", "/government/visits/end"])
def test_nothing_ends_by_following_a_link(
    client: FlaskClient, session: Session, address: str
) -> None:
    enter_as(client, make_user(session))
    assert client.get(address).status_code in (404, 405)
    assert client.get("/government/").status_code == 200


def test_the_language_is_no_more_than_the_language(client: FlaskClient, session: Session) -> None:
    enter_as(client, make_user(session))
    assert client.get("/language/en?next=/government/").location == "/government/"
    assert client.get("/government/").status_code == 200
    assert client.get("/language/xx").status_code == 404
    assert client.post("/language/en").status_code == 405


def test_an_old_cookie_of_staff_opens_nothing(client: FlaskClient, session: Session) -> None:
    user = make_user(session, password=PASSWORD)
    enter_as(client, user)
    kept = cookie_of(client)
    assert client.post("/sign-out").status_code == 303
    put(client, kept)
    assert client.get("/government/").status_code == 303

    session.expire_all()
    enter_as(client, user)
    kept = cookie_of(client)
    sent = {"password": PASSWORD, "new_password": "enam kata baru", "again": "enam kata baru"}
    assert client.post("/staff/password", data=sent).status_code == 303
    assert client.get("/government/").status_code == 200
    put(client, kept)
    assert client.get("/government/").status_code == 303


def test_an_old_cookie_of_a_family_opens_nothing(client: FlaskClient, session: Session) -> None:
    letter = make_world(session).letter
    enter_with(client, letter)
    kept = cookie_of(client)
    sent = {"word": "bunga mawar putih", "again": "bunga mawar putih"}
    assert client.post("/family/word/", data=sent).status_code == 303
    newer = cookie_of(client)
    put(client, kept)
    assert client.get("/family/").location.startswith("/sign-in")
    put(client, newer)
    assert client.get("/family/").status_code == 200
    assert client.post("/sign-out").status_code == 303
    put(client, newer)
    assert client.get("/family/").location.startswith("/sign-in")


def test_a_changed_cookie_is_no_cookie(client: FlaskClient, session: Session) -> None:
    enter_as(client, make_user(session))
    kept = cookie_of(client)
    for damaged in (kept[:-2], "x" + kept, kept.replace(".", "", 1), "", "e30.aaa.bbb"):
        put(client, damaged)
        assert client.get("/government/").status_code == 303


def test_idle_families_leave_after_ten_minutes_and_staff_after_sixty(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    world = make_world(session)
    enter_with(client, world.letter)
    clock.set(NOW + timedelta(minutes=10))
    assert client.get("/family/").status_code == 200
    clock.set(NOW + timedelta(minutes=20, seconds=1))
    assert client.get("/family/").status_code == 303
    enter_as(client, world.caseworker)
    clock.set(NOW + timedelta(minutes=80))
    assert client.get("/government/").status_code == 200
    clock.set(NOW + timedelta(minutes=140, seconds=1))
    assert client.get("/government/").status_code == 303


def sit_with(client: FlaskClient, world: World) -> None:
    enter_as(client, world.caseworker)
    begun = client.post(f"/government/visits/begin/{world.owner.id}")
    assert begun.location == "/family/"


def test_staff_beside_the_device_never_choose_the_word(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    world = make_world(session)
    before = world.letter.word_hash
    sit_with(client, world)
    sent = {"word": "kata petugas", "again": "kata petugas"}
    assert client.post("/family/word/", data=sent).status_code in (200, 403)
    session.expire_all()
    assert world.letter.word_hash == before


def test_whatever_is_done_in_a_visit_says_who_sat_beside(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    world = make_world(session)
    sit_with(client, world)
    client.post("/family/receipt/", data={})
    client.post("/family/complaints/", data={"about": "other", "text": "Kurang jelas."})
    client.post("/family/consents/messages", data={"answer": "yes"})
    client.post(f"/family/pledges/{world.pledge.id}/cancel")
    client.post("/family/plan/", data={"do": "not_now"})
    session.expire_all()
    deeds = session.scalars(
        select(AuditEvent).where(AuditEvent.role == Role.FAMILY).order_by(AuditEvent.sequence)
    ).all()
    assert {deed.action for deed in deeds} >= {
        "receipt:confirm",
        "consent:give",
        "pledge:cancel",
        "plan:outcome",
    }
    assert {deed.assisted_by for deed in deeds} == {world.caseworker.id}
    for secret in ("photo", "claim_help"):
        client.post(f"/family/consents/{secret}", data={"answer": "yes"})
    given = session.scalars(
        select(AuditEvent.facts)
        .where(AuditEvent.action == "consent:give")
        .order_by(AuditEvent.sequence)
    )
    assert "photo" not in {facts["kind"] for facts in given}


def test_staff_beside_the_device_neither_read_nor_write_what_is_said_of_staff(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    world = make_world(session)
    world.staff_complaint.text = "Petugas meminta potongan."
    session.flush()
    enter_with(client, world.letter)
    assert "Petugas meminta potongan." in client.get("/family/complaints/").text
    sit_with(client, world)
    assert "Petugas meminta potongan." not in client.get("/family/complaints/").text
    page = client.post("/family/complaints/", data={"about": "staff", "text": "Aduan."})
    assert page.status_code == 200


def test_a_visit_ends_and_cannot_be_taken_up_again(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    world = make_world(session)
    sit_with(client, world)
    kept = cookie_of(client)
    assert client.get("/family/").status_code == 200
    assert client.post("/government/visits/end").status_code == 303
    assert client.get("/family/").status_code == 403
    put(client, kept)
    assert client.get("/family/").status_code == 403
    sit_with(client, world)
    clock.set(NOW + timedelta(minutes=10, seconds=1))
    assert client.get("/family/").status_code == 403


@pytest.mark.parametrize("change", ["another", "role", "region", "officer"])
def test_a_visit_is_of_the_one_who_may_sit_there(
    client: FlaskClient, session: Session, clock: Clock, change: str
) -> None:
    world = make_world(session)
    sit_with(client, world)
    with client.session_transaction() as cookie:
        visit = cookie["visit_id"]
    if change in ("another", "officer"):
        enter_as(client, make_user(session) if change == "another" else world.officer)
        with client.session_transaction() as cookie:
            cookie["visit_id"], cookie["visit_seen"] = visit, cookie["seen"]
    elif change == "role":
        world.caseworker.role = Role.AUDITOR
    else:
        world.caseworker.region = "75.03.06"
    session.flush()
    page = client.get("/family/")
    assert page.status_code == 403
    assert world.owner.full_name not in page.text


def test_a_family_that_signs_in_after_staff_is_only_the_family(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    world = make_world(session)
    sit_with(client, world)
    world.letter.state, world.letter.code_hash = LetterState.ISSUED, make_hash(CODE)
    world.letter.word_hash = None
    session.flush()
    number = session.get_one(Case, world.case_id).number
    sent = {"number": f"{number}-1", "secret": CODE, **BORN}
    assert client.post("/sign-in", data=sent).location == "/family/word/"
    with client.session_transaction() as cookie:
        assert not {"user_id", "visit_id"} & set(cookie)
    page = client.get("/government/")
    assert page.status_code == 403
    assert client.get("/family/").location == "/family/word/"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.FAMILY])
def test_everybody_comes_in_to_a_page_that_is_theirs(
    client: FlaskClient, session: Session, role: Role
) -> None:
    load_reference(session)
    bank = get_bank(session) if role is Role.BANK_OFFICER else None
    user = make_user(session, role=role, bank=bank, password=PASSWORD)
    page = client.post(
        "/staff/sign-in", data={"email": user.email, "password": PASSWORD}, follow_redirects=True
    )
    assert page.status_code == 200
    assert page.request.path != "/staff/sign-in"


def alert(text: str) -> str:
    return "".join(re.findall(r'role="alert".*?</div>', text, re.DOTALL)[:1])


def test_a_locked_door_says_no_more_than_one_that_is_not_there(
    client: FlaskClient, session: Session
) -> None:
    user = make_user(session, password=PASSWORD)
    user.locked_until = NOW + timedelta(days=400)
    gone = make_user(session, password=PASSWORD)
    gone.is_active = False
    session.flush()
    tried = [(user.email, PASSWORD), (gone.email, PASSWORD), ("siapa@uji.invalid", PASSWORD)]
    said = set()
    for email, password in tried:
        page = client.post("/staff/sign-in", data={"email": email, "password": password})
        said.add((page.status_code, alert(page.text)))
    assert len(said) == 1
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == len(tried)


def test_a_recipients_number_is_not_found_by_guessing(
    client: FlaskClient, session: Session
) -> None:
    recipient = make_recipient(session)
    letter = make_letter(session, recipient=recipient, state=LetterState.ISSUED, code=CODE)
    letter.locked_until = NOW + timedelta(days=400)
    session.flush()
    number = session.get_one(Case, recipient.case_id).number
    said = set()
    for guess in (number, f"{number}-1", f"{number}-2", "BB-2026-9999", "BB-2026-9999-1"):
        page = client.post("/sign-in", data={"number": guess, "secret": CODE, **BORN})
        said.add((page.status_code, alert(page.text)))
    assert len(said) == 1


@pytest.mark.parametrize("kind", [SQLITE, POSTGRESQL])
def test_wrong_tries_at_once_all_count(databases: Databases, kind: str, tmp_path: object) -> None:
    app = make_app(databases.new(kind), SAVINGS_APP_DATA=tmp_path)
    with app.app_context(), transaction() as session:
        user = make_user(session, password=PASSWORD)
        email, user_id = user.email, user.id

    def attempt(password: str) -> int:
        sent = {"email": email, "password": password}
        return app.test_client().post("/staff/sign-in", data=sent).status_code

    with ThreadPoolExecutor(5) as pool:
        assert set(pool.map(attempt, [f"salah-sekali-{n}" for n in range(5)])) == {200}
    assert attempt(PASSWORD) == 200
    with app.app_context():
        assert get_session().get_one(User, user_id).locked_until is not None
    app.extensions["sessionmaker"].kw["bind"].dispose()


def test_the_cookie_is_kept_from_scripts_and_other_sites(databases: Databases) -> None:
    app = make_app(databases.new(SQLITE), SESSION_COOKIE_SECURE=True, SESSION_COOKIE_HTTPONLY=True)
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    answer = app.test_client().get("/language/en", base_url="https://layanan.invalid")
    flags = SimpleCookie(answer.headers["Set-Cookie"])["session"]
    assert (flags["httponly"], flags["secure"], flags["samesite"]) == (True, True, "Lax")
    app.extensions["sessionmaker"].kw["bind"].dispose()
