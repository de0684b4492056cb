"""What a complaint is about, how it came in, where it stands, and what was done with it."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "complaint_about": {
        "jumlah": _("Uang yang masuk kurang"),
        "potongan": _("Ada yang meminta potongan"),
        "petugas": _("Tentang petugas"),
        "lain": _("Hal lain"),
    },
    "complaint_state": {
        "terbuka": _("Menunggu jawaban"),
        "dijawab": _("Sudah dijawab"),
        "banding": _("Belum puas, dilihat lagi"),
        "ditutup": _("Selesai"),
    },
    "complaint_channel": {
        "layanan": _("Halaman keluarga"),
        "telepon": _("Telepon"),
        "kantor": _("Datang ke kantor"),
        "surat": _("Surat"),
        "whatsapp": _("WhatsApp, ditulis petugas"),
        "umum": _("Halaman umum"),
        "tanya_ulang": _("Tanya ulang"),
    },
    "complaint_instance": {
        "kepala_bidang": _("Kepala bidang"),
        "inspektorat": _("Inspektorat"),
    },
    "complaint_deed": {
        "dibuka": _("Laporan masuk"),
        "dibaca": _("Dibaca"),
        "dijawab": _("Dijawab"),
        "banding": _("Pelapor belum puas"),
        "dirujuk": _("Diteruskan"),
        "ditutup": _("Selesai"),
        "diperiksa": _("Sudah dilihat: tanda “perlu diperiksa” dilepas"),
        "ditandai_lagi": _("Ditandai lagi “perlu diperiksa”"),
    },
    "referred_to": {
        "bpjs_175": _("BPJS Ketenagakerjaan (175)"),
        "sp4n_lapor": _("SP4N-LAPOR!"),
        "kecamatan": _("Kecamatan"),
        "polisi": _("Polisi"),
        "bank": _("Bank"),
        "ombudsman": _("Ombudsman"),
        "inspektorat": _("Inspektorat, karena tentang petugas"),
    },
    "reporter": {
        "penerima": _("Penerima santunan sendiri"),
        "orang_lain": _("Orang lain"),
        "tanpa_nama": _("Tanpa nama"),
    },
    "check_channel": {
        "telepon": _("Telepon"),
        "kunjungan": _("Kunjungan"),
        "kantor": _("Di kantor"),
    },
    "check_answer": {
        "semua": _("Ya, semua sudah masuk"),
        "kurang": _("Belum semua"),
        "belum_tahu": _("Belum tahu, akan melihat rekening dulu"),
        "tidak_terhubung": _("Tidak terhubung"),
    },
    "told": {
        "receipt-check:ask": _("Ditanya ulang oleh petugas lain"),
    },
    "audit": {
        "complaint:appeal": _("Pelapor belum puas"),
        "complaint:check": _("Tanda “perlu diperiksa” pada laporan dilepas"),
        "complaint:close": _("Laporan ditutup"),
        "complaint:mark-again": _("Laporan ditandai lagi “perlu diperiksa”"),
        "complaint:record": _("Laporan dicatat petugas"),
        "complaint:refer": _("Laporan diteruskan"),
        "complaint:refuse-code": _("Kode laporan ditolak"),
        "complaint:report": _("Laporan dari halaman umum"),
    },
}
