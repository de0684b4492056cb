"""Files of people that are taken in: kinds, states, and what becomes of a row."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "import_kind": {
        "peserta": _("Daftar peserta"),
        "iuran": _("Daftar iuran bulanan"),
        "kematian": _("Daftar kematian"),
        "pencairan": _("Daftar pencairan dari BPJS"),
        "urusan_lama": _("Urusan santunan lama"),
        "pemutakhiran": _("Pemutakhiran data"),
    },
    "import_about": {
        "peserta": _("Nama, NIK, KPJ, desa, dan siapa yang membayar iurannya."),
        "iuran": _("Siapa dibayar untuk bulan apa, satu bulan atau satu kolom tiap bulan."),
        "kematian": _("Dari Dukcapil, buku desa, atau imam; dibandingkan dengan peserta."),
        "pencairan": _("Siapa dibayar berapa, menurut BPJS Ketenagakerjaan."),
        "urusan_lama": _("Kematian tahun-tahun lalu dari lembar kerja lama."),
        "pemutakhiran": _("Jawaban desa: masih bekerja, meninggal, pindah, diganti."),
    },
    "import_state": {
        "dibaca": _("Sedang dibaca"),
        "menunggu": _("Menunggu Anda"),
        "diterapkan_sekarang": _("Sedang diterapkan"),
        "diterapkan": _("Diterapkan"),
        "ditolak": _("Ditolak"),
        "dibatalkan": _("Dibatalkan"),
        "ditarik": _("Ditarik kembali"),
    },
    "import_outcome": {
        "baru": _("Baru"),
        "berubah": _("Berubah"),
        "sama": _("Sama"),
        "ditolak": _("Ditolak"),
    },
    "audit": {
        "import:hand-in": _("Berkas impor diunggah"),
        "import:stage": _("Berkas impor dibaca"),
        "import:map": _("Kolom berkas impor ditentukan"),
        "import:start": _("Penerapan impor dimulai"),
        "import:apply": _("Impor diterapkan"),
        "import:command": _("Impor diterapkan lewat baris perintah"),
        "import:fail": _("Penerapan impor gagal"),
        "import:discard": _("Impor dibatalkan"),
        "import:take-refused": _("Baris impor yang ditolak diunduh"),
        "import:undo": _("Impor ditarik kembali"),
    },
}
