"""The process a worker's PDFs are made in: timed, measured, and replaced before it grows.

A worker is never grown nor ended by a document: it tells the process what to lay out, and where
that takes too long or too much, the process goes and the document is told to have failed.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog

from savings_app.documents.pdf_process import packed, read_framed
from savings_app.documents.rules import Sheet
from savings_app.documents.run_rules import LONGEST_RENDERING

if TYPE_CHECKING:
    from savings_app.documents.pdf import Attached, SignatureSlot

log = structlog.get_logger()
MEGABYTE = 1_000_000
# A new process is taken after so many documents, or once it holds so much (bytes).
MOST_DOCUMENTS = 500
MOST_RESIDENT = 130 * MEGABYTE
PROGRAM = (sys.executable, "-m", "savings_app.documents.pdf_process")


class RenderedTooLong(RuntimeError):
    """The document was not laid out in time."""


class RenderedTooLarge(RuntimeError):
    """The document needed more memory than one may have."""


class RendererEnded(RuntimeError):
    """The process went while it was at the document."""


# Making the same document once more would end the same way.
FINAL = (RenderedTooLong, RenderedTooLarge)


class Renderer:
    """One process at a time. `render` is `savings_app.documents.pdf.render_pdf`, elsewhere."""

    def __init__(
        self, program: Sequence[str] = PROGRAM, *, longest: timedelta = LONGEST_RENDERING
    ) -> None:
        self._program = tuple(program)
        self._longest = longest
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0
        self.resident = 0  # bytes, as the process said after its last document
        self.started = 0  # how many processes there were

    def render(
        self,
        html: str,
        *,
        identifier: bytes,
        sheet: Sheet = Sheet.A4,
        at: datetime,
        attached: Sequence[Attached] = (),
        slot: SignatureSlot | None = None,
    ) -> bytes:
        """A tagged PDF of a whole HTML page, see `render_pdf`.

        Raises:
            RenderedTooLong, RenderedTooLarge, RendererEnded
            RuntimeError: the library failed; its message is the name of what it raised.
        """
        order = packed(
            html, identifier=identifier, sheet=sheet, at=at, attached=attached, slot=slot
        )
        told, data = self._ask(order)
        self._made += 1
        self.resident = told["resident"]
        if told["failed"] or self._made >= MOST_DOCUMENTS or self.resident >= MOST_RESIDENT:
            self.close()
        if told["failed"] == "MemoryError":
            raise RenderedTooLarge
        if told["failed"]:
            raise RuntimeError(told["failed"])
        return data

    def _ask(self, order: bytes) -> tuple[dict[str, Any], bytes]:
        process = self._running()
        assert process.stdin is not None  # noqa: S101  both are pipes
        assert process.stdout is not None  # noqa: S101
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(self._longest.total_seconds(), end)
        watch.daemon = True
        watch.start()
        try:
            with suppress(BrokenPipeError):
                process.stdin.write(order)
                process.stdin.flush()
            told, data = read_framed(process.stdout), read_framed(process.stdout)
        finally:
            watch.cancel()
        if told is None or data is None:
            log.warning("renderer ended", late=late.is_set(), made=self._made)
            self.close()
            raise RenderedTooLong if late.is_set() else RendererEnded
        return json.loads(told), data

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(  # noqa: S603  our own module
                self._program, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            self._made = 0
            self.started += 1
        return self._process

    def close(self) -> None:
        """End the process; the next document starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()  # it holds nothing that could be lost
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


_own = Renderer()
atexit.register(_own.close)
render = _own.render
