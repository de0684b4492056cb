"""The interface for banks: scopes, deeds, states."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "audit": {
        "api-client:add": _("Sistem bank ditambahkan"),
        "api-client:renew-secret": _("Kunci sistem bank diganti"),
        "api-client:scopes": _("Hak sistem bank diubah"),
        "api-client:add-key": _("Kunci publik sistem bank ditambahkan"),
        "api-client:end-key": _("Kunci publik sistem bank diakhiri"),
        "api-client:refuse-token": _("Sistem bank ditolak: kunci atau tanda tangannya salah"),
        "api-client:end": _("Sistem bank diakhiri"),
        "api-client:set-webhook": _("Alamat pemberitahuan sistem bank diatur"),
        "api-client:stop-webhook": _("Pemberitahuan kepada sistem bank dihentikan"),
        "api-client:send-again": _("Pesan kepada sistem bank dikirim ulang"),
        "account-registration:expire": _("Rekening dari bank tidak dibenarkan dalam 30 hari"),
        "bank-mismatch:report": _("Bank melaporkan yang tidak cocok"),
        "bank-mismatch:answer": _("Laporan bank dijawab"),
        "account-registration:receive": _("Bank mendaftarkan rekening"),
        "account-registration:confirm": _("Rekening dari bank dibenarkan keluarga"),
        "account-registration:decline": _("Rekening dari bank bukan milik keluarga"),
        "api:read-pledges": _("Sistem bank membaca niat menyetor"),
    },
    "api_scope": {
        "accounts:register": _("Mendaftarkan rekening yang dibuka untuk ahli waris"),
        "transactions:push": _("Mengirim baris rekening"),
        "pledges:read": _("Membaca niat menyetor yang masih terbuka"),
        "mismatches:report": _("Melaporkan yang tidak cocok"),
    },
    "registration_state": {
        "received": _("menunggu keluarganya"),
        "confirmed": _("dibenarkan"),
        "not_confirmed": _("tidak dibenarkan"),
    },
    "decided_as": {
        "family": _("keluarganya sendiri"),
        "staff": _("petugas, atas kata keluarganya"),
        "nobody": _("tidak dijawab dalam 30 hari"),
    },
    "mismatch_about": {
        "pledge": _("niat menyetor"),
        "account": _("rekening yang didaftarkan"),
        "transactions": _("baris yang dikirim"),
    },
    "mismatch_kind": {
        "unknown_account": _("Rekening tidak dikenal bank"),
        "other_name": _("Nama pemiliknya lain"),
        "other_amount": _("Jumlahnya lain"),
        "closed_account": _("Rekening sudah ditutup"),
        "wrong_line": _("Baris yang dikirim keliru"),
        "other": _("Lainnya"),
    },
    "webhook_event": {
        "pledge.made": _("Niat menyetor dibuat"),
        "pledge.changed": _("Niat menyetor diubah"),
        "pledge.cancelled": _("Niat menyetor dibatalkan"),
        "account.confirmed": _("Rekening dibenarkan"),
        "consent.revoked": _("Persetujuan dicabut"),
        "mismatch.answered": _("Laporan dijawab"),
    },
    "delivery_state": {
        "waiting": _("menunggu"),
        "delivered": _("sampai"),
        "given_up": _("tidak sampai; berhenti dicoba"),
    },
    "delivery_failure": {
        "refused": _("mesin bank menolak"),
        "unreachable": _("mesin bank tidak dapat dicapai"),
        "forbidden_address": _("alamatnya bukan mesin di luar"),
        "interrupted": _("pengiriman terputus di sini"),
    },
}
