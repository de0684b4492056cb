"""Refusals of the operator's commands."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "DatabaseAddressWrong": _("DATABASE_URL bukan alamat basis data yang dapat dipakai."),
    "DatabaseUnreachable": _("Basis data tidak dapat dipakai: %(why)s"),
    "DatabaseNotMigrated": _(
        "Basis data belum sesuai dengan versi program ini. Jalankan dahulu: savings-app migrate"
    ),
    "AmountRefused": _("Ada jumlah yang tidak dapat dipakai."),
    "MonthsNotWhole": _("Bulan iuran adalah bilangan bulat, mulai dari nol."),
    "BankUnknown": _("Bank %(code)s tidak ada di daftar bank."),
    "RegionUnknown": _("Wilayah %(code)s tidak ada di daftar wilayah."),
    "ScopeNotUsed": _("Peran ini tidak memakai %(scope)s."),
    "AuditChainBroken": _(
        "Rantai jejak audit terputus pada baris %(row)s: baris itu diubah, hilang, atau disisipkan."
    ),
    "NotHealthy": _("Ada yang perlu diperbaiki."),
    "FileNotWritable": _("Berkas %(path)s tidak dapat ditulis: %(why)s."),
    "DocumentNotMade": _("Dokumen %(number)s belum dapat dibuat: %(why)s."),
    "SigningKeyRefused": _("Kunci tanda tangan tidak dapat dipakai: %(why)s."),
    "NoCertificate": _("%(path)s bukan sertifikat PEM: %(why)s."),
    "SampleDataInProduction": _("Data contoh tidak dibuat pada layanan yang sebenarnya."),
}
