"""`savings-app signing-key`: the key documents are signed with, and every certificate it had."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from savings_app.cli.application import running_app
from savings_app.cli.output import Document, command
from savings_app.errors import DomainError
from savings_app.words import _
from savings_app.words.formats import date_long, in_wita

if TYPE_CHECKING:
    from savings_app.documents.certificate_facts import CertificateFacts
    from savings_app.documents.models import SigningCertificate

LONGEST_REASON = 300
LARGEST_FILE = 100_000


class SigningKeyRefused(DomainError):
    """The key that was set cannot be used. Fact: `why`."""


class NoCertificate(DomainError):
    """Facts: `path`, `why`."""

    field = "file"


def _show_text(document: Document) -> str:
    lines = [
        _("Pemilik  : %(subject)s", subject=document["subject"]),
        _("Sidik    : %(fingerprint)s", fingerprint=document["fingerprint"]),
        _("Berlaku  : %(first)s sampai %(last)s", first=document["from"], last=document["until"]),
    ]
    if document["sample"]:
        lines.append(_("Sertifikat contoh: dibuat layanan ini sendiri, bukan sertifikat resmi."))
    return "\n".join(lines)


@command(text=lambda document: _show_text({**document, **_days(document)}))
def show() -> Document:
    """Buka kunci yang dipasang dan sebutkan sertifikatnya."""
    with running_app():
        from savings_app.documents.signing import SigningKeyUnusable  # noqa: PLC0415
        from savings_app.tasks.signing import signing_key  # noqa: PLC0415

        try:
            return _told(signing_key().facts)
        except SigningKeyUnusable as unusable:
            raise SigningKeyRefused(why=str(unusable)) from unusable


def _told(facts: CertificateFacts) -> Document:
    return {
        "subject": facts.subject,
        "fingerprint": facts.fingerprint,
        "valid_from": facts.valid_from.isoformat(),
        "valid_until": facts.valid_until.isoformat(),
        "sample": facts.is_sample,
        "pem": facts.pem,
    }


def _days(document: Document) -> dict[str, str]:
    from datetime import datetime  # noqa: PLC0415

    first = datetime.fromisoformat(document["valid_from"])
    last = datetime.fromisoformat(document["valid_until"])
    return {"from": date_long(in_wita(first).date()), "until": date_long(in_wita(last).date())}


def _kept(certificate: SigningCertificate) -> dict[str, Any]:
    revoked = certificate.revoked_at
    return {
        "fingerprint": certificate.fingerprint,
        "subject": certificate.subject,
        "sample": certificate.is_sample,
        "first_used_at": certificate.first_used_at.isoformat(),
        "revoked_at": revoked.isoformat() if revoked else None,
        "revoked_reason": certificate.revoked_reason,
    }


def _list_text(document: Document) -> str:
    lines = []
    for one in document["certificates"]:
        states = [
            _("contoh") if one["sample"] else "",
            _("dicabut: %(reason)s", reason=one["revoked_reason"]) if one["revoked_at"] else "",
        ]
        told = ", ".join(filter(None, states))
        lines.append(f"{one['fingerprint'][:16]}  {one['subject']}{f'  ({told})' if told else ''}")
    return "\n".join(lines) or _("Belum ada dokumen yang ditandatangani.")


@command(text=_list_text)
def list_() -> Document:
    """Sebutkan semua sertifikat yang pernah menandatangani dokumen."""
    with running_app():
        from savings_app.db import get_session  # noqa: PLC0415
        from savings_app.documents.certificate_queries import list_certificates  # noqa: PLC0415

        return {"certificates": [_kept(one) for one in list_certificates(get_session())]}


def _revoke_text(document: Document) -> str:
    return _(
        "Dicabut: %(subject)s. Yang ditandatangani sebelumnya tetap berlaku, sesudahnya tidak.",
        subject=document["subject"],
    )


@command(text=_revoke_text)
@click.argument("fingerprint")
@click.option("--reason", required=True, help="Mengapa, misalnya kunci hilang.")
def revoke(fingerprint: str, reason: str) -> Document:
    """Cabut satu sertifikat, dengan sidiknya atau delapan angka pertamanya."""
    with running_app():
        from savings_app import clock, db  # noqa: PLC0415
        from savings_app.documents.certificate_actions import revoke_certificate  # noqa: PLC0415

        with db.transaction() as session:
            return _kept(
                revoke_certificate(
                    session,
                    actor=None,
                    beginning=fingerprint,
                    reason=reason.strip()[:LONGEST_REASON],
                    now=clock.now_utc(),
                )
            )


@command(text=lambda document: _("Dikenal sebagai milik kami: %(subject)s", **document))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def add(file: Path) -> Document:
    """Kenali sertifikat lama sebagai milik kami, sesudah basis data hilang atau server pindah."""
    from savings_app.documents.certificate_facts import (  # noqa: PLC0415
        CertificateUnreadable,
        read_certificate,
    )

    with file.open("rb") as opened:
        data = opened.read(LARGEST_FILE)
    try:
        facts = read_certificate(data)
    except CertificateUnreadable as why:
        raise NoCertificate(path=str(file), why=str(why)) from why
    with running_app():
        from savings_app import clock, db  # noqa: PLC0415
        from savings_app.documents.certificate_actions import note_certificate  # noqa: PLC0415

        with db.transaction() as session:
            note_certificate(session, facts=facts, now=clock.now_utc())
    return _told(facts)
