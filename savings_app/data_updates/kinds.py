"""The words of a data update. Pure, so that rules, files and pages share them."""

from __future__ import annotations

from enum import StrEnum


class UpdateState(StrEnum):
    """Where one list of one desa stands."""

    DRAFT = "dibuat"
    OUT = "keluar"  # at the desa
    BACK = "kembali"  # being keyed in
    SUBMITTED = "diajukan"  # waits for two persons
    APPROVED = "disetujui"  # in force; the file for BPJS waits to be taken
    DELIVERED = "dikirim"
    CANCELLED = "dibatalkan"


OPEN = frozenset({UpdateState.DRAFT, UpdateState.OUT, UpdateState.BACK, UpdateState.SUBMITTED})
IN_FORCE = frozenset({UpdateState.APPROVED, UpdateState.DELIVERED})


class Answer(StrEnum):
    """What the desa says about one person of its list."""

    NONE = "belum_dijawab"
    WORKING = "masih_bekerja"
    DIED = "meninggal"
    MOVED = "pindah"
    DOUBLE_PAYER = "dibayar_ganda"
    NOT_ELIGIBLE = "tidak_memenuhi_syarat"


STOPPING = frozenset({Answer.DIED, Answer.MOVED, Answer.DOUBLE_PAYER, Answer.NOT_ELIGIBLE})


class Deed(StrEnum):
    """What can be done with a list."""

    SEND_OUT = "keluarkan"
    ANSWER = "jawab"
    SUBMIT = "ajukan"
    SEND_BACK = "kembalikan"
    APPROVE = "setujui"
    DELIVER = "ambil_berkas"
    REVERSE = "batalkan_baris"
    CANCEL = "batalkan"


class Gap(StrEnum):
    """What an approval still lacks."""

    SECOND = "orang_kedua"
    SUPERVISOR = "kepala_bidang"
    UNINVOLVED = "orang_lain"
