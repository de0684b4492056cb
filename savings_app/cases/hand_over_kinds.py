"""When and where a santunan is handed over in public. Pure."""

from __future__ import annotations

from enum import StrEnum


class Occasion(StrEnum):
    FORTIETH_DAY = "doa_40"
    FAMILY_HOME = "rumah"
    OFFICE = "kantor"
    OFFICIAL_EVENT = "acara_resmi"
    OTHER = "lain"
