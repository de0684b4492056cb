"""By which convention each calculation counts. One home for pages and commands.

`CONVENTIONS` maps a code to its Indonesian sentence, in words a family can check.
"""

from __future__ import annotations

from savings_app.words.language import gettext
from savings_app.words.marker import _

CONVENTIONS: dict[str, str] = {
    "growth": _(
        "Cara hitung: tiap bulan uang bertambah menurut bunga setahun (akar pangkat dua belas); "
        "yang disisihkan atau dipakai bergerak pada akhir bulan. Bunga dikosongkan berarti tidak "
        "bertambah. Pajak bunga dan biaya bank tidak ikut dihitung."
    ),
    "whole_months_lasting": _("Yang dihitung hanya bulan yang terbayar penuh."),
    "months_round_up": _("Bulan dibulatkan ke atas sampai bulan utuh."),
    "monthly_rounds_up": _("Hasilnya dibulatkan ke atas sampai rupiah."),
    "waiting": _("Selama menunggu, uang yang sudah ada tetap bertambah; harinya tidak bergeser."),
    "daily": _("Saldo harian: saldo tiap hari dikalikan bunga sehari, lalu dijumlahkan."),
    "average": _("Saldo rata-rata: jumlah saldo tiap hari dibagi banyaknya hari."),
    "lowest": _("Saldo terendah: saldo yang paling kecil dihitung untuk semua hari."),
    "365": _("Setahun dihitung 365 hari."),
    "360": _("Setahun dihitung 360 hari."),
    "actual": _("Tiap hari dihitung menurut panjang tahunnya sendiri: 365 atau 366 hari."),
    "simple": _("Bunga tidak dibungakan lagi, dan dibulatkan satu kali pada akhirnya, sampai sen."),
    "counted_daily": _(
        "Cara hitung: saldo harian, setahun 365 hari, saldo tetap. Bank Anda bisa berbeda."
    ),
    "counted_months": _(
        "Cara hitung: bunga sederhana, sebulan seperdua belas tahun, tidak dibungakan lagi."
    ),
    "each_method": _(
        "Cara hitung: saldo harian menjumlahkan bunga tiap hari; saldo rata-rata membagi jumlah "
        "saldo dengan banyaknya hari; saldo terendah dihitung untuk semua hari. Saldo di bawah "
        "saldo paling kecil tidak berbunga."
    ),
    "each_basis": _(
        "Setahun 365 atau 360 hari; menurut kalender, tiap hari memakai panjang tahunnya sendiri "
        "dan hari pertamanya perlu ditulis."
    ),
    "deposit_months": _("Bunga sederhana, sebulan seperdua belas tahun, tidak dibungakan lagi."),
    "deposit_days": _("Bunga sederhana, sehari 1/365 tahun, tidak dibungakan lagi."),
    "compound": _(
        "Bunga masuk pokok tiap kali langkahnya penuh; sisa waktunya dihitung sederhana. Sebulan "
        "seperdua belas tahun, sehari 1/365 tahun."
    ),
    "tax": _(
        "Pajak dipotong bank dari seluruh bunga bila saldo tertinggi di atas batasnya, menurut "
        "aturan pada hari terakhir."
    ),
    "fee_months": _(
        "Biaya diambil pada akhir bulan; bunga yang tersisa sesudah pajak ikut membayarnya."
    ),
    "wadiah": _("Tabungan syariah dengan akad wadiah memberi bonus, dan bonus tidak dijanjikan."),
    "lps": _(
        "LPS menjamin simpanan dengan tiga syarat: tercatat di buku bank, bunganya tidak di atas "
        "bunga penjaminan, dan pemiliknya tidak melakukan hal yang merugikan bank."
    ),
    "lps_together": _(
        "Semua simpanan satu orang di satu bank dijumlahkan, termasuk bunganya. Di bank lain "
        "hitungannya tersendiri."
    ),
}


def convention(*codes: str) -> str:
    """The sentences of these codes, one after another, in the language in use."""
    return " ".join(gettext(CONVENTIONS[code]) for code in codes)
