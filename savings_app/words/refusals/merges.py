"""Refusals of putting two records of one person together."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "MergeWithItself": _("Ini data yang sama. Pilih data yang lain."),
    "MergedAlready": _("Salah satu dari keduanya sudah digabung ke data lain."),
    "MergeHoldsOthers": _(
        "Ke data yang akan digabung sudah ada data lain yang digabung. Biarkan data itu yang tetap,"
        " atau pisahkan dahulu."
    ),
    "MergeTwoCases": _(
        "Keduanya sudah punya urusan santunan: %(one)s dan %(other)s. Data tidak dapat digabung;"
        " putuskan dahulu bersama kepala bidang urusan mana yang diteruskan."
    ),
    "MergeTwoPeople": _(
        "NIK keduanya lengkap dan berbeda: ini dua orang. Bila salah satu NIK salah tulis,"
        " perbaiki NIK itu dahulu."
    ),
    "MergeHasOpenRequest": _(
        "Masih ada perbaikan tentang salah satu data ini yang menunggu orang kedua. Selesaikan itu"
        " dahulu."
    ),
    "MergeOnOpenList": _(
        "Keduanya ada di daftar pemutakhiran yang belum selesai. Selesaikan daftar itu dahulu."
    ),
    "NotMergedInto": _("Kedua data ini tidak digabung."),
}
