"""Keys to sign with: in a file, on a token, and at an agency's service on this machine."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from tests.conftest import NOW

AN_AGE = timedelta(days=3650)
SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")  # there on Debian and Ubuntu, any processor
PIN, BEARER, CREDENTIAL = "648219", "rahasia-uji-pembawa", "kredensial-uji"


@dataclass(frozen=True)
class Pair:
    """A private key of P-256 with its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def pem(self, *, passphrase: str = "") -> bytes:
        how = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        private = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)
        return private + self.certificate.public_bytes(Encoding.PEM)


def make_pair(
    name: str = "Dinas Uji",
    *,
    begins: datetime = NOW - AN_AGE,
    ends: datetime = NOW + AN_AGE,
    curve: ec.EllipticCurve | None = None,
) -> Pair:
    """A key with a certificate it signed itself, of that name and time."""
    key = ec.generate_private_key(curve or ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .sign(key, hashes.SHA256())
    )
    return Pair(key, certificate)


def make_token(folder: Path, pair: Pair, *, label: str = "uji") -> str:
    """A token of SoftHSM in this folder that holds the key; returns its address as the setting
    writes it. `SOFTHSM2_CONF` must name `folder / "softhsm2.conf"`.
    """
    tokens = folder / "tokens"
    tokens.mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {tokens}\nlog.level = ERROR\n")
    tool = shutil.which("softhsm2-util")
    assert tool, "softhsm2 is missing; make setup installs it"
    made = [tool, "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", PIN]
    subprocess.run(made, check=True, capture_output=True, env={"SOFTHSM2_CONF": str(conf)})
    pem = folder / "key.pem"
    pem.write_bytes(pair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    brought = [tool, "--import", str(pem), "--token", label, "--label", "kunci", "--id", "A1"]
    brought += ["--pin", PIN]
    subprocess.run(brought, check=True, capture_output=True, env={"SOFTHSM2_CONF": str(conf)})
    pem.unlink()
    return f"pkcs11:token={label};object=kunci?module-path={SOFTHSM}"


def put_certificate(label: str, certificate: x509.Certificate) -> None:
    """Beside its key on the token, as an agency delivers both."""
    library = pkcs11.lib(str(SOFTHSM))
    with library.get_token(token_label=label).open(user_pin=PIN, rw=True) as session:
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.LABEL: "kunci",
                pkcs11.Attribute.ID: b"\xa1",
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.SUBJECT: certificate.subject.public_bytes(),
                pkcs11.Attribute.VALUE: certificate.public_bytes(Encoding.DER),
            }
        )


@dataclass
class Agency:
    """A signing service after the CSC API. What it was asked is kept; `refuses` answers once
    with that status;
    `signs_with` may be another key than the certificate it tells of.
    """

    pair: Pair
    signs_with: ec.EllipticCurvePrivateKey
    address: str = ""
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refuses: dict[str, int] = field(default_factory=dict)
    sends_to: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    leave: dict[str, str] = field(default_factory=dict)

    def answer(self, path: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and body for one call that showed the right bearer token."""
        self.asked.append((path, asked))
        if path in self.refuses:
            return self.refuses.pop(path), {"error": "invalid_request"}
        if asked.get("credentialID") != CREDENTIAL:
            return 400, {"error": "invalid_request"}
        return getattr(self, "_" + path.rpartition("/")[2])(asked)  # type: ignore[no-any-return]

    def _info(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        del asked
        told: dict[str, Any] = {
            "key": {"status": "enabled", "algo": ["1.2.840.10045.4.3.2"], "len": 256},
            "cert": {
                "status": "valid",
                "certificates": [base64.b64encode(self.pair.der).decode()],
            },
            "authMode": "explicit",
            "SCAL": "2",
            "PIN": {"presence": "true", "format": "N"},
            "OTP": {"presence": "false"},
            "multisign": 1,
        }
        return 200, told | self.about

    def _authorize(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if asked.get("PIN") != PIN or len(asked.get("hash", [])) != 1:
            return 400, {"error": "invalid_pin"}
        sad = f"izin-{len(self.leave)}"
        self.leave[sad] = asked["hash"][0]
        return 200, {"SAD": sad, "expiresIn": 60}

    def _signHash(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:  # noqa: N802  its name
        if self.leave.pop(asked.get("SAD", ""), None) != asked["hash"][0]:
            return 400, {"error": "invalid_request", "error_description": "Invalid SAD"}
        digest = base64.b64decode(asked["hash"][0])
        how = ec.ECDSA(utils.Prehashed(hashes.SHA256()))
        return 200, {"signatures": [base64.b64encode(self.signs_with.sign(digest, how)).decode()]}


@contextmanager
def an_agency(pair: Pair) -> Iterator[Agency]:
    """Its service, over HTTP on this machine, for as long as the test needs it."""
    agency = Agency(pair, pair.key)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if agency.sends_to:
                self.send_response(307)
                self.send_header("Location", agency.sends_to)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if self.headers.get("Authorization") != f"Bearer {BEARER}":
                status, told = 401, {"error": "access_denied"}
            else:
                path = self.path.removeprefix("/tanda/csc/v1/")
                status, told = agency.answer(path, json.loads(body))
            written = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *_told: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        port = server.server_address[1]
        agency.address = f"csc+http://127.0.0.1:{port}/tanda/csc/v1?credential={CREDENTIAL}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield agency
        finally:
            server.shutdown()
