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
