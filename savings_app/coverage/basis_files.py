"""What a file of a legal basis may be: a PDF or a photo, told by its content, not by its name."""

from __future__ import annotations

import io
import warnings

import pikepdf
from PIL import Image, UnidentifiedImageError

from savings_app.coverage.rules import BasisFileLocked, BasisFileUnreadable
from savings_app.pdf_bounds import check_pdf
from savings_app.pictures import decoded_whole

PDF_SIGN = b"%PDF-"
# As Pillow calls them → how we call the file.
PICTURES = {"JPEG": "jpg", "PNG": "png"}
MIME = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


def basis_file_type(data: bytes) -> str:
    """`pdf`, `jpg` or `png`.

    Raises:
        BasisFileUnreadable, BasisFileLocked
    """
    if data[:1024].lstrip().startswith(PDF_SIGN):
        _check_pdf(data)
        return "pdf"
    return _picture_type(data)


def _check_pdf(data: bytes) -> None:
    try:
        check_pdf(data)
        with pikepdf.open(io.BytesIO(data)) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError as locked:
        raise BasisFileLocked from locked
    except (pikepdf.PdfError, ValueError) as damaged:
        raise BasisFileUnreadable from damaged
    if not pages:
        raise BasisFileUnreadable


def _picture_type(data: bytes) -> str:
    try:
        with warnings.catch_warnings():
            # A picture that unpacks to a flood of pixels is an attack, not a scan.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(PICTURES)) as picture:
                with decoded_whole():
                    picture.load()
                return PICTURES[str(picture.format)]
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        SyntaxError,
        ValueError,
    ) as damaged:
        raise BasisFileUnreadable from damaged
