"""The interface for banks: scopes, deeds, states."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "audit": {
        "api-client:add": _("Sistem bank ditambahkan"),
        "api-client:renew-secret": _("Kunci sistem bank diganti"),
        "api-client:scopes": _("Hak sistem bank diubah"),
        "api-client:end": _("Sistem bank diakhiri"),
        "api:read-pledges": _("Sistem bank membaca niat menyetor"),
    },
    "api_scope": {
        "accounts:register": _("Mendaftarkan rekening yang dibuka untuk ahli waris"),
        "transactions:push": _("Mengirim baris rekening"),
        "pledges:read": _("Membaca niat menyetor yang masih terbuka"),
        "mismatches:report": _("Melaporkan yang tidak cocok"),
    },
}
