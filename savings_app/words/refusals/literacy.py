"""Refusals of learning sessions and their attendance."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "LeaderUnknown": _("Pilih petugas Dinas untuk wilayah ini."),
    "FamilyToInvite": _("Pilih paling sedikit satu keluarga."),
    "FamilyOfOtherVillage": _("%(number)s bukan dari desa ini."),
    "FamilyMourns": _(
        "Hari itu hari berkabung keluarga %(number)s (hari ke-1 sampai ke-7 dan ke-40). Pilih hari "
        "lain."
    ),
    "SessionInPast": _("Hari ini sudah lewat. Undangan hanya untuk hari yang akan datang."),
    "SessionNotOpen": _("Pertemuan ini sudah terlaksana atau dibatalkan."),
    "SessionInFuture": _("Hari itu belum tiba."),
    "AttendanceMissing": _("Tulis berapa orang dari %(number)s yang datang; 0 bila tidak ada."),
    "AttendanceImpossible": _("%(number)s: tulis angka 0 sampai %(most)s."),
    "RecipientCameAlone": _(
        "%(number)s: penerima yang dicentang lebih banyak daripada orang yang datang."
    ),
    "TopicOrLesson": _("Pilih pelajarannya, atau tulis apa yang dipelajari."),
    "TooManyLessons": _("Paling banyak %(most)s pelajaran dalam satu pertemuan."),
    "SessionNotHeld": _("Jawaban dihitung sesudah pertemuan terlaksana dan kehadirannya dicatat."),
    "AnsweredImpossible": _("Tulis berapa orang yang menjawab: 1 sampai %(most)s yang datang."),
    "AnswerCountsWrong": _("Tulis setiap angka, 0 sampai %(most)s."),
}
