"""The bank's files, and why a line of one did or did not find its match."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "bank_file_state": {
        "staged": _("Menunggu diterapkan"),
        "applied": _("Diterapkan"),
        "refused": _("Ditolak"),
        "discarded": _("Dibatalkan"),
        "undone": _("Ditarik kembali"),
    },
    "match_reason": {
        "same_account": _("rekening sama"),
        "same_amount": _("jumlah sama"),
        "near_amount": _("jumlah hampir sama"),
        "within_dates": _("tanggal sesuai"),
        "late": _("sesudah tanggal niat"),
        "code_in_text": _("kode niat ada di berita"),
    },
    "unmatched_cause": {
        "debit_line": _("Uang keluar; tidak perlu dicocokkan"),
        "no_target_for_account": _("Tidak ada pencairan atau niat menyetor untuk rekening ini"),
        "amount_differs": _("Jumlahnya berbeda dari pencairan dan niat menyetor"),
        "outside_dates": _("Jumlahnya sama, tetapi tanggalnya terlalu jauh"),
        "already_matched": _("Yang sesuai sudah dicocokkan dengan baris lain"),
        "ambiguous": _("Lebih dari satu kemungkinan; perlu dipilih petugas"),
    },
}
