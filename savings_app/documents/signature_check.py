"""What a file's own signature says, whoever sent it, and whether it is one of ours.

The file is read in a process that the system stops; the only certificates trusted are those this
service signed with, and nothing is fetched.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asn1crypto import x509

from savings_app.documents.certificate_facts import CertificateFacts, read_certificate

if TYPE_CHECKING:
    from savings_app.documents.models import SigningCertificate

PROBE = Path(__file__).with_name("signature_probe.py")
MOST_MEMORY = 192 * 1024 * 1024
MOST_SECONDS = 6
LONGEST_SUBJECT = 200
# Its place in the file is found by number, so it can stand in no compressed part.
SIGNED = b"/ByteRange"


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """`intact`: what it covers is as it was signed; `covers_file`: and that is the whole file.
    `fingerprint` and `subject` are those of the certificate inside it, whoever made that.
    """

    present: bool
    intact: bool = False
    covers_file: bool = False
    ours: bool = False
    is_sample: bool = False
    subject: str | None = None
    fingerprint: str | None = None
    signed_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Every byte of the file was signed by a key of ours that was not revoked since.

        When an unknown file was signed nobody can prove, so a revoked key vouches for none.
        """
        return self.intact and self.covers_file and self.ours and self.revoked_at is None


def examine_signature(data: bytes, kept: Sequence[SigningCertificate]) -> SignatureVerdict:
    """The verdict on these bytes; `kept`: every certificate this service ever signed with."""
    if SIGNED not in data:
        return SignatureVerdict(present=False)
    said = _ask_probe(data, [read_certificate(one.pem.encode()).certificate for one in kept])
    if not said or not said["der"]:
        return SignatureVerdict(present=True)
    facts = CertificateFacts(x509.Certificate.load(base64.b64decode(said["der"])))
    known = next((one for one in kept if one.fingerprint == facts.fingerprint), None)
    return SignatureVerdict(
        present=True,
        intact=said["intact"],
        covers_file=said["whole"],
        ours=bool(said["trusted"] and known),
        is_sample=bool(known and known.is_sample),
        subject=_subject(facts),
        fingerprint=facts.fingerprint,
        signed_at=datetime.fromisoformat(said["at"]).astimezone(UTC) if said["at"] else None,
        revoked_at=known.revoked_at if known else None,
    )


def _ask_probe(data: bytes, trusted: Sequence[x509.Certificate]) -> dict[str, Any] | None:
    """None where it was stopped."""
    command = [sys.executable, "-I", str(PROBE), str(MOST_MEMORY), str(MOST_SECONDS)]
    roots = json.dumps([base64.b64encode(one.dump()).decode() for one in trusted]).encode()
    try:
        done = subprocess.run(  # noqa: S603  our own program; what was sent is its input
            command,
            input=roots + b"\n" + base64.b64encode(data),
            capture_output=True,
            check=False,
            timeout=2 * MOST_SECONDS,
        )
        said: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return said


def _subject(facts: CertificateFacts) -> str | None:
    """As the certificate says it; a stranger's may say anything, or nothing that can be read."""
    try:
        return facts.subject[:LONGEST_SUBJECT]
    except (ValueError, TypeError, AttributeError):
        return None
