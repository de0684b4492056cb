"""Refusals of taking in a bank's file, and of saying what its lines are."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "BankFileAlreadyApplied": _("Berkas yang sama sudah diterapkan pada %(on)s."),
    "BankFileAlreadyStaged": _(
        "Berkas yang sama sudah diunggah pada %(on)s dan menunggu diterapkan."
    ),
    "BankFileBeingApplied": _(
        "Satu berkas besar bank ini sedang diterapkan. Tunggu sampai selesai, lalu coba lagi."
    ),
    "BankFileNotBalanced": _(
        "Saldo awal ditambah semua transaksi tidak sama dengan saldo akhir, jadi tidak ada yang "
        "disimpan."
    ),
    "BankFileNotApplied": _("Hanya berkas yang sudah diterapkan dapat ditarik kembali."),
    "BankFileFollowed": _(
        "Berkas yang lebih baru, diterapkan %(on)s, berisi tanggal yang sama. Tarik kembali berkas "
        "itu dahulu."
    ),
    "BankFileInUse": _(
        "Satu baris berkas ini sudah dicocokkan, dan pemilik rekeningnya sudah mencabut "
        "persetujuan, jadi tidak dapat dibuka di sini. Hubungi Dinas."
    ),
    "NothingChosen": _("Centang paling sedikit satu baris."),
    "ProposalChanged": _(
        "Usulan ini baru saja berubah, jadi belum ada yang dikonfirmasi. Periksa daftar terbaru."
    ),
    "MatchReversed": _("Pencocokan ini sudah dibatalkan."),
}
