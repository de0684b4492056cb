"""Codes of cooperation agreements and of bank products."""

from __future__ import annotations

from enum import StrEnum


class DataPass(StrEnum):
    """Which data pass for which purpose: each code is a kind of data with its one purpose.

    Names and numbers of accounts go to the bank so that it says whether the name is right; amounts
    go to it so that it says whether they are still there; pledges and their codes go to it so that
    it knows a deposit again; lines come from it so that payouts and deposits are found in them.
    """

    NAMES = "nama_rekening"
    STILL_THERE = "masih_ada"
    PLEDGES = "niat_setor"
    LINES = "baris_rekening"


class ProductKind(StrEnum):
    SAVINGS = "tabungan"
    PUPILS = "tabungan_pelajar"
    TERM_DEPOSIT = "deposito"
    HAJJ = "tabungan_haji"


class Contract(StrEnum):
    """What the customer and the bank agree. Only a conventional one has interest."""

    CONVENTIONAL = "konvensional"
    WADIAH = "wadiah"  # safe-keeping: a bonus may come and is never promised
    MUDHARABAH = "mudharabah"  # profit shared by nisbah: what comes varies


class AgreementStand(StrEnum):
    """How an agreement stands on a day."""

    NOT_YET = "belum_mulai"
    IN_FORCE = "berlaku"
    ENDS_SOON = "segera_berakhir"
    OVER = "sudah_berakhir"
    ENDED_EARLY = "diakhiri"
