"""Refusals of accounts, claims and payouts."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "HolderNameDiffers": _(
        "Nama di buku tabungan berbeda dari nama penerima. Periksa bukunya; bila memang orang yang "
        "sama, centang pernyataan ini."
    ),
    "AccountUsedElsewhere": _(
        "Nomor rekening ini sudah tercatat untuk penerima lain. Pilih alasannya bila memang benar."
    ),
    "AccountAlreadyRecorded": _("Rekening ini sudah tercatat untuk penerima yang sama."),
    "AccountNotLive": _("Pilih rekening penerima yang masih dipakai untuk santunan."),
    "BankNotPartner": _("Nama pemilik hanya dapat ditanyakan kepada bank mitra."),
    "NameCheckNotOpen": _("Tidak ada pertanyaan nama yang masih terbuka untuk rekening ini."),
    "ClaimBeforeDeath": _("Klaim tidak mungkin diajukan sebelum hari meninggal, %(died_on)s."),
    "ClaimInFuture": _("Tanggal klaim belum tiba. Catat klaim setelah diserahkan."),
    "ClaimStillOpen": _("Klaim tanggal %(filed_on)s masih berada di BPJS."),
    "ClaimNotOpen": _("Klaim ini sudah dikembalikan BPJS."),
    "ReturnedBeforeFiled": _("Klaim baru diajukan pada %(filed_on)s."),
    "ReturnInFuture": _("Tanggal kembali belum tiba."),
    "PayoutBeforeDeath": _("Santunan tidak mungkin dibayar sebelum hari meninggal, %(died_on)s."),
    "PayoutBeforeClaim": _("Santunan tidak mungkin dibayar sebelum klaim tanggal %(filed_on)s."),
    "PayoutWithoutClaim": _("Catat dahulu klaim di BPJS, baru pencairannya."),
    "PayoutInFuture": _("Tanggal pencairan belum tiba. Catat uang yang sudah dibayar."),
    "PayoutRecordedAlready": _(
        "Santunan sebesar ini, dibayar %(paid_on)s kepada penerima ini, sudah tercatat."
    ),
    "PayoutIsReversal": _("Baris pembatalan tidak dapat dibatalkan. Catat pencairan yang benar."),
    "PayoutAlreadyReversed": _("Pencairan ini sudah dibatalkan."),
    "PayoutHasCredit": _("Pencairan ini sudah dicocokkan dengan mutasi bank."),
    "CreditAlreadyReversed": _("Pencocokan ini sudah dibatalkan."),
    "HandedOverBeforeIssue": _("Surat ini baru diterbitkan pada %(issued_on)s."),
    "HandedOverInFuture": _("Tanggal penyerahan belum tiba."),
}
