"""Where an event in a desa stands: a hand-over, or families learning together. Pure."""

from __future__ import annotations

from enum import StrEnum


class EventState(StrEnum):
    PLANNED = "direncanakan"
    HELD = "terlaksana"
    CANCELLED = "dibatalkan"
