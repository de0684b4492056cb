"""The promises a family can see on its own pages. Others are held where their rule is:

1 claim help: tests/domain/test_claims.py, test_consents.py; 2 the law before saving, complaints:
test_family_pages.py, test_complaints.py, test_attacks_privacy.py; 3 in the heir's name:
test_accounts.py; 4 consents: test_attacks_strangers.py, test_bank_files.py, test_progress.py;
5 force: test_regulation_reading.py; 6 commemoration: test_plan_rules.py; 7 own letter and plan:
test_attacks_strangers.py; 8 append-only, second person: test_attacks_at_once.py,
test_benefit_correction.py; 9 imports: test_bank_files.py, test_bank_file_properties.py;
10 words and pages: tests/browser, tests/architecture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from savings_app.actors import ROLE_PERMISSIONS, Role
from savings_app.cases.models import Heir
from savings_app.config import ROOT, TEMPLATES
from savings_app.consents.models import Consent
from savings_app.planning.kinds import PlanState
from savings_app.planning.models import Plan
from tests.builders import NOW, make_letter, make_recipient, make_user
from tests.conftest import Clock
from tests.web.doors import enter_as, enter_with
from tests.web.test_attacks_strangers import addresses
from tests.web.world import World, make_world

AVOIDED = re.compile(r"\b(boros|dihambur\w*|habis|konsumtif|biaya wajar)\b", re.IGNORECASE)
NOT_TYPED = ("hidden", "radio", "checkbox", "submit")


class Fields(HTMLParser):
    """Every field a page shows, with what stands in it already."""

    def __init__(self) -> None:
        super().__init__()
        self.filled: list[str] = []
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("name") or ""
        typed = tag == "input" and found.get("type") not in NOT_TYPED
        if typed and found.get("value"):
            self.filled.append(name)
        if "checked" in found or (tag == "option" and "selected" in found and found.get("value")):
            self.filled.append(name or "option")
        self._area = name if tag == "textarea" else None

    def handle_data(self, data: str) -> None:
        if self._area is not None and data.strip():
            self.filled.append(self._area)


def filled_in(page: str) -> list[str]:
    reader = Fields()
    reader.feed(page)
    return reader.filled


def family_pages(app: Flask, world: World) -> Iterator[str]:
    for method, address, permission, _row in addresses(app, world):
        if method == "GET" and permission in ROLE_PERMISSIONS[Role.FAMILY]:
            yield address


def test_nothing_is_filled_in_or_ticked_on_any_page_of_a_family(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    world = make_world(session)
    enter_with(client, world.letter)
    shown = 0
    for address in family_pages(app, world):
        if address.endswith("/change"):  # what stands there is the family's own
            continue
        page = client.get(address)
        shown += "<form" in page.text
        assert filled_in(page.text) == [], address
    assert shown > 8


def test_nothing_is_filled_in_while_a_plan_is_made(client: FlaskClient, session: Session) -> None:
    enter_with(client, make_letter(session, recipient=make_recipient(session)))
    page = client.post("/family/plan/", follow_redirects=True)
    asked = []
    while (address := page.request.path) not in asked:
        assert filled_in(page.text) == [], address
        asked.append(address)
        answer = {"do": "next", "members": "3", "school_children": "0"}
        page = client.post(address, data=answer, follow_redirects=True)
    assert len(asked) >= 7, asked


def choices(page: str) -> list[tuple[str, str]]:
    """(class, words) of everything that is pressed on the page."""
    found = re.findall(
        r'<(?:button|a)\b[^>]*class="(button[^"]*)"[^>]*>(.*?)</(?:button|a)>', page, re.DOTALL
    )
    return [(kind, " ".join(words.split())) for kind, words in found]


@pytest.mark.parametrize("address", ["/family/plan/", "/family/pledges/new"])
def test_not_now_is_as_large_as_yes(client: FlaskClient, session: Session, address: str) -> None:
    enter_with(client, make_letter(session, recipient=make_recipient(session)))
    page = client.get(address).text
    assert "Belum sekarang" in page
    pressed = choices(page)
    kinds = {kind for kind, words in pressed if words}
    assert any("Belum sekarang" in words for _kind, words in pressed)
    assert len(kinds) == 1, pressed


def test_not_now_is_as_finished_as_a_plan(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    recipient = make_recipient(session)
    enter_with(client, make_letter(session, recipient=recipient))
    assert client.post("/family/plan/", data={"do": "not_now"}).status_code == 303
    session.expire_all()
    assert session.get_one(Heir, recipient.id).plan_outcome == "not_now"
    assert 'class="tag done">Belum sekarang' in client.get("/family/").text.replace("\n", "")


def test_help_with_a_claim_waits_for_no_consent(client: FlaskClient, session: Session) -> None:
    world = make_world(session)
    session.execute(update(Consent).values(revoked_at=NOW))
    enter_as(client, make_user(session))
    for address in (
        f"/government/claims/{world.case_id}",
        f"/government/cases/{world.case_id}/papers/",
        f"/government/payouts/record/{world.owner.id}",
        f"/government/letters/{world.owner.id}/issue",
    ):
        page = client.get(address)
        assert page.status_code == 200, address
    enter_with(client, world.letter)
    assert "Rp42.000.000" in client.get("/family/benefit/").text


def test_a_suggestion_never_stands_without_saying_that_no_rule_is_issued(
    client: FlaskClient, session: Session
) -> None:
    world = make_world(session)
    plan = session.get_one(Plan, world.ids["plan_id"])
    plan.suggestion = plan.amount
    plan.suggestion_basis = {
        "code": "contoh",
        "title": "Contoh rancangan",
        "starts": "2026-01-01",
        "status": "rancangan",
        "base": "22000000.00",
        "deducted": "0.00",
        "free": "0.00",
    }
    plan.state = PlanState.AGREED
    session.flush()
    enter_with(client, world.letter)
    for address in (f"/family/plan/versions/{plan.id}", f"/family/plan/versions/{plan.id}/print"):
        page = client.get(address).text
        assert "Rp22.000.000" in page
        assert "belum ada peraturan yang berlaku" in page, address
    for template in Path(TEMPLATES).rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        if "suggestion.amount" in text:
            assert "is_issued" in text or "suggestion_note(" in text, template


# The words that a supervisor may not put into a message either.
REFUSED = ROOT / "savings_app" / "experiments" / "refused_words.py"


def test_no_page_and_no_message_judges_how_money_is_used() -> None:
    said = []
    for folder, kind in ((TEMPLATES, "*.html"), (ROOT / "savings_app", "*.py")):
        for file in Path(folder).rglob(kind):
            if file == REFUSED:
                continue
            found = AVOIDED.findall(file.read_text(encoding="utf-8"))
            said += [f"{file.name}: {word}" for word in found]
    assert said == []


def test_the_overview_lists_by_code_and_names_no_best(
    client: FlaskClient, session: Session
) -> None:
    make_world(session)
    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    page = client.get("/government/overview/").text
    for word in ("terbaik", "terbanyak", "juara", "capaian", "persen menabung"):
        assert word not in page.lower()
    codes = re.findall(r"75\.03\.\d\d", page)
    assert codes == sorted(codes)
    assert "sort" not in " ".join(re.findall(r'href="([^"]*)"', page))
