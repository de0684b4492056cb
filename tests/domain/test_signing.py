"""Signing with each of the three ways a key can be held, and what happens where it fails."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.cases.models import Heir
from savings_app.config import ROOT
from savings_app.documents.certificate_actions import revoke_certificate
from savings_app.documents.certificate_queries import list_certificates
from savings_app.documents.models import Document, SigningCertificate
from savings_app.documents.pdf import SignatureSlot, render_pdf
from savings_app.documents.rules import (
    CertificateRevoked,
    CertificateUnknown,
    DocumentState,
    Genuineness,
)
from savings_app.documents.signature_slot import find_slot
from savings_app.documents.signing import DIGEST, SigningKeyUnusable
from savings_app.documents.signing_keys import make_sample_pem
from savings_app.documents.verification import check_bytes
from savings_app.signing_places import SigningPlace, read_place
from savings_app.tasks.documents import make_document
from savings_app.tasks.signing import forget_signing_key, signing_key
from tests.conftest import NOW, Clock
from tests.domain.test_documents import ask, is_accessible, made, recipient
from tests.signing_keys import (
    BEARER,
    PIN,
    Agency,
    Pair,
    an_agency,
    make_pair,
    make_token,
)

__all__ = ["recipient"]  # a fixture of theirs


@pytest.fixture(autouse=True)
def settings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test sets its own key; the next one finds none opened."""
    forget_in(app)
    monkeypatch.setitem(app.config, "SIGNING", None)
    monkeypatch.setitem(app.config, "SIGNING_PIN", PIN)
    monkeypatch.setitem(app.config, "SIGNING_TOKEN", BEARER)
    yield
    forget_in(app)


def forget_in(app: Flask) -> None:
    with app.app_context():
        forget_signing_key()


def sign_with(app: Flask, place: str | SigningPlace) -> None:
    """From now on by this key."""
    app.config["SIGNING"] = read_place(place) if isinstance(place, str) else place
    forget_in(app)


def file_of(tmp_path: Path, pair: Pair, *, name: str = "kunci.pem", passphrase: str = "") -> str:
    path = tmp_path / name
    path.write_bytes(pair.pem(passphrase=passphrase))
    return f"file:{path}"


def is_signed_by(data: bytes, pair: Pair) -> bool:
    """The whole of it, as somebody else's software reads it, who trusts this certificate."""
    (found,) = PdfFileReader(BytesIO(data)).embedded_signatures
    trusted = ValidationContext(
        trust_roots=[Certificate.load(pair.der)], allow_fetching=False, moment=NOW
    )
    status = validate_pdf_signature(found, trusted, key_usage_settings=KeyUsageConstraints())
    assert found.signer_cert.dump() == pair.der
    return bool(status.bottom_line and status.coverage is SignatureCoverageLevel.ENTIRE_FILE)


def make_signed(
    session: Session, recipient: Heir, today: date, now: datetime
) -> tuple[Document, bytes]:
    document = ask(session, recipient, today, now)
    return document, made(session, document)


def why_failed(session: Session, document: Document) -> str:
    """After a try that did not succeed: nothing was kept, and the reason stands on the row."""
    session.commit()
    make_document(document.id)
    session.expire_all()
    assert document.state is DocumentState.PENDING
    assert document.sha256 is None
    assert document.stored_name is None
    return document.failure or ""


def test_a_key_in_a_file_signs_also_with_a_passphrase(
    app: Flask, session: Session, recipient: Heir, today: date, now: datetime, tmp_path: Path
) -> None:
    pair = make_pair()
    sign_with(app, file_of(tmp_path, pair, passphrase=PIN))
    document, data = make_signed(session, recipient, today, now)
    assert is_signed_by(data, pair)
    assert is_accessible(data)
    assert check_bytes(session, data).status is Genuineness.GENUINE
    kept = session.get_one(SigningCertificate, document.certificate_id)
    assert not kept.is_sample
    assert "Dinas Uji" in kept.subject
    app.config["SIGNING_PIN"] = "salah"
    forget_signing_key()
    with pytest.raises(SigningKeyUnusable, match=r"kunci\.pem"):
        signing_key()


def test_a_signature_is_byte_for_byte_the_one_the_library_makes_as_a_whole(
    app: Flask, tmp_path: Path
) -> None:
    """Ours puts digest and signature into one that was made before; nothing else may differ."""
    sign_with(app, file_of(tmp_path, make_pair()))
    with app.app_context():
        key = signing_key()
    unsigned = page_to_sign()
    slot = find_slot(unsigned)
    whole = asyncio.run(key.signer.async_sign(slot.digest, DIGEST, use_pades=True))
    assert key.sign(unsigned) == slot.filled(whole.dump())


