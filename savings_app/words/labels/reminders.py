"""Messages and reminders: channels, states, why one did not leave."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "channel": {
        "surel": _("E-mail"),
        "sms": _("SMS"),
        "whatsapp": _("WhatsApp"),
        "surat": _("Surat lewat desa"),
    },
    "message_state": {
        "menunggu": _("Menunggu"),
        "terkirim": _("Terkirim"),
        "gagal": _("Gagal"),
        "dihentikan": _("Dihentikan"),
    },
    "message_purpose": {
        "kode": _("Kode"),
        "pengingat": _("Pengingat"),
    },
    "message_failure": {
        "belum_diatur": _("Saluran ini belum diatur"),
        "tidak_terhubung": _("Server tidak dapat dihubungi"),
        "ditolak": _("Ditolak server"),
        "alamat_ditolak": _("Alamat ditolak"),
        "terputus": _("Terputus; mungkin sudah sampai"),
        "terlambat": _("Sudah lewat waktunya"),
    },
    "reminder_reason": {
        "tanggal_niat": _("Tanggal niat sudah dekat"),
        "beasiswa": _("Waktu mengurus beasiswa"),
        "periksa_rekening": _("Rekening perlu dipakai"),
        "belum_ada_kabar": _("Belum ada kabar dari bank"),
    },
    "audit": {
        "message:erase": _("Isi dan alamat pesan lama dihapus"),
    },
    "told": {
        "reminder:choose": _("Keluarga memilih saluran pengingat"),
        "reminder:verify": _("Nomor atau alamat pengingat dipastikan"),
        "reminder:stop": _("Pengingat dihentikan"),
        "message:retry": _("Pengingat dicoba lagi"),
        "message:hand-over": _("Surat pengingat dititipkan"),
    },
}
