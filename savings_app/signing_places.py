"""Where the key that signs documents is held, as the setting writes it. Pure.

Three ways: a file, a token that speaks PKCS#11 (its address after RFC 7512), or an agency's service
that speaks the open interface of the Cloud Signature Consortium. No secret stands in any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, unquote_to_bytes, urlsplit

TOKEN_SCHEME = "pkcs11:"  # noqa: S105  a scheme of addresses
SERVICE_SCHEME = "csc+"
THIS_MACHINE = ("127.0.0.1", "::1")
_OURS_TO_ASK = ("pin-value", "pin-source")


class SigningPlaceWrong(ValueError):
    """The setting names no place we know; the text says why, without what was written."""


@dataclass(frozen=True, slots=True)
class FilePlace:
    path: Path


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """`module`: the library of the maker. At least one of `label` and `key_id` names the key."""

    module: Path
    token: str | None
    serial: bytes | None
    label: str | None
    key_id: bytes | None


@dataclass(frozen=True, slots=True)
class ServicePlace:
    """`address` is what stands before `/csc/VERSION`."""

    address: str
    version: str
    credential: str


SigningPlace = FilePlace | TokenPlace | ServicePlace


def read_place(text: str) -> SigningPlace:
    """`file:/etc/keys/signing.pem`, `pkcs11:token=T;object=O?module-path=/usr/lib/x.so`, or
    `csc+https://host/csc/v1?credential=C`.

    Raises:
        SigningPlaceWrong
    """
    if text.startswith("file:"):
        return _read_file(text)
    if text.startswith(TOKEN_SCHEME):
        return _read_token(text)
    if text.startswith(SERVICE_SCHEME):
        return _read_service(text)
    raise SigningPlaceWrong("file: / pkcs11: / csc+https:")


def _read_file(text: str) -> FilePlace:
    parts = urlsplit(text)
    path = Path(unquote(parts.path))
    if parts.netloc or parts.query or not path.is_absolute():
        raise SigningPlaceWrong("file:/…")
    return FilePlace(path)


def _read_token(text: str) -> TokenPlace:
    path, _mark, query = text.removeprefix(TOKEN_SCHEME).partition("?")
    named = _attributes(path, between=";")
    asked = _attributes(query, between="&")
    if any(name in named or name in asked for name in _OURS_TO_ASK):
        raise SigningPlaceWrong("PIN: SAVINGS_APP_SIGNING_PIN")
    module = Path(unquote(asked.get("module-path", "")))
    if not module.is_absolute():
        raise SigningPlaceWrong("pkcs11:…?module-path=/…")
    if not named.get("object") and not named.get("id"):
        raise SigningPlaceWrong("pkcs11:object=… / id=…")
    return TokenPlace(
        module=module,
        token=_text(named.get("token")),
        serial=unquote_to_bytes(named["serial"]) if named.get("serial") else None,
        label=_text(named.get("object")),
        key_id=unquote_to_bytes(named["id"]) if named.get("id") else None,
    )


def _attributes(text: str, *, between: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(between) if part)
    return {name: value for name, _sign, value in pairs}


def _text(written: str | None) -> str | None:
    return unquote(written) if written else None


def _read_service(text: str) -> ServicePlace:
    parts = urlsplit(text.removeprefix(SERVICE_SCHEME))
    if parts.username or parts.password:
        raise SigningPlaceWrong("token: SAVINGS_APP_SIGNING_TOKEN")
    if parts.scheme != "https" and (parts.scheme != "http" or parts.hostname not in THIS_MACHINE):
        raise SigningPlaceWrong("csc+https:")
    before, _csc, version = parts.path.rstrip("/").rpartition("/csc/")
    credentials = parse_qs(parts.query).get("credential", [])
    if not parts.hostname or not version or "/" in version or len(credentials) != 1:
        raise SigningPlaceWrong("csc+https://…/csc/v1?credential=…")
    return ServicePlace(f"{parts.scheme}://{parts.netloc}{before}", version, credentials[0])