@pytest.mark.parametrize("what", ["curve", "other", "none", "garbage", "absent"])
def test_a_file_that_holds_no_key_we_can_use_says_why(
    app: Flask, session: Session, tmp_path: Path, what: str
) -> None:
    pair = make_pair(curve=ec.SECP384R1() if what == "curve" else None)
    path = tmp_path / "kunci.pem"
    other = Pair(make_pair().key, pair.certificate)
    written = {
        "curve": pair.pem(),
        "other": other.pem(),
        "none": pair.pem().partition(b"-----BEGIN CERT")[0],
        "garbage": b"-----BEGIN PRIVATE KEY-----\nbukan\n-----END PRIVATE KEY-----\n",
    }
    if what in written:
        path.write_bytes(written[what])
    sign_with(app, f"file:{path}")
    with pytest.raises(SigningKeyUnusable, match=r"kunci\.pem"):
        signing_key()


def test_an_expired_certificate_signs_nothing(
    app: Flask,
    session: Session,
    recipient: Heir,
    today: date,
    now: datetime,
    tmp_path: Path,
    clock: Clock,
) -> None:
    sign_with(app, file_of(tmp_path, make_pair(ends=NOW + timedelta(days=30))))
    make_signed(session, recipient, today, now)
    clock.set(NOW + timedelta(days=31))
    document = ask(session, recipient, today, now)
    assert why_failed(session, document).startswith("SigningKeyUnusable: the certificate expired")


