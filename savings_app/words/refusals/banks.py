"""Refusals about cooperation agreements, and about branches and products of banks."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "AgreementNotInForce": _(
        "Hari ini tidak ada perjanjian kerja sama bank ini yang berlaku untuk data itu, jadi "
        "datanya tidak boleh lewat. Hubungi Dinas."
    ),
    "AgreementEndsBeforeStart": _("Hari terakhir mendahului hari pertama."),
    "AgreementNumberTaken": _("Perjanjian bank ini dengan nomor itu sudah tercatat."),
    "NothingPasses": _("Pilih sedikitnya satu data yang boleh lewat."),
    "AgreementBankUnknown": _("Pilih bank dari daftar."),
    "AgreementOver": _("Perjanjian ini sudah berakhir. Perjanjian baru dicatat tersendiri."),
    "EndOutsideAgreement": _("Tulis hari antara %(first)s dan %(last)s."),
    "RateNotOfContract": _("Produk syariah tidak memakai persen setahun. Kosongkan ini."),
    "NisbahNotOfContract": _("Nisbah hanya ada pada akad mudharabah. Kosongkan ini."),
    "ShareImpossible": _("Tulis persen antara 0 dan 100."),
    "ShariaSaysInterest": _(
        "Produk syariah tidak memakai kata bunga. Tulis bagi hasil, atau bonus yang tidak "
        "dijanjikan."
    ),
    "TermsAfterEnd": _("Produk ini tidak ditawarkan lagi sejak %(on)s."),
    "ProductEnded": _("Produk ini sudah diakhiri."),
    "ProductNameTaken": _("Bank Anda sudah mempunyai produk dengan nama ini."),
    "BranchClosed": _("Kantor ini sudah ditutup."),
    "StatementNeedsAgreement": _(
        "Tidak ada perjanjian yang berlaku dengan %(banks)s, jadi Dinas tidak melihat kabar dari "
        "bank itu. Keluarga tetap melihatnya, dan dapat mencetaknya sendiri."
    ),
}
