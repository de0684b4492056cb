"""Who handles a case, notes, visits after the payout, what is due, and warnings."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "told": {
        "case:give-back": _("Urusan dikembalikan; belum ada petugas"),
        "case:hand-over": _("Urusan diserahkan kepada rekan"),
        "case:take": _("Urusan diambil petugas"),
        "claim:move-due": _("Batas bayar bergeser karena hari libur"),
        "follow-up:record": _("Kunjungan lanjutan dicatat"),
        "follow-up:stop": _("Kunjungan lanjutan dihentikan atas keinginan keluarga"),
        "follow-up:wish": _("Keluarga mau dikunjungi lagi"),
        "membership:set": _("Langkah menjadi peserta mandiri dicatat"),
    },
    "audit": {
        "case:accept": _("Catatan serah terima dibaca"),
        "note:write": _("Catatan petugas ditulis"),
        "holiday:set": _("Hari libur ditambah atau dicoret"),
        "holiday:undo": _("Perubahan hari libur dibatalkan"),
        "warning:decide": _("Peringatan diputuskan"),
        "warning:refresh": _("Peringatan diperiksa ulang"),
    },
    "follow_up_state": {
        "direncanakan": _("Direncanakan"),
        "selesai": _("Selesai"),
        "dihentikan": _("Tidak dilakukan, keinginan keluarga"),
    },
    "follow_up_outcome": {
        "bertemu": _("Bertemu keluarga"),
        "tidak_bertemu": _("Tidak bertemu"),
        "tidak_ingin": _("Keluarga tidak ingin dikunjungi"),
    },
    "follow_up_place": {
        "rumah": _("Di rumah keluarga"),
        "kantor_desa": _("Di kantor desa"),
        "dinas": _("Di kantor Dinas"),
        "telepon": _("Lewat telepon"),
        "lain": _("Di tempat lain"),
    },
    "still_arrived": {
        "ya": _("Ya, semua sudah masuk"),
        "tidak": _("Tidak, ada yang kurang"),
        "tidak_yakin": _("Tidak yakin"),
    },
    "keeps_card": {
        "sendiri": _("Penerima sendiri"),
        "keluarga": _("Anggota keluarga yang dipercaya"),
        "orang_lain": _("Orang lain"),
        "tidak_dijawab": _("Tidak dijawab"),
    },
    "plan_now": {
        "dijalankan": _("Berjalan seperti rencana"),
        "berubah": _("Berubah"),
        "tidak_ada": _("Tidak membuat rencana"),
        "tidak_dijawab": _("Tidak dijawab"),
    },
    "scholarship_now": {
        "sudah": _("Sudah diurus tahun ini"),
        "belum": _("Belum diurus"),
        "tidak_ada_anak": _("Tidak ada anak sekolah"),
        "tidak_tahu": _("Belum tahu"),
    },
    "own_membership": {
        "ditawarkan": _("Sudah diceritakan"),
        "dipikirkan": _("Masih dipikirkan"),
        "terdaftar": _("Sudah terdaftar sendiri"),
        "tidak_ingin": _("Tidak ingin"),
    },
    "work": {
        "serah_terima": _("Diserahkan kepada Anda"),
        "ahli_waris": _("Catat ahli waris"),
        "berkas": _("Berkas dikejar"),
        "surat_akses": _("Surat akses"),
        "nama_rekening": _("Nama pemilik rekening beda"),
        "siap_klaim": _("Siap diklaim"),
        "batas_bpjs": _("Batas bayar BPJS"),
        "kabar_keluarga": _("Kabar keluarga"),
        "persetujuan": _("Perbaikan menunggu"),
        "laporan": _("Laporan belum dijawab"),
        "akhir_wali": _("Perwalian hampir berakhir"),
        "kunjungan": _("Kunjungan"),
        "permintaan_bantuan": _("Permintaan bantuan keluarga"),
        "peringatan": _("Peringatan"),
    },
    "warning": {
        "orang_sama": _("Orang yang sama di dua urusan"),
        "kematian_sama": _("Dua urusan untuk kematian yang sama"),
        "rekening_sama": _("Nomor rekening sama di beberapa urusan"),
        "telepon_sama": _("Nomor telepon sama di beberapa urusan"),
        "orang_meninggal": _("Orang yang sudah meninggal ikut tercatat"),
        "bayar_beda": _("Yang dibayar tidak sama dengan haknya"),
        "satu_petugas": _("Satu petugas pada banyak pencairan"),
        "rekening_diganti": _("Rekening diganti menjelang pencairan"),
    },
    "warning_state": {
        "terbuka": _("Belum diputuskan"),
        "dijelaskan": _("Sudah dijelaskan"),
        "dirujuk": _("Dirujuk ke Inspektorat"),
    },
    "holiday_origin": {
        "kalender": _("Kalender nasional"),
        "bawaan": _("Perbaikan bawaan"),
        "sendiri": _("Ditetapkan Dinas"),
    },
    "dead_as": {
        "penerima": _("penerima atau ahli waris"),
        "wali": _("wali"),
        "pelapor": _("pelapor"),
        "saksi": _("saksi"),
    },
}
