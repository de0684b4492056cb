"""The facts of a payout list of BPJS, their usual headings, and how a row is read. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from savings_app.cases.kinds import PayoutKind
from savings_app.errors import DomainError
from savings_app.identifiers import KPJ, NIK, AccountNumber
from savings_app.imports.cells import (
    Unreadable,
    plain,
    read_amount,
    read_choice,
    read_day,
    read_known,
    read_number,
)
from savings_app.imports.handlers import Fact, FoundRow, Trouble
from savings_app.imports.readers import Cell
from savings_app.registry.import_cells import read_fact, read_identity
from savings_app.registry.import_facts import KPJ_FACT, NAME, NIK_FACT
from savings_app.words import gettext, lazy_gettext
from savings_app.words.refusals import sentence

WORKER = Fact(
    NAME.name,
    lazy_gettext("Nama tenaga kerja"),
    (*NAME.spellings, "nama almarhum", "nama almarhumah", "almarhum", "nama tk meninggal"),
)
CASE_NUMBER = Fact(
    "case_number",
    lazy_gettext("Nomor santunan"),
    ("nomor santunan", "no santunan", "nomor urusan", "no urusan", "nomor santunan dinas"),
)
CLAIM_NUMBER = Fact(
    "claim_number",
    lazy_gettext("Nomor tanda terima klaim"),
    (
        "no klaim", "nomor klaim", "kode klaim", "no tanda terima", "nomor tanda terima",
        "no resi", "nomor resi", "no agenda", "nomor agenda", "no tanda terima klaim",
        "nomor tanda terima klaim", "id klaim",
    ),
)  # fmt: skip
RECIPIENT = Fact(
    "recipient",
    lazy_gettext("Penerima"),
    (
        "penerima", "nama penerima", "ahli waris", "nama ahli waris", "nama penerima manfaat",
        "penerima manfaat", "nama pemilik rekening", "pemilik rekening", "atas nama",
        "nama rekening", "rekening atas nama", "nama ahli waris penerima", "nama di rekening",
        "nama penerima santunan",
    ),
)  # fmt: skip
ACCOUNT = Fact(
    "account",
    lazy_gettext("Nomor rekening"),
    (
        "no rekening", "nomor rekening", "rekening", "norek", "no rek", "no rekening penerima",
        "nomor rekening penerima", "no rekening ahli waris", "nomor rekening ahli waris",
        "rekening ahli waris", "rekening penerima", "rekening tujuan", "no rekening tujuan",
        "account", "account number",
    ),
    is_number=True,
)  # fmt: skip
BANK = Fact(
    "bank",
    lazy_gettext("Bank"),
    ("bank", "nama bank", "bank penerima", "bank tujuan", "bank ahli waris"),
)
AMOUNT = Fact(
    "amount",
    lazy_gettext("Jumlah dibayar"),
    (
        "jumlah", "nominal", "jumlah dibayar", "jumlah bayar", "jumlah pembayaran", "nilai",
        "jumlah klaim", "nominal klaim", "nilai klaim", "nilai manfaat", "jumlah manfaat",
        "manfaat", "jumlah rp", "jumlah santunan", "total", "total manfaat", "nominal bayar",
        "nominal dibayar", "nilai pembayaran", "total dibayar", "jumlah uang", "jumlah diterima",
        "jumlah transfer", "jumlah ditransfer", "jumlah dana", "besaran", "besar manfaat",
        "besar santunan", "amount",
    ),
    needed=True,
)  # fmt: skip
PAID_ON = Fact(
    "paid_on",
    lazy_gettext("Tanggal dibayar"),
    (
        "tanggal bayar", "tgl bayar", "tanggal dibayar", "tgl dibayar", "tanggal pembayaran",
        "tgl pembayaran", "tanggal transfer", "tgl transfer", "tanggal cair", "tgl cair",
        "tanggal pencairan", "tgl pencairan", "tanggal siap bayar", "tanggal", "tgl",
        "tanggal realisasi", "tanggal masuk rekening", "tgl masuk rekening", "tanggal diterima",
        "tgl diterima", "tanggal proses bayar", "tgl proses bayar",
    ),
    needed=True,
)  # fmt: skip
KIND = Fact(
    "kind",
    lazy_gettext("Jenis"),
    (
        "jenis", "program", "jenis klaim", "jenis manfaat", "program klaim", "jenis pembayaran",
        "jenis program", "manfaat program", "klaim", "program manfaat",
    ),
)  # fmt: skip
FACTS = (
    WORKER, NIK_FACT, KPJ_FACT, CASE_NUMBER, CLAIM_NUMBER, RECIPIENT, ACCOUNT, BANK, KIND, AMOUNT,
    PAID_ON,
)  # fmt: skip

_KIND_WORDS = {
    PayoutKind.BENEFIT: (
        "jkm, jkk, jaminan kematian, jaminan kecelakaan kerja, santunan, santunan kematian, "
        "santunan jkm, santunan jkk, jkm meninggal, jkk meninggal, manfaat jkm, manfaat jkk, "
        "klaim jkm, klaim jkk, jaminan kematian (jkm), jkm (jaminan kematian), "
        "jaminan kecelakaan kerja (jkk), jkk (jaminan kecelakaan kerja), jkm meninggal dunia, "
        "jkk meninggal dunia, jkm - santunan, jkk - santunan, program jkm, program jkk"
    ),
    PayoutKind.SCHOLARSHIP: (
        "beasiswa, beasiswa jkm, beasiswa jkk, beasiswa pendidikan, manfaat beasiswa, "
        "beasiswa anak, bea siswa, jkm - beasiswa, jkk - beasiswa"
    ),
    PayoutKind.JHT: "jht, jaminan hari tua",
    PayoutKind.JP: "jp, jaminan pensiun, pensiun",
    PayoutKind.LATE_COMPENSATION: (
        "kompensasi, kompensasi keterlambatan, kompensasi terlambat, denda keterlambatan, denda"
    ),
}
KINDS = {plain(word): kind for kind, words in _KIND_WORDS.items() for word in words.split(", ")}


@dataclass(slots=True)
class PaidLine:
    """A payout as a row tells it; only what is known. `trouble` is why the row is refused."""

    number: int
    facts: dict[str, Any] = field(repr=False)
    trouble: list[Trouble] = field(default_factory=list)
    notes: list[Trouble] = field(default_factory=list)

    def get(self, name: str) -> Any:
        return self.facts.get(name)


def read_paid_line(row: FoundRow, *, today: date, told: Mapping[str, str]) -> PaidLine:
    """The row's facts, and everything that is wrong with it. `told` stands in for a blank kind."""
    values = row.values
    line = PaidLine(row.number, {})
    facts, trouble = line.facts, line.trouble
    read_identity(NIK, "nik", values.get("nik"), facts, trouble)
    read_identity(KPJ, "kpj", values.get("kpj"), facts, trouble, line.notes)
    for name, read in _READS.items():
        if (cell := values.get(name)) is not None:
            read_fact(name, cell, read, facts, trouble)
    if (cell := values.get("paid_on")) is not None:
        read_fact("paid_on", cell, lambda one: read_day(one, today=today), facts, trouble)
    facts.setdefault("kind", PayoutKind(told.get("kind") or PayoutKind.BENEFIT))
    unread = {one.fact for one in trouble}
    for name, empty in (
        ("amount", gettext("Jumlahnya kosong.")),
        ("paid_on", gettext("Tanggal dibayarnya kosong.")),
    ):
        if name not in facts and name not in unread:
            trouble.append(Trouble(name, empty))
    return line


def _account(cell: Cell) -> AccountNumber | None:
    text = read_number(cell)
    try:
        return None if text is None else AccountNumber.parse(text)
    except DomainError as wrong:
        raise Unreadable(sentence(wrong)) from wrong


def _upper(cell: Cell) -> str | None:
    text = read_known(cell)
    return None if text is None else text.upper()


_READS: dict[str, Callable[[Cell], Any]] = {
    "full_name": read_known,
    "recipient": read_known,
    "bank": read_known,
    "case_number": _upper,
    "claim_number": read_number,
    "account": _account,
    "kind": lambda cell: read_choice(cell, KINDS),
    "amount": read_amount,
}
