"""Which way money goes, and what a line can be. Pure: readers, rules and tables share it."""

from __future__ import annotations

from enum import StrEnum

from savings_app.money import Rupiah


class Direction(StrEnum):
    """Which way the money went, seen from the account."""

    CREDIT = "credit"  # into the account
    DEBIT = "debit"


def signed(direction: Direction, amount: Rupiah) -> Rupiah:
    """What the account gained: a debit is negative."""
    return amount if direction is Direction.CREDIT else -amount


class LineClass(StrEnum):
    """What a bank line is; every line is exactly one of these."""

    PAYOUT = "pencairan"  # a person confirmed it as a payout of BPJS
    DEPOSIT = "setoran"  # confirmed as the whole of a *disetor* pledge, or the last part of it
    PART_DEPOSIT = "setoran_sebagian"
    PROPOSED = "diusulkan"  # fits one payout or pledge, and waits for a person
    RETURN = "imbal_hasil"  # interest, bagi hasil or bonus
    TAX = "pajak"  # withheld on it
    FEE = "biaya"
    REVERSED = "dikembalikan"  # a line and its taking back, both
    MONEY_OUT = "uang_keluar"
    OTHER_IN = "uang_masuk_lain"  # nobody's business; a person said so
    EXCEPTION = "pengecualian"  # open, with a cause


class ExceptionCause(StrEnum):
    """Why a line waits for a person."""

    NO_TARGET = "tidak_ada_di_sistem"
    AMOUNT_DIFFERS = "jumlah_berbeda"
    OUTSIDE_DATES = "di_luar_tanggal"
    ALREADY_MATCHED = "sudah_ada_barisnya"
    TWIN = "kembar"  # several lines for one target
    SEVERAL_TARGETS = "beberapa_kemungkinan"  # one line, several targets that fit alike
    SEVERAL_PLEDGES = "beberapa_niat_sekaligus"  # the sum of two, or two codes
    UNKNOWN_CODE = "kode_tidak_dikenal"
    REVERSED_AFTER_MATCH = "dikembalikan_sesudah_cocok"
    REVERSAL_UNCLEAR = "pengembalian_tidak_jelas"
    BATCH_TWICE = "mungkin_tercatat_dua_kali"  # one line, and its parts as lines of their own
    UNUSUAL_AMOUNT = "jumlah_tidak_wajar"  # the words of interest, tax or a fee, but too much


class LineEventKind(StrEnum):
    """What an officer did about a line beside saying what it is."""

    TAKEN = "diambil"
    HANDED_BACK = "dikembalikan"
    ASSIGNED = "diserahkan"  # to whoever confirmed what the bank took back
    NOTE = "catatan"
