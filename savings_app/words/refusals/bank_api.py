"""Refusals of the interface for banks, and of the pages on which its clients are kept."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "ScopesMissing": _("Pilih sedikitnya satu hak."),
    "ClientNameTaken": _("Bank ini sudah mempunyai sistem dengan nama itu."),
    "ClientEnded": _("Sistem ini sudah diakhiri."),
    "BankNotAPartner": _("Bank ini bukan bank mitra."),
    "TooManyCalls": _("Terlalu banyak panggilan. Coba lagi %(seconds)s detik lagi."),
    "TooManyTries": _("Terlalu sering ditolak dari alamat ini. Coba lagi %(seconds)s detik lagi."),
    "IdempotencyKeyMissing": _("Kirim Idempotency-Key: satu UUID untuk setiap permintaan."),
    "IdempotencyKeyReused": _("Kunci ini sudah dipakai untuk permintaan lain."),
    "PublicKeyUnusable": _("Ini bukan kunci publik RSA 2048 bit atau lebih dalam bentuk PEM."),
    "PublicKeyKnown": _("Kunci ini sudah ada pada sistem ini."),
    "TooManyKeys": _("Dua kunci masih berlaku. Akhiri yang lama dahulu."),
    "SnapSignatureWrong": _(
        "Panggilan ini tidak ditandatangani sebagaimana SNAP, atau lewat waktunya."
    ),
    "SnapExternalIdUsed": _("X-EXTERNAL-ID ini sudah dipakai hari ini, atau bukan angka."),
    "RegistrationDecided": _("Pendaftaran ini sudah dijawab."),
    "FamilyMustConfirm": _("Tandai bahwa keluarganya sendiri membenarkan rekening ini."),
    "PassbookMustBeSeen": _(
        "Untuk rekening ini petugas Dinas perlu melihat buku tabungannya dahulu. Bawalah bukunya."
    ),
    "MismatchAnswered": _("Laporan ini sudah dijawab."),
    "WebhookAddressWrong": _("Tulis alamat https dengan nama mesin yang dapat dicapai dari luar."),
    "DeliveryNotWaiting": _("Yang sudah sampai tidak dikirim ulang."),
    "TokenInvalid": _("Tanda masuk tidak ada, salah, atau sudah lewat waktunya."),
    "ScopeNotGiven": _("Tanda masuk ini tidak memuat hak %(scope)s."),
    "RequestWrong": _("Isinya tidak sesuai dengan dokumen antarmuka."),
    "JsonBroken": _("Isinya bukan JSON: baris %(line)s, kolom %(column)s."),
    "JsonNotText": _("Isinya bukan teks UTF-8 yang utuh."),
    "JsonKeyTwice": _("Nama %(key)s ditulis dua kali dalam satu objek."),
    "JsonNumberWild": _("Ada bilangan yang tidak mungkin: NaN, tak hingga, atau terlalu panjang."),
    "JsonTooDeep": _("Isinya bersusun lebih dari %(levels)s tingkat."),
    "JsonRefused": _("Isinya tidak dapat dibaca."),
}
