"""A photo of a passbook page as it is kept: written anew, and silent about where it was taken."""

from __future__ import annotations

from savings_app.cases.kinds import PaperFileType
from savings_app.cases.paper_scans import read_scan
from savings_app.cases.scan_rules import ScanUnknown


def read_passbook(data: bytes, *, name: str) -> bytes:
    """The bytes to keep, a JPEG of our own. `name` is said back in a refusal and kept nowhere.

    Raises:
        ScanHeic, ScanUnknown, ScanDamaged, PictureTooLarge
    """
    if data.startswith(b"%PDF-"):  # a page of a passbook is a photo
        raise ScanUnknown(name=name[-60:] or "?")
    clean = read_scan(data, name=name)
    assert clean.type is PaperFileType.JPEG  # noqa: S101  the only other type was refused above
    return clean.data
