"""What a certificate of ours says, and how one is told from another."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from asn1crypto import pem, x509

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate

SAMPLE_NAME = "CONTOH - bukan sertifikat resmi"


class CertificateUnreadable(ValueError):
    """No certificate in PEM; the text says why."""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    certificate: Certificate

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hex."""
        return hashlib.sha256(self.certificate.dump()).hexdigest()

    @property
    def pem(self) -> str:
        return str(pem.armor("CERTIFICATE", self.certificate.dump()), "ascii")

    @property
    def subject(self) -> str:
        """Whose it is, as people name them: the name, then the office."""
        said = self.certificate.subject.native
        parts = [said.get(name) for name in ("common_name", "organization_name")]
        named = ", ".join(part for part in parts if isinstance(part, str))
        return named or str(self.certificate.subject.human_friendly)

    @property
    def valid_from(self) -> datetime:
        first: datetime = self.certificate.not_valid_before
        return first

    @property
    def valid_until(self) -> datetime:
        last: datetime = self.certificate.not_valid_after
        return last

    @property
    def is_sample(self) -> bool:
        """This service made it for itself, and no authority stands behind it."""
        return bool(self.certificate.subject.native.get("common_name") == SAMPLE_NAME)


def read_certificate(data: bytes) -> CertificateFacts:
    """The first certificate of a PEM file.

    Raises:
        CertificateUnreadable
    """
    try:
        for kind, _headers, der in pem.unarmor(data, multiple=True):
            if kind == "CERTIFICATE":
                found = CertificateFacts(x509.Certificate.load(der, strict=True))
                # All of it is read now, and not where it is asked for.
                _all = found.subject, found.valid_from, found.valid_until
                return found
    except (ValueError, TypeError) as error:
        raise CertificateUnreadable(str(error)) from error
    raise CertificateUnreadable("no certificate")
