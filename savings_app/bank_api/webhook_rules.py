"""What is told to a bank's system, how it is signed, and how long it is tried. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

from savings_app.bank_api.kinds import EventKind, Scope
from savings_app.errors import DomainError

# What happened, as the trail names it, and how a bank is told.
EVENTS: dict[str, EventKind] = {
    "pledge:make": EventKind.PLEDGE_MADE,
    "pledge:change": EventKind.PLEDGE_CHANGED,
    "pledge:cancel": EventKind.PLEDGE_CANCELLED,
    "account-registration:confirm": EventKind.ACCOUNT_CONFIRMED,
    "consent:revoke": EventKind.CONSENT_REVOKED,
    "bank-mismatch:answer": EventKind.MISMATCH_ANSWERED,
}
# A client hears of what it may ask about; that a consent ended, everybody hears.
HEARD_WITH: dict[EventKind, Scope | None] = {
    EventKind.PLEDGE_MADE: Scope.PLEDGES,
    EventKind.PLEDGE_CHANGED: Scope.PLEDGES,
    EventKind.PLEDGE_CANCELLED: Scope.PLEDGES,
    EventKind.ACCOUNT_CONFIRMED: Scope.ACCOUNTS,
    EventKind.CONSENT_REVOKED: None,
    EventKind.MISMATCH_ANSWERED: Scope.MISMATCHES,
}
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
WAITS = (_MINUTE, 5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR, 6 * _HOUR, 12 * _HOUR, 24 * _HOUR)
MOST_TRIES = len(WAITS) + 1
OLD_SECRET_LIFE = timedelta(hours=24)
CLAIMED_FOR = timedelta(minutes=5)
LONGEST_ADDRESS = 300
_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_LOCAL = re.compile(r"127\.0\.0\.1|localhost")


class WebhookAddressWrong(DomainError):
    """Not https, no name of a machine, or more in it than an address needs."""

    field = "address"


class DeliveryNotWaiting(DomainError):
    """It arrived; only what was given up, or waits, is sent again."""


def check_address(address: str, *, local: bool) -> str:
    """The address as it is kept; `local` is an operator's setting for trials on one machine.

    Raises:
        WebhookAddressWrong
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as wrong:
        raise WebhookAddressWrong from wrong
    on_this_machine = local and parts.scheme in {"http", "https"} and _LOCAL.fullmatch(host)
    public = parts.scheme == "https" and _HOST.fullmatch(host) and port in {None, 443, 8443}
    extra = parts.username or parts.password or parts.fragment or not parts.path.isascii()
    plain = not re.search(r"[\s\\\x00-\x1f]", address.strip())
    if not (on_this_machine or public) or extra or not plain or len(address) > LONGEST_ADDRESS:
        raise WebhookAddressWrong
    return address.strip()


def is_public(found: IPv4Address | IPv6Address) -> bool:
    """Whether a machine of the open net may have it: nothing private, local or reserved."""
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is not None:
            return is_public(inner)
    return found.is_global and not found.is_multicast


def signature(body: bytes, *, secrets: Sequence[str], at: datetime) -> str:
    """`t=1764201600,v1=…`: HMAC-SHA256 (hex) over `t.body`, one `v1` for each secret in force."""
    moment = str(int(at.timestamp()))
    text = moment.encode() + b"." + body
    signed = [hmac.new(one.encode(), text, hashlib.sha256).hexdigest() for one in secrets]
    return ",".join([f"t={moment}", *(f"v1={one}" for one in signed)])


def next_try(*, tries: int, now: datetime) -> datetime | None:
    """When to try again after `tries` tries; None: it is given up."""
    return now + WAITS[tries - 1] if tries < MOST_TRIES else None
