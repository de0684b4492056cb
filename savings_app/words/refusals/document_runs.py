"""Refusals of runs of documents."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "RunOfNobody": _("Di wilayah ini belum ada penerima, jadi tidak ada yang dicetak."),
    "RunOverAlready": _("Cetak massal ini sudah selesai atau dihentikan."),
    "NothingFailed": _("Tidak ada yang gagal, jadi tidak ada yang perlu dicoba lagi."),
    "KindNotForRuns": _(
        "Surat akses dibuat satu per satu dan diserahkan dari tangan ke tangan, tidak dicetak "
        "massal."
    ),
    "NothingToTake": _("Belum ada satu surat pun yang boleh Anda unduh dari cetak massal ini."),
    "BundleOutOfDate": _(
        "Sejak berkas siap cetak ini disusun ada surat yang tidak boleh lagi Anda lihat. Susun "
        "sekali lagi."
    ),
}
