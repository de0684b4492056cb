"""Cooperation agreements, and branches and products of banks."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "audit": {
        "agreement:add": _("Perjanjian kerja sama dicatat"),
        "agreement:edit": _("Perjanjian kerja sama diubah"),
        "agreement:end": _("Perjanjian kerja sama diakhiri"),
        "agreement:open": _("Berkas perjanjian kerja sama diunduh"),
        "bank-branch:add": _("Kantor bank ditambahkan"),
        "bank-branch:edit": _("Kantor bank diubah"),
        "bank-branch:close": _("Kantor bank ditutup"),
        "bank-product:add": _("Produk bank ditambahkan"),
        "bank-product:terms": _("Ketentuan produk bank dicatat"),
        "bank-product:end": _("Produk bank diakhiri"),
    },
    "data_pass": {
        "nama_rekening": _("Nama dan nomor rekening ke bank, untuk memastikan nama pemiliknya"),
        "masih_ada": _("Jumlah yang diniatkan ke bank, untuk menjawab masih ada atau tidak"),
        "niat_setor": _("Kode dan jumlah niat menyetor ke bank, untuk mengenali setorannya"),
        "baris_rekening": _("Baris rekening ke layanan ini, untuk mencari santunan dan setoran"),
    },
    "agreement_stand": {
        "belum_mulai": _("belum mulai"),
        "berlaku": _("berlaku"),
        "segera_berakhir": _("segera berakhir"),
        "sudah_berakhir": _("sudah berakhir"),
        "diakhiri": _("diakhiri lebih awal"),
    },
    "product_kind": {
        "tabungan": _("Tabungan"),
        "tabungan_pelajar": _("Tabungan pelajar"),
        "deposito": _("Deposito"),
        "tabungan_haji": _("Tabungan haji"),
    },
    "contract": {
        "konvensional": _("Konvensional (bunga)"),
        "wadiah": _("Syariah: wadiah (titipan)"),
        "mudharabah": _("Syariah: mudharabah (bagi hasil)"),
    },
}
