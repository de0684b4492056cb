"""What a page, an address, a file, a log or the trail must never carry."""

from __future__ import annotations

import json
import re
import sys
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import ROLE_PERMISSIONS, Role
from savings_app.audit.actions import record
from savings_app.audit.models import AuditEvent
from savings_app.csv_cells import as_text
from savings_app.documents.models import Document
from savings_app.documents.rules import DocumentState
from tests.builders import (
    NOW,
    actor_of,
    let_staff_see,
    make_case,
    make_participant,
    make_user,
)
from tests.conftest import engine_of, make_app
from tests.databases import SQLITE, Databases
from tests.web.doors import enter_as, enter_with
from tests.web.test_attacks_strangers import SENT, addresses
from tests.web.world import World, make_world

# Pages that say whole numbers on purpose: of one account, and forms over one person's numbers.
WHOLE_NUMBERS = re.compile(
    r"/government/((accounts|claim-sheets)/[0-9a-f-]{36}$|.*/edit$|.*/numbers$|.*/ask$"
    r"|claim-sheets/.*/zip$)"
)


# What a browser may read as a page; anything else is taken along, never opened here.
# The scripts there are: our own files, named by their hash, on the desk, a lesson, a family's page.
READ_AS_PAGES = {"text/html", "text/csv", "text/plain", "application/json", "image/svg+xml"}
# What the browser itself asks for at the root: the service worker and the manifest.
READ_AS_PAGES |= {"text/javascript", "application/manifest+json"}
# How the interface for banks refuses (RFC 9457).
READ_AS_PAGES |= {"application/problem+json"}
OUR_SCRIPT = (
    r'src="/static/(?:check|desk|keep|read|say)\.js\?v=[0-9a-f]{10}"'
    r"(?: data-numbers='[^'<>]*')? defer></script>"
)


def enter(client: FlaskClient, session: Session, world: World, role: Role) -> None:
    if role is Role.FAMILY:
        enter_with(client, world.letter)
    elif role is Role.BANK_OFFICER:
        enter_as(client, world.officer)
    else:
        enter_as(client, make_user(session, role=role))


def personal(world: World) -> list[str]:
    """Names and whole numbers of the family."""
    return [one for one in world.secrets if " " in one or one.isdigit()]


@pytest.mark.parametrize("role", [Role.FAMILY, Role.BANK_OFFICER, Role.SUPERVISOR, Role.AUDITOR])
def test_no_title_and_no_address_names_anybody_and_numbers_are_masked(
    app: Flask, client: FlaskClient, session: Session, role: Role
) -> None:
    world = make_world(session)
    enter(client, session, world, role)
    names, numbers = personal(world), [one for one in world.secrets if one.isdigit()]
    for method, address, permission, _row in addresses(app, world):
        if method != "GET" or permission not in ROLE_PERMISSIONS[role]:
            continue
        page = client.get(address)
        title = "".join(re.findall(r"<title>(.*?)</title>", page.text, re.DOTALL))
        links = " ".join(re.findall(r'(?:href|action|formaction)="([^"]*)"', page.text))
        sent = " ".join((page.headers.get("Content-Disposition", ""), page.location or ""))
        for name in names:
            assert name not in title, f"the title of {address}"
            assert name not in links, f"a link on {address}"
            assert name not in sent, f"a header of {address}"
        if not WHOLE_NUMBERS.search(address):
            shown = [number for number in numbers if number in page.text]
            phones = {"081200009999"}
            assert set(shown) <= phones, f"{address} shows {shown}"


@pytest.mark.parametrize("role", [None, Role.FAMILY, Role.BANK_OFFICER, Role.SUPERVISOR])
def test_every_answer_is_kept_by_nobody_and_runs_nothing(
    app: Flask, client: FlaskClient, session: Session, role: Role | None
) -> None:
    world = make_world(session)
    if role:
        enter(client, session, world, role)
    tried = [row[:2] for row in addresses(app, world) if not row[1].startswith("/static/")]
    for method, address in [*tried, ("GET", "/tidak-ada"), ("PUT", "/"), ("DELETE", "/sign-in")]:
        if address in ("/sign-out", "/staff/password") or "/visits/" in address:
            continue
        page = client.open(address, method=method)
        assert page.headers["Cache-Control"] == "no-store", address
        assert page.headers["X-Content-Type-Options"] == "nosniff", address
        policy = page.headers["Content-Security-Policy"]
        for rule in ("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'"):
            assert rule in policy, address
        assert "unsafe" not in policy
        assert page.headers["Referrer-Policy"] == "same-origin"
        if page.mimetype not in READ_AS_PAGES:
            assert page.headers["Content-Disposition"].startswith("attachment"), address
            continue
        assert not re.search(
            rf"<script(?! {OUR_SCRIPT})|\son[a-z]+=|style=|javascript:", page.text
        ), address


