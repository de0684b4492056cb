"""Refusals of complaints and their answers."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "ComplaintEmpty": _("Tulis apa yang terjadi, dengan kata Anda sendiri."),
    "ComplaintTooLong": _("Paling banyak %(longest)s huruf. Bagian terpenting saja sudah cukup."),
    "StaffComplaintWhileAssisted": _(
        "Laporan tentang petugas tidak dapat dibuat saat petugas mendampingi, agar tetap rahasia. "
        "Masuklah sendiri dengan surat Anda, atau datang ke Inspektorat."
    ),
    "AnswerEmpty": _("Tulis jawaban untuk keluarga."),
    "ComplaintAlreadyAnswered": _("Laporan ini sudah dijawab. Jawabannya ditampilkan di bawah."),
}
