"""Coverage: the answer for a day, what months rest on, and what the Dinas does about it."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "audit": {
        "category:add": _("Kategori peserta ditambahkan"),
        "contribution:list": _("Daftar iuran dicatat"),
        "coverage:budget": _("Anggaran iuran dicatat"),
        "coverage:target": _("Target kepesertaan dicatat"),
        "coverage:workers": _("Jumlah pekerja dicatat"),
        "legal-basis:add": _("Dasar hukum dicatat"),
        "legal-basis:edit": _("Dasar hukum diubah"),
        "legal-basis:open": _("Berkas dasar hukum diunduh"),
        "legal-basis:withdraw-file": _("Berkas dasar hukum ditarik"),
        "region-change:add": _("Perubahan kode wilayah dicatat"),
    },
    "basis_kind": {
        "instruksi": _("Instruksi"),
        "perbup": _("Peraturan bupati"),
        "apbdes": _("Peraturan desa tentang APBDes"),
        "perjanjian": _("Perjanjian kerja sama"),
        "sk": _("Surat keputusan"),
        "lain": _("Lainnya"),
    },
    "basis_status": {
        "rancangan": _("Rancangan"),
        "berlaku": _("Berlaku"),
        "dicabut": _("Dicabut"),
    },
    "grouping": {
        "kecamatan": _("Kecamatan"),
        "desa": _("Desa"),
        "kategori": _("Kategori"),
        "penanggung": _("Penanggung iuran"),
    },
    "region_change": {
        "ganti_nama": _("Ganti nama atau kode"),
        "pemekaran": _("Pemekaran"),
        "penggabungan": _("Penggabungan"),
    },
    "covered": {
        "ya": _("Ya"),
        "belum_pasti": _("Belum pasti"),
        "tidak": _("Tidak, menurut daftar yang ada"),
        "belum_diketahui": _("Belum diketahui"),
    },
    "months_from": {
        "daftar_iuran": _("menurut daftar iuran"),
        "data_peserta": _("menurut data peserta"),
        "belum_diketahui": _("belum diketahui"),
    },
}
