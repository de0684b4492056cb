"""Refusals of signing in: passwords, e-mail addresses, letters and words."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "PasswordTooShort": _("Kata sandi paling sedikit %(shortest)s huruf atau angka."),
    "PasswordTooLong": _("Kata sandi paling banyak %(longest)s huruf atau angka."),
    "PasswordLikeEmail": _("Kata sandi tidak boleh memuat nama dari alamat e-mail Anda."),
    "PasswordUnchanged": _("Kata sandi baru harus berbeda dari yang lama."),
    "PasswordsDiffer": _("Kedua tulisan berbeda. Tulis kata sandi baru yang sama dua kali."),
    "WrongPassword": _("Kata sandi sekarang tidak cocok."),
    "SignInRefused": _(
        "E-mail atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi. Sesudah lima kali "
        "tidak cocok, tunggu lima belas menit."
    ),
    "EmailInvalid": _("Alamat e-mail ini tidak lengkap, misalnya nama@contoh.go.id."),
    "EmailTaken": _("Alamat e-mail ini sudah dipakai pengguna lain."),
    "ScopeMissing": _("Peran ini memerlukan %(scope)s."),
    "FamilySignInRefused": _(
        "Nomor, kode atau kata masuk, dan tanggal lahir tidak cocok. Periksa ketiganya pada surat "
        "Anda, lalu coba lagi. Sesudah lima kali tidak cocok, tunggu lima belas menit, atau minta "
        "bantuan petugas Dinas."
    ),
    "WordTooShort": _("Kata masuk paling sedikit %(shortest)s huruf."),
    "WordTooLong": _("Kata masuk paling banyak %(longest)s huruf."),
    "WordLooksLikePin": _(
        "Pakai kata, bukan angka saja. Kata masuk bukan PIN bank dan bukan tanggal lahir."
    ),
    "WordIsNumber": _(
        "Nomor di surat bukan kata masuk; orang lain dapat membacanya di surat Anda."
    ),
    "WordWhileAssisted": _(
        "Kata masuk dipilih keluarga sendiri, tanpa petugas. Akhiri pendampingan, lalu masuk "
        "dengan kode di surat."
    ),
    "WordsDiffer": _("Kedua tulisan berbeda. Tulis kata masuk yang sama dua kali."),
    "ReasonNeeded": _("Tulis alasannya."),
    "BirthDateNeeded": _("Isi dahulu tanggal lahir penerima; dipakai untuk masuk dengan surat."),
}