def test_the_stylesheet_is_kept_a_year_and_is_only_a_stylesheet(client: FlaskClient) -> None:
    link = re.search(r'href="(/static/app\.css\?[^"]+)"', client.get("/").text)
    assert link is not None
    style = client.get(link[1])
    assert style.status_code == 200
    assert style.mimetype == "text/css"
    assert "max-age=31536000" in style.headers["Cache-Control"]
    assert style.headers["X-Content-Type-Options"] == "nosniff"
    for outside in ("../config.py", "%2e%2e/config.py", "..%2fconfig.py", "/etc/passwd", ""):
        assert client.get(f"/static/{outside}").status_code == 404


@pytest.mark.parametrize("code", [404, 405])
def test_error_pages_are_pages_for_everybody(
    client: FlaskClient, session: Session, code: int
) -> None:
    world = make_world(session)
    for role in (None, Role.FAMILY, Role.BANK_OFFICER, Role.CASEWORKER, Role.ADMINISTRATOR):
        if role:
            enter(client, session, world, role)
        page = client.get("/tidak/ada") if code == 404 else client.put("/rights")
        assert page.status_code == code
        assert "<main" in page.text
        assert not [one for one in world.secrets if one in page.text]
        assert "Werkzeug" not in page.text


@pytest.fixture
def live(databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Flask:
    """As it runs for people: a bug is a page and a line of the log, which `capsys` reads."""
    return make_app(databases.new(SQLITE), SAVINGS_APP_DATA=tmp_path, TESTING=False)


def test_a_bug_says_a_reference_and_the_log_says_where_and_never_what(
    live: Flask, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "7503111708709001"

    def broken(*_arguments: object, **_more: object) -> None:
        session = live.extensions["sessionmaker"]()
        with session:
            session.connection().exec_driver_sql(
                "INSERT INTO region (id, code, name) VALUES (?, ?, ?)", ("1", secret, "Mawarti")
            )

    monkeypatch.setattr(sys.modules["savings_app.web.public.home"], "compute_benefit", broken)
    page = live.test_client().get("/")
    assert page.status_code == 500
    assert page.headers["Cache-Control"] == "no-store"
    reference = re.search(r'<span class="code">([0-9a-f]{8})</span>', page.text)
    assert reference is not None
    for leak in (secret, "Mawarti", "INSERT", "Traceback", "IntegrityError", "sqlite"):
        assert leak not in page.text
    logged = capsys.readouterr().err
    event = json.loads(logged.splitlines()[-1])
    assert event["reference"] == reference[1]
    assert event["error"][0]["kind"] == "IntegrityError"
    assert any("broken" in place for place in event["error"][0]["at"])
    assert secret not in logged
    assert "Mawarti" not in logged
    engine_of(live).dispose()


def test_a_family_at_work_leaves_no_line_about_itself_in_the_log(
    app: Flask, client: FlaskClient, session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    world = make_world(session)
    for role in (Role.FAMILY, Role.BANK_OFFICER, Role.SUPERVISOR):
        enter(client, session, world, role)
        for method, address, permission, _row in addresses(app, world):
            if permission in ROLE_PERMISSIONS[role] and "visits" not in address:
                client.open(address, method=method, data=SENT if method == "POST" else None)
    said = capsys.readouterr()
    assert not [one for one in world.secrets if one in said.err + said.out]
    facts = json.dumps([list(row) for row in session.execute(select(AuditEvent.facts))])
    assert not [one for one in personal(world) if one in facts]
    assert len(session.scalars(select(AuditEvent)).all()) > 10


@pytest.mark.parametrize("cell", ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1"])
def test_a_cell_is_never_a_formula(cell: str) -> None:
    assert as_text(cell).startswith(("'", " "))


def test_the_case_list_leaves_masked_and_tame(client: FlaskClient, session: Session) -> None:
    bad = make_participant(session, full_name='=HYPERLINK("http://jahat.invalid")')
    make_case(session, participant=bad)
    world = make_world(session)
    enter_as(client, make_user(session))
    table = client.get("/government/cases/export.csv").text
    assert not [one for one in world.secrets if one.isdigit() and one in table]
    assert ';"=' not in table
    assert ";=" not in table
    assert world.owner.full_name not in table


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR])
def test_no_staff_opens_a_statement_without_consent_four_whoever_asked_for_it(
    client: FlaskClient, session: Session, role: Role
) -> None:
    world = make_world(session)
    world.document.rendered_at, world.document.state = NOW, DocumentState.READY
    world.document.stored_name = world.document.id
    world.document.stored_sha256 = "0" * 64
    session.flush()
    enter_as(client, make_user(session, role=role))
    address = f"/government/documents/{world.document.id}"
    refused = client.get(f"{address}/pdf")
    assert refused.status_code == 400
    assert "PDF" not in refused.headers.get("Content-Type", "")
    if role is not Role.AUDITOR:
        assert client.post(f"{address}/letter").status_code == 400
    consent = let_staff_see(session, recipient=world.owner)
    with pytest.raises(RuntimeError):  # allowed: the bytes, which this test has not made, are read
        client.get(f"{address}/pdf")
    session.get_one(type(consent), consent.id).revoked_at = NOW
    session.flush()
    assert client.get(f"{address}/pdf").status_code == 400
    assert session.get(Document, world.document.id) is not None


def test_no_page_of_the_dinas_says_what_a_bank_answered_without_consent_four(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    world = make_world(session)
    for role in (Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR):
        enter_as(client, make_user(session, role=role))
        for method, address, permission, _row in addresses(app, world):
            if method != "GET" or permission not in ROLE_PERMISSIONS[role]:
                continue
            page = client.get(address).text
            assert "Masih ada" not in page, address
            assert "masih ada sedikitnya" not in page.lower(), address


def test_an_auditor_reads_the_trail_of_the_own_region(
    client: FlaskClient, session: Session
) -> None:
    worker = make_user(session, region="75.03.06")
    elsewhere = make_case(session, participant=make_participant(session), opened_by=worker)
    here = actor_of(worker)
    for action, case_id in (("paper:set", elsewhere.id), ("participant:add", None)):
        record(session, actor=here, now=NOW, action=action, subject="x", case_id=case_id)
    enter_as(client, make_user(session, role=Role.AUDITOR, region="75.03.11.2003"))
    page = client.get("/government/audit/").text
    assert "Peserta dicatat" not in page.partition("<table")[2]
    assert page.count(worker.full_name) == 1  # the case is of this village; the other deed is not
    enter_as(client, make_user(session, role=Role.AUDITOR, region="75.03"))
    wide = client.get("/government/audit/").text.partition("<table")[2]
    assert wide.count(worker.full_name) == 2


def test_an_auditor_who_handled_the_case_finds_no_trace_of_what_was_said_of_staff(
    client: FlaskClient, session: Session
) -> None:
    world = make_world(session)
    before = session.scalar(
        select(func.count()).select_from(AuditEvent).where(AuditEvent.case_id == world.case_id)
    )
    assert before is not None
    once = make_user(session)
    record(
        session,
        actor=actor_of(once),
        now=NOW,
        action="paper:set",
        subject="paper",
        case_id=world.case_id,
    )
    record(
        session,
        actor=None,
        now=NOW,
        action="complaint:open",
        subject="complaint",
        subject_id=world.staff_complaint.id,
        case_id=world.case_id,
    )
    once.role = Role.AUDITOR
    session.flush()
    enter_as(client, once)
    trail = f"/government/audit/?case={world.case_id}"
    assert rows_of(client.get(trail).text) == before + 1
    hidden = client.get(f"/government/complaints/{world.staff_complaint.id}")
    assert hidden.status_code == 404
    enter_as(client, make_user(session, role=Role.AUDITOR))
    assert rows_of(client.get(trail).text) == before + 2


def rows_of(page: str) -> int:
    return page.count('<th scope="row"')


def test_who_is_searched_for_stands_in_no_address(client: FlaskClient, session: Session) -> None:
    people = [make_participant(session, full_name="Rahmat Uji Sama") for _ in range(26)]
    nik = people[0].nik
    assert nik is not None
    enter_as(client, make_user(session))
    address = "/government/participants/"
    assert "Rahmat Uji Sama" not in client.get(f"{address}?q=Rahmat").text
    one = client.post(address, data={"q": nik.full}, follow_redirects=True)
    assert one.text.count("Rahmat Uji Sama") == 1
    answer = client.post(address, data={"q": "Rahmat"})
    assert "Rahmat" not in answer.location
    first = client.get(answer.location).text
    [later] = re.findall(r'rel="next" href="([^"]*)"', first)
    second = client.get(unescape(later)).text
    assert (first.count("Rahmat Uji Sama"), second.count("Rahmat Uji Sama")) == (25, 1)
    for page in (first, second):
        assert "Rahmat" not in " ".join(re.findall(r'(?:href|action)="([^"]*)"', page))
