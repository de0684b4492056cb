"""Refusals of pledges, and of what banks say about them."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "PledgeExceedsBenefit": _(
        "Yang dapat diniatkan tetap tersimpan sekarang paling banyak %(limit)s. Niat lain yang "
        "berjalan sudah %(kept)s."
    ),
    "PledgeDayNotAhead": _("Tulis tanggal sesudah hari ini."),
    "PledgeDayTooFar": _("Paling jauh sampai %(latest)s."),
    "PledgeNeedsBenefitAccount": _("Pilih rekening tempat santunan masuk."),
    "PledgeNeedsSavingAccount": _(
        "Pilih rekening lain, bukan rekening tempat santunan masuk. Bila belum ada, tambahkan dulu."
    ),
    "PledgeNotLive": _("Niat ini sudah diubah atau dibatalkan sebelumnya."),
    "AnswerDayAhead": _("Tanggal ini belum tiba. Pilih hari ini atau hari yang sudah lewat."),
    "NotForThatPledge": _("Setoran hanya untuk niat yang disetor ke rekening lain."),
    "DepositReversed": _("Setoran ini sudah dibatalkan sebelumnya."),
    "ConsentNotLive": _(
        "Penerima belum menyetujui ini, atau sudah mencabutnya (rekening %(number)s)."
    ),
}
