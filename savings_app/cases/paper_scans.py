"""What a family sends of a paper: known by its content, made small, and silent about itself.

Nothing here trusts a name or a header. A photo is decoded and written anew; a PDF is taken apart
and only its pages are put together again. Pure: bytes in, bytes out.
"""

from __future__ import annotations

from savings_app.cases.kinds import PaperFileType
from savings_app.cases.paper_pdfs import clean_pdf
from savings_app.cases.paper_pictures import clean_picture
from savings_app.cases.scan_rules import (
    CleanFile,
    ScanDamaged,
    ScanHeic,
    ScanUnknown,
)
from savings_app.errors import DomainError

_BEGINNINGS = {  # the first bytes of what we read
    b"\xff\xd8\xff": "picture",
    b"\x89PNG\r\n\x1a\n": "picture",
    b"%PDF-": "pdf",
}


def read_scan(data: bytes, *, name: str) -> CleanFile:
    """The file as it is kept. `name` is said back in a refusal, and is kept nowhere.

    Raises:
        ScanHeic, ScanUnknown, ScanDamaged, PictureTooLarge, PdfLocked, PdfTooLong
    """
    shown = name[-60:] or "?"
    kind = _kind(data)
    if kind == "heic":
        raise ScanHeic(name=shown)
    if kind is None:
        raise ScanUnknown(name=shown)
    try:
        if kind == "pdf":
            clean, pages = clean_pdf(data, name=shown)
            return CleanFile(PaperFileType.PDF, clean, pages)
        return CleanFile(PaperFileType.JPEG, clean_picture(data, name=shown), 1)
    except DomainError:
        raise
    except Exception as broken:
        # What the two readers raise over damaged bytes is not one family of errors.
        raise ScanDamaged(name=shown) from broken


def _kind(data: bytes) -> str | None:
    for beginning, kind in _BEGINNINGS.items():
        if data.startswith(beginning):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "picture"
    return "heic" if data[4:8] == b"ftyp" else None
