"""A photo of a paper, written anew: upright, readable, under a megabyte, and nothing beside it."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

from savings_app.cases.scan_rules import (
    LARGEST_PICTURE,
    LONG_SIDE,
    MOST_PIXELS,
    PictureTooLarge,
)
from savings_app.pictures import decoded_whole

_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITIES = (82, 72, 60, 45)


def clean_picture(data: bytes, *, name: str) -> bytes:
    """The photo as a JPEG of its own: the place and the camera it told of are gone.

    Raises:
        PictureTooLarge; OSError, ValueError, SyntaxError where it cannot be decoded.
    """
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as first:
            _check_pixels(first, name)
            first.verify()
        # A verified image cannot be read any more: it is opened again.
        with Image.open(BytesIO(data), formats=_FORMATS) as picture:
            _check_pixels(picture, name)
            # A large JPEG is decoded at a half or a quarter, which spares the memory.
            picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
            with decoded_whole():
                picture.load()
            upright = ImageOps.exif_transpose(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PictureTooLarge(name=name, most=MOST_PIXELS // 1_000_000) from bomb
    upright.thumbnail((LONG_SIDE, LONG_SIDE))
    return _written(_on_white(upright))


def _check_pixels(picture: Image.Image, name: str) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise PictureTooLarge(name=name, most=MOST_PIXELS // 1_000_000)


def _on_white(picture: Image.Image) -> Image.Image:
    """A new picture of the same colours, with no memory of the old one's EXIF or comments."""
    paper = Image.new("RGB", picture.size, "white")
    if "A" in picture.mode or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        paper.paste(layer, mask=layer.getchannel("A"))
    else:
        paper.paste(picture.convert("RGB"))
    return paper


def _written(picture: Image.Image) -> bytes:
    for quality in _QUALITIES:
        buffer = BytesIO()
        picture.save(buffer, "JPEG", quality=quality, optimize=True)
        if buffer.tell() <= LARGEST_PICTURE:
            break
    return buffer.getvalue()
