"""The sentence for each warning a rule gives beside its answer. One home for all.

`WARNINGS` maps the code of a `RuleWarning` to its Indonesian sentence; the facts of the warning
fill its `%(name)s` places. None of them blames, and none stops anything.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from savings_app.errors import RuleWarning
from savings_app.money import Rupiah
from savings_app.words.formats import date_long, month_long, number, rupiah
from savings_app.words.language import gettext


def _(message: str) -> str:
    """Mark a text for the catalogue; it is translated when it is shown."""
    return message


# Facts that are a month, told without its day.
MONTHS = {"first", "month"}
WARNINGS: dict[str, str] = {
    # the benefit by law
    "three_month_rule": _(
        "Kepesertaan kurang dari %(months)s bulan: hanya biaya pemakaman yang dibayar. Hari mulai "
        "dan rincian aturan ini masih draf; tanyakan ke kantor BPJS Ketenagakerjaan."
    ),
    "months_unknown": _(
        "Bulan iuran belum diketahui. Santunan dihitung penuh; hak beasiswa belum dapat dipastikan."
    ),
    "children_not_counted": _(
        "Disebut %(named)s anak; yang dihitung untuk beasiswa %(counted)s anak pertama."
    ),
    # the suggestion of the regulation
    "part_ignored": _("Bagian %(name)s tidak ikut dihitung menurut peraturan ini."),
    "need_ignored": _("Kebutuhan %(name)s tidak dikurangkan menurut peraturan ini."),
    "members_unknown": _(
        "Jumlah anggota rumah tangga belum diketahui; dihitung satu orang untuk uang yang tetap "
        "bebas."
    ),
    "not_started": _(
        "Belum ada peraturan yang mulai pada hari itu. Ini rancangan paling awal; rencananya mulai "
        "%(starts)s."
    ),
    "repealed": _("Peraturan ini sudah dicabut; angkanya hanya untuk perbandingan."),
    # a NIK
    "impossible_date": _("Tanggal lahir di dalam NIK tidak ada pada kalender."),
    "unknown_region": _(
        "Kode wilayah %(code)s di dalam NIK tidak ada pada daftar sekarang. NIK lama dapat memakai "
        "kode sebelum pemekaran."
    ),
    "birth_date_mismatch": _(
        "Tanggal lahir menurut NIK %(birth_date)s, yang disebutkan %(born_on)s."
    ),
    "sex_mismatch": _("Jenis kelamin menurut NIK berbeda dari yang disebutkan."),
    # what a month costs
    "payer_unclear": _(
        "Belum jelas apakah keringanan PP 50/2025 berlaku untuk iuran yang dibayar APBDes; "
        "dihitung tanpa keringanan. Tanyakan ke kantor BPJS Ketenagakerjaan."
    ),
    # covered on a day
    "arrears_unknown": _(
        "Bulan sebelumnya dibayar, %(month)s belum. Apakah BPJS masih menanggung, tidak kami "
        "ketahui: tanyakan ke kantor BPJS Ketenagakerjaan sebelum menjawab keluarga."
    ),
    "no_list_for_month": _(
        "Tidak ada daftar iuran yang menjawab untuk %(month)s. Muat daftarnya, atau tanyakan ke "
        "BPJS."
    ),
    "month_paid_twice": _("Iuran %(month)s tercatat dibayar lebih dari sekali."),
    "paid_after_stop": _(
        "Tercatat berhenti sejak %(stopped_on)s, tetapi bulan itu masih dibayar. Cocokkan dengan "
        "BPJS."
    ),
    "rows_begin_later": _(
        "Daftar iuran baru ada sejak %(first)s (%(rows)s bulan); data peserta menyebut %(stated)s "
        "bulan. Dipakai yang disebut data peserta; cocokkan dengan BPJS."
    ),
    "stated_more_months": _(
        "Data peserta menyebut %(stated)s bulan, daftar iuran memuat %(rows)s bulan. Dipakai "
        "daftar iuran; bulan yang kosong dapat ditanyakan ke BPJS."
    ),
    # who receives, and a claim before it is handed in
    "recipient_of_other_tier": _(
        "%(name)s dicatat sebagai penerima, tetapi menurut jawaban keluarga urutannya lain. "
        "Periksa bersama keluarga dan surat ahli waris."
    ),
    "guardian_ends_soon": _(
        "Perwalian berakhir %(until)s. Sesudah itu penerima bertindak sendiri atau perlu bukti "
        "baru."
    ),
    "claim_disputed": _("Ada sengketa. BPJS dapat menunggu sampai para ahli waris sepakat."),
    "claim_consent_missing": _("Penerima belum menyetujui bantuan klaim di kertas."),
    "claim_guardian_missing": _("Penerima belum berumur 18 tahun dan walinya belum dicatat."),
    "claim_account_missing": _("Rekening penerima belum dicatat."),
    "claim_name_differs": _("Nama di buku tabungan tidak sama dengan nama penerima."),
    "claim_papers_missing": _("%(count)s berkas belum ada."),
    # a calculator
    "return_unlikely": _(
        "Hasil %(percent)s persen setahun tidak lazim untuk uang yang aman, dan LPS tidak "
        "menjaminnya. Tanyakan dua hal: apakah lembaganya berizin OJK, dan apakah hasilnya masuk "
        "akal. Tidak perlu terburu-buru."
    ),
    "above_guaranteed_rate": _(
        "Angka ini di atas bunga penjaminan LPS untuk bank umum (%(highest)s persen; BPR "
        "%(rural)s persen; angka terakhir yang kami tahu). Simpanan berbunga lebih tinggi dari itu "
        "tidak dijamin LPS."
    ),
    "above_guaranteed_amount": _(
        "LPS menjamin paling banyak %(cap)s untuk satu orang di satu bank."
    ),
    "claim_card_missing": _("Nomor kartu peserta (KPJ) belum dicatat."),
}


def warning_sentence(warning: RuleWarning) -> str:
    """What to tell the user, in the language in use. An unknown code is a mistake: KeyError."""
    facts = {name: _written(name, fact) for name, fact in warning.facts.items()}
    return gettext(WARNINGS[warning.code], **facts)


def _written(name: str, fact: object) -> object:
    if isinstance(fact, Rupiah):
        return rupiah(fact)
    if isinstance(fact, Decimal):
        return number(fact.normalize() if fact % 1 else fact.quantize(Decimal(1)))
    if not isinstance(fact, date):
        return fact
    return month_long(fact) if name in MONTHS else date_long(fact)
