"""The public page behind the QR: is this document genuine and current, and nothing else."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from savings_app import storage
from savings_app.cases.models import Heir
from savings_app.documents.actions import request_document, withdraw_document
from savings_app.documents.models import Document
from savings_app.documents.rules import DocumentKind, Wanted
from savings_app.storage import FileKind
from savings_app.tasks.documents import make_document
from tests.builders import (
    NOW,
    TODAY,
    actor_of,
    family_actor,
    make_account,
    make_pledge,
    make_recipient,
    make_user,
)


@pytest.fixture
def recipient(session: Session) -> Heir:
    recipient = make_recipient(session)
    make_pledge(session, account=make_account(session, recipient=recipient))
    return recipient


def statement(session: Session, recipient: Heir) -> Document:
    document = request_document(
        session,
        actor=family_actor(recipient),
        wanted=Wanted(DocumentKind.SAVINGS),
        recipient_id=recipient.id,
        today=TODAY,
        now=NOW,
        letter=None,
    )
    session.commit()
    return document


def made(app: Flask, session: Session, document: Document) -> bytes:
    with app.app_context():
        make_document(document.id)
        session.expire_all()
        assert document.stored_name is not None
        assert document.stored_sha256 is not None
        return storage.read(FileKind.DOCUMENT, document.stored_name, sha256=document.stored_sha256)


def test_a_stranger_reads_genuine_and_current_by_qr_number_and_file(
    app: Flask, client: FlaskClient, session: Session, recipient: Heir
) -> None:
    document = statement(session, recipient)
    data = made(app, session, document)
    pages = [
        client.get(f"/d/{document.token}"),
        client.post("/verify", data={"number": f" {document.number.lower()} "}),
        client.post("/verify", data={"file": (BytesIO(data), "laporan.pdf")}),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "Surat ini asli dan berlaku" in page.text
        assert document.number in page.text
        for private in (recipient.full_name, "Rp", "BB-2026"):
            assert private not in page.text


def test_what_is_no_longer_current_or_was_changed_is_said(
    app: Flask, client: FlaskClient, session: Session, recipient: Heir
) -> None:
    first = statement(session, recipient)
    data = made(app, session, first)
    second = statement(session, recipient)
    made(app, session, second)
    page = client.get(f"/d/{first.token}").text
    assert "sudah diganti yang lebih baru" in page
    assert f"Penggantinya bernomor {second.number}." in page
    changed = data[:-40] + bytes([data[-40] ^ 1]) + data[-39:]
    page = client.post("/verify", data={"file": (BytesIO(changed), "laporan.pdf")}).text
    assert "Isi berkas ini sudah diubah" in page
    staff = actor_of(make_user(session))
    withdraw_document(session, actor=staff, document_id=second.id, reason="salah", now=NOW)
    session.commit()
    page = client.get(f"/d/{second.token}").text
    assert "Surat ini sudah ditarik" in page
    assert "asli dan berlaku" not in page


def test_nothing_given_and_nothing_known_each_get_a_sentence(
    client: FlaskClient, session: Session
) -> None:
    assert "pilih berkas PDF" in client.post("/verify", data={}).text
    page = client.post("/verify", data={"number": "LS-2026-9999"})
    assert "Kami tidak mengenal surat ini" in page.text
