"""Refusals of the plan."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "LinesExceedAmount": _(
        "Semua baris bersama-sama lebih %(over)s dari uang yang direncanakan, %(amount)s. Kurangi "
        "salah satu."
    ),
    "UsedNothing": _("Tulis berapa yang sudah dipakai."),
    "UsedMoreThanThere": _(
        "Di bagian itu ada %(there)s. Tulis paling banyak sebanyak itu; sisanya dapat ditulis dari "
        "bagian lain sesudah ini."
    ),
    "HouseholdImpossible": _("Jumlah orang antara 1 dan %(most)s."),
    "MoreChildrenThanPeople": _("Anak yang sekolah paling banyak %(members)s, seperti isi rumah."),
    "LivingMonthsImpossible": _("Jumlah bulan antara 1 dan %(most)s."),
    "WantedOnPassed": _("Tanggal %(on)s sudah lewat. Tulis hari yang akan datang."),
    "PaperDayAhead": _("Tanggal di lembar ini belum tiba."),
    "PaperBeforeDeath": _("Tanggal di lembar ini sebelum hari wafat, %(died_on)s. Periksa lagi."),
    "NumberInName": _(
        "Tulis sebutannya saja, misalnya anak pertama. Nomor KTP atau rekening tidak perlu di sini."
    ),
    "TooManyLines": _("Paling banyak %(most)s baris. Gabungkan beberapa baris menjadi satu."),
    "PlanAmountExceedsBenefit": _(
        "Jumlah ini lebih besar dari seluruh santunan, %(total)s. Tulis bagian Anda sendiri."
    ),
    "PlanAmountUnknown": _("Tulis berapa rupiah yang akan Anda terima."),
    "PlanFinished": _(
        "Rencana ini sudah selesai dan tidak berubah lagi. Buat versi baru untuk mengubahnya."
    ),
    "PlanNotComplete": _("Masih ada pertanyaan sebelumnya yang belum dijawab."),
}