def test_production_refuses_the_sample_wherever_it_lies(
    app: Flask, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kunci.pem"
    path.write_bytes(make_sample_pem(now=NOW))
    sign_with(app, f"file:{path}")
    assert signing_key().facts.is_sample
    monkeypatch.setitem(app.config, "PRODUCTION", True)  # noqa: FBT003
    for place in (read_place(f"file:{path}"), None):
        app.config["SIGNING"] = place
        forget_signing_key()
        with pytest.raises(SigningKeyUnusable, match="sample"):
            signing_key()


def test_changing_the_key_keeps_old_documents_valid(
    app: Flask, session: Session, recipient: Heir, today: date, now: datetime, tmp_path: Path
) -> None:
    sample, sample_data = make_signed(session, recipient, today, now)
    documents = [(sample, sample_data)]
    pairs = [make_pair("Kunci Pertama"), make_pair("Kunci Kedua")]
    for number, pair in enumerate(pairs):
        sign_with(app, file_of(tmp_path, pair, name=f"{number}.pem"))
        document, data = make_signed(session, recipient, today, now)
        assert is_signed_by(data, pair)
        documents.append((document, data))
    statuses = [check_bytes(session, data).status for _document, data in documents]
    assert statuses == [Genuineness.REPLACED, Genuineness.REPLACED, Genuineness.GENUINE]
    kept = [session.get_one(SigningCertificate, one.certificate_id) for one, _data in documents]
    assert [one.is_sample for one in kept] == [True, False, False]
    assert len({one.fingerprint for one in kept}) == 3


def test_a_revoked_certificate_signs_nothing_more(
    app: Flask, session: Session, recipient: Heir, today: date, now: datetime, tmp_path: Path
) -> None:
    sign_with(app, file_of(tmp_path, make_pair()))
    _document, data = make_signed(session, recipient, today, now)
    (kept,) = list_certificates(session)
    shown = ":".join(kept.fingerprint[at : at + 2].upper() for at in range(0, 12, 2))
    for wrong in ("", "00000000" * 8, kept.fingerprint[:7]):
        with pytest.raises(CertificateUnknown):
            revoke_certificate(session, actor=None, beginning=wrong, reason="hilang", now=now)
    revoke_certificate(session, actor=None, beginning=shown, reason="hilang", now=now)
    with pytest.raises(CertificateRevoked):
        revoke_certificate(session, actor=None, beginning=shown, reason="lagi", now=now)
    assert (kept.revoked_at, kept.revoked_reason) == (now, "hilang")
    assert check_bytes(session, data).status is Genuineness.GENUINE
    later = ask(session, recipient, today, now)
    assert why_failed(session, later) == "CertificateRevoked"
    sign_with(app, file_of(tmp_path, make_pair("Kunci Baru"), name="baru.pem"))
    made(session, later)
    assert len(session.scalars(select(SigningCertificate)).all()) == 2


# A library of tokens reads its settings once a process, so its test is a process of its own.
_TOKEN = """
import os, sys
from pathlib import Path
from cryptography import x509
from savings_app.documents.signature_slot import find_slot
from savings_app.documents.signing import DIGEST, SigningKeyUnusable
from savings_app.documents.signing_tokens import open_token_key
from savings_app.signing_places import read_place
from tests.signing_keys import put_certificate

place, pin, certificate, file = sys.argv[1:]
put_certificate("uji", x509.load_pem_x509_certificate(Path(certificate).read_bytes()))
data = Path(file).read_bytes()

def sign(name):
    Path(file + name).write_bytes(open_token_key(read_place(place), pin=pin).sign(data))

sign(".first")
child = os.fork()
if child == 0:
    try:
        sign(".child")
    except BaseException as error:
        print(repr(error), flush=True)
        os._exit(1)
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
sign(".again")
for wrong in (place.replace("kunci", "lain"), place.replace("uji", "lain")):
    try:
        open_token_key(read_place(wrong), pin=pin)
    except SigningKeyUnusable as refused:
        assert pin not in str(refused), refused
        print("refused")
"""
_WRONG_PIN = """
import sys
from savings_app.documents.signature_slot import find_slot
from savings_app.documents.signing import DIGEST, SigningKeyUnusable
from savings_app.documents.signing_tokens import open_token_key
from savings_app.signing_places import read_place
try:
    open_token_key(read_place(sys.argv[1]), pin="000000")
except SigningKeyUnusable as refused:
    print("refused")
"""


def in_a_process(program: str, *given: object) -> str:
    command = [sys.executable, "-c", program, *map(str, given)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_token_signs_before_and_after_a_fork_and_never_shows_its_pin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = make_pair("Token Uji")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    place = make_token(tmp_path, pair)
    certificate, file = tmp_path / "sertifikat.pem", tmp_path / "surat.pdf"
    certificate.write_bytes(pair.pem())
    file.write_bytes(page_to_sign())
    assert in_a_process(_TOKEN, place, PIN, certificate, file) == "refused\n" * 2
    for name in ("first", "child", "again"):
        assert is_signed_by(Path(f"{file}.{name}").read_bytes(), pair)
    assert in_a_process(_WRONG_PIN, place) == "refused\n"


def page_to_sign() -> bytes:
    page = '<html lang="id"><head><title>Uji</title></head><body><p>Uji</p></body></html>'
    return render_pdf(page, identifier=b"uji", at=NOW, slot=SignatureSlot(4096, "Uji", NOW))


@pytest.fixture
def agency(app: Flask) -> Iterator[Agency]:
    """It holds the key this test signs with."""
    with an_agency(make_pair("Lembaga Uji")) as agency:
        sign_with(app, agency.address)
        yield agency


def test_an_agency_signs_each_hash_by_leave_for_that_hash(
    agency: Agency, session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    for _time in range(2):
        _document, data = make_signed(session, recipient, today, now)
        assert is_signed_by(data, agency.pair)
    asked = [path for path, _body in agency.asked]
    each = ["credentials/authorize", "signatures/signHash"]
    assert asked == ["credentials/info", *each, *each]
    sent = str(agency.asked)
    assert recipient.full_name not in sent
    assert max(len(str(body)) for _path, body in agency.asked) < 400  # hashes, never a document


@pytest.mark.parametrize("path", ["credentials/authorize", "signatures/signHash"])
def test_a_refusal_of_the_agency_is_a_failure_with_its_reason_and_tried_again(
    agency: Agency, session: Session, recipient: Heir, today: date, now: datetime, path: str
) -> None:
    document = ask(session, recipient, today, now)
    agency.refuses = {path: 503}
    why = why_failed(session, document)
    assert why.startswith("SigningFailed")
    assert "503" in why
    assert PIN not in why
    assert BEARER not in why
    assert is_signed_by(made(session, document), agency.pair)
    assert document.failure is None


def test_a_signature_of_another_key_than_the_certificates_goes_nowhere(
    agency: Agency, session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    signing_key()
    changed = make_pair("Lembaga Uji, kunci baru")
    agency.signs_with = changed.key
    document = ask(session, recipient, today, now)
    assert "not of this certificate" in why_failed(session, document)
    agency.pair = changed  # asked anew after a failure, the service tells of its new certificate
    assert is_signed_by(made(session, document), changed)


@pytest.mark.parametrize(
    "told",
    [
        {"key": {"status": "disabled", "algo": ["1.2.840.10045.4.3.2"]}},
        {"authMode": "oauth2code"},
        {"OTP": {"presence": "true"}},
        {"cert": {"status": "valid", "certificates": []}},
        {"cert": "bukan"},
    ],
    ids=["disabled", "browser", "one-time", "no certificate", "nonsense"],
)
def test_a_credential_that_cannot_sign_unattended_is_refused(
    agency: Agency, session: Session, told: dict[str, object]
) -> None:
    agency.about = told
    with pytest.raises(SigningKeyUnusable):
        signing_key()


def test_a_service_that_sends_elsewhere_or_is_away_gets_no_secret(
    app: Flask, agency: Agency, session: Session
) -> None:
    with an_agency(make_pair("Orang lain")) as other:
        agency.sends_to = other.address.removeprefix("csc+").partition("?")[0]
        with pytest.raises(SigningKeyUnusable):
            signing_key()
        assert other.asked == []
        gone = other.address
    sign_with(app, gone)
    with pytest.raises(SigningKeyUnusable):
        signing_key()
    app.config["SIGNING_TOKEN"] = "salah"
    sign_with(app, agency.address)
    agency.sends_to = ""
    with pytest.raises(SigningKeyUnusable, match="401"):
        signing_key()
