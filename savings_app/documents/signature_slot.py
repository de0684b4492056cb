"""The place in a PDF a signature is written into: made empty, found, and filled. Pure.

ISO 32000-1, 12.8.1: what is signed is the whole file but the signature itself.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

BYTE_RANGE = b"[0 0000000000 0000000000 0000000000]"
_CONTENTS = re.compile(rb"/Contents <(0{64,})>")


@dataclass(frozen=True, slots=True)
class Slot:
    """A file whose byte range is written; `start` and `end` enclose the signature with its <>."""

    data: bytes
    start: int
    end: int

    @property
    def digest(self) -> bytes:
        """SHA-256 of all that is signed."""
        digest = hashlib.sha256(self.data[: self.start])
        digest.update(self.data[self.end :])
        return digest.digest()

    def filled(self, signature: bytes) -> bytes:
        """The file with this DER signature in its place.

        Raises:
            ValueError: it needs more room than was left for it.
        """
        room = self.end - self.start - 2
        written = signature.hex().encode().upper()
        if len(written) > room:
            raise ValueError("the signature is larger than its place in the file")
        inside = b"<" + written.ljust(room, b"0") + b">"
        return self.data[: self.start] + inside + self.data[self.end :]


def empty_contents(size: int) -> bytes:
    """Room for a signature of so many bytes, as the file holds it."""
    return b"<" + b"0" * size * 2 + b">"


def find_slot(data: bytes) -> Slot:
    """The empty place of this file, its byte range filled in.

    Raises:
        ValueError: it has none.
    """
    found = _CONTENTS.search(data)
    at = data.find(BYTE_RANGE)
    if found is None or at < 0:
        raise ValueError("the file has no place for a signature")
    start, end = found.start(1) - 1, found.end(1) + 1
    written = b"[0 %010d %010d %010d]" % (start, end, len(data) - end)
    return Slot(data[:at] + written + data[at + len(BYTE_RANGE) :], start, end)
