"""Reading what was printed, with eyes other than ours: poppler's."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Letter:
    """What the recipient finds on the access letter."""

    number: str  # BB-2026-0007-1
    code: str
    text: str


def read(path: Path) -> str:
    """The words of a PDF, in reading order."""
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


def read_letter(path: Path) -> Letter:
    text = read(path)
    number = re.search(r"\bBB-\d{4}-\d{4}-\d\b", text)
    code = re.search(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b", text)
    assert number is not None, text
    assert code is not None, text
    return Letter(number[0], code[0], text)


def read_address(path: Path) -> str:
    """The address on a document at which anybody can have it checked."""
    found = re.search(r"https?://\S+?/d/[\w-]+", re.sub(r"\s*\n\s*", "\n", read(path)))
    assert found is not None, read(path)
    return found[0]
