"""The key this service signs with, opened once a process, after its fork."""

from __future__ import annotations

from pathlib import Path

from flask import current_app

from savings_app import clock
from savings_app.documents.signing import SigningKey
from savings_app.documents.signing_keys import open_sample_key


def signing_key() -> SigningKey:
    """The key that was set, or the sample of this service.

    Raises:
        SigningKeyUnusable
    """
    opened = current_app.extensions.get("signing_key")
    if not isinstance(opened, SigningKey):
        folder: Path = current_app.extensions["keys"]
        opened = open_sample_key(folder, now=clock.now_utc())
        current_app.extensions["signing_key"] = opened
    return opened
