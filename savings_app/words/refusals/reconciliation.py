"""Refusals of taking in a bank's file, and of saying what its lines are."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "BankFileAlreadyApplied": _("Berkas yang sama sudah diterapkan pada %(on)s."),
    "BankFileAlreadyStaged": _(
        "Berkas yang sama sudah diunggah pada %(on)s dan menunggu diterapkan."
    ),
    "BankFileNotBalanced": _(
        "Saldo awal ditambah semua transaksi tidak sama dengan saldo akhir, jadi tidak ada yang "
        "disimpan."
    ),
    "NothingChosen": _("Centang paling sedikit satu baris."),
    "ProposalChanged": _(
        "Usulan ini baru saja berubah, jadi belum ada yang dikonfirmasi. Periksa daftar terbaru."
    ),
    "MatchReversed": _("Pencocokan ini sudah dibatalkan."),
}
