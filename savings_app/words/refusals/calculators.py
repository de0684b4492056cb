"""Refusals of the calculators: rates, lengths of time, goals."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS = {
    "RateImpossible": _(
        "Tulis bunga antara 0 dan %(most)s persen setahun, paling banyak 12 angka desimal."
    ),
    "DaysImpossible": _("Tulis hari sebagai angka bulat, dari 1 sampai %(most)s."),
    "TermImpossible": _("Tulis bulan sebagai angka bulat, dari 1 sampai %(most)s."),
    "CompoundingImpossible": _(
        "Bunga masuk pokok tiap bulan yang bulat, dari 1 sampai %(most)s bulan."
    ),
    "StartNeeded": _("Tulis hari pertamanya: tiap hari dihitung menurut tahunnya sendiri."),
    "DatesImpossible": _("Tanggalnya melewati akhir kalender. Pilih hari pertama yang lebih awal."),
    "TargetNeverReached": _(
        "Tujuan tidak akan tercapai: tidak ada yang disisihkan, dan tidak ada yang bertambah."
    ),
    "WaitTooLong": _("Waktunya %(months)s bulan. Menunggu harus lebih pendek dari itu."),
}
