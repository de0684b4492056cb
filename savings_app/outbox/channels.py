"""How a message leaves: e-mail by SMTP, SMS and WhatsApp through a gateway of Apprise.

What a server answers may quote an address, so it goes nowhere: not to a log, not to a row.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import formataddr, make_msgid
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from savings_app.errors import DomainError
from savings_app.outbox.kinds import Channel, Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from savings_app.outbox.models import Message

PATIENCE = 20  # seconds
GOES_WRONG_FOR_GOOD = 500  # SMTP: 5xx is no, 4xx is not now
OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
SUBMISSION, SUBMISSION_TLS = 587, 465


class NotDelivered(DomainError):
    """The message did not leave. Fact: `failure`."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure=failure)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Ways:
    """The configured ways out; an empty one is not offered to anybody.

    `smtp`: `smtps://user:password@host:465`, or `smtp://host:587`, which asks for STARTTLS unless
    the host is this machine. `sms`, `whatsapp`: an Apprise address with `{to}` in it.
    """

    sender: str
    smtp: str = ""
    mail_from: str = ""
    sms: str = ""
    whatsapp: str = ""

    @classmethod
    def of(cls, settings: Mapping[str, object]) -> Ways:
        """From the application's settings."""
        return cls(
            sender=str(settings.get("SENDER") or "Dinas Nakerkum Bone Bolango"),
            smtp=str(settings.get("SMTP") or ""),
            mail_from=str(settings.get("MAIL_FROM") or ""),
            sms=str(settings.get("SMS") or ""),
            whatsapp=str(settings.get("WHATSAPP") or ""),
        )

    def open_channels(self) -> tuple[Channel, ...]:
        """What a family can choose from; a letter through the desa is always there."""
        is_set = {
            Channel.EMAIL: bool(self.smtp and self.mail_from),
            Channel.SMS: bool(self.sms),
            Channel.WHATSAPP: bool(self.whatsapp),
            Channel.LETTER: True,
        }
        return tuple(channel for channel in Channel if is_set[channel])


def deliver(message: Message, *, ways: Ways) -> None:
    """Hand the message to a server; nothing raised means it was taken.

    Raises:
        NotDelivered
    """
    if message.channel not in ways.open_channels() or not message.address:
        raise NotDelivered(Failure.NOT_SET_UP)
    if message.channel is Channel.EMAIL:
        _mail(message, address=message.address, ways=ways)
    else:
        gateway = ways.sms if message.channel is Channel.SMS else ways.whatsapp
        _gateway(gateway.replace("{to}", quote(message.address, safe="")), text=message.text)


def _mail(message: Message, *, address: str, ways: Ways) -> None:
    letter = EmailMessage(policy=SMTP_POLICY)
    letter["From"] = formataddr((ways.sender, ways.mail_from))
    letter["To"] = address
    letter["Subject"] = message.subject
    letter["Date"] = message.created_at
    letter["Message-ID"] = make_msgid(message.id.hex, domain=ways.mail_from.partition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"
    if message.stop_address:
        letter["List-Unsubscribe"] = f"<{message.stop_address}>"
    letter.set_content(message.text)
    try:
        with _server(ways.smtp) as server:
            server.send_message(letter, from_addr=ways.mail_from, to_addrs=[address])
    except smtplib.SMTPRecipientsRefused as refused:
        code = max(answer[0] for answer in refused.recipients.values())
        final = code >= GOES_WRONG_FOR_GOOD
        raise NotDelivered(Failure.ADDRESS_REFUSED if final else Failure.REFUSED) from None
    except smtplib.SMTPResponseException:
        raise NotDelivered(Failure.REFUSED) from None
    except (OSError, smtplib.SMTPException):
        raise NotDelivered(Failure.NOT_REACHED) from None


@contextmanager
def _server(address: str) -> Iterator[smtplib.SMTP]:
    """A signed-in connection, closed afterwards."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    safe = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or SUBMISSION_TLS, timeout=PATIENCE, context=safe
        )
    else:
        server = smtplib.SMTP(host, parts.port or SUBMISSION, timeout=PATIENCE)
    with server:
        if parts.scheme != "smtps" and host not in OWN_MACHINE:
            server.starttls(context=safe)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server


def _gateway(address: str, *, text: str) -> None:
    # Apprise knows a hundred services and takes half a second to say so: only the worker waits.
    from apprise import Apprise  # noqa: PLC0415

    # It logs the addresses it is given and what servers answer.
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    gateway = Apprise()
    if not gateway.add(address):
        raise NotDelivered(Failure.NOT_SET_UP)
    if not gateway.notify(body=text):
        raise NotDelivered(Failure.NOT_REACHED)
