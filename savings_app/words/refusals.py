"""The sentence for each refusal: what is wrong, where, and what to do. One home for all.

`REFUSALS` maps the name of a `DomainError` class to its Indonesian sentence; the facts of the
refusal fill its `%(name)s` places. A test checks that every refusal has one.
"""

from __future__ import annotations

from datetime import date, datetime

from savings_app.errors import DomainError
from savings_app.money import Rupiah
from savings_app.words.formats import date_long, moment_long, rupiah
from savings_app.words.language import gettext


def _(message: str) -> str:
    """Mark a text for the catalogue; it is translated when it is shown."""
    return message


REFUSALS: dict[str, str] = {
    # everywhere
    "NotFound": _("Halaman atau data ini tidak ada, atau bukan untuk Anda."),
    "NotPermitted": _("Anda tidak berwenang melakukan ini."),
    "Conflict": _(
        "Data ini baru saja diubah orang lain. Isian terbaru ditampilkan; periksa lalu ulangi."
    ),
    "InvalidIdentifier": _("Nomor harus %(digits)s angka; yang ditulis %(found)s."),
    # amounts
    "AmountMissing": _("Tulis jumlahnya dalam rupiah, misalnya 1.500.000."),
    "AmountNotANumber": _("Jumlah hanya boleh berisi angka dan titik, misalnya 1.500.000."),
    "AmountInWords": _("Tulis jumlah lengkap dengan angka, misalnya 1.500.000."),
    "AmountNotWhole": _("Tulis rupiah bulat tanpa sen, misalnya 1.000.000."),
    "AmountNotPositive": _("Jumlah harus lebih dari nol."),
    # signing in
    "PasswordTooShort": _("Kata sandi paling sedikit %(shortest)s huruf atau angka."),
    "PasswordTooLong": _("Kata sandi paling banyak %(longest)s huruf atau angka."),
    "PasswordLikeEmail": _("Kata sandi tidak boleh memuat nama dari alamat e-mail Anda."),
    "PasswordUnchanged": _("Kata sandi baru harus berbeda dari yang lama."),
    "WrongPassword": _("Kata sandi sekarang tidak cocok."),
    "SignInRefused": _("E-mail atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."),
    "SignInLocked": _(
        "Terlalu banyak percobaan yang tidak cocok. Coba lagi lima belas menit kemudian."
    ),
    "EmailInvalid": _("Alamat e-mail ini tidak lengkap, misalnya nama@contoh.go.id."),
    "EmailTaken": _("Alamat e-mail ini sudah dipakai pengguna lain."),
    "ScopeMissing": _("Peran ini memerlukan %(scope)s."),
    "FamilySignInRefused": _(
        "Nomor, kode atau kata masuk, dan tanggal lahir tidak cocok. Periksa ketiganya pada surat "
        "Anda, lalu coba lagi."
    ),
    "FamilySignInLocked": _(
        "Terlalu banyak percobaan yang tidak cocok. Coba lagi lima belas menit kemudian, atau "
        "minta bantuan petugas Dinas."
    ),
    "WordTooShort": _("Kata masuk paling sedikit %(shortest)s huruf."),
    "WordTooLong": _("Kata masuk paling banyak %(longest)s huruf."),
    "WordLooksLikePin": _(
        "Pakai kata, bukan angka saja. Kata masuk bukan PIN bank dan bukan tanggal lahir."
    ),
    "WordsDiffer": _("Kedua tulisan berbeda. Tulis kata masuk yang sama dua kali."),
    "ReasonNeeded": _("Tulis alasannya."),
    "BirthDateNeeded": _("Isi dahulu tanggal lahir penerima; dipakai untuk masuk dengan surat."),
    # files
    "FileEmpty": _("Berkas ini kosong."),
    "FileTooLarge": _("Berkas ini terlalu besar. Paling besar %(megabytes)s MB."),
    "AmountTooLarge": _("Jumlah ini terlalu besar. Paling banyak %(largest)s."),
}


def _written(fact: object) -> object:
    if isinstance(fact, Rupiah):
        return rupiah(fact)
    if isinstance(fact, datetime):
        return moment_long(fact)
    if isinstance(fact, date):
        return date_long(fact)
    return fact


def sentence(refusal: DomainError) -> str:
    """What to tell the user, in the language in use."""
    for kind in type(refusal).__mro__:
        if kind.__name__ in REFUSALS:
            facts = {name: _written(fact) for name, fact in refusal.facts.items()}
            return gettext(REFUSALS[kind.__name__], **facts)
    return gettext("Ini tidak dapat dilakukan.")
