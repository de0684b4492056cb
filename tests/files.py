"""Small files of each kind, made when asked for."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from PIL import Image


def pdf_bytes(**save: Any) -> bytes:
    """A PDF of one empty page."""
    file = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(file, **save)
    return file.getvalue()


def picture_bytes(kind: str) -> bytes:
    """A small picture, as Pillow calls its `kind`."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(file, format=kind)
    return file.getvalue()
