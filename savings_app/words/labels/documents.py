"""The documents we make, and what became of each."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "document": {
        "access": _("Surat akses keluarga"),
        "benefit": _("Surat hak keluarga"),
        "plan": _("Rencana keluarga"),
        "savings": _("Laporan simpanan"),
        "handover": _("Berita acara penyerahan"),
        "plan-form": _("Lembar rencana keluarga"),
        "consent": _("Permintaan persetujuan"),
        "bank-introduction": _("Surat pengantar ke bank"),
        "visit-form": _("Lembar kunjungan"),
        "monthly-report": _("Laporan bulanan Dinas"),
        "session-materials": _("Bahan sesi belajar"),
    },
    "told": {"consent-letter:key": _("Surat persetujuan yang ditandatangani dicatat")},
    "audit": {
        "consent-letter:open": _("Foto surat persetujuan dibuka"),
        "signing-certificate:begin": _("Sertifikat tanda tangan mulai dipakai"),
        "signing-certificate:revoke": _("Sertifikat tanda tangan dicabut"),
    },
    "signed_by": {"tanda_tangan": _("Tanda tangan"), "cap_jempol": _("Cap jempol")},
    "paper_answer": {
        "ya": _("Ya"),
        "ya_masih_ada": _("Ya, hanya “masih ada: ya atau tidak”"),
        "ya_isi_rekening": _("Ya, juga saldo, uang masuk dan keluar"),
        "belum_sekarang": _("Belum sekarang"),
        "kosong": _("Tidak dicentang"),
    },
    "sheet": {"a4": _("A4 (210 × 297 mm)"), "f4": _("F4 (215 × 330 mm)")},
    "document_state": {
        "pending": _("Sedang dibuat"),
        "ready": _("Siap"),
        "failed": _("Gagal dibuat"),
        "withdrawn": _("Ditarik"),
    },
    "letter_state": {
        "issued": _("Kode masih berlaku"),
        "used": _("Sudah dipakai masuk"),
        "replaced": _("Diganti surat baru"),
    },
}
