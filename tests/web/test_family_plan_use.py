"""Money was used for something else: one page, no question why, and the plan follows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from savings_app.cases.models import Heir
from savings_app.money import Rupiah
from savings_app.planning.kinds import NeedKind
from savings_app.planning.models import Plan, PlanLine
from savings_app.regulation.actions import load_shipped_regulation
from tests.builders import make_letter, make_recipient
from tests.web.doors import enter_with

PLAN = "/family/plan"
USE = f"{PLAN}/use"
ANSWERS: dict[str, dict[str, str]] = {
    "household": {"members": "4", "school_children": "1"},
    "needs": {"mendesak-0-label": "atap", "mendesak-0-amount": "1.000.000"},
    "commemoration": {},
    "school": {},
    "business": {},
    "living": {"monthly": "1.500.000", "months": "12"},
    "saving": {"simpanan-0-label": "sekolah", "simpanan-0-amount": "10.000.000"},
    "review": {},
}
Send = Callable[..., TestResponse]


@pytest.fixture
def send(client: FlaskClient) -> Send:
    """Fills a page as it is shown."""

    def send(page: str, **boxes: str) -> TestResponse:
        shown = client.get(page).text
        hidden = dict(re.findall(r'name="(version|number|shown)"[^>]*value="([^"]*)"', shown))
        return client.post(page, data={"do": "next", **hidden, **boxes})

    return send


@pytest.fixture
def recipient(session: Session, client: FlaskClient, now: datetime, send: Send) -> Heir:
    """A family with an agreed plan."""
    load_shipped_regulation(session, now=now)
    recipient = make_recipient(session)
    enter_with(client, make_letter(session, recipient=recipient))
    session.commit()
    client.post(f"{PLAN}/", data={"do": "begin"})
    for step, boxes in ANSWERS.items():
        assert send(f"{PLAN}/{step}", **boxes).status_code == 303, step
    return recipient


def amounts(session: Session, number: int) -> dict[tuple[NeedKind, str | None], Rupiah]:
    rows = session.execute(
        select(PlanLine.kind, PlanLine.label, PlanLine.amount)
        .join(Plan, Plan.id == PlanLine.plan_id)
        .where(Plan.number == number)
    )
    return {(row.kind, row.label): row.amount for row in rows}


def place_of(page: str, words: str) -> str:
    """The value of the choice that says so."""
    found = re.search(r'value="(\w+)"> *\n? *<label[^>]*>' + re.escape(words), page)
    assert found, words
    return found[1]


@pytest.mark.usefixtures("recipient")
def test_the_plan_follows_and_both_versions_stand_beside_each_other(
    client: FlaskClient, session: Session, send: Send
) -> None:
    page = client.get(USE).text
    assert "Bebas dipakai: Rp13.000.000" in page
    assert "checked" not in page
    pot = place_of(page, "Disimpan: sekolah: Rp10.000.000")

    done = send(USE, part=pot, used="4.000.000", what="rumah sakit")

    assert done.location == f"{PLAN}/versions/compare?before=1&after=2"
    beside = client.get(done.location).text
    assert "Tidak apa-apa: uang ini milik Anda." in beside
    assert "−Rp4.000.000" in beside
    after = amounts(session, 2)
    assert after[NeedKind.SAVING, "sekolah"] == Rupiah.of(6_000_000)
    assert after[NeedKind.URGENT, "rumah sakit"] == Rupiah.of(4_000_000)
    assert after[NeedKind.URGENT, "atap"] == Rupiah.of(1_000_000)
    assert amounts(session, 1)[NeedKind.SAVING, "sekolah"] == Rupiah.of(10_000_000)


@pytest.mark.usefixtures("recipient")
@pytest.mark.parametrize(
    ("part", "used", "said"),
    [
        ("free", "13.000.001", "Di bagian itu ada Rp13.000.000."),
        ("free", "", "Tulis berapa yang sudah dipakai."),
        ("free", "banyak", "Jumlah hanya boleh berisi angka dan titik"),
        ("free", "-1", "Jumlah harus lebih dari nol."),
        ("", "1.000", "Pilih bagiannya."),
        ("99", "1.000", "Pilih salah satu pilihan yang ada."),
        ("x", "1.000", "Pilih salah satu pilihan yang ada."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_written_stays(
    session: Session, send: Send, part: str, used: str, said: str
) -> None:
    page = send(USE, part=part, used=used, what="rumah sakit")
    assert page.status_code == 200
    assert said in page.text
    assert 'value="rumah sakit"' in page.text
    assert not amounts(session, 2)


@pytest.mark.usefixtures("recipient")
def test_the_same_answer_again_is_done_once_and_an_old_page_shows_the_plan_of_now(
    client: FlaskClient, session: Session
) -> None:
    old = {"number": "1", "part": "free", "used": "1.000.000", "what": "ongkos"}
    assert client.post(USE, data=old).location == client.post(USE, data=old).location
    stale = client.post(USE, data={**old, "used": "2.000.000"})
    assert stale.status_code == 409
    assert "Bebas dipakai: Rp12.000.000" in stale.text
    assert 'value="ongkos"' in stale.text
    assert not amounts(session, 3)


@pytest.mark.usefixtures("recipient")
def test_it_is_asked_of_an_agreed_plan_alone(client: FlaskClient) -> None:
    version = client.get(f"{PLAN}/", follow_redirects=True).text
    assert USE in version
    client.post(f"{PLAN}/revise")
    assert client.get(USE).location == f"{PLAN}/"


def test_without_a_plan_there_is_nothing_to_adapt(client: FlaskClient, session: Session) -> None:
    recipient = make_recipient(session)
    enter_with(client, make_letter(session, recipient=recipient))
    assert client.get(USE).location == f"{PLAN}/"
