"""Signing a document: PAdES (ETSI EN 319 142-1, baseline B), by whichever key is set.

A key is one object whatever holds it, a file, a token or an agency's service: all of them are
signers of pyHanko. Where it comes from is `savings_app.documents.signing_keys`.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from asn1crypto import pem

from savings_app.documents.pdf import SignatureSlot
from savings_app.documents.signature_slot import find_slot

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.signers import Signer

DIGEST = "sha256"
# What a signature holds beside its certificates: names, digests, and the signature itself.
ROOM_BESIDE_CERTIFICATES = 2048


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key with its certificate. `is_sample`: this service made the certificate for itself."""

    signer: Signer
    is_sample: bool

    @property
    def certificate(self) -> Certificate:
        certificate = self.signer.signing_cert
        if certificate is None:
            raise ValueError("the key has no certificate")
        return certificate

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hex."""
        return hashlib.sha256(self.certificate.dump()).hexdigest()

    @property
    def certificate_pem(self) -> str:
        return str(pem.armor("CERTIFICATE", self.certificate.dump()), "ascii")

    @property
    def subject(self) -> str:
        return str(self.certificate.subject.human_friendly)

    @property
    def valid_from(self) -> datetime:
        first: datetime = self.certificate.not_valid_before
        return first

    @property
    def valid_until(self) -> datetime:
        last: datetime = self.certificate.not_valid_after
        return last

    def slot(self, *, called: str, at: datetime) -> SignatureSlot:
        """The place a signature of this key needs in a document of that time.

        No signature says it is older than its certificate: a document that waited while the key
        was changed is signed as of the new one's first moment.
        """
        certificates = [self.certificate, *self.signer.cert_registry]
        size = sum(len(one.dump()) for one in certificates) + ROOM_BESIDE_CERTIFICATES
        return SignatureSlot(size, called, max(at, self.valid_from))

    def sign(self, data: bytes) -> bytes:
        """The file with the signature in its slot.

        Raises:
            ValueError: the file has no slot, or the signature does not fit into it.
            pyhanko.sign.general.SigningError: a token or a service did not sign.
        """
        slot = find_slot(data)
        signed = self.signer.async_sign(slot.digest, DIGEST, use_pades=True)
        return slot.filled(asyncio.run(signed).dump())
