"""Refusals of the forms that need no signing in."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "TooManySends": _(
        "Dari tempat Anda tersambung sudah banyak laporan masuk dalam satu jam ini. Tulisan Anda "
        "masih ada di bawah: kirim lagi sesudah satu jam. Bila mendesak, telepon BPJS "
        "Ketenagakerjaan di 175, lapor di SP4N-LAPOR! (lapor.go.id), atau datang ke kantor Dinas."
    ),
    "TooManyChecks": _(
        "Dari tempat Anda tersambung sudah banyak surat diperiksa dalam satu jam ini. Coba lagi "
        "sesudah %(minutes)s menit, atau tanyakan surat Anda ke kantor Dinas."
    ),
    "LeaveThisEmpty": _("Kosongkan isian ini, lalu kirim lagi. Isian ini bukan untuk Anda."),
}
