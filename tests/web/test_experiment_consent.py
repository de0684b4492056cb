"""The family's seventh question: asked only where something runs, taken back any day."""

from __future__ import annotations

import gzip
import html
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.cases.models import Heir
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.models import Consent
from savings_app.experiments.kinds import ExperimentState
from savings_app.experiments.models import Experiment
from tests.builders import (
    NOW,
    TODAY,
    VILLAGE,
    make_case,
    make_letter,
    make_recipient,
    make_user,
)
from tests.trials import make_draft, make_running
from tests.web.doors import enter_with

pytestmark = pytest.mark.usefixtures("clock")


def read(client: FlaskClient, address: str) -> str:
    answered = client.get(address)
    assert answered.status_code == 200
    return html.unescape(" ".join(answered.text.split()))


def enter_family(client: FlaskClient, session: Session) -> Heir:
    family = make_recipient(session, case=make_case(session))
    enter_with(client, make_letter(session, recipient=family))
    return family


def seventh(client: FlaskClient) -> str | None:
    page = read(client, "/family/consents/")
    found = re.search(r'<section class="card" id="learn".*?</section>', page)
    return found.group() if found else None


def answers_of(session: Session, family: Heir) -> list[bool]:
    """Of the seventh consent: whether each is live."""
    session.expire_all()
    rows = session.scalars(
        select(Consent)
        .where(Consent.recipient_id == family.id, Consent.kind == ConsentKind.LEARN)
        .order_by(Consent.given_at)
    )
    return [row.revoked_at is None for row in rows]


def test_a_family_is_not_asked_while_nothing_runs(client: FlaskClient, session: Session) -> None:
    make_draft(session)
    family = enter_family(client, session)
    assert seventh(client) is None
    assert "Enam pertanyaan" in read(client, "/family/consents/")
    sent = client.post("/family/consents/learn", data={"answer": "yes"})
    assert sent.status_code == 404
    assert answers_of(session, family) == []


def test_a_family_answers_the_seventh_with_a_yes_or_a_no_of_one_size(
    client: FlaskClient, session: Session
) -> None:
    one = make_running(session)
    family = enter_family(client, session)
    card = seventh(client)
    assert card is not None
    assert "Tujuh pertanyaan" in read(client, "/family/consents/")
    assert "doa arwah tidak pernah berbeda karena ini" in card
    assert "persetujuan etik nomor 123/KEPK/2026" in card
    assert re.findall(r'<button class="([^"]+)" type="submit" name="answer"', card) == [
        "button",
        "button",
    ]
    assert len(gzip.compress(client.get("/family/consents/").data)) < 7_000
    assert client.post("/family/consents/learn", data={"answer": "yes"}).status_code == 303
    assert answers_of(session, family) == [True]
    assert "Cabut" in (seventh(client) or "")

    # When nothing runs any more it can still be taken back, and is not asked again.
    running = session.get_one(Experiment, one.id)
    running.state = ExperimentState.ENDED
    session.commit()
    assert "Cabut" in (seventh(client) or "")
    assert client.post("/family/consents/learn", data={"answer": "no"}).status_code == 303
    assert answers_of(session, family) == [False]
    assert "tidak ada yang dipelajari" in (seventh(client) or "")


def test_a_family_of_another_kabupaten_is_not_asked(client: FlaskClient, session: Session) -> None:
    make_draft(session)
    other = make_user(session, role=Role.SUPERVISOR, region="75.03.06")
    draft = make_draft(session, by=other)
    draft.state = ExperimentState.RUNNING
    draft.started_at, draft.started_by = NOW, other.id
    session.commit()
    assert VILLAGE.startswith("75.03.11")
    assert draft.starts_on <= TODAY
    enter_family(client, session)
    assert seventh(client) is None
