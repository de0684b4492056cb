"""How pictures that people hand in are decoded: wholly, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PIL import ImageFile


@contextmanager
def decoded_whole() -> Iterator[None]:
    """A picture that breaks off is damaged here, whatever else this process has imported.

    WeasyPrint tells Pillow, for the whole process, to fill up what is missing with grey: right for
    a document that must come out, wrong for a paper that an office relies on.
    """
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
