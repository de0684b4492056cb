"""The key this service signs with, opened once a process, after its fork."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app

from savings_app import clock
from savings_app.documents.signing import SigningKey, SigningKeyUnusable
from savings_app.documents.signing_keys import open_file_key, open_sample_key
from savings_app.signing_places import FilePlace, ServicePlace, TokenPlace

if TYPE_CHECKING:
    from savings_app.signing_places import SigningPlace

OPENED = "signing_key"


def signing_key() -> SigningKey:
    """The key that was set, or the sample of this service.

    Raises:
        SigningKeyUnusable: it cannot be opened, has expired, or is a sample in production.
    """
    process, key = current_app.extensions.get(OPENED, (None, None))
    if not isinstance(key, SigningKey) or process != os.getpid():
        key = _open(current_app.config.get("SIGNING"))
        current_app.extensions[OPENED] = (os.getpid(), key)
    until = key.facts.valid_until
    if until <= clock.now_utc():
        raise SigningKeyUnusable(f"the certificate expired on {until:%Y-%m-%d}")
    return key


def forget_signing_key() -> None:
    """Open it anew next time: a token may have been taken out, a service may have a new key."""
    current_app.extensions.pop(OPENED, None)


def _open(place: SigningPlace | None) -> SigningKey:
    pin = str(current_app.config.get("SIGNING_PIN", ""))
    if isinstance(place, TokenPlace):
        # Here and not above: no other way needs the driver of tokens, or an HTTP client.
        from savings_app.documents.signing_tokens import open_token_key  # noqa: PLC0415

        return open_token_key(place, pin=pin)
    if isinstance(place, ServicePlace):
        from savings_app.documents.signing_services import open_service_key  # noqa: PLC0415

        token = str(current_app.config.get("SIGNING_TOKEN", ""))
        return open_service_key(place, token=token, pin=pin)
    if isinstance(place, FilePlace):
        key = open_file_key(place.path, passphrase=pin)
    else:
        folder: Path = current_app.extensions["keys"]
        key = open_sample_key(folder, now=clock.now_utc())
    if key.facts.is_sample and current_app.config.get("PRODUCTION"):
        raise SigningKeyUnusable("production signs with no sample certificate")
    return key
