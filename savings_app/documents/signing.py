"""Signing a document: PAdES (ETSI EN 319 142-1, baseline B), by whichever key is set.

A key is one object whatever holds it, a file, a token or an agency's service: all of them are
signers of pyHanko. Where it comes from is `savings_app.documents.signing_keys`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from savings_app.documents.certificate_facts import CertificateFacts
from savings_app.documents.pdf import SignatureSlot
from savings_app.documents.signature_slot import find_slot

if TYPE_CHECKING:
    from asn1crypto.cms import ContentInfo, SignerInfo
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.signers import Signer

DIGEST = "sha256"
# What a signature holds beside its certificates: names, digests, and the signature itself.
ROOM_BESIDE_CERTIFICATES = 2048
NO_DIGEST = bytes(32)


class SigningKeyUnusable(RuntimeError):
    """The key that was set cannot be opened or is none we can use; the text says why."""


class SigningFailed(RuntimeError):
    """The key did not sign; the text says why and holds no secret."""


@dataclass(frozen=True)
class SigningKey:
    """A key with its certificate."""

    signer: Signer

    @property
    def certificate(self) -> Certificate:
        certificate = self.signer.signing_cert
        if certificate is None:
            raise ValueError("the key has no certificate")
        return certificate

    @property
    def facts(self) -> CertificateFacts:
        return CertificateFacts(self.certificate)

    def slot(self, *, called: str, at: datetime) -> SignatureSlot:
        """The place a signature of this key needs in a document of that time.

        No signature says it is older than its certificate: a document that waited while the key
        was changed is signed as of the new one's first moment.
        """
        certificates = [self.certificate, *self.signer.cert_registry]
        size = sum(len(one.dump()) for one in certificates) + ROOM_BESIDE_CERTIFICATES
        return SignatureSlot(size, called, max(at, self.facts.valid_from))

    def sign(self, data: bytes) -> bytes:
        """The file with the signature in its slot.

        Raises:
            SigningFailed: the token or the service did not sign, or not with this certificate.
            ValueError: the file has no slot, or the signature does not fit into it.
        """
        slot = find_slot(data)
        try:
            signed = self._signed(slot.digest)
            self._check(signed["content"]["signer_infos"][0])
        except Exception as error:  # whatever a maker's library or a service comes up with
            raise SigningFailed(f"{type(error).__name__}: {error}") from error
        return slot.filled(signed.dump())

    def _signed(self, digest: bytes) -> ContentInfo:
        """The signature of a file of this digest.

        Between two files of one key only the digest and the signature itself differ: to write the
        rest anew each time is a fifth of what a whole page takes.
        """
        from asn1crypto.cms import ContentInfo  # noqa: PLC0415  only who signs needs it

        signed: ContentInfo = ContentInfo.load(self._unsigned)
        signer = signed["content"]["signer_infos"][0]
        for attribute in signer["signed_attrs"]:
            if attribute["type"].native == "message_digest":
                attribute["values"][0] = digest
        facts = signer["signed_attrs"].untag().dump()
        signer["signature"] = asyncio.run(self.signer.async_sign_raw(facts, DIGEST))
        return signed

    @cached_property
    def _unsigned(self) -> bytes:
        """A signature with all in it but these two; the key itself is not used."""
        signing = self.signer.async_sign(NO_DIGEST, DIGEST, use_pades=True, dry_run=True)
        signed: bytes = asyncio.run(signing).dump()
        return signed

    def _check(self, signer: SignerInfo) -> None:
        """What came back fits the certificate: a service may have changed its key since."""
        try:
            public_key(self.certificate).verify(
                signer["signature"].native,
                signer["signed_attrs"].untag().dump(),
                ec.ECDSA(hashes.SHA256()),
            )
        except InvalidSignature:
            raise SigningFailed("the signature is not of this certificate") from None


def public_key(certificate: Certificate) -> ec.EllipticCurvePublicKey:
    """
    Raises:
        SigningKeyUnusable: it is not of the curve P-256.
    """
    key = x509.load_der_x509_certificate(certificate.dump()).public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise SigningKeyUnusable("the certificate is not of the curve P-256")
    return key
