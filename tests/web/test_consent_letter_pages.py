"""The page on which a signed request for consent is keyed, and what the family then reads."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app import storage
from savings_app.access.models import User
from savings_app.cases.models import Heir
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.models import Consent
from savings_app.consents.queries import find_live
from savings_app.documents.models import ConsentLetter, ConsentLetterScan, Document
from savings_app.storage import FileKind
from tests.builders import (
    NOW,
    TODAY,
    actor_of,
    make_account,
    make_letter,
    make_recipient,
    make_user,
)
from tests.domain.test_consent_letters import letter_of
from tests.web.doors import enter_as, enter_with
from tests.web.test_agreement_pages import day
from tests.web.test_passbook_pages import picture

pytestmark = pytest.mark.usefixtures("clock")
LATE = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def caseworker(session: Session) -> User:
    return make_user(session)


@pytest.fixture
def recipient(session: Session) -> Heir:
    recipient = make_recipient(session)
    make_account(session, recipient=recipient)
    return recipient


@pytest.fixture
def letter(session: Session, caseworker: User, recipient: Heir) -> Document:
    return letter_of(session, recipient, actor_of(caseworker), NOW)


def sent(letter: Document, **changed: object) -> dict[str, object]:
    return {
        "number": letter.number, **day("signed_on", TODAY), "signed_by": "cap_jempol",
        "first_witness": "Rahma Uji", "second_witness": "Yusuf Uji", "tell_bank": "ya",
        "bank_answers": "ya_masih_ada", "staff_sees": "belum_sekarang",
        "files": (BytesIO(picture()), "surat Hartin.jpg"), **changed,
    }  # fmt: skip


def test_a_signed_letter_is_keyed_and_the_family_reads_it_and_takes_it_back(
    client: FlaskClient, session: Session, app: Flask, caseworker: User, recipient: Heir,
    letter: Document,
) -> None:  # fmt: skip
    enter_as(client, caseworker)
    place = f"/government/consent-letters/of/{recipient.id}/"
    assert place in client.get(f"/government/documents/of/{recipient.id}/").text
    page = client.get(place).text
    assert "checked" not in page  # nothing is ticked beforehand
    assert "Nomor 3: Bank saya menjawab layanan ini" in page
    answer = client.post(place, data=sent(letter))
    assert answer.status_code == 303
    shown = client.get(answer.location).text
    assert "23 November 2026, cap jempol" in shown
    assert "Rahma Uji, Yusuf Uji" in shown
    assert "Ya, hanya “masih ada: ya atau tidak”" in shown
    scan = session.scalars(select(ConsentLetterScan)).one()
    with app.app_context():
        kept = storage.read(FileKind.CONSENT_LETTER, scan.stored_name, sha256=scan.sha256)
    assert b"Kamera Rahasia" not in kept
    opened = client.get(f"/government/consent-letters/scans/{scan.id}")
    assert (opened.status_code, opened.mimetype, opened.data) == (200, "image/jpeg", kept)
    assert "Hartin" not in opened.headers["Content-Disposition"]

    enter_with(client, make_letter(session, recipient=recipient))
    given = "diberikan di atas kertas, tanggal 23 November 2026"
    family = client.get("/family/consents/").text
    assert family.count(given) == 2
    assert f"surat {letter.number} tanggal 23 November 2026" in family
    assert client.post("/family/consents/tell_bank", data={"answer": "no"}).status_code == 303
    kind = ConsentKind.TELL_BANK
    assert find_live(session, recipient_id=recipient.id, kind=kind) is None
    assert client.get("/family/consents/").text.count(given) == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"number": "PP-2026-9999"}, "Tidak ada surat permintaan persetujuan dengan nomor ini."),
        (day("signed_on", date(2026, 11, 24)), "Tanggal tanda tangan belum tiba."),
        (day("signed_on", date(2026, 11, 1)), "Surat ini baru dibuat pada 23 November 2026"),
        ({"second_witness": ""}, "Untuk cap jempol, tulis nama kedua saksi"),
        ({"files": (BytesIO(b""), "")}, "Sertakan foto atau PDF surat"),
        ({"tell_bank": ""}, "Pilih seperti yang dicentang di surat."),
    ],
    ids=["number", "future", "before", "witness", "photo", "tick"],
)
def test_a_refusal_stands_beside_its_field_and_leaves_no_row_and_no_bytes(
    client: FlaskClient, session: Session, app: Flask, caseworker: User, recipient: Heir,
    letter: Document, changed: dict[str, object], words: str,
) -> None:  # fmt: skip
    enter_as(client, caseworker)
    with app.app_context():
        before = storage.list_names(FileKind.CONSENT_LETTER, stored_before=LATE)
    page = client.post(
        f"/government/consent-letters/of/{recipient.id}/", data=sent(letter, **changed)
    )
    assert page.status_code == 200
    assert words in page.text
    assert "Rahma Uji" in page.text  # what was typed comes back
    assert session.scalars(select(ConsentLetter)).all() == []
    assert session.scalars(select(Consent)).all() == []
    with app.app_context():
        assert storage.list_names(FileKind.CONSENT_LETTER, stored_before=LATE) == before


def test_a_letter_of_somebody_else_and_an_answered_one_are_refused(
    client: FlaskClient, session: Session, caseworker: User, recipient: Heir, letter: Document
) -> None:
    enter_as(client, caseworker)
    other = make_recipient(session)
    wrong = client.post(f"/government/consent-letters/of/{other.id}/", data=sent(letter))
    assert "Surat dengan nomor ini dibuat untuk orang lain." in wrong.text
    place = f"/government/consent-letters/of/{recipient.id}/"
    assert client.post(place, data=sent(letter)).status_code == 303
    again = client.post(place, data=sent(letter))
    assert "Jawaban di surat ini sudah dicatat pada" in again.text


def test_a_stranger_finds_no_page(
    client: FlaskClient, session: Session, recipient: Heir, letter: Document
) -> None:
    enter_as(client, make_user(session, region="75.01"))
    place = f"/government/consent-letters/of/{recipient.id}/"
    assert client.get(place).status_code == 404
    assert client.post(place, data=sent(letter)).status_code == 404
