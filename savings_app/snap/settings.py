"""How each bank is called: what is published of it, under what the operator wrote down of it.

`SAVINGS_APP_SNAP` names a folder with one `CODE.toml` a bank; without it no bank is ever called.
Secrets are not in these files: `CODE.secret` and `CODE.pem` beside them, readable by their owner
only, or `SAVINGS_APP_SNAP_SECRET_` with the code behind it in the environment.
"""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from savings_app.errors import DomainError
from savings_app.snap.kinds import Service, SignatureWay
from savings_app.snap.pull_rules import Hours
from savings_app.snap.signing_rules import KeyUnusable, private_key

_PUBLISHED = Path(__file__).with_name("data") / "banks.toml"
_CODE = re.compile(r"[A-Z0-9]{2,20}", re.ASCII)
_HEADER = re.compile(r"[\x21-\x7e]{1,64}", re.ASCII)
_PATH = re.compile(r"/[A-Za-z0-9._~/-]{1,120}", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})
_OTHERS_MAY_READ = stat.S_IRWXG | stat.S_IRWXO
MOST_DAYS = 31
MOST_PAGES = 200
PAGE_SIZE = 50

_KEYS = {
    "base",
    "token_path",
    "statement_path",
    "history_path",
    "service",
    "signature",
    "client_key",
    "partner_id",
    "channel_id",
    "offset",
    "opens",
    "closes",
    "longest_range",
    "page_size",
    "first_page",
    "most_pages",
    "ca_file",
    "enabled",
    "status",
    "source",
}


class SnapNotSetUp(DomainError):
    """Nobody set this bank up, or switched it on. Fact: `code`."""

    field = "bank"


class SnapSettingsWrong(DomainError):
    """The bank's settings cannot be used. Facts: `code`, and `what`: the setting."""

    field = "bank"


@dataclass(frozen=True, slots=True)
class BankApi:
    """How one bank is called. What is secret never shows in `repr`."""

    code: str
    base: str
    token_path: str
    path: str  # of the service that tells what moved
    service: Service
    signature: SignatureWay
    client_key: str = field(repr=False)
    partner_id: str = field(repr=False)
    channel_id: str
    hours: Hours
    longest_range: int  # days
    page_size: int
    first_page: int
    most_pages: int
    ca_file: str | None
    status: str
    key: RSAPrivateKey = field(repr=False)
    secret: str = field(repr=False)


def list_codes(folder: str) -> list[str]:
    """The banks the operator wrote down, in the order of their codes."""
    if not folder or not Path(folder).is_dir():
        return []
    return sorted(path.stem for path in Path(folder).glob("*.toml") if _CODE.fullmatch(path.stem))


def read_bank(folder: str, code: str, *, secrets: Mapping[str, str]) -> BankApi:
    """How this bank is called.

    Raises:
        SnapNotSetUp: no file of it, or it is not switched on.
        SnapSettingsWrong
    """
    path = Path(folder or "/nonexistent") / f"{code}.toml"
    if not folder or not _CODE.fullmatch(code) or not path.is_file():
        raise SnapNotSetUp(code=code)
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SnapSettingsWrong(code=code, what=path.name) from error
    told = {**_published().get(code, {}), **own}
    if told.get("enabled") is not True:
        raise SnapNotSetUp(code=code)
    if unknown := sorted(told.keys() - _KEYS):
        raise SnapSettingsWrong(code=code, what=unknown[0])
    return _Reading(code, told, path.parent, secrets).bank()


@cache
def _published() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_PUBLISHED.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class _Reading:
    code: str
    told: Mapping[str, Any]
    folder: Path
    secrets: Mapping[str, str] = field(repr=False)

    def bank(self) -> BankApi:
        service = self._one_of("service", Service, Service.STATEMENT)
        signature = self._one_of("signature", SignatureWay, SignatureWay.SYMMETRIC)
        path = "statement_path" if service is Service.STATEMENT else "history_path"
        return BankApi(
            code=self.code,
            base=self._base(),
            token_path=self._text("token_path", _PATH),
            path=self._text(path, _PATH),
            service=service,
            signature=signature,
            client_key=self._text("client_key", _HEADER),
            partner_id=self._text("partner_id", _HEADER),
            channel_id=self._text("channel_id", _HEADER),
            hours=self._hours(),
            longest_range=self._number("longest_range", 1, MOST_DAYS, MOST_DAYS),
            page_size=self._number("page_size", 1, 1000, PAGE_SIZE),
            first_page=self._number("first_page", 0, 1, 0),
            most_pages=self._number("most_pages", 1, MOST_PAGES, MOST_PAGES),
            ca_file=str(self.told["ca_file"]) if self.told.get("ca_file") else None,
            status=str(self.told.get("status", "draf")),
            key=self._key(),
            secret=self._secret() if signature is SignatureWay.SYMMETRIC else "",
        )

    def _wrong(self, what: str) -> SnapSettingsWrong:
        return SnapSettingsWrong(code=self.code, what=what)

    def _text(self, name: str, shape: re.Pattern[str]) -> str:
        found = self.told.get(name)
        if not isinstance(found, str) or not shape.fullmatch(found):
            raise self._wrong(name)
        return found

    def _one_of(self, name: str, kind: Any, default: Any) -> Any:
        try:
            return kind(self.told.get(name, default))
        except ValueError:
            raise self._wrong(name) from None

    def _number(self, name: str, least: int, most: int, default: int) -> int:
        found = self.told.get(name, default)
        if type(found) is not int or not least <= found <= most:
            raise self._wrong(name)
        return found

    def _base(self) -> str:
        """An https address of a host alone; plain http only to this machine."""
        found = str(self.told.get("base", ""))
        parts = urlsplit(found)
        plain = parts.scheme == "http" and parts.hostname in _HERE
        whole = not parts.path.rstrip("/") and not parts.query and not parts.fragment
        if not parts.hostname or not whole or parts.username is not None:
            raise self._wrong("base")
        if parts.scheme != "https" and not plain:
            raise self._wrong("base")
        return found.rstrip("/")

    def _hours(self) -> Hours:
        opens, closes = self._time("opens", "06:00"), self._time("closes", "21:00")
        if opens >= closes:
            raise self._wrong("closes")
        return Hours(opens, closes, self._number("offset", 7, 9, 7))

    def _time(self, name: str, default: str) -> time:
        found = _TIME.fullmatch(str(self.told.get(name, default)))
        if found is None:
            raise self._wrong(name)
        return time(int(found[1]), int(found[2]))

    def _key(self) -> RSAPrivateKey:
        try:
            return private_key(self._own_file("pem"))
        except KeyUnusable:
            raise self._wrong(f"{self.code}.pem") from None

    def _secret(self) -> str:
        told = self.secrets.get(self.code)
        if not told:
            try:
                told = self._own_file("secret").decode("ascii").strip()
            except UnicodeDecodeError:
                told = ""
        if not told:
            raise self._wrong(f"{self.code}.secret")
        return told

    def _own_file(self, ending: str) -> bytes:
        """A file nobody but its owner may read."""
        path = self.folder / f"{self.code}.{ending}"
        try:
            if path.stat().st_mode & _OTHERS_MAY_READ:
                raise self._wrong(f"{path.name} (chmod 600)")
            return path.read_bytes()
        except OSError:
            raise self._wrong(path.name) from None
