"""Codes of pulls over SNAP. Pure, so that rules, client and tables share them."""

from __future__ import annotations

from enum import StrEnum


class Service(StrEnum):
    """Which service tells what moved; the value is its name in the standard."""

    STATEMENT = "bank-statement"
    HISTORY = "transaction-history-list"


# The numbers the standard gives these services inside its response codes.
TOKEN_CODE, HISTORY_CODE, STATEMENT_CODE = 73, 12, 14


class SignatureWay(StrEnum):
    """How a call is signed: with the shared secret, or with our private key."""

    SYMMETRIC = "simetris"
    ASYMMETRIC = "asimetris"


class PullState(StrEnum):
    WAITING = "menunggu"  # for its first or its next try
    DONE = "selesai"
    FAILED = "gagal"  # a person looks, then tries again
    STOPPED = "dihentikan"  # the account may not be asked for any more


class PullCause(StrEnum):
    """Why a pull brought nothing."""

    SIGNATURE = "tanda_tangan"
    TOKEN = "token"  # noqa: S105
    REFUSED = "ditolak"
    TOO_OFTEN = "terlalu_sering"
    BANK_DOWN = "bank_terganggu"
    NO_ANSWER = "tidak_menjawab"
    INSECURE = "sambungan_tidak_aman"
    UNREADABLE = "jawaban_rusak"
    TOO_LARGE = "jawaban_terlalu_besar"
    ENDLESS = "halaman_tanpa_akhir"
    REDIRECTED = "dialihkan"
    EXTERNAL_ID = "nomor_permintaan_ganda"
    NOT_BALANCED = "tidak_seimbang"
    SETTINGS = "belum_disetel"
    CONSENT = "tanpa_persetujuan"
    AGREEMENT = "tanpa_perjanjian"
    UNEXPECTED = "kesalahan_di_sini"
