"""Refusals of a recording."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "RecordingMissing": _("Pilih dulu berkas rekamannya."),
    "NotOpus": _(
        "Ini bukan rekaman Opus dalam Ogg (.opus atau .ogg). Simpan rekamannya dalam bentuk itu, "
        "lalu kirim lagi."
    ),
    "RecordingDamaged": _("Rekaman ini rusak atau tidak utuh. Simpan lagi, lalu kirim lagi."),
    "MoreBehindRecording": _(
        "Di belakang rekaman ini masih ada isi lain. Kirim satu rekaman saja, tanpa tambahan."
    ),
    "RecordingTooLarge": _(
        "Rekaman ini %(kilobytes)s kB; paling besar %(most)s kB. Persingkat, atau simpan dengan "
        "mutu suara yang lebih rendah."
    ),
    "RecordingTooLong": _("Rekaman ini %(seconds)s detik; paling lama %(most)s detik."),
    "RecordingTooShort": _("Rekaman ini kurang dari satu detik."),
    "SpokenInFuture": _("Hari itu belum tiba."),
    "PlaceUnknown": _("Halaman atau pelajaran itu tidak ada."),
}
