"""The papers a claim needs, and who brings them."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "paper": {
        "kartu_peserta": _("Kartu peserta BPJS Ketenagakerjaan"),
        "akta_kematian": _("Akta kematian"),
        "surat_ahli_waris": _("Surat keterangan ahli waris"),
        "ktp_ahli_waris": _("KTP ahli waris"),
        "kartu_keluarga": _("Kartu keluarga (KK)"),
        "buku_nikah": _("Buku nikah"),
        "buku_tabungan": _("Buku tabungan"),
        "laporan_kecelakaan": _("Laporan kecelakaan kerja"),
    },
    "paper_state": {
        "belum": _("Belum ada"),
        "ada": _("Sudah ada"),
        "belum_bisa": _("Belum bisa didapat"),
    },
    "brings": {
        "keluarga": _("Keluarga"),
        "desa": _("Kantor desa atau kelurahan"),
        "dukcapil": _("Dukcapil"),
        "dinas": _("Dinas"),
        "bank": _("Bank"),
        "pemberi_kerja": _("Pemberi kerja"),
    },
}
