"""Runs of documents, their rows and what was done with them."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "run_state": {
        "running": _("Sedang dibuat"),
        "paused": _("Dijeda"),
        "done": _("Selesai"),
        "cancelled": _("Dihentikan"),
    },
    "run_row_state": {
        "waiting": _("Menunggu giliran"),
        "done": _("Jadi"),
        "skipped": _("Dilewati"),
        "failed": _("Gagal dibuat"),
        "cancelled": _("Tidak jadi dibuat"),
    },
    "run_reason": {
        "nothing": _("Belum ada yang dapat dicetak"),
        "consent": _("Keluarga belum menyetujui petugas melihat jawaban bank"),
        "agreement": _("Tidak ada perjanjian yang berlaku dengan banknya"),
        "gone": _("Tidak lagi termasuk wilayah yang meminta"),
        "refused": _("Tidak dapat dibuat; buka surat keluarganya untuk melihat sebabnya"),
        "time": _("Penyusunannya terlalu lama"),
        "memory": _("Penyusunannya memakai terlalu banyak memori"),
        "ended": _("Proses pembuatnya berhenti di tengah jalan"),
        "error": _("Terjadi kesalahan; coba lagi, atau laporkan"),
    },
    "run_end": {
        "by_person": _("Dihentikan oleh petugas."),
        "asker_gone": _(
            "Berhenti sendiri: akun yang memintanya sudah ditutup atau haknya berubah."
        ),
    },
    "left_out": {
        "not_made": _("Tidak dibuat"),
        "withdrawn": _("Suratnya sudah ditarik"),
        "replaced": _("Sudah diganti surat yang lebih baru"),
        "consent": _("Keluarga tidak lagi mengizinkan petugas melihatnya"),
    },
    "audit": {
        "document-run:start": _("Cetak massal dimulai"),
        "document-run:pause": _("Cetak massal dijeda"),
        "document-run:resume": _("Cetak massal dilanjutkan"),
        "document-run:cancel": _("Cetak massal dihentikan"),
        "document-run:retry": _("Yang gagal dari cetak massal dicoba lagi"),
        "document-run:finish": _("Cetak massal selesai"),
        "document-run:take": _("Surat satu cetak massal diunduh"),
        "document-run:ask-bundle": _("Berkas siap cetak diminta"),
        "document-run:bundle": _("Berkas siap cetak disusun"),
        "document-run:take-bundle": _("Berkas siap cetak diunduh"),
    },
}
