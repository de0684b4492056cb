"""Where a family stands before a question, one quiet line leads to the lesson about it."""

from __future__ import annotations

import gzip
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from savings_app.cases.models import Heir
from tests.builders import make_account, make_letter, make_payout, make_pledge, make_recipient
from tests.web.doors import enter_with

pytestmark = pytest.mark.usefixtures("clock")  # 23 November 2026

MOST_BYTES = 14_000
PLACES = [
    ("/family/", ["/lessons/", "/calculators/"]),
    ("/family/savings/", ["/lessons/dua-celengan"]),
    ("/family/pledges/", ["/lessons/dua-celengan"]),
    ("/family/pledges/account", ["/lessons/penjamin-bank"]),
]


@pytest.fixture
def recipient(client: FlaskClient, session: Session) -> Heir:
    recipient = make_recipient(session)
    account = make_account(session, recipient=recipient)
    make_payout(session, account=account)
    make_pledge(session, account=account)
    enter_with(client, make_letter(session, recipient=recipient))
    return recipient


@pytest.mark.parametrize(("address", "links"), PLACES)
def test_a_page_leads_to_its_lesson_and_stays_small(
    client: FlaskClient, recipient: Heir, address: str, links: list[str]
) -> None:
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200
    for link in links:
        assert f'href="{link}"' in answer.text
        assert client.get(link).status_code == 200
    style = client.get("/static/app.css").data
    assert len(gzip.compress(answer.data)) + len(gzip.compress(style)) < MOST_BYTES


def test_a_step_of_the_plan_opens_its_lesson_beside_it(
    client: FlaskClient, recipient: Heir
) -> None:
    client.post("/family/plan/", data={"do": "begin"})
    lessons = {
        "household": None,
        "needs": "utang",
        "commemoration": None,
        "school": "sekolah",
        "business": "usaha",
        "living": None,
        "saving": "dua-celengan",
    }
    for step, slug in lessons.items():
        page = client.get(f"/family/plan/{step}").text
        assert page.count('href="/lessons/') == (slug is not None)
        assert slug is None or f'href="/lessons/{slug}" target="_blank"' in page
        hidden = dict(re.findall(r'name="(version|number|shown)"[^>]*value="([^"]*)"', page))
        boxes = {
            "household": {"members": "4", "school_children": "2"},
            "living": {"monthly": "1.800.000", "months": "6"},
            "saving": {"simpanan-0-label": "SMP", "simpanan-0-amount": "10.000.000"},
        }.get(step, {})
        sent = client.post(f"/family/plan/{step}", data={"do": "next", **hidden, **boxes})
        assert sent.status_code == 303, step
