"""How often the forms that need no signing in are sent. Pure.

Nobody is shut out by what others do: one address has so many an hour; where all addresses together
send more than people mean, what comes is kept all the same and marked "perlu diperiksa".
"""

from __future__ import annotations

import hashlib
import hmac
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


class TooManySends(DomainError):
    """One address sent more in this hour than people behind it mean."""


class LeaveThisEmpty(DomainError):
    """A field no person sees was filled in: by a machine, or by a browser that helps too much."""

    field = "website"


def visitor_mark(address: str | None, *, secret: bytes, now: datetime) -> str | None:
    """A digest that stands for an address during one hour; None where it is not known.

    An address of this machine is that of a proxy nobody told us of, so it is nobody's.
    """
    try:
        known = ip_address(address or "")
    except ValueError:
        return None
    if known.is_loopback or known.is_unspecified:
        return None
    network = known.packed
    if isinstance(known, IPv6Address):
        mapped = known.ipv4_mapped
        network = mapped.packed if mapped else known.packed[: IPV6_NETWORK_BITS // 8]
    hour = now.astimezone(UTC).strftime("%Y-%m-%dT%H").encode()
    return hmac.new(secret, b"public-send|" + hour + b"|" + network, hashlib.sha256).hexdigest()


def check_sends(form: PublicForm, *, of_address: int, altogether: int) -> bool:
    """Of the hour before this one: whether what comes now is to be checked by a person first.

    Raises:
        TooManySends
    """
    limits = LIMITS[form]
    if of_address >= limits.address:
        raise TooManySends
    return altogether >= limits.altogether
