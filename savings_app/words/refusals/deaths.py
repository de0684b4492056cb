"""Refusals about deaths that were heard of, and about lists of payouts and old cases."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "DeathDayInFuture": _("Tanggal meninggal ini belum terjadi."),
    "DeathBornAfter": _("Tanggal lahir ini sesudah tanggal meninggalnya."),
    "CertificateBeforeDeath": _("Akta dibuat sesudah hari meninggal, %(died_on)s."),
    "DeathNotWaiting": _("Catatan ini sudah diputuskan: %(state)s."),
    "MatchNeeded": _("Pilih dahulu siapa pesertanya."),
    "MatchNotConfirmed": _("Pastikan dahulu bahwa pesertanya memang orang ini."),
    "DeathReasonNeeded": _("Tulis alasannya."),
    "AnswerNeeded": _("Tulis kapan keluarga dikabari."),
    "AnswerDayImpossible": _(
        "Keluarga dikabari sesudah hari meninggal, dan tidak sesudah hari ini."
    ),
    "JoinedWithItself": _("Pilih catatan yang lain."),
    "OnlyOneSource": _("Catatan ini hanya punya satu sumber; tidak ada yang dapat dipisahkan."),
    "ImportNeedsPerson": _(
        "Daftar ini dicatat atas nama seorang petugas. Sebutkan e-mailnya dengan --as."
    ),
    "ParticipantDiedBefore": _(
        "Kematian peserta ini sudah ada di catatan lain. Satukan kedua catatan itu."
    ),
}
