"""Refusals of hand-overs between colleagues, notes, visits, holidays and warnings."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "NoteEmpty": _("Tulis dahulu yang perlu diketahui rekan Anda."),
    "NoteTooLong": _("Paling banyak %(longest)s huruf."),
    "NoteAlreadyCorrected": _("Catatan ini sudah diperbaiki; perbaiki catatan yang terbaru."),
    "ColleagueUnknown": _("Pilih petugas aktif dari wilayah urusan ini."),
    "AlreadyHandles": _("%(name)s sudah mengurus urusan ini."),
    "NotTheHandler": _("Urusan ini bukan urusan Anda. Ambil dahulu bila Anda melanjutkannya."),
    "VisitInFuture": _("Tanggal kunjungan belum tiba."),
    "VisitBeforePayout": _("Pencairan pertama baru pada %(paid_on)s."),
    "VisitNotPlanned": _("Keluarga tidak ingin dikunjungi. Hormati keinginan itu."),
    "HolidayUnchanged": _("Hari ini sudah begitu di kalender; tidak ada yang berubah."),
    "WarningNotDecided": _("Pilih sudah dijelaskan, atau dirujuk."),
    "MembershipNotForMinor": _("Hanya orang dewasa dari keluarga yang dapat mendaftar sendiri."),
    "MembershipDayNeeded": _("Tulis sejak kapan terdaftar."),
    "MembershipDayInFuture": _("Tanggal mulai terdaftar belum tiba."),
}
