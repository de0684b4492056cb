"""Help to begin again."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "support_kind": {
        "koperasi": _("Ikut koperasi"),
        "umkm": _("Memulai atau menguatkan usaha kecil"),
        "pelatihan_bpjs": _("Pelatihan sesudah klaim dari BPJS Ketenagakerjaan"),
    },
    "support_state": {
        "diminta": _("Menunggu petugas"),
        "dihubungi": _("Sudah dihubungi"),
        "selesai": _("Selesai"),
        "ditarik": _("Ditarik keluarga"),
    },
    "support_step": {
        "dihubungi": _("Keluarga dihubungi, masih berjalan"),
        "ikut": _("Selesai: keluarga ikut"),
        "dibantu": _("Selesai: keluarga dibantu"),
        "tidak_jadi": _("Selesai: keluarga memilih tidak"),
        "tidak_tersedia": _("Selesai: layanannya belum tersedia"),
    },
    "told": {
        "support:ask": _("Keluarga meminta bantuan memulai lagi"),
        "support:withdraw": _("Permintaan bantuan ditarik keluarga"),
        "support:record": _("Permintaan bantuan ditindaklanjuti"),
    },
}
