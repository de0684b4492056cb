"""Refusals of documents."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "NothingToPrint": _("Belum ada yang dapat dicetak: buat rencana atau niat menabung dahulu."),
    "StatementNeedsConsent": _(
        "Penerima belum menyetujui petugas melihat jawaban bank, jadi laporan ini hanya dapat "
        "dibuat oleh keluarga sendiri."
    ),
    "DocumentNotReady": _("Surat ini masih dibuat. Tunggu sebentar, lalu muat ulang."),
    "LetterPrintedOnce": _(
        "Surat akses hanya dapat diambil satu kali. Bila hilang, buat surat baru."
    ),
}
