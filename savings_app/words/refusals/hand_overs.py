"""Refusals of hand-overs and their witnesses."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "FamilyNeeded": _("Pilih paling sedikit satu keluarga yang hadir."),
    "FamilyElsewhere": _("%(number)s ada di desa lain. Rencanakan penyerahannya sendiri."),
    "AlreadyPlanned": _("%(number)s sudah mempunyai penyerahan, %(day)s."),
    "HandOverBeforeDeath": _("Penyerahan tidak mungkin sebelum hari meninggal, %(died_on)s."),
    "HandOverInFuture": _("Tanggal ini belum tiba. Catat penyerahan sesudah terlaksana."),
    "HandOverNotOpen": _("Penyerahan ini sudah terlaksana atau dibatalkan."),
    "TooFewWitnesses": _("Tulis paling sedikit %(fewest)s saksi."),
    "WitnessRoleNeeded": _("Tulis jabatan atau hubungan %(name)s."),
    "WitnessTwice": _("%(name)s tertulis dua kali sebagai saksi."),
    "WitnessIsRecipient": _("%(name)s penerima santunan, jadi bukan saksi."),
    "WitnessHandsOver": _("%(name)s ikut menyerahkan, jadi bukan saksi."),
    "WitnessIsDead": _(
        "NIK %(name)s tercatat sebagai milik orang yang sudah meninggal. Periksa NIK dan namanya."
    ),
    "WitnessNamedLikeDead": _(
        "%(name)s bernama sama dengan orang yang tercatat sudah meninggal. Tulis NIK saksi ini "
        "bila memang orang lain."
    ),
}
