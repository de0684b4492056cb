"""Where a learning session stands. Pure."""

from __future__ import annotations

from enum import StrEnum


class SessionState(StrEnum):
    PLANNED = "direncanakan"
    HELD = "terlaksana"
    CANCELLED = "dibatalkan"
