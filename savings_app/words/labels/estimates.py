"""Why there is no estimate of interest, and why it is not what the bank posted."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "audit": {"account-product:say": _("Produk rekening disebut")},
    "estimate_gap": {
        "produk_belum_disebut": _("Belum dapat dihitung: bank belum menyebut produk rekening ini."),
        "bunga_belum_tercatat": _("Belum dapat dihitung: besar bunga produk ini belum tercatat."),
        "bagi_hasil": _("Bagi hasil atau bonus tidak dijanjikan, jadi tidak diperkirakan."),
        "deposito": _("Belum dapat dihitung: ini deposito, bukan tabungan."),
        "saldo_awal_belum_ada": _(
            "Belum dapat dihitung: saldo di awal bulan ini belum ada di berkas bank."
        ),
        "hari_hilang": _("Belum dapat dihitung: ada hari yang tidak ada di berkas bank."),
        "belum_sampai_akhir_bulan": _(
            "Belum dapat dihitung: berkas bank belum sampai akhir bulan ini."
        ),
    },
    "estimate_why": {
        "sama": _("Sama dengan perkiraan."),
        "pembulatan": _("Hanya beda pembulatan."),
        "belum_dicatat": _("Bank belum mencatat bunga bulan ini."),
        "bunga_berubah": _("Besar bunga berubah di tengah bulan."),
        "saldo_terendah": _("Bank menghitung dari saldo terendah bulan ini."),
        "setahun_360_hari": _("Bank menghitung setahun 360 hari."),
        "pajak_tidak_dipotong": _(
            "Bank tidak memotong pajak; menurut bank saldonya tidak melewati batas."
        ),
        "pajak_dipotong": _("Bank memotong pajak; menurut bank saldonya melewati batas."),
        "mulai_dari_nol": _("Dihitung sejak uang pertama masuk; sebelumnya saldonya nol."),
        "biaya_berbeda": _("Biayanya berbeda dari yang tercatat pada produk."),
        "belum_diketahui": _("Sebabnya belum diketahui; dapat ditanyakan kepada bank."),
    },
}
