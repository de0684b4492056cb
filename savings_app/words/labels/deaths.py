"""Deaths that were heard of: who says so, how it was found, what was decided."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "death_source": {
        "dukcapil": _("Dukcapil"),
        "petugas": _("Petugas Dinas"),
        "buku_desa": _("Buku desa"),
        "daftar_imam": _("Daftar imam"),
        "laporan_warga": _("Laporan warga"),
    },
    "death_state": {
        "belum_ada_urusan": _("Belum ada urusan"),
        "urusan_dibuka": _("Urusan dibuka"),
        "bukan_peserta": _("Bukan peserta"),
        "laporan_ganda": _("Laporan ganda"),
        "keliru": _("Keliru"),
    },
    # How sure it is that a death is a participant's, in words.
    "death_match": {
        "nik": _("Pasti: NIK dan namanya sama"),
        "kpj": _("Pasti: KPJ dan namanya sama"),
        "petugas": _("Dipastikan petugas"),
        "nama_lahir_desa": _("Kuat: nama, tanggal lahir, dan desanya sama"),
        "nik_nama_lain": _("Dugaan: nomornya sama, namanya lain"),
        "nama_desa": _("Dugaan: nama dan desanya sama"),
        "beberapa": _("Beberapa peserta dengan nama ini di desa ini"),
    },
    "death_told": {
        "terlindungi": _("Terlindungi pada hari itu"),
        "tidak_terlindungi": _("Tidak terlindungi pada hari itu"),
        "masih_ditelusuri": _("Masih ditelusuri, akan dikabari lagi"),
    },
    "death_found": {
        "semua": _("Semua"),
        "peserta": _("Peserta"),
        "dugaan": _("Mungkin peserta"),
        "tidak_ditemukan": _("Tidak ditemukan di daftar peserta"),
    },
    "audit": {
        "death:report": _("Kematian dilaporkan warga"),
        "death:record": _("Kematian dicatat"),
        "death:compare": _("Kematian dibandingkan dengan daftar peserta"),
        "death:match": _("Peserta yang meninggal dipastikan"),
        "death:rule-out": _("Peserta dinyatakan bukan orangnya"),
        "death:answer": _("Jawaban perlindungan kepada keluarga dicatat"),
        "death:put-aside": _("Catatan kematian dikesampingkan"),
        "death:take-up": _("Catatan kematian diurus kembali"),
        "death:join": _("Laporan ganda disatukan"),
        "death:take-apart": _("Laporan dipisahkan"),
        "death:check": _("Tanda “perlu diperiksa” pada catatan kematian dilepas"),
        "death:mark-again": _("Catatan kematian ditandai lagi “perlu diperiksa”"),
        "death:open": _("Urusan dibuka dari catatan kematian"),
    },
}
