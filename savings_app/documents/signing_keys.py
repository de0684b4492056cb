"""Keys in files: the one that was set, and the sample.

Without a setting this service makes a key and a certificate of its own, which says that it is a
sample; production asks for a real one.
"""

from __future__ import annotations

import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from savings_app.documents.certificate_facts import SAMPLE_NAME
from savings_app.documents.signing import SigningKey, SigningKeyUnusable

SAMPLE_FILE = "signing-sample.pem"
SAMPLE_YEARS = 10
A_YEAR = timedelta(days=365)


class RepeatableSigner(SimpleSigner):
    """A key in memory that signs the same bytes the same way each time (RFC 6979)."""

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002  the library's own signature
    ) -> bytes:
        key = serialization.load_der_private_key(self.signing_key.dump(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise SigningKeyUnusable("the key is not one of an elliptic curve")
        algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        return key.sign(data, algorithm)


def open_sample_key(folder: Path, *, now: datetime) -> SigningKey:
    """The service's own sample key in this folder, made on first use (mode 0600)."""
    path = folder / SAMPLE_FILE
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, make_sample_pem(now=now))
    return open_file_key(path)


def open_file_key(path: Path, *, passphrase: str = "") -> SigningKey:
    """A key in a PEM file: the private key (P-256), its certificate, then those above it.

    Raises:
        SigningKeyUnusable
    """
    try:
        pem = path.read_bytes()
        password = passphrase.encode() if b"ENCRYPTED" in pem else None
        key = serialization.load_pem_private_key(pem, password=password)
        certificates = x509.load_pem_x509_certificates(pem)
    except (OSError, ValueError, TypeError) as error:
        raise SigningKeyUnusable(f"{path.name}: {error}") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise SigningKeyUnusable(f"{path.name}: the key is not of the curve P-256")
    if not certificates or key.public_key() != certificates[0].public_key():
        raise SigningKeyUnusable(f"{path.name}: its certificate belongs to another key")
    own, *above = [
        asn1_x509.Certificate.load(one.public_bytes(serialization.Encoding.DER))
        for one in certificates
    ]
    registry = SimpleCertificateStore()
    registry.register_multiple(above)
    private = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    signer = RepeatableSigner(own, asn1_keys.PrivateKeyInfo.load(private), registry)
    return SigningKey(signer)


def make_sample_pem(*, now: datetime) -> bytes:
    """A new key with a certificate it signed itself, whose name says what it is worth."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Santunan & Simpanan Keluarga"),
            x509.NameAttribute(NameOID.COMMON_NAME, SAMPLE_NAME),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.replace(microsecond=0))
        .not_valid_after(now.replace(microsecond=0) + SAMPLE_YEARS * A_YEAR)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


def _write_once(path: Path, data: bytes) -> None:
    """Whole or not at all; of two that write at once the first one's stays."""
    written = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(written, path)
        except FileExistsError:
            return
    finally:
        written.unlink()
