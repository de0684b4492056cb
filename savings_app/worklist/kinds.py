"""What can be due, and what can look odd. Pure."""

from __future__ import annotations

from enum import StrEnum


class WorkKind(StrEnum):
    """One kind of work, in the order of a case's life."""

    HANDED_OVER = "serah_terima"  # a colleague gave me the case, with a note
    NO_RECIPIENT = "ahli_waris"  # nobody wrote down who receives
    PAPER = "berkas"
    LETTER = "surat_akses"
    HOLDER_NAME = "nama_rekening"  # name ≠ account holder, before the claim goes out
    READY = "siap_klaim"
    BPJS_DUE = "batas_bpjs"
    RECEIPT = "kabar_keluarga"
    CORRECTION = "persetujuan"
    COMPLAINT = "laporan"
    GUARDIAN = "akhir_wali"
    VISIT = "kunjungan"
    SUPPORT = "permintaan_bantuan"  # the family asked for help to begin again
    QUIET_ACCOUNT = "rekening_sunyi"  # it moves too little; one look at the balance is enough
    CLOSED_ACCOUNT = "rekening_ditutup"  # the bank says so; pledges stand on it
    WARNING = "peringatan"


class WarningKind(StrEnum):
    """Something to look at. None of them proves anything, and none refuses anything."""

    SAME_PERSON = "orang_sama"
    SAME_DEATH = "kematian_sama"
    SAME_ACCOUNT = "rekening_sama"
    SAME_PHONE = "telepon_sama"
    DEAD_PERSON = "orang_meninggal"
    PAID_DIFFERS = "bayar_beda"
    ONE_OFFICIAL = "satu_petugas"
    ACCOUNT_CHANGED = "rekening_diganti"


class WarningState(StrEnum):
    OPEN = "terbuka"
    EXPLAINED = "dijelaskan"
    REFERRED = "dirujuk"
