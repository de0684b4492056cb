"""Refusals of documents."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "NothingToPrint": _("Belum ada yang dapat dicetak: buat rencana atau niat menabung dahulu."),
    "BenefitNotComputed": _(
        "Hak menurut hukum belum dihitung untuk urusan ini, jadi belum dapat dicetak."
    ),
    "PeriodOnlyOfStatement": _(
        "Hanya laporan simpanan yang memuat hari dari sampai; surat lain memuat keadaan hari ini."
    ),
    "PeriodNotBegun": _("Hari pertamanya belum tiba; hari ini %(today)s."),
    "PeriodEndsFirst": _("Hari terakhir lebih dahulu dari hari pertama."),
    "PeriodDayMissing": _("Tulis kedua tanggalnya: dari kapan dan sampai kapan."),
    "PeriodTooLong": _("Paling lama %(years)s tahun dalam satu laporan."),
    "StatementNeedsConsent": _(
        "Penerima belum menyetujui petugas melihat jawaban bank, jadi laporan ini hanya dapat "
        "dibuat oleh keluarga sendiri."
    ),
    "DocumentNotReady": _("Surat ini masih dibuat. Tunggu sebentar, lalu muat ulang."),
    "CertificateUnknown": _(
        "Tidak ada tepat satu sertifikat dengan sidik itu. Tulis sedikitnya delapan angka "
        "pertamanya; savings-app signing-key list menampilkan semuanya."
    ),
    "CertificateRevoked": _("Sertifikat ini sudah dicabut; tidak ada yang ditandatangani lagi."),
    "LetterUnknown": _("Tidak ada surat permintaan persetujuan dengan nomor ini."),
    "LetterOfSomebodyElse": _(
        "Surat dengan nomor ini dibuat untuk orang lain. Periksa nomor di bawah judulnya."
    ),
    "LetterWithdrawn": _("Surat ini sudah ditarik, jadi yang tertulis di atasnya tidak berlaku."),
    "LetterAnswered": _("Jawaban di surat ini sudah dicatat pada %(on)s."),
    "LetterNotPrinted": _("Surat ini belum pernah selesai dibuat, jadi belum dapat dicetak."),
    "SignedBeforeLetter": _("Surat ini baru dibuat pada %(on)s; tanggal tanda tangan sesudahnya."),
    "WitnessesNeeded": _("Untuk cap jempol, tulis nama kedua saksi seperti di surat."),
    "LetterWithoutAnswer": _(
        "Belum ada nomor yang dijawab. Surat yang kosong tidak perlu dicatat."
    ),
    "LetterNotPhotographed": _(
        "Sertakan foto atau PDF surat yang sudah ditandatangani; itulah buktinya."
    ),
    "TooManyScans": _("Paling banyak %(most)s foto atau PDF untuk satu surat."),
    "LetterPrintedOnce": _(
        "Surat akses hanya dapat diambil satu kali. Bila hilang, buat surat baru."
    ),
}
