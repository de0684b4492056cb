"""Refusals of opening a case, of its heirs and of its papers."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "CaseAlreadyOpen": _("Santunan untuk orang ini sudah diurus dengan nomor %(number)s."),
    "DeathBeforeBirth": _("Tanggal meninggal lebih awal dari tanggal lahir, %(born_on)s."),
    "PhoneInvalid": _("Nomor telepon 8 sampai 15 angka, misalnya 0812 0000 0000."),
    "GuardianNeeded": _(
        "Penerima di bawah 18 tahun memerlukan wali: nama, NIK, bukti, dan sampai kapan."
    ),
    "GuardianshipEnded": _("Hari terakhir perwalian harus sesudah hari ini."),
    "DeceasedCannotReceive": _("NIK ini milik orang yang tercatat sudah meninggal."),
    "HeirTwice": _("Orang ini sudah tercatat pada nomor santunan yang sama: %(full_name)s."),
    "SchoolLevelOfChild": _("Jenjang sekolah hanya untuk anak almarhum."),
    "HeirHasHistory": _(
        "Untuk orang ini sudah ada surat, rekening, atau pencairan; ia tetap tercatat sebagai "
        "penerima."
    ),
    "SharesDoNotAddUp": _(
        "Bagian semua penerima berjumlah %(stated)s, sedangkan santunannya %(total)s. Selisihnya "
        "%(difference)s."
    ),
    "ShareMissing": _("Tulis bagian setiap penerima, atau kosongkan semuanya."),
    "PaperDayNeeded": _("Tulis tanggal berkas ini diterima."),
    "PaperDayImpossible": _(
        "Tanggal terima tidak lebih awal dari kematian dan tidak sesudah hari ini."
    ),
}
