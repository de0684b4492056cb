"""What a file's own signature says: whole, changed, added to, somebody else's, revoked, hostile."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, Signer
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from savings_app.cases.models import Heir
from savings_app.documents.certificate_actions import revoke_certificate
from savings_app.documents.certificate_queries import check_signature, list_certificates
from savings_app.documents.models import Document
from savings_app.documents.rules import Genuineness
from savings_app.documents.signature_check import SignatureVerdict
from savings_app.documents.signing_keys import open_file_key
from savings_app.documents.verification import check_bytes
from tests.databases import SQLITE
from tests.domain.test_documents import ask, made, recipient
from tests.domain.test_signing import file_of, settings, sign_with
from tests.signing_keys import make_pair

__all__ = ["recipient", "settings"]  # fixtures of theirs


@pytest.fixture
def database() -> str:
    """One is enough: what is asked of it here is asked of both elsewhere."""
    return SQLITE


@pytest.fixture
def signed(
    app: Flask, session: Session, recipient: Heir, today: date, now: datetime, tmp_path: Path
) -> bytes:
    """A document of ours, signed with a key that is no sample."""
    sign_with(app, file_of(tmp_path, make_pair("Dinas Uji")))
    return made(session, ask(session, recipient, today, now))


def test_of_ours_it_tells_whose_when_and_that_all_of_it_is_covered(
    session: Session, signed: bytes, now: datetime
) -> None:
    verdict = check_signature(session, signed)
    (kept,) = list_certificates(session)
    assert verdict == SignatureVerdict(
        present=True,
        intact=True,
        covers_file=True,
        ours=True,
        is_sample=False,
        subject="Dinas Uji",
        fingerprint=kept.fingerprint,
        signed_at=now,
        revoked_at=None,
    )
    assert verdict.holds


def test_the_sample_says_that_it_is_one(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    verdict = check_signature(session, made(session, ask(session, recipient, today, now)))
    assert (verdict.holds, verdict.is_sample) == (True, True)
    assert verdict.subject == "CONTOH - bukan sertifikat resmi, Santunan & Simpanan Keluarga"


@pytest.mark.parametrize("place", [20, -3000, -40])
def test_one_changed_byte_breaks_it(session: Session, signed: bytes, place: int) -> None:
    changed = bytearray(signed)
    changed[place] ^= 1
    verdict = check_signature(session, bytes(changed))
    assert verdict.present
    assert not verdict.holds
    assert not verdict.intact


def test_what_was_added_behind_it_is_not_covered(
    session: Session, signed: bytes, tmp_path: Path
) -> None:
    data = signed_too(signed, stranger(tmp_path, called="Orang Lain"))
    verdict = check_signature(session, data)
    assert (verdict.subject, verdict.ours) == ("Dinas Uji", True)
    assert (verdict.intact, verdict.covers_file, verdict.holds) == (True, False, False)
    assert check_bytes(session, data).status is Genuineness.CHANGED
    appended = check_signature(session, signed + b"\n% lebih\n")
    assert (appended.covers_file, appended.holds) == (False, False)


def stranger(folder: Path, *, called: str) -> Signer:
    """Somebody else's key, under any name he likes."""
    path = folder / "orang-lain.pem"
    path.write_bytes(make_pair(called).pem())
    return open_file_key(path).signer


def signed_too(data: bytes, signer: Signer) -> bytes:
    """A signature added as any software adds one, behind what is there."""
    out = BytesIO()
    by_him = PdfSigner(PdfSignatureMetadata(field_name="Dua"), signer=signer)
    asyncio.run(by_him.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(data)), output=out))
    return out.getvalue()


def test_somebody_elses_is_told_as_it_is_and_is_not_ours(
    session: Session, signed: bytes, tmp_path: Path
) -> None:
    empty = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(empty)
    assert check_signature(session, empty.getvalue()) == SignatureVerdict(present=False)
    data = signed_too(empty.getvalue(), stranger(tmp_path, called="Dinas Uji"))
    verdict = check_signature(session, data)
    assert (verdict.intact, verdict.covers_file) == (True, True)
    assert (verdict.ours, verdict.holds) == (False, False)
    assert verdict.subject == "Dinas Uji"  # whoever calls himself so: the fingerprint decides


def test_a_register_that_lost_it_says_unknown_and_the_signature_still_speaks(
    session: Session, signed: bytes, now: datetime
) -> None:
    session.execute(update(Document).values(replaced_by=None))
    session.execute(delete(Document))
    assert check_bytes(session, signed).status is Genuineness.UNKNOWN
    assert check_signature(session, signed).holds
    (kept,) = list_certificates(session)
    revoke_certificate(session, actor=None, beginning=kept.fingerprint, reason="hilang", now=now)
    verdict = check_signature(session, signed)
    assert (verdict.ours, verdict.revoked_at, verdict.holds) == (True, now, False)


def hostile(signed: bytes) -> list[bytes]:
    nested = b"[" * 200_000 + b"]" * 200_000
    loop = b"1 0 obj\n<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R]"
    loop += b" /AcroForm << /Fields [1 0 R] >> >>\nendobj\n"
    locked = BytesIO()
    with pikepdf.open(BytesIO(signed)) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="a", owner="b"))
    bomb = pikepdf.new()
    bomb.add_blank_page()
    bomb.Root["/AcroForm"] = pikepdf.Dictionary(
        Fields=bomb.make_indirect(pikepdf.Stream(bomb, b"\x00" * 300_000_000))
    )
    packed = BytesIO()
    bomb.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    start = signed.index(b"/Contents <") + 11
    return [
        b"%PDF-1.7\n" + nested + b"/ByteRange\n%%EOF",
        b"%PDF-1.7\n" + loop + b"/ByteRange\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF",
        locked.getvalue() + b"/ByteRange",
        packed.getvalue() + b"%/ByteRange",
        signed[: len(signed) // 2],
        signed[:start] + b"30" * 40 + signed[start + 80 :],
        b"/ByteRange" * 100_000,
        signed * 20,
    ]


def test_what_is_hostile_is_answered_and_never_holds(session: Session, signed: bytes) -> None:
    verdicts = [check_signature(session, data) for data in hostile(signed)]
    assert [verdict.holds for verdict in verdicts] == [False] * 8
