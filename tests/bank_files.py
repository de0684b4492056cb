"""Bank files for tests, as bytes, in the documented form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import uuid4

from savings_app.reconciliation.readers import BankFile, read_bank_file
from savings_app.storage import StoredFile


@dataclass(frozen=True)
class Row:
    """One movement: rupiah below zero went out."""

    on: date
    rupiah: int
    text: str = "SETORAN TUNAI"


def csv_section(number: str, rows: list[Row], *, opening: int = 0, missing: int = 0) -> str:
    """An account with its balances; `missing` rupiah are left out of the closing one."""
    out = [f"No. Rekening;{number}", "Mata Uang;IDR", f"Saldo Awal;{opening},00"]
    out.append("Tanggal;Uraian;Debet;Kredit")
    for row in rows:
        debit, credit = (f"{-row.rupiah},00", "") if row.rupiah < 0 else ("", f"{row.rupiah},00")
        out.append(f"{row.on:%d/%m/%Y};{row.text};{debit};{credit}")
    closing = opening + sum(row.rupiah for row in rows) - missing
    out.append(f"Saldo Akhir;{closing},00")
    return "\n".join(out) + "\n"


def csv_file(*sections: str) -> bytes:
    return "\n".join(sections).encode()


def three_lines_each(numbers: Iterable[str], *, on: date) -> bytes:
    """Of each account two equal deposits and a withdrawal: two equal ones are two."""
    rows = [Row(on, 50_000), Row(on, 50_000), Row(on, -7_000)]
    return csv_file(*(csv_section(number, rows) for number in numbers))


def as_stored(data: bytes) -> StoredFile:
    """What storage would say of these bytes, without a file."""
    return StoredFile(name=uuid4(), sha256=sha256(data).hexdigest(), size=len(data))


def read(data: bytes) -> BankFile:
    return read_bank_file(data)
