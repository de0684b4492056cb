"""The line between a telephone and the service, which can be cut for real.

Playwright's `set_offline` does not reach what a service worker fetches; a line that is gone does.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

PIECE = 65_536  # bytes


class Line:
    """Carries bytes both ways. `url` is the service as seen through it."""

    def __init__(self, service: str) -> None:
        target = urlsplit(service)
        self._target = (target.hostname or "127.0.0.1", target.port or 80)
        self._ear = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._is_cut = self._loses_replies = False
        self.url = f"http://127.0.0.1:{self._ear.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Nothing goes through any more, and what was under way breaks off."""
        self._is_cut = True
        self._hang_up()

    def lose_replies(self) -> None:
        """What is asked arrives; what is answered breaks off."""
        self._loses_replies = True
        self._hang_up()

    def mend(self) -> None:
        """As before."""
        self._is_cut = self._loses_replies = False
        self._hang_up()

    def close(self) -> None:
        self.cut()
        self._ear.close()

    def _hang_up(self) -> None:
        for one in list(self._open):
            _end(one)

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                phone, _address = self._ear.accept()
                if self._is_cut:
                    _end(phone)
                else:
                    self._connect(phone)

    def _connect(self, phone: socket.socket) -> None:
        service = socket.create_connection(self._target)
        self._open |= {phone, service}
        for one, other in ((phone, service), (service, phone)):
            threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            is_reply = one.getpeername() == self._target
            while piece := one.recv(PIECE):
                if is_reply and self._loses_replies:
                    break
                other.sendall(piece)
        self._open -= {one, other}
        _end(one)
        _end(other)


def _end(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def line_to(service: str) -> Iterator[Line]:
    """A line until the block is left."""
    line = Line(service)
    yield line
    line.close()
