"""Refusals about contributions, targets, budgets and legal bases."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "PuWageNeeded": _("Iuran penerima upah dihitung dari upahnya. Tulis upah sebulan (--wage)."),
    "WageNotAsked": _(
        "Iuran BPU lapis terendah tetap, tidak dihitung dari upah. Kosongkan upahnya."
    ),
    "YearImpossible": _("Tahun antara %(first)s dan %(last)s."),
    "PeopleImpossible": _("Jumlah orang antara 1 dan %(most)s."),
    "MonthsBackwards": _("Bulan terakhir mendahului bulan pertama."),
    "RegionNotYours": _("Pilih wilayah di wilayah kerja Anda."),
    "EachVillageOfOne": _(
        "Target per desa ditulis untuk kecamatan atau kabupaten; untuk satu desa, kosongkan ini."
    ),
    "SourceYearImpossible": _("Tahun sumber belum tiba atau terlalu lama."),
    "BasisEndsBeforeStart": _("Tanggal berakhir mendahului tanggal mulai."),
    "BasisUnknown": _("Pilih dasar hukum dari daftar."),
    "BasisFileUnreadable": _(
        "Berkas ini bukan PDF, JPG, atau PNG yang dapat dibuka. Pindai ulang, atau foto halamannya."
    ),
    "BasisFileLocked": _("PDF ini memakai kata sandi. Simpan ulang tanpa kata sandi."),
    "CategoryTaken": _("Kategori dengan nama atau kode ini sudah ada."),
    "RegionChangeTwice": _("Perubahan kode ini sudah tercatat."),
    "RegionCodeUnknown": _("Kode wilayah baru ini tidak ada pada daftar wilayah."),
    "RegionCodeShape": _("Tulis kode Kemendagri dengan titik, misalnya 75.03.11.2003."),
    "RegionCodeStillUsed": _("Kode lama ini masih dipakai pada daftar wilayah sekarang."),
}
