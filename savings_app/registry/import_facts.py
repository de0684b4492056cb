"""The facts of a list of participants, their usual headings, and how a row is read. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from savings_app.identifiers import KPJ, NIK
from savings_app.imports.cells import (
    Unreadable,
    is_unknown,
    plain,
    read_choice,
    read_count,
    read_day,
    read_known,
    read_month,
    read_text,
)
from savings_app.imports.handlers import Fact, FoundRow, Trouble
from savings_app.imports.readers import Cell
from savings_app.policy.rules import MOST_MONTHS
from savings_app.registry.import_cells import read_fact, read_identity
from savings_app.registry.import_places import Villages
from savings_app.registry.rules import Payer, Segment, Sex
from savings_app.words import _, lazy_gettext

LONGEST_NAME = 120
LONGEST_REASON = 200
# How a cell begins that a spreadsheet would work out.
_FORMULA = "=+@"

NAME = Fact(
    "full_name",
    lazy_gettext("Nama"),
    (
        "nama", "nama lengkap", "nama peserta", "nama tenaga kerja", "nama pekerja", "nama tk",
        "nama lengkap peserta", "nama lengkap sesuai ktp", "nama sesuai ktp", "nama anggota",
        "nama lengkap tenaga kerja", "full name", "name",
    ),
    needed=True,
)  # fmt: skip
NIK_FACT = Fact(
    "nik",
    lazy_gettext("NIK"),
    (
        "nik", "no nik", "nomor nik", "no ktp", "nomor ktp", "ktp", "nik ktp", "no identitas",
        "nomor identitas", "nomor induk kependudukan", "no induk kependudukan", "nik peserta",
        "no nik ktp", "nik e ktp", "e ktp", "no e ktp", "nik tenaga kerja",
    ),
    is_number=True,
)  # fmt: skip
KPJ_FACT = Fact(
    "kpj",
    lazy_gettext("KPJ"),
    (
        "kpj", "no kpj", "nomor kpj", "no kartu", "nomor kartu", "no kartu peserta",
        "nomor kartu peserta", "no peserta", "nomor peserta", "kartu peserta jamsostek",
        "no kartu bpjs", "no kartu bpjs ketenagakerjaan", "no bpjs ketenagakerjaan",
        "nomor bpjs ketenagakerjaan", "no bpjstk", "no bpjs tk", "no kepesertaan",
        "nomor kepesertaan", "no kartu kpj", "no referensi kpj",
    ),
    is_number=True,
)  # fmt: skip
BORN = Fact(
    "born_on",
    lazy_gettext("Tanggal lahir"),
    (
        "tanggal lahir", "tgl lahir", "tgl. lahir", "tanggal lahir peserta", "lahir", "tgllhr",
        "tgl lhr", "tempat tanggal lahir", "tempat tgl lahir", "ttl", "tempat dan tanggal lahir",
        "tempat lahir tanggal lahir", "birth date", "date of birth", "dob",
        "tempat tanggal lahir tanggal", "tempat tgl lahir tanggal", "lahir tanggal", "lahir tgl",
    ),
)  # fmt: skip
SEX = Fact(
    "sex",
    lazy_gettext("Jenis kelamin"),
    ("jenis kelamin", "jk", "l/p", "p/l", "jns kelamin", "jenis kel", "kelamin", "gender", "sex",
     "lk/pr", "laki laki perempuan"),
)  # fmt: skip
VILLAGE = Fact(
    "village",
    lazy_gettext("Desa atau kelurahan"),
    (
        "desa", "kelurahan", "desa/kelurahan", "kelurahan/desa", "desa kel", "kel desa",
        "nama desa", "nama desa kelurahan", "desa domisili", "desa tempat tinggal", "village",
        "kode desa", "alamat desa", "alamat desa kelurahan", "desa asal",
    ),
    needed=True,
    titles=("desa/kelurahan", "desa / kelurahan", "kelurahan/desa", "desa", "kelurahan"),
)  # fmt: skip
DISTRICT = Fact(
    "district",
    lazy_gettext("Kecamatan"),
    ("kecamatan", "kec", "nama kecamatan", "district", "alamat kecamatan", "kecamatan domisili"),
    titles=("kecamatan", "kec"),
)
SEGMENT = Fact(
    "segment",
    lazy_gettext("Segmen"),
    ("segmen", "segmen kepesertaan", "segment", "jenis kepesertaan", "bpu/pu", "pu/bpu"),
)
CATEGORY = Fact(
    "category",
    lazy_gettext("Kategori"),
    (
        "kategori", "kategori peserta", "kategori pekerja", "jenis peserta", "kelompok",
        "kelompok pekerja", "category", "golongan", "jenis pekerja", "status pekerja",
    ),
)  # fmt: skip
PAYER = Fact(
    "payer",
    lazy_gettext("Penanggung iuran"),
    (
        "penanggung", "penanggung iuran", "pembayar", "pembayar iuran", "dibayar oleh",
        "sumber dana", "sumber iuran", "sumber anggaran", "sumber pembiayaan", "pembiayaan",
        "payer", "anggaran", "dana",
    ),
)  # fmt: skip
MONTHS = Fact(
    "months_contributed",
    lazy_gettext("Bulan iuran"),
    (
        "jumlah bulan", "jumlah bulan iuran", "bulan iuran", "lama iuran", "lama kepesertaan",
        "masa kepesertaan", "masa iuran", "lama kepesertaan bulan", "jml bulan", "masa iur",
    ),
)  # fmt: skip
SINCE = Fact(
    "member_since",
    lazy_gettext("Peserta sejak"),
    (
        "peserta sejak", "tanggal kepesertaan", "tgl kepesertaan", "tanggal mulai", "tmt",
        "tmt kepesertaan", "mulai kepesertaan", "tanggal daftar", "tgl daftar", "bulan daftar",
        "tanggal pendaftaran", "awal kepesertaan", "tgl mulai", "bulan mulai", "mulai peserta",
    ),
)  # fmt: skip
REASON = Fact(
    "nik_missing_reason",
    lazy_gettext("Alasan belum ada NIK"),
    ("alasan belum ada nik", "alasan nik kosong", "alasan tanpa nik", "alasan tidak ada nik",
     "alasan", "keterangan nik", "keterangan", "ket"),
)  # fmt: skip
FACTS = (
    NAME, NIK_FACT, KPJ_FACT, BORN, SEX, VILLAGE, DISTRICT, SEGMENT, CATEGORY, PAYER, MONTHS,
    SINCE, REASON,
)  # fmt: skip
KEYS = ("nik", "kpj", "born_on")


def _choices(words: Mapping[str, str]) -> dict[str, str]:
    return {plain(word): code for code, all_of in words.items() for word in all_of.split(", ")}


SEXES = _choices(
    {
        Sex.MALE: "l, lk, laki, laki-laki, pria, m, male, lelaki",
        Sex.FEMALE: "p, pr, perempuan, wanita, f, female, w",
    }
)
SEGMENTS = _choices(
    {
        Segment.BPU: "bpu, bukan penerima upah, bpu jamsostek",
        Segment.PU: "pu, penerima upah",
    }
)
PAYERS = _choices(
    {
        Payer.APBD: "apbd, apbd kabupaten, apbd kab, apbd ii, pemda, pemkab, kabupaten, "
        "pemerintah daerah, apbd bone bolango",
        Payer.APBDES: "apbdes, apb desa, apbd desa, dana desa, add, desa, pemdes, "
        "pemerintah desa, alokasi dana desa",
        Payer.APBN: "apbn, pusat, pemerintah pusat",
        Payer.SELF: "mandiri, sendiri, pribadi, perorangan, bayar sendiri, peserta",
    }
)
# Words of lists for the shipped categories, beside their codes and names.
CATEGORY_WORDS = _choices(
    {
        "pekerja_rentan_kabupaten": "pekerja rentan kab, rentan kabupaten, rentan kab",
        "pekerja_rentan_desa": "rentan desa, 100 pekerja rentan",
        "penyuluh_kb": "penyuluh kb, pendamping kb, pkb, plkb, ppkbd",
        "kader_posyandu": "kader, posyandu",
        "pemangku_adat": "adat, tokoh adat",
        "imam_guru_ngaji": "imam, imam masjid, guru ngaji",
        "aparat_desa": "aparat, perangkat desa, aparatur desa, kepala desa",
        "non_asn": "non asn, honorer, guru, nakes, tenaga kesehatan",
        "mandiri": "bpu mandiri, peserta mandiri",
    }
)
VULNERABLE = plain("pekerja rentan")


@dataclass(slots=True)
class Person:
    """What a row says of somebody, by column of `participant`; only what is known.

    `trouble` is why the row is refused, `notes` what is odd about it; `keys` are what names the
    person in the file (`nik`, `kpj`, `name`).
    """

    number: int
    facts: dict[str, Any] = field(repr=False)
    key_name: str = field(repr=False)
    trouble: list[Trouble] = field(default_factory=list)
    notes: list[Trouble] = field(default_factory=list)
    keys: list[tuple[str, str]] = field(default_factory=list, repr=False)


class RowReader:
    """Reads rows of people; made once a file with what its cells are compared to."""

    def __init__(
        self,
        *,
        villages: Villages,
        categories: Sequence[tuple[str, str]],
        facts: Mapping[str, str],
        today: date,
    ) -> None:
        self.villages = villages
        self.today = today
        self.batch_facts = facts
        codes = {code for code, _name in categories}
        self.categories = {w: code for w, code in CATEGORY_WORDS.items() if code in codes}
        for code, name in categories:
            self.categories[plain(code)] = self.categories[plain(name)] = code
        self._named_category = _choosing(self.categories)

    def read(self, row: FoundRow) -> Person:
        """The row's facts, and everything that is wrong with it."""
        values = row.values
        facts: dict[str, Any] = {}
        trouble: list[Trouble] = []
        name = self._name(values.get("full_name"), facts, trouble)
        notes: list[Trouble] = []
        read_identity(NIK, "nik", values.get("nik"), facts, trouble)
        read_identity(KPJ, "kpj", values.get("kpj"), facts, trouble, notes)
        if (cell := values.get("born_on")) is not None:
            self._born(cell, facts, trouble)
        self._place(values, facts, trouble)
        for fact, read in _OTHERS.items():
            if (cell := values.get(fact)) is not None:
                read_fact(fact, cell, read, facts, trouble)
        if (cell := values.get("member_since")) is not None:
            read_fact("member_since", cell, self._since, facts, trouble)
        if (cell := values.get("category")) is not None:
            read_fact("category", cell, self._category(facts), facts, trouble)
        return Person(row.number, facts, name, trouble, notes)

    def _name(self, cell: Cell, facts: dict[str, Any], trouble: list[Trouble]) -> str:
        text = read_text(cell)
        if text is None or is_unknown(text) or not any(c.isalpha() for c in text):
            trouble.append(Trouble("full_name", _("Namanya kosong.")))
            return ""
        if text[0] in _FORMULA:
            trouble.append(Trouble("full_name", _("Ini rumus, bukan nama.")))
            return ""
        if len(text) > LONGEST_NAME:
            trouble.append(Trouble("full_name", _("Nama ini terlalu panjang.")))
        facts["full_name"] = text
        return plain(text)

    def _born(self, cell: Cell, facts: dict[str, Any], trouble: list[Trouble]) -> None:
        try:
            born_on = read_day(cell, today=self.today)
        except Unreadable as wrong:
            trouble.append(Trouble("born_on", str(wrong)))
            return
        if born_on is not None and born_on > self.today:
            trouble.append(Trouble("born_on", _("Tanggal lahir ini belum terjadi.")))
        elif born_on is not None:
            facts["born_on"] = born_on

    def _place(
        self, values: Mapping[str, Cell], facts: dict[str, Any], trouble: list[Trouble]
    ) -> None:
        village, district = (_known_place(values.get(name)) for name in ("village", "district"))
        district = district or self.batch_facts.get("district")
        try:
            if district is not None:
                self.villages.check_district(district)
        except Unreadable as wrong:
            trouble.append(Trouble("district", str(wrong)))
            return
        village = village or self.batch_facts.get("village")
        if village is None:
            return
        try:
            facts["region_code"] = self.villages.find(village, district).code
        except Unreadable as wrong:
            trouble.append(Trouble("village", str(wrong)))

    def _since(self, cell: Cell) -> date | None:
        """A month, or a day of it."""
        try:
            return read_month(cell)
        except Unreadable:
            day = read_day(cell, today=self.today)
            return day and day.replace(day=1)

    def _category(self, facts: Mapping[str, Any]) -> Callable[[Cell], str | None]:
        def read(cell: Cell) -> str | None:
            if plain(read_text(cell) or "") != VULNERABLE:
                return self._named_category(cell)
            # "Pekerja rentan" alone: those the kabupaten pays, or those of a desa.
            of_batch = self.batch_facts.get("category", "")
            if of_batch.startswith("pekerja_rentan"):
                return of_batch
            payer = facts.get("payer") or self.batch_facts.get("payer")
            of_village = payer == Payer.APBDES
            wanted = "pekerja rentan desa" if of_village else "pekerja rentan kabupaten"
            return self.categories.get(plain(wanted)) or read_choice(cell, self.categories)

        return read


def _reason(cell: Cell) -> str | None:
    text = read_known(cell)
    return None if text is None else text[:LONGEST_REASON]


def _choosing(choices: Mapping[str, str]) -> Callable[[Cell], str | None]:
    """Reading one of these, which thousands of rows write alike."""
    return lru_cache(maxsize=1024, typed=True)(lambda cell: read_choice(cell, choices))


_known_place = lru_cache(maxsize=4096, typed=True)(read_known)
# In this order: the category looks at the payer.
_OTHERS: dict[str, Callable[[Cell], Any]] = {
    "sex": _choosing(SEXES),
    "segment": _choosing(SEGMENTS),
    "payer": _choosing(PAYERS),
    "months_contributed": lambda cell: read_count(cell, most=MOST_MONTHS),
    "nik_missing_reason": _reason,
}
