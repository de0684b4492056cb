"""What a figure may say without showing anybody's own affairs."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

SMALLEST_SHOWN = 5


class Hidden(StrEnum):
    """Why a count is not shown."""

    FEW = "< 5"
    # One hidden count alone is the total less the others; a second one is hidden with it.
    WITH_IT = "–"


def shown_counts(counts: Sequence[int]) -> list[int | Hidden]:
    """The counts of one column whose total is known, those from one to four hidden.

    Where only one is hidden, the smallest of the others (not zero) is hidden with it.
    """
    shown: list[int | Hidden] = [
        Hidden.FEW if 0 < count < SMALLEST_SHOWN else count for count in counts
    ]
    if shown.count(Hidden.FEW) == 1:
        rest = [(count, place) for place, count in enumerate(counts) if count >= SMALLEST_SHOWN]
        if rest:
            shown[min(rest)[1]] = Hidden.WITH_IT
    return shown
