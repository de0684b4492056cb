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
    """The words of a PDF, as they follow one another in it."""
    done = subprocess.run(
        ["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True
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
    """The address on a document at which anybody can have it checked, as it is typed in."""
    text = read(path)
    found = re.search(r"(\S+/d/)\s*([0-9a-z]{16})\b", text)
    assert found is not None, text
    return found[1] + found[2]
