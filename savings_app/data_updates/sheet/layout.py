"""The columns of the list that goes out, and how answers are spelled when it returns. Pure.

The headings are Indonesian in every language of the page: the file is for the desa.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from savings_app.data_updates.kinds import Answer
from savings_app.registry.rules import Sex


class Fact(StrEnum):
    """What a column holds; its value is its heading."""

    NUMBER = "No"
    NAME = "Nama peserta"
    NIK = "NIK"
    KPJ = "KPJ"
    BORN_ON = "Tanggal lahir"
    CATEGORY = "Kategori"
    ANSWER = "Jawaban"
    DIED_ON = "Tanggal meninggal (hh/bb/tttt)"
    DETAIL = "Keterangan"
    NEW_NAME = "Pengganti: nama sesuai KTP"
    NEW_NIK = "Pengganti: NIK"
    NEW_NIK_REASON = "Pengganti: alasan belum ada NIK"
    NEW_KPJ = "Pengganti: KPJ bila ada"
    NEW_BORN_ON = "Pengganti: tanggal lahir (hh/bb/tttt)"
    NEW_SEX = "Pengganti: L atau P"
    NEW_CATEGORY = "Pengganti: kategori bila lain"
    NOTE = "Catatan"
    KEY = "Kunci (jangan diubah)"


COLUMNS = tuple(Fact)
# What the desa fills in; the rest is for recognising the person.
FILLED = frozenset(
    {
        Fact.ANSWER,
        Fact.DIED_ON,
        Fact.DETAIL,
        Fact.NEW_NAME,
        Fact.NEW_NIK,
        Fact.NEW_NIK_REASON,
        Fact.NEW_KPJ,
        Fact.NEW_BORN_ON,
        Fact.NEW_SEX,
        Fact.NEW_CATEGORY,
        Fact.NOTE,
    }
)
NEEDED = frozenset({Fact.ANSWER})
WIDTHS: Mapping[Fact, int] = {
    Fact.NUMBER: 5,
    Fact.NAME: 28,
    Fact.NIK: 19,
    Fact.KPJ: 14,
    Fact.BORN_ON: 12,
    Fact.CATEGORY: 24,
    Fact.ANSWER: 24,
    Fact.DIED_ON: 17,
    Fact.DETAIL: 30,
    Fact.NEW_NAME: 26,
    Fact.NEW_NIK: 19,
    Fact.NEW_NIK_REASON: 22,
    Fact.NEW_KPJ: 14,
    Fact.NEW_BORN_ON: 17,
    Fact.NEW_SEX: 10,
    Fact.NEW_CATEGORY: 22,
    Fact.NOTE: 24,
    Fact.KEY: 38,
}

# The drop-down of the answer, in its order; the first word of each is what people write.
CHOICES: Mapping[Answer, str] = {
    Answer.WORKING: "Masih bekerja",
    Answer.DIED: "Meninggal",
    Answer.MOVED: "Pindah",
    Answer.DOUBLE_PAYER: "Dibayar ganda",
    Answer.NOT_ELIGIBLE: "Tidak memenuhi syarat",
}

_SPELLED: Mapping[Answer, tuple[str, ...]] = {
    Answer.NONE: ("", "belum dijawab", "belum", "-", "0"),
    Answer.WORKING: (
        "masih bekerja",
        "masih kerja",
        "masih",
        "masih aktif",
        "masih ada",
        "bekerja",
        "aktif",
        "tetap",
        "ok",
        "oke",
    ),
    Answer.DIED: (
        "meninggal",
        "meninggal dunia",
        "sudah meninggal",
        "wafat",
        "almarhum",
        "almarhumah",
        "alm",
        "almh",
        "md",
    ),
    Answer.MOVED: (
        "pindah",
        "sudah pindah",
        "pindah desa",
        "pindah domisili",
        "pindah alamat",
        "pindah tempat",
    ),
    Answer.DOUBLE_PAYER: (
        "dibayar ganda",
        "bayar ganda",
        "ganda",
        "dobel",
        "double",
        "sudah dibayar pihak lain",
    ),
    Answer.NOT_ELIGIBLE: (
        "tidak memenuhi syarat",
        "tidak lagi memenuhi syarat",
        "tidak layak",
        "tidak berhak",
        "tms",
    ),
}
ANSWERS: Mapping[str, Answer] = {
    spelled: answer for answer, spellings in _SPELLED.items() for spelled in spellings
}
SEXES: Mapping[str, Sex] = {
    **dict.fromkeys(("l", "lk", "laki-laki", "laki laki", "pria"), Sex.MALE),
    **dict.fromkeys(("p", "pr", "perempuan", "wanita"), Sex.FEMALE),
}

HOW_TO = (
    "1. Isi kolom berwarna saja, satu baris satu orang. Pilih Jawaban dari daftar pilihan.",
    "2. Meninggal: tulis tanggalnya, dan di Keterangan siapa yang memberi tahu.",
    "3. Pindah: tulis ke mana. Dibayar ganda: oleh siapa. Tidak memenuhi syarat: sebabnya.",
    "4. Pengganti ditulis di baris orang yang digantikan. NIK 16 angka; bila belum ada, alasannya.",
    "5. Yang tidak diisi dianggap belum dijawab, dan tidak ada yang berubah.",
    "6. Baris boleh diurutkan ulang. Kolom Kunci yang tersembunyi jangan dihapus.",
)


def normalised(text: str) -> str:
    """In lower case, single spaces, without the marks people put around a word."""
    return " ".join(text.casefold().replace("_", " ").split()).strip(" .,;:!*'\"()")
