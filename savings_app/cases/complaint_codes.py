"""The code that opens the answer to a report of the public page."""

from __future__ import annotations

import hmac
from uuid import UUID

from savings_app.cases.letter_codes import ALPHABET, CODE_LETTERS


def report_code(request_key: UUID, *, key: bytes) -> str:
    """Eight letters of 31 that follow from the form's own key and our secret.

    So a form that was sent twice shows the same code twice, though only its hash is kept.
    """
    drawn = int.from_bytes(hmac.digest(key, b"report:" + request_key.bytes, "sha256"), "big")
    letters = []
    for _ in range(CODE_LETTERS):
        drawn, rest = divmod(drawn, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)
