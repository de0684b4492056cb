"""What stands in a savings statement: lines of an account in a family's words, and their way."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "statement_line": {
        "pencairan": _("Santunan dari BPJS"),
        "setoran": _("Setoran niat"),
        "setoran_sebagian": _("Sebagian dari setoran niat"),
        "imbal_hasil": _("Bunga, bagi hasil, atau bonus"),
        "pajak": _("Pajak atas bunga atau bagi hasil"),
        "biaya": _("Biaya bank"),
        "dikembalikan": _("Dibukukan lalu ditarik kembali"),
        "uang_keluar": _("Uang keluar"),
        "uang_masuk_lain": _("Uang masuk"),
    },
    "span": {
        "semua": _("Semua hari sampai hari ini"),
        "bulan_ini": _("Bulan ini"),
        "bulan_lalu": _("Bulan lalu"),
        "triwulan": _("Triwulan lalu"),
        "sendiri": _("Tanggal di bawah ini"),
    },
    "document_about": {
        "benefit": _("Berapa hak keluarga menurut hukum, tanpa potongan, dan ke mana dibayar."),
        "savings": _("Yang dikatakan bank tentang simpanan, untuk hari yang dipilih."),
        "plan": _("Rencana yang sudah selesai, satu lembar."),
        "plan-form": _("Pertanyaan rencana, untuk ditulis dengan tangan."),
        "bank-introduction": _("Dibawa penerima ke bank, untuk membuka atau memakai rekening."),
        "consent": _("Tiga pertanyaan tentang rekening, dijawab dengan tanda tangan atau jempol."),
        "handover": _("Lembar acara penyerahan, untuk ditandatangani."),
        "visit-form": _("Pertanyaan kunjungan, untuk ditulis dengan tangan."),
    },
    "told_by": {
        "berkas_mutasi": _("baris berkas bank"),
        "sambungan_bank": _("sambungan bank (API)"),
    },
}
