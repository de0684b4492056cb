"""Refusals when a bank is asked over SNAP."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "PullTooEarly": _(
        "%(last_on)s belum lewat lima belas menit. Mutasi ditanyakan sesudah harinya selesai."
    ),
    "PullOutsideHours": _(
        "Di luar jam layanan bank: %(opens)s sampai %(closes)s (%(zone)s). Coba pada jam itu."
    ),
    "PullRangeTooLong": _("Paling lama %(longest)s hari sekali tanya."),
    "PullRangeBackwards": _("Hari pertama sesudah hari terakhir."),
    "PullNotFailed": _("Permintaan ini tidak gagal; tidak perlu dicoba lagi."),
    "SnapNotSetUp": _("Sambungan SNAP ke bank %(code)s belum disetel. Lihat docs/operations.md."),
    "SnapSettingsWrong": _("Setelan SNAP untuk bank %(code)s tidak dapat dipakai: %(what)s."),
    "SnapCallFailed": _("Bank tidak memberi token."),
    "RangeHalfNamed": _("Sebutkan hari pertama dan hari terakhir, atau tidak keduanya."),
}
