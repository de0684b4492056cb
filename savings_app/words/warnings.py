"""The sentence for each warning a rule gives beside its answer. One home for all.

`WARNINGS` maps the code of a `RuleWarning` to its Indonesian sentence; the facts of the warning
fill its `%(name)s` places. None of them blames, and none stops anything.
"""

from __future__ import annotations

from datetime import date

from savings_app.errors import RuleWarning
from savings_app.words.formats import date_long
from savings_app.words.language import gettext


def _(message: str) -> str:
    """Mark a text for the catalogue; it is translated when it is shown."""
    return message


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
}


def warning_sentence(warning: RuleWarning) -> str:
    """What to tell the user, in the language in use. An unknown code is a mistake: KeyError."""
    facts = {
        name: date_long(fact) if isinstance(fact, date) else fact
        for name, fact in warning.facts.items()
    }
    return gettext(WARNINGS[warning.code], **facts)
