"""The words of an import. Pure, so that rules and pages share them."""

from __future__ import annotations

from enum import StrEnum


class ImportKind(StrEnum):
    """What a file is about. Each kind has its handler in the package that owns its rows."""

    PARTICIPANTS = "peserta"
    CONTRIBUTIONS = "iuran"
    DEATHS = "kematian"
    PAYOUTS = "pencairan"
    PAST_CASES = "urusan_lama"
    DATA_UPDATE = "pemutakhiran"


class BatchState(StrEnum):
    READING = "dibaca"  # a worker reads and compares it
    STAGED = "menunggu"  # looked at, nothing written yet
    APPLYING = "diterapkan_sekarang"
    APPLIED = "diterapkan"
    REFUSED = "ditolak"  # cannot be read, or was applied before
    DISCARDED = "dibatalkan"
    UNDONE = "ditarik"  # applied once, taken back whole


class Outcome(StrEnum):
    """What becomes of a row: exactly one of these, and together they are all rows."""

    NEW = "baru"
    CHANGED = "berubah"
    SAME = "sama"
    REFUSED = "ditolak"
