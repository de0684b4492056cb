"""Refusals about participants."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "SearchTooShort": _("Tulis paling sedikit %(shortest)s huruf, atau NIK atau KPJ lengkap."),
    "SearchTooWide": _(
        "Tulis namanya, NIK, atau KPJ, atau pilih satu desa. Seluruh kabupaten tidak ditampilkan."
    ),
    "NikTaken": _("NIK ini sudah tercatat untuk %(holder)s. Cari dahulu orangnya."),
    "KpjTaken": _("KPJ ini sudah tercatat untuk %(holder)s. Cari dahulu orangnya."),
    "ParticipantTwice": _(
        "Sudah ada peserta dengan nama, tanggal lahir, dan desa yang sama. Cari dahulu orangnya."
    ),
    "NikOrReasonNeeded": _("Tulis NIK, atau alasan mengapa belum ada NIK."),
    "NikAndReason": _("NIK sudah ditulis. Kosongkan alasan, atau kosongkan NIK."),
    "BirthInFuture": _("Tanggal lahir ini belum terjadi."),
    "PlaceOutsideScope": _("Pilih desa atau kelurahan di wilayah kerja Anda."),
    "CategoryUnknown": _("Pilih salah satu kategori yang ada."),
}
