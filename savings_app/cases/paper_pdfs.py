"""A PDF of a paper, put together anew from its pages: no scripts, no attachments, no history."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

import pikepdf

from savings_app.cases.scan_rules import MOST_PAGES, PdfLocked, PdfTooLong
from savings_app.pdf_bounds import check_pdf

# What makes a page look as it does; everything else a page may carry acts or tells.
_OF_A_PAGE = frozenset(
    {"/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit"}
)
_TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/AA", "/OPI", "/StructParent")
_SAYS = range(0xE1, 0xF0)  # APP1 (EXIF, XMP) and on
_ADOBE = 0xEE  # how the colours are to be read
_COMMENT = 0xFE
_SCAN = 0xDA
_LARGEST_UNPACKED = 20 * 1024 * 1024


def clean_pdf(data: bytes, *, name: str) -> tuple[bytes, int]:
    """The pages alone, and how many. What was written into a form stays, as ink.

    Raises:
        PdfLocked, PdfTooLong, PdfOutOfBounds; what pikepdf raises where it cannot be read.
    """
    check_pdf(data)
    try:
        source = pikepdf.open(BytesIO(data))
    except pikepdf.PasswordError as locked:
        raise PdfLocked(name=name) from locked
    except pikepdf.PdfError as broken:
        raise ValueError(str(broken)) from broken
    with source, pikepdf.new() as clean:
        if source.is_encrypted:
            raise PdfLocked(name=name)
        pages = len(source.pages)
        if pages > MOST_PAGES:
            raise PdfTooLong(name=name, pages=pages, most=MOST_PAGES)
        if not pages:
            raise ValueError("no page")
        try:
            return _put_together(source, clean), pages
        except pikepdf.PdfError as broken:
            raise ValueError(str(broken)) from broken


def _put_together(source: pikepdf.Pdf, clean: pikepdf.Pdf) -> bytes:
    source.generate_appearance_streams()
    source.flatten_annotations("all")
    for page in source.pages:
        for key in {str(key) for key in page.obj} - _OF_A_PAGE:
            del page.obj[key]
    clean.pages.extend(source.pages)
    for found in clean.objects:
        _silence(found)
    buffer = BytesIO()
    # Streams stay as they are: none is unpacked, so none can grow.
    clean.save(
        buffer,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return buffer.getvalue()


def _silence(found: Any) -> None:
    """Take from an object what tells of its making; a photo inside a PDF has its EXIF too."""
    if not isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    for key in _TELLING:
        if key in found:
            del found[key]
    if isinstance(found, pikepdf.Stream):
        jpeg = _jpeg_in(found)
        if jpeg is not None:
            found.write(without_segments(jpeg), filter=pikepdf.Name.DCTDecode)


def _jpeg_in(stream: pikepdf.Stream) -> bytes | None:
    """The photo a stream holds, also where it was packed once more; None where it holds none."""
    filters = stream.get("/Filter")
    names = [str(one) for one in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names == ["/DCTDecode"]:
        return stream.read_raw_bytes()
    if names != ["/FlateDecode", "/DCTDecode"]:
        return None
    unpacking = zlib.decompressobj()
    data = unpacking.decompress(stream.read_raw_bytes(), _LARGEST_UNPACKED)
    return data if unpacking.eof else None


def without_segments(data: bytes) -> bytes:
    """A JPEG without the segments that tell (EXIF, XMP, IPTC, comments); its picture untouched."""
    kept, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004  every segment begins so
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if marker == _SCAN:
            break
        tells = marker == _COMMENT or (marker in _SAYS and marker != _ADOBE)
        if not tells:
            kept += data[at : at + 2 + length]
        at += 2 + length
    return bytes(kept + data[at:])
