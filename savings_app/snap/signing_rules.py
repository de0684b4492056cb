"""The signatures, times and response codes of SNAP (Standar Nasional Open API Pembayaran). Pure.

What is signed is the body as it is sent, minified: keys keep their order, and no blank inside a
text is touched. A path is without host and without query. Both sides of a call are here.
"""

from __future__ import annotations

import hmac
import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256, sha512
from typing import Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

# The standard asks for RSA 2048; a shorter key is broken today.
SHORTEST_RSA_KEY = 2048
SUCCESS = 2  # of the hundreds of a response code
# A text of JSON, or blanks between its parts. A text without its end runs to the end of the body,
# so that no body takes longer than its length.
_TEXT_OR_BLANKS = re.compile(rb'("(?:[^"\\]|\\.)*+"?)|[ \t\r\n]+', re.DOTALL)
_TIMESTAMP = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)", re.ASCII
)
_FRACTION = re.compile(r"(\.\d{6})\d+", re.ASCII)
_RESPONSE_CODE = re.compile(r"[1-5]\d{6}", re.ASCII)


class KeyUnusable(ValueError):
    """Not an RSA key in PEM, one with a password, or one shorter than `SHORTEST_RSA_KEY`."""


def minify(body: bytes) -> bytes:
    """The body without blanks between its parts; its order and every text in it stay as they are.

    A body that is no JSON is minified by the same rule: what is wrong in it is told elsewhere.
    """
    return _TEXT_OR_BLANKS.sub(lambda found: found[1] or b"", body)


def body_hash(body: bytes) -> str:
    """Lower-case hex of the SHA-256 of the minified body, of nothing where there is none."""
    return sha256(minify(body)).hexdigest()


def symmetric_text(*, method: str, path: str, token: str, body: bytes, timestamp: str) -> str:
    """METHOD:path:token:hash:timestamp, what a call with an access token signs."""
    return ":".join((method.upper(), path, token, body_hash(body), timestamp))


def asymmetric_text(*, method: str, path: str, body: bytes, timestamp: str) -> str:
    """METHOD:path:hash:timestamp, what a call signs with a private key: no token in it."""
    return ":".join((method.upper(), path, body_hash(body), timestamp))


def token_text(*, client_key: str, timestamp: str) -> str:
    """clientKey|timestamp, what the request of an access token signs."""
    return f"{client_key}|{timestamp}"


def sign_symmetric(text: str, *, secret: str) -> str:
    """HMAC-SHA512 of the text with the client secret, in base64."""
    return b64encode(hmac.digest(secret.encode(), text.encode(), sha512)).decode("ascii")


def verify_symmetric(text: str, signature: str, *, secret: str) -> bool:
    """Whether the signature is ours; takes as long for a wrong one whatever is wrong in it."""
    return hmac.compare_digest(
        sign_symmetric(text, secret=secret).encode(), signature.encode(errors="replace")
    )


def sign_asymmetric(text: str, *, key: RSAPrivateKey) -> str:
    """SHA256withRSA (PKCS#1 v1.5) of the text, in base64."""
    return b64encode(key.sign(text.encode(), PKCS1v15(), SHA256())).decode("ascii")


def verify_asymmetric(text: str, signature: str, *, key: RSAPublicKey) -> bool:
    """Whether the owner of this public key signed the text."""
    try:
        raw = b64decode(signature, validate=True)
        key.verify(raw, text.encode(), PKCS1v15(), SHA256())
    except (InvalidSignature, NotBase64, ValueError):
        return False
    return True


def private_key(pem: bytes) -> RSAPrivateKey:
    """
    Raises:
        KeyUnusable
    """
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnusable from error
    if not isinstance(key, RSAPrivateKey) or key.key_size < SHORTEST_RSA_KEY:
        raise KeyUnusable
    return key


def public_key(pem: bytes) -> RSAPublicKey:
    """
    Raises:
        KeyUnusable
    """
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyUnusable from error
    if not isinstance(key, RSAPublicKey) or key.key_size < SHORTEST_RSA_KEY:
        raise KeyUnusable
    return key


def format_timestamp(moment: datetime, *, hours: int = 7) -> str:
    """`2026-11-27T18:30:00+07:00`: whole seconds, at the bank's own offset from UTC."""
    there = moment.astimezone(timezone(timedelta(hours=hours)))
    return there.isoformat(timespec="seconds")


def is_timestamp(text: str) -> bool:
    """Whether it has the shape of a moment with its offset; the day may be none of the calendar."""
    return _TIMESTAMP.fullmatch(text) is not None


def parse_timestamp(text: str) -> datetime | None:
    """An aware moment; None without its offset, and for anything that is not ISO 8601."""
    if not is_timestamp(text):
        return None
    try:
        moment = datetime.fromisoformat(_FRACTION.sub(r"\1", text))
        # The first and the last day of the calendar have no hour in every zone.
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment


@dataclass(frozen=True, slots=True, order=True)
class ResponseCode:
    """Seven digits: HTTP status (3), service (2), case (2). `2001400` is a statement given.

    Only 2xx is success, whatever status the answer came with.
    """

    http: int
    service: int
    case: int

    @classmethod
    def parse(cls, text: object) -> Self | None:
        """None where it is not seven digits in a text, or begins with no HTTP status."""
        if not isinstance(text, str) or not _RESPONSE_CODE.fullmatch(text):
            return None
        return cls(int(text[:3]), int(text[3:5]), int(text[5:]))

    @property
    def succeeded(self) -> bool:
        """Whether the bank did what was asked."""
        return self.http // 100 == SUCCESS

    def __str__(self) -> str:
        return f"{self.http:03}{self.service:02}{self.case:02}"
