"""What was done during an assisted visit."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    # What a family did with staff beside it, as printed on the page it signs.
    "deed": {
        "balance:check": _("Mengatakan saldo sudah diperiksa sendiri"),
        "complaint:open": _("Membuat laporan"),
        "consent:give": _("Memberi persetujuan"),
        "consent:revoke": _("Mencabut persetujuan"),
        "document:issue": _("Meminta dokumen"),
        "plan:amount": _("Menulis jumlah yang direncanakan"),
        "plan:answer": _("Mengisi satu langkah rencana"),
        "plan:begin": _("Mulai membuat rencana"),
        "plan:finish": _("Menyelesaikan rencana"),
        "plan:not-now": _("Memilih belum sekarang"),
        "plan:revise": _("Membuat versi baru rencana"),
        "plan:use": _("Menyesuaikan rencana dengan uang yang dipakai"),
        "pledge:cancel": _("Membatalkan niat menabung"),
        "pledge:change": _("Mengubah niat menabung"),
        "pledge:make": _("Menyatakan niat menabung"),
        "receipt:confirm": _("Menyatakan semua sudah diterima"),
        "receipt:miss": _("Menyatakan belum semua diterima"),
    },
}
