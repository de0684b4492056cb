"""The consents page: six cards, a seventh where an experiment runs, each answered by itself."""

from __future__ import annotations

import gzip
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.cases.models import Heir
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.consents.models import Consent
from tests.builders import make_consent, make_letter, make_recipient, make_user
from tests.web.doors import enter_as, enter_with

SIX = [kind for kind in ConsentKind if kind is not ConsentKind.LEARN]


def enter(client: FlaskClient, session: Session) -> Heir:
    recipient = make_recipient(session)
    enter_with(client, make_letter(session, recipient=recipient))
    return recipient


def live(session: Session, recipient: Heir) -> dict[ConsentKind, AnswerScope | None]:
    rows = session.scalars(
        select(Consent)
        .where(Consent.recipient_id == recipient.id, Consent.revoked_at.is_(None))
        .execution_options(populate_existing=True)
    )
    return {row.kind: row.scope for row in rows}


def card(page: str, kind: ConsentKind) -> str:
    found = re.search(rf'<section class="card" id="{kind}".*?</section>', page, re.DOTALL)
    assert found is not None
    return found.group()


def test_six_cards_each_with_a_yes_and_a_no_of_one_size(
    client: FlaskClient, session: Session
) -> None:
    enter(client, session)
    page = client.get("/family/consents/").text
    assert "Sekarang: 0 ya, 6 tidak" in page
    assert 'id="learn"' not in page
    for kind in SIX:
        buttons = re.findall(
            r'<button class="([^"]+)" type="submit" name="answer"', card(page, kind)
        )
        assert buttons == ["button"] * (3 if kind is ConsentKind.BANK_ANSWERS else 2)
    assert "Tidak pernah ditanyakan saat penyerahan" in card(page, ConsentKind.PHOTO)


@pytest.mark.parametrize("kind", SIX)
def test_yes_to_one_is_yes_to_that_one_and_no_takes_it_back(
    client: FlaskClient, session: Session, kind: ConsentKind
) -> None:
    recipient = enter(client, session)
    scope = AnswerScope.KEPT_ONLY if kind is ConsentKind.BANK_ANSWERS else None
    answer = client.post(f"/family/consents/{kind}", data={"answer": scope or "yes"})
    assert answer.location == f"/family/consents/#{kind}"
    assert live(session, recipient) == {kind: scope}
    page = client.get("/family/consents/").text
    assert "Cabut" in card(page, kind)
    client.post(f"/family/consents/{kind}", data={"answer": "no"})
    assert live(session, recipient) == {}
    page = client.get("/family/consents/").text
    assert "dicabut" in card(page, kind)
    assert "Riwayat" in page


def test_the_third_can_be_widened_and_narrowed(client: FlaskClient, session: Session) -> None:
    recipient = enter(client, session)
    for scope in ("kept_only", "lines", "kept_only"):
        client.post("/family/consents/bank_answers", data={"answer": scope})
        assert live(session, recipient) == {ConsentKind.BANK_ANSWERS: AnswerScope(scope)}


def test_yes_to_the_third_without_saying_how_far_is_asked_again(
    client: FlaskClient, session: Session
) -> None:
    recipient = enter(client, session)
    page = client.post("/family/consents/bank_answers", data={"answer": "yes"}).text
    assert "Pilih sejauh mana bank boleh menjawab" in page
    assert live(session, recipient) == {}


@pytest.mark.parametrize(("kind", "answer"), [("unknown", "yes"), ("photo", ""), ("photo", "ya")])
def test_what_is_no_consent_or_no_answer_is_not_found(
    client: FlaskClient, session: Session, kind: str, answer: str
) -> None:
    recipient = enter(client, session)
    assert client.post(f"/family/consents/{kind}", data={"answer": answer}).status_code == 404
    assert live(session, recipient) == {}


def test_a_family_sees_its_own_only_and_staff_do_not_come_in(
    client: FlaskClient, session: Session
) -> None:
    other = make_recipient(session)
    make_consent(session, recipient=other, kind=ConsentKind.PHOTO)
    enter(client, session)
    assert "Sekarang: 0 ya" in client.get("/family/consents/").text
    client.post("/family/consents/photo", data={"answer": "no"})
    assert live(session, other) == {ConsentKind.PHOTO: None}
    enter_as(client, make_user(session))
    assert client.get("/family/consents/").status_code == 403
    assert client.post("/family/consents/photo", data={"answer": "yes"}).status_code == 403


def test_the_page_is_light(client: FlaskClient, session: Session) -> None:
    enter(client, session)
    html = client.get("/family/consents/").data
    assert len(gzip.compress(html)) < 7_000


def test_the_questions_are_printed_as_a_letter_from_their_page(
    client: FlaskClient, session: Session
) -> None:
    enter(client, session)
    page = client.get("/family/consents/").text
    assert 'action="/family/documents/"' in page
    assert "Cetak sebagai surat" in page
    made = client.post("/family/documents/", data={"kind": "consent"}, follow_redirects=True)
    assert "Permintaan persetujuan" in made.text
    assert "PP-2026-0001" in made.text
