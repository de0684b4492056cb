"""The words of a correction. Pure, so that rules and pages share them."""

from __future__ import annotations

from enum import StrEnum


class CorrectionSubject(StrEnum):
    """Whose facts are wrong. Those of a benefit have their own computation, see `cases`."""

    PARTICIPANT = "peserta"
    HEIR = "ahli_waris"
    MERGE = "gabung"  # two records of one person
    SEPARATION = "pisah"  # they were two people after all
    BENEFIT = "santunan"  # only in the list, which shows both


class CorrectionState(StrEnum):
    REQUESTED = "diajukan"
    APPROVED = "disetujui"
    REJECTED = "ditolak"
    WITHDRAWN = "ditarik"


class CorrectionStep(StrEnum):
    """What somebody does with a request."""

    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"


class Consequence(StrEnum):
    """What else an approval would change, or would not although one might expect it."""

    CASE_FOLLOWS = "urusan_ikut"
    BENEFIT_STAYS = "santunan_tetap"
    BENEFIT_DIFFERS = "santunan_berbeda"
    PAPERS = "berkas"
    SHARES = "bagian"
    ACCOUNT_NAME = "nama_rekening"
    CASE_MOVES = "urusan_pindah"
    DEATH_MOVES = "kematian_pindah"
    LIST_MOVES = "daftar_pindah"
