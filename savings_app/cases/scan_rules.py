"""What a scan of a paper may be, and why one is refused. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from savings_app.cases.kinds import PaperFileType
from savings_app.errors import DomainError

MOST_PIXELS = 50_000_000
LONG_SIDE = 2200  # pixels of what is kept: A4 at about 190 dots an inch
LARGEST_PICTURE = 1_000_000  # bytes of what is kept
MOST_PAGES = 30


class ScanHeic(DomainError):
    """A photo in the format of an iPhone. Fact: `name` of the file."""

    field = "files"


class ScanUnknown(DomainError):
    """Neither a photo we read nor a PDF, whatever it is called. Fact: `name`."""

    field = "files"


class ScanDamaged(DomainError):
    """It begins like a photo or a PDF and cannot be read. Fact: `name`."""

    field = "files"


class PictureTooLarge(DomainError):
    """More pixels than any camera takes. Facts: `name`, `most` in millions."""

    field = "files"


class PdfLocked(DomainError):
    """Encrypted, with or without a password. Fact: `name`."""

    field = "files"


class PdfTooLong(DomainError):
    """Facts: `name`, `pages`, `most`."""

    field = "files"


@dataclass(frozen=True, slots=True)
class CleanFile:
    """What is kept of an upload."""

    type: PaperFileType
    data: bytes
    pages: int
