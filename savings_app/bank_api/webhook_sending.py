"""Sends one message to a bank's system: to a public machine only, without following it anywhere.

The name is looked up here, and the connection goes to the very address that was looked at: a name
that points elsewhere a moment later leads nowhere.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from savings_app.bank_api.kinds import DeliveryFailure
from savings_app.bank_api.webhook_rules import is_public

CONNECT, READ = 5.0, 10.0  # seconds


class NotSent(Exception):
    """It did not leave, or nobody answered."""

    def __init__(self, failure: DeliveryFailure) -> None:
        super().__init__(failure.value)
        self.failure = failure


def send(address: str, body: bytes, headers: Mapping[str, str], *, local: bool) -> int:
    """POST it; the status of the answer, whose body nobody reads.

    Raises:
        NotSent
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    pool = _pool(parts.scheme, _looked_up(host, port, local=local), host, port)
    try:
        with pool:
            answer = pool.urlopen(
                "POST",
                target,
                body=body,
                headers={**headers, "Host": parts.netloc},
                redirect=False,
                retries=False,
                preload_content=False,
            )
            status = answer.status
            answer.close()
    except (HTTPError, OSError) as failed:
        raise NotSent(DeliveryFailure.UNREACHABLE) from failed
    return int(status)


def _looked_up(host: str, port: int, *, local: bool) -> str:
    """The address to connect to; every address of the name must be a public one."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise NotSent(DeliveryFailure.UNREACHABLE) from unknown
    addresses = [str(one[4][0]) for one in found]
    if not local and not all(is_public(ip_address(one)) for one in addresses):
        raise NotSent(DeliveryFailure.FORBIDDEN_ADDRESS)
    return addresses[0]


def _pool(scheme: str, connect_to: str, host: str, port: int) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(connect=CONNECT, read=READ)
    if scheme != "https":
        return urllib3.HTTPConnectionPool(connect_to, port, timeout=timeout)
    return urllib3.HTTPSConnectionPool(
        connect_to,
        port,
        timeout=timeout,
        ssl_context=ssl.create_default_context(),
        server_hostname=host,
        assert_hostname=host,
    )
