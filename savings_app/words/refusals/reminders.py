"""Refusals of messages and reminders."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "MessagesNotAgreed": _("Pengingat baru dikirim bila Anda setuju menerima pesan."),
    "ChannelNotOffered": _("Pilih salah satu cara yang ada."),
    "AddressMissing": _("Tulis nomor telepon atau alamat e-mail-nya."),
    "PhoneUnreadable": _("Tulis nomor HP seperti 0812 3456 7890."),
    "EmailUnreadable": _("Tulis alamat e-mail seperti nama@contoh.id."),
    "TooManyCodes": _("Hari ini kode sudah dikirim %(most)s kali. Coba lagi besok."),
    "NoCodeWaiting": _("Kode itu tidak berlaku lagi. Minta kode baru."),
    "CodeWrong": _("Kodenya tidak sama. Masih dapat dicoba %(left)s kali."),
    "NotDelivered": _("Pesan tidak terkirim."),
    "MessageNotFailed": _("Hanya pesan yang gagal yang dapat dicoba lagi."),
    "MessageErased": _("Isi dan alamat pesan ini sudah dihapus karena sudah lama."),
    "MessageNotALetter": _("Surat ini sudah dititipkan atau dihentikan."),
}
