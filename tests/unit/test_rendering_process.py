"""PDFs made in a process of their own: the same bytes, and an end to what takes too much."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from savings_app.documents.pdf import Attached, SignatureSlot, render_pdf
from savings_app.documents.rules import Sheet
from savings_app.tasks import rendering
from savings_app.tasks.rendering import (
    MEGABYTE,
    RenderedTooLarge,
    RenderedTooLong,
    Renderer,
    RendererEnded,
)

HTML = "<!doctype html><html lang=id><title>Uji</title><h1>Laporan</h1><p>Rp10.000.000"
FACTS: dict[str, Any] = {
    "identifier": b"abcdefghjkmnpqrs",
    "sheet": Sheet.F4,
    "at": datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
    "attached": [Attached("isi.json", '{"nama": "Hartin"}', "Isi")],
    "slot": SignatureSlot(2000, "Tanda tangan", datetime(2026, 11, 23, 1, 0, tzinfo=UTC)),
}


def program(change: str) -> tuple[str, ...]:
    """The process, with what it does to a document changed."""
    head = "import os, time\nfrom savings_app.documents import pdf_process\n"
    return sys.executable, "-c", f"{head}{change}\npdf_process.main()"


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    renderer = Renderer(longest=timedelta(minutes=5))
    yield renderer
    renderer.close()


def test_the_bytes_are_those_of_the_same_page_made_here(renderer: Renderer) -> None:
    assert renderer.render(HTML, **FACTS) == render_pdf(HTML, **FACTS)
    assert 20 * MEGABYTE < renderer.resident < rendering.MOST_RESIDENT


def test_a_new_process_is_taken_after_so_many_documents(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "MOST_DOCUMENTS", 2)
    made = {renderer.render(HTML, **FACTS) for _document in range(3)}
    assert (len(made), renderer.started) == (1, 2)


def test_a_new_process_is_taken_once_it_has_grown(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "MOST_RESIDENT", 20 * MEGABYTE)
    for _document in range(2):
        renderer.render(HTML, **FACTS)
    assert renderer.started == 2


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ("pdf_process._made = lambda order: time.sleep(60)", RenderedTooLong),
        ("pdf_process._made = lambda order: bytes(8 * 10**9)", RenderedTooLarge),
        ("pdf_process._made = lambda order: os.kill(os.getpid(), 9)", RendererEnded),
    ],
)
def test_a_document_that_takes_too_much_ends_its_process_and_nothing_else(
    change: str, error: type[Exception]
) -> None:
    longest = timedelta(seconds=2 if error is RenderedTooLong else 300)
    renderer = Renderer(program(change), longest=longest)
    with pytest.raises(error):
        renderer.render(HTML, **FACTS)
    renderer._program, renderer._longest = rendering.PROGRAM, timedelta(minutes=5)
    assert renderer.render(HTML, **FACTS).startswith(b"%PDF-1.7")
    assert renderer.started == 2
    renderer.close()


def test_what_the_library_raises_is_told_by_its_name() -> None:
    change = "pdf_process._made = lambda order: order['nothing']"
    renderer = Renderer(program(change), longest=timedelta(minutes=5))
    with pytest.raises(RuntimeError, match="KeyError"):
        renderer.render(HTML, **FACTS)
    renderer.close()


def test_the_process_goes_with_the_worker_that_started_it(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    worker = (
        "import sys, time\nfrom tests.unit.test_rendering_process import FACTS, HTML\n"
        "from savings_app.tasks.rendering import Renderer\nown = Renderer()\n"
        "own.render(HTML, **FACTS)\nopen(sys.argv[1], 'w').write(str(own._process.pid))\n"
        "time.sleep(60)"
    )
    parent = os.posix_spawn(
        sys.executable, [sys.executable, "-c", worker, str(told)], dict(os.environ)
    )
    while not (told.exists() and told.read_text()):
        time.sleep(0.05)
    child = Path("/proc") / told.read_text()
    assert child.exists()
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    for _moment in range(1200):
        if not child.exists() or "\nState:\tZ" in (child / "status").read_text():
            break
        time.sleep(0.05)
    assert not child.exists() or "\nState:\tZ" in (child / "status").read_text()
