"""The channels of a message and where it stands. Pure, so that rules and pages share them."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    EMAIL = "surel"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    LETTER = "surat"  # printed, handed over through the desa


class MessageState(StrEnum):
    WAITING = "menunggu"
    SENT = "terkirim"
    FAILED = "gagal"
    STOPPED = "dihentikan"  # before it left: by the family, or an experiment ended


class MessagePurpose(StrEnum):
    CODE = "kode"
    REMINDER = "pengingat"


class Failure(StrEnum):
    """Why it did not leave, in words a caseworker can act on; never what a server answered."""

    NOT_SET_UP = "belum_diatur"
    NOT_REACHED = "tidak_terhubung"
    REFUSED = "ditolak"
    ADDRESS_REFUSED = "alamat_ditolak"
    INTERRUPTED = "terputus"
    TOO_LATE = "terlambat"
