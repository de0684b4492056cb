"""Refusals of consents."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "ConsentScopeMissing": _("Pilih sejauh mana bank boleh menjawab."),
    "ConsentHasNoScope": _("Pilihan itu hanya untuk persetujuan jawaban bank."),
    "ConsentIsTheFamilys": _(
        "Persetujuan ini diberikan keluarga sendiri di halamannya, atau didampingi. Di atas kertas "
        "petugas hanya mencatat bantuan mengurus klaim."
    ),
    "PhotoNotWithStaff": _(
        "Persetujuan foto dan berita tidak ditanyakan saat petugas mendampingi. Keluarga dapat "
        "memilihnya sendiri nanti, atau tidak sama sekali."
    ),
}
