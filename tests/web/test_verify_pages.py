"""The public page behind the QR: is this document genuine and current, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from savings_app import storage
from savings_app.access.models import PublicSend
from savings_app.access.visitor_rules import TRIES, PublicForm
from savings_app.cases.models import Heir
from savings_app.documents.actions import request_document, withdraw_document
from savings_app.documents.models import Document, SigningCertificate
from savings_app.documents.rules import DocumentKind, Wanted
from savings_app.signing_places import read_place
from savings_app.storage import FileKind
from savings_app.tasks.documents import make_document
from savings_app.tasks.signing import forget_signing_key
from tests.builders import (
    NOW,
    TODAY,
    actor_of,
    family_actor,
    make_account,
    make_letter,
    make_pledge,
    make_recipient,
    make_user,
)
from tests.conftest import Clock
from tests.signing_keys import make_pair
from tests.web.doors import enter_as, enter_with


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
        client.post("/verify", data={"sha256": sha256(data).hexdigest()}),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "Surat ini asli dan berlaku" in page.text
        assert document.number in page.text
        assert "CONTOH - bukan sertifikat resmi" in page.text
        assert "bukan sertifikat resmi." in page.text  # and what that means
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
    # Numbers can be guessed: they do not tell which ones are of one family.
    page = client.post("/verify", data={"number": first.number}).text
    assert "sudah diganti yang lebih baru" in page
    assert second.number not in page
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


def test_the_script_sends_a_hash_and_is_told_yes_no_or_later(
    app: Flask, client: FlaskClient, session: Session, recipient: Heir
) -> None:
    data = made(app, session, statement(session, recipient))
    known = client.post("/verify/hash", data={"sha256": sha256(data).hexdigest()})
    assert (known.status_code, known.data) == (204, b"")
    for wrong in ("0" * 64, "", "x" * 64, sha256(data).hexdigest().upper(), "../verify"):
        assert client.post("/verify/hash", data={"sha256": wrong}).status_code == 404
    page = client.get("/verify").text
    assert 'data-hash-at="/verify/hash"' in page
    assert "check.js" in page


def test_what_is_not_ours_says_what_to_do(client: FlaskClient, session: Session) -> None:
    page = client.post("/verify", data={"file": (BytesIO(b"%PDF-1.7 lain"), "surat.pdf")}).text
    for said in ("Kami tidak mengenal surat ini", "Laporkan surat ini", "/complaints/report"):
        assert said in page


def test_a_lost_register_does_not_call_our_own_signature_a_forgery(
    app: Flask, client: FlaskClient, session: Session, recipient: Heir, tmp_path: Path
) -> None:
    path = tmp_path / "kunci.pem"
    path.write_bytes(make_pair("Dinas Uji").pem())
    with app.app_context():
        forget_signing_key()
    app.config["SIGNING"] = read_place(f"file:{path}")
    try:
        data = made(app, session, statement(session, recipient))
    finally:
        app.config["SIGNING"] = None
        with app.app_context():
            forget_signing_key()
    session.execute(delete(Document))
    session.commit()

    def sent() -> str:
        return client.post("/verify", data={"file": (BytesIO(data), "surat.pdf")}).text

    page = sent()
    assert "Kami tidak mengenal surat ini" in page
    assert "Tanda tangannya utuh dan milik kami" in page
    certificate = session.scalars(select(SigningCertificate)).one()
    certificate.revoked_at, certificate.revoked_reason = NOW, "hilang"
    session.commit()
    assert "kunci yang sudah dicabut" in sent()
    assert "utuh dan milik kami" not in sent()


def test_certificates_are_listed_and_handed_to_anybody(
    app: Flask, client: FlaskClient, session: Session, recipient: Heir
) -> None:
    assert "Belum ada surat yang ditandatangani" in client.get("/verify/certificates/").text
    document = statement(session, recipient)
    made(app, session, document)
    certificate = session.get_one(SigningCertificate, document.certificate_id)
    page = client.get("/verify/certificates/").text
    assert "Contoh, bukan sertifikat resmi" in page
    assert certificate.fingerprint in page
    handed = client.get(f"/verify/certificates/{certificate.fingerprint}.pem")
    assert handed.text == certificate.pem
    assert "PRIVATE" not in handed.text
    assert client.get(f"/verify/certificates/{'0' * 64}.pem").status_code == 404


@pytest.mark.parametrize(
    ("form", "most"),
    [
        (PublicForm.CHECK_OF_NUMBER, {"number": "LS-2026-9999"}),
        (PublicForm.CHECK_OF_ADDRESS, {"sha256": "0" * 64}),
    ],
    ids=["numbers", "hashes"],
)
def test_who_asks_after_too_many_waits_and_nobody_else_does(
    client: FlaskClient, session: Session, clock: Clock, form: PublicForm, most: dict[str, str]
) -> None:
    def ask(address: str) -> TestResponse:
        return client.post("/verify", data=most, environ_base={"REMOTE_ADDR": address})

    for _time in range(TRIES[form]):
        assert ask("203.0.113.7").status_code == 200
    refused = ask("203.0.113.7")
    assert refused.status_code == 429
    assert "Coba lagi sesudah 60 menit" in refused.text
    assert ask("203.0.113.8").status_code == 200
    kept = session.scalars(select(PublicSend.mark).where(PublicSend.form == form)).all()
    assert not any("203.0.113" in (mark or "") for mark in kept)
    clock.set(NOW + timedelta(hours=1))
    assert ask("203.0.113.7").status_code == 200


def test_a_guessed_address_is_counted_and_a_right_one_never(
    app: Flask, client: FlaskClient, session: Session, recipient: Heir, clock: Clock
) -> None:
    document = statement(session, recipient)
    data = made(app, session, document)
    away = {"REMOTE_ADDR": "203.0.113.9"}
    most = TRIES[PublicForm.CHECK_OF_ADDRESS]
    for _time in range(most + 5):
        assert client.get(f"/d/{document.token}", environ_base=away).status_code == 200
    for _time in range(most):
        client.get("/d/abcdefghjkmnpqrt", environ_base=away)
    refused = client.get(f"/d/{document.token}", environ_base=away)
    assert refused.status_code == 429
    assert 'action="/verify"' in refused.text
    hashed = {"sha256": sha256(data).hexdigest()}
    assert client.post("/verify/hash", data=hashed, environ_base=away).status_code == 429
    assert client.get(f"/d/{document.token}").status_code == 200


def test_files_are_few_an_hour(client: FlaskClient, session: Session, clock: Clock) -> None:
    away = {"REMOTE_ADDR": "203.0.113.10"}
    statuses = [
        client.post(
            "/verify", data={"file": (BytesIO(b"lain"), "surat.pdf")}, environ_base=away
        ).status_code
        for _time in range(TRIES[PublicForm.CHECK_OF_FILE] + 1)
    ]
    assert statuses == [200] * TRIES[PublicForm.CHECK_OF_FILE] + [429]


def test_the_office_and_the_family_see_who_signed_and_what_replaced_it(
    app: Flask, client: FlaskClient, session: Session, recipient: Heir
) -> None:
    first, second = statement(session, recipient), statement(session, recipient)
    made(app, session, first)
    made(app, session, second)
    enter_as(client, make_user(session))
    pages = [client.get(f"/government/documents/{first.id}/").text]
    enter_with(client, make_letter(session, recipient=recipient))
    pages.append(client.get(f"/family/documents/{first.id}/").text)
    for page in pages:
        assert "CONTOH - bukan sertifikat resmi" in page
        assert (first.sha256 or "?")[:16] in page
        assert second.number in page


def test_staff_read_why_a_key_did_not_sign(
    app: Flask, client: FlaskClient, session: Session, recipient: Heir, tmp_path: Path
) -> None:
    document = statement(session, recipient)
    app.config["SIGNING"] = read_place(f"file:{tmp_path}/tidak-ada.pem")
    try:
        with app.app_context():
            forget_signing_key()
            make_document(document.id)
    finally:
        app.config["SIGNING"] = None
    session.expire_all()
    assert document.sha256 is None
    enter_as(client, make_user(session))
    page = client.get(f"/government/documents/{document.id}/").text
    assert "Sebab, untuk pengelola sistem: SigningKeyUnusable: tidak-ada.pem" in page
