"""The words of coverage by place. Pure, so that rules and pages share them."""

from __future__ import annotations

from enum import StrEnum


class BasisKind(StrEnum):
    """What a legal basis is."""

    INSTRUCTION = "instruksi"
    REGULATION = "perbup"
    VILLAGE_BUDGET = "apbdes"
    AGREEMENT = "perjanjian"
    DECREE = "sk"
    OTHER = "lain"


class BasisStatus(StrEnum):
    DRAFT = "rancangan"
    IN_FORCE = "berlaku"
    REPEALED = "dicabut"


class Grouping(StrEnum):
    """By what the people covered are counted."""

    DISTRICT = "kecamatan"
    VILLAGE = "desa"
    CATEGORY = "kategori"
    PAYER = "penanggung"
