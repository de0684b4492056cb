"""Why a bank is asked about a day, and what its officers did with their answers."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "due_why": {
        "akhir_bulan": _("Akhir bulan"),
        "akhir_niat": _("Hari niatnya sampai"),
        "sebelum_tidak_aktif": _("Sebulan sebelum tidak aktif"),
        "diminta_dinas": _("Diminta petugas Dinas"),
    },
    "account_status": {
        "aktif": _("Aktif"),
        "tidak_aktif": _("Tidak aktif"),
        "dorman": _("Dorman"),
        "ditutup": _("Ditutup"),
    },
    "sleep": {
        "dua_bulan": _("Dalam 60 hari"),
        "sebulan": _("Dalam 30 hari"),
        "lewat": _("Mungkin sudah tidak aktif"),
        "tidak_aktif": _("Tidak aktif, kata bank"),
        "dorman": _("Dorman, kata bank"),
        "ditutup": _("Ditutup, kata bank"),
    },
    "work": {
        "rekening_sunyi": _("Rekening akan tidak aktif"),
        "rekening_ditutup": _("Rekening ditutup, kata bank"),
    },
    "audit": {
        "passbook-photo:hand-in": _("Foto buku tabungan disimpan keluarga"),
        "passbook-photo:open": _("Foto buku tabungan dibuka"),
        "passbook-photo:remove": _("Foto buku tabungan dihapus keluarga"),
        "account:bank-says": _("Bank mengatakan keadaan rekening"),
        "account:bank-takes-back": _("Bank menarik katanya tentang rekening"),
        "bank-answer:ask": _("Petugas meminta jawaban bank untuk satu hari"),
        "bank-answer:take-back": _("Sehalaman jawaban bank ditarik kembali"),
    },
}
