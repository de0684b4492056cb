"""WeasyPrint in a process of its own: HTML comes in on one pipe, a PDF goes out on the other.

It holds nothing but the library, so that it stays small, and nobody's data, so that it can be ended
at any moment. `savings_app.tasks.rendering` starts it, times it and takes a new one in its place.
"""

from __future__ import annotations

import gc
import json
import resource
import struct
import sys
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from savings_app.documents.pdf import Attached, SignatureSlot, open_library, render_pdf
from savings_app.documents.rules import Sheet

# What one document may take, as address space: eight times what the largest we know needs.
MOST_ADDRESSES = 1536 * 1024 * 1024
LENGTH = struct.Struct(">I")
PAGE = resource.getpagesize()


def packed(
    html: str,
    *,
    identifier: bytes,
    sheet: Sheet,
    at: datetime,
    attached: Any,
    slot: SignatureSlot | None,
) -> bytes:
    """One order as it goes into the pipe; the arguments are those of `render_pdf`."""
    order = {
        "html": html,
        "identifier": identifier.decode(),
        "sheet": sheet.value,
        "at": at.isoformat(),
        "attached": [[one.name, one.text, one.description] for one in attached],
        "slot": slot and [slot.size, slot.called, slot.signed_at.isoformat()],
    }
    return framed(json.dumps(order).encode())


def framed(data: bytes) -> bytes:
    """The bytes behind their length."""
    return LENGTH.pack(len(data)) + data


def read_framed(pipe: IO[bytes]) -> bytes | None:
    """The next of them; None where the pipe has ended, in the middle too."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = pipe.read(length)
    return data if len(data) == length else None


def _made(order: dict[str, Any]) -> bytes:
    slot = order["slot"]
    return render_pdf(
        order["html"],
        identifier=order["identifier"].encode(),
        sheet=Sheet(order["sheet"]),
        at=datetime.fromisoformat(order["at"]),
        attached=[Attached(*one) for one in order["attached"]],
        slot=slot and SignatureSlot(slot[0], slot[1], datetime.fromisoformat(slot[2])),
    )


def resident() -> int:
    """The memory this process holds, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def main() -> None:
    """Answer orders until the other side is gone.

    What is no longer needed is collected between documents, while the other side signs one: in the
    middle of them it would be looked for twenty times, in the library's own objects too.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
    open_library()
    gc.collect()
    gc.freeze()
    gc.disable()
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    while (order := read_framed(incoming)) is not None:
        failed, data = "", b""
        try:
            data = _made(json.loads(order))
        except Exception as error:
            failed = type(error).__name__
        told = json.dumps({"failed": failed, "resident": resident()}).encode()
        outgoing.write(framed(told) + framed(data))
        outgoing.flush()
        del order, data
        gc.collect()


if __name__ == "__main__":
    main()
