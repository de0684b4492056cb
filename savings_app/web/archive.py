"""A ZIP that leaves as it is made: one file of it is in memory at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo


class _Sink:
    """What a ZIP is written to; it cannot be read or wound back, and is emptied as it fills."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        data = b"".join(self._waiting)
        self._waiting.clear()
        return data


def archive(files: Iterable[tuple[str, bytes]], *, at: datetime) -> Iterator[bytes]:
    """The bytes of a ZIP of these (path, content), in their order; `at` is each file's time.

    Stored and not squeezed: a PDF is squeezed already.
    """
    sink = _Sink()
    # `cast`: a ZIP that is only written needs no more than `write` and `flush`.
    with ZipFile(cast("IO[bytes]", sink), "w", ZIP_STORED) as zipped:
        for path, content in files:
            entry = ZipInfo(path, at.timetuple()[:6])
            entry.external_attr = 0o600 << 16
            zipped.writestr(entry, content)
            yield sink.taken()
    yield sink.taken()
