"""Taught shapes of a bank's tables, and which months a bank has told of."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "audit": {
        "bank-file:hold": _("Berkas mutasi menunggu diajari bentuknya"),
        "bank-file-profile:teach": _("Bentuk berkas bank diajarkan"),
        "bank-file-profile:end": _("Bentuk berkas bank diakhiri"),
    },
    "month_stand": {
        "lengkap": _("lengkap"),
        "sebagian": _("baru sebagian"),
        "belum_ada": _("belum ada"),
        "belum_waktunya": _("belum waktunya"),
        "tanpa_rekening": _("tidak ada rekening yang disetujui"),
    },
    "taught_role": {
        "date": _("tanggal"),
        "value": _("tanggal valuta"),
        "text": _("keterangan"),
        "reference": _("referensi"),
        "debit": _("debit (keluar)"),
        "credit": _("kredit (masuk)"),
        "amount": _("jumlah"),
        "mark": _("tanda D/K"),
        "balance": _("saldo"),
        "account": _("nomor rekening"),
        "currency": _("mata uang"),
    },
    "date_order": {
        "dmy": _("hari, bulan, tahun: 31/12/2026"),
        "mdy": _("bulan, hari, tahun: 12/31/2026"),
        "ymd": _("tahun, bulan, hari: 26/12/31"),
    },
}
