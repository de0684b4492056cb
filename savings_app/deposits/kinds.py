"""The two kinds of pledge and the answers of a bank. Pure, so that rules and pages share them."""

from __future__ import annotations

from enum import StrEnum


class PledgeKind(StrEnum):
    KEPT = "disimpan"  # keep at least this much in the account where the santunan arrived
    PAID_IN = "disetor"  # put this much into another account


class Answer(StrEnum):
    """Of a bank officer to "masih ada sedikitnya Rp… pada …?"."""

    YES = "ya"
    PARTLY = "sebagian"
    NO = "tidak"
    CANNOT_SAY = "tidak_dapat_dijawab"


class AccountStatus(StrEnum):
    """What a bank says of an account itself (POJK 24/2025), without a balance."""

    ACTIVE = "aktif"  # its day is that of the last movement
    INACTIVE = "tidak_aktif"
    DORMANT = "dorman"
    CLOSED = "ditutup"


class Evidence(StrEnum):
    """How we know, from the strongest on. Only a bank's word is counted or stands in a figure.

    A lower class is shown beside a higher one and never takes its place.
    """

    BANK_LINE = "baris_bank"  # a line of a bank's own file, matched by a person
    BANK_ANSWER = "jawaban_bank"  # an officer's ya or tidak
    FAMILY_WORD = "kata_keluarga"  # "I looked at my balance"; no amount
    PASSBOOK_PHOTO = "foto_buku_tabungan"  # handed in by the family itself

    @property
    def is_of_bank(self) -> bool:
        """Whether a bank said it: what a family hands in never counts as confirmed."""
        return self in (Evidence.BANK_LINE, Evidence.BANK_ANSWER)
