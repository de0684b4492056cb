"""How often the forms that need no signing in are sent, and how often a system guesses. Pure.

Nobody is shut out by what others do: one address has so many an hour; where all addresses together
send more than people mean, what comes is kept all the same and marked "perlu diperiksa".
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address

from savings_app.errors import DomainError

AN_HOUR = timedelta(hours=1)
# One network of a provider's customer: whoever has one has all addresses of it.
IPV6_NETWORK_BITS = 64


class PublicForm(StrEnum):
    COMPLAINT = "laporan"
    DEATH = "kematian"
    # Calls of machines that were refused a token: of one name, and of one address.
    GUESS_OF_NAME = "tebakan_nama"
    GUESS_OF_ADDRESS = "tebakan_alamat"
    # Whether a document is genuine: by its number, by sending it, by an address or a hash that
    # nobody knows; and all of these from where no address is known.
    CHECK_OF_NUMBER = "periksa_nomor"
    CHECK_OF_FILE = "periksa_berkas"
    CHECK_OF_ADDRESS = "periksa_alamat"
    CHECK_OF_NOBODY = "periksa_tanpa_alamat"


@dataclass(frozen=True, slots=True)
class Limits:
    """An hour of one form: `address` refuses, `altogether` only marks."""

    address: int
    altogether: int


# Many share one address: a desa's office, a provider's telephones. An imam hands in his whole list.
LIMITS = {
    PublicForm.COMPLAINT: Limits(address=10, altogether=30),
    PublicForm.DEATH: Limits(address=20, altogether=120),
}

# An address tries one name so often an hour, and all names together so often. One broken system
# reaches the first and stops being counted, so that it never closes the door for its neighbours.
# Numbers of documents follow one another, so that only a few an hour are told; what a QR holds and
# a hash cannot be guessed, and only wrong ones are counted.
TRIES = {
    PublicForm.GUESS_OF_NAME: 10,
    PublicForm.GUESS_OF_ADDRESS: 60,
    PublicForm.CHECK_OF_NUMBER: 30,
    PublicForm.CHECK_OF_FILE: 20,
    PublicForm.CHECK_OF_ADDRESS: 60,
    PublicForm.CHECK_OF_NOBODY: 600,
}


class TooManyTries(DomainError):
    """Refused too often this hour. Fact: `seconds` until the next."""


class TooManyChecks(DomainError):
    """One address asked after more documents in this hour than people hold. Fact: `minutes`."""


class TooManySends(DomainError):
    """One address sent more in this hour than people behind it mean."""


class LeaveThisEmpty(DomainError):
    """A field no person sees was filled in: by a machine, or by a browser that helps too much."""

    field = "website"


def visitor_mark(address: str | None, *, secret: bytes, now: datetime) -> str | None:
    """A digest that stands for an address during one hour; None where it is not known.

    An address of this machine is that of a proxy nobody told us of, so it is nobody's.
    """
    network = _network(address)
    return _mark(b"public-send", network, secret=secret, now=now) if network else None


def guess_marks(
    address: str | None, *, name: str, secret: bytes, now: datetime
) -> dict[PublicForm, str]:
    """What stands for a try of `name` from this address during one hour.

    Where the address is not known the tries of a name are counted together.
    """
    network = _network(address)
    whose = network + b"|" + name.encode("utf-8", "surrogatepass")
    marks = {PublicForm.GUESS_OF_NAME: _mark(b"guess-name", whose, secret=secret, now=now)}
    if network:
        marks[PublicForm.GUESS_OF_ADDRESS] = _mark(
            b"guess-address", network, secret=secret, now=now
        )
    return marks


def check_marks(
    form: PublicForm, address: str | None, *, secret: bytes, now: datetime
) -> dict[PublicForm, str]:
    """What stands for one look at a document from this address during one hour."""
    network = _network(address)
    counted = form if network else PublicForm.CHECK_OF_NOBODY
    return {counted: _mark(counted.value.encode(), network, secret=secret, now=now)}


def check_tries(tries: Mapping[PublicForm, int], *, now: datetime) -> None:
    """Of this hour.

    Raises:
        TooManyTries
    """
    if any(tries.get(kind, 0) >= most for kind, most in TRIES.items()):
        begun = timedelta(minutes=now.minute, seconds=now.second, microseconds=now.microsecond)
        raise TooManyTries(seconds=math.ceil((AN_HOUR - begun).total_seconds()))


def _network(address: str | None) -> bytes:
    """Nothing where it is not known."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return b""
    if known.is_loopback or known.is_unspecified:
        return b""
    if isinstance(known, IPv6Address):
        mapped = known.ipv4_mapped
        return mapped.packed if mapped else known.packed[: IPV6_NETWORK_BITS // 8]
    return known.packed


def _mark(kind: bytes, whose: bytes, *, secret: bytes, now: datetime) -> str:
    hour = now.astimezone(UTC).strftime("%Y-%m-%dT%H").encode()
    return hmac.new(secret, b"|".join((kind, hour, whose)), hashlib.sha256).hexdigest()


def check_sends(form: PublicForm, *, of_address: int, altogether: int) -> bool:
    """Of the hour before this one: whether what comes now is to be checked by a person first.

    Raises:
        TooManySends
    """
    limits = LIMITS[form]
    if of_address >= limits.address:
        raise TooManySends
    return altogether >= limits.altogether
