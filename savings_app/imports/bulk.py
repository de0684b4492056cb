"""Work on a whole file at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Python's search for circles of objects stands still meanwhile.

    All rows of a file live until it is written, none of them in a circle. The search would go
    through all of them again and again and find nothing: a seventh of the time of an import.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
