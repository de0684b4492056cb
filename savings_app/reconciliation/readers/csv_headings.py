"""The usual spellings of headings and of the named rows around a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache


class Role(StrEnum):
    """What a column, or a row with a name, holds."""

    # That of its text, which Python keeps: an enum's own is worked out for each of a row's cells.
    __hash__ = str.__hash__

    POSTED = "posted"
    DATE = "date"
    VALUE = "value"
    TEXT = "text"
    REFERENCE = "reference"
    DEBIT = "debit"
    CREDIT = "credit"
    AMOUNT = "amount"
    MARK = "mark"
    BALANCE = "balance"
    ACCOUNT = "account"
    CURRENCY = "currency"
    OPENING = "opening"
    CLOSING = "closing"
    TOTAL = "total"
    PERIOD = "period"


_SPELLINGS: dict[Role, str] = {
    Role.POSTED: "tanggal posting, tgl posting, tanggal pembukuan, tgl pembukuan, tanggal buku,"
    "tgl buku, posting date, post date, postdate, booking date, entry date",
    Role.DATE: "tanggal, tgl, date, tanggal transaksi, tgl transaksi, transaction date,"
    "tanggal mutasi, tgl mutasi, trx date, tgl trx, tgl tran, tanggal kirim,"
    "tanggal & waktu, tanggal waktu, tanggal/waktu, date & time, date/time, waktu transaksi",
    Role.VALUE: "tanggal valuta, tgl valuta, tgl val, value date, valuedate, tanggal efektif,"
    "tgl efektif, effective date",
    Role.TEXT: "uraian, keterangan, deskripsi, description, uraian transaksi, rincian, berita,"
    "keterangan transaksi, deskripsi transaksi, remark, remarks, narasi, detail, rincian transaksi,"
    "desk tran, remark custom, additional desc, additionaldesc, transaction description,"
    "uraian mutasi, catatan",
    Role.REFERENCE: "referensi, no referensi, nomor referensi, no ref, ref, reference,"
    "reference no, no bukti, nomor bukti, no reff, reference number, journal no, no jurnal,"
    "nomor jurnal",
    Role.DEBIT: "debet, debit, mutasi debet, mutasi debit, jumlah debet, jumlah debit,"
    "debit amount, debitamount, nominal debet, nominal debit, penarikan, pengeluaran, uang keluar,"
    "keluar",
    Role.CREDIT: "kredit, credit, mutasi kredit, mutasi credit, jumlah kredit, credit amount,"
    "creditamount, nominal kredit, setoran, pemasukan, uang masuk, masuk",
    Role.AMOUNT: "jumlah, mutasi, nominal, amount, nilai, jumlah transaksi, nominal transaksi,"
    "jumlah mutasi, transaction amount",
    Role.MARK: "d/k, k/d, db/cr, db/kr, d/c, c/d, dr/cr, cr/db, dk, dbcr, debet/kredit, type,"
    "debit/kredit, debit/credit, kode d/k, jenis, tipe, jenis mutasi, tipe mutasi, m/k, k/m,"
    "masuk/keluar, +/-, -/+",
    Role.BALANCE: "saldo, balance, saldo berjalan, running balance, sisa saldo,"
    "saldo akhir mutasi, close balance, closebalance, ledger balance",
    Role.ACCOUNT: "no rekening, nomor rekening, no rek, norek, rekening, account no, account,"
    "account number, no account, nomor account, accountno, account no",
    Role.CURRENCY: "mata uang, kode mata uang, currency, valuta, ccy, curr",
    Role.OPENING: "saldo awal, opening balance, beginning balance, saldo pembukaan",
    Role.CLOSING: "saldo akhir, closing balance, ending balance, saldo penutup,saldo penutupan",
    Role.TOTAL: "total, sub total, subtotal, grand total, jumlah, total mutasi, jumlah mutasi,"
    "total debet, total debit, total kredit, total credit, mutasi debet, mutasi debit,"
    "mutasi kredit, jumlah debet, jumlah kredit, total transaksi",
    Role.PERIOD: "periode, period, periode transaksi, periode mutasi, periode laporan,"
    "transaction period, statement period",
}
# They head a running balance too, unless another column is the balance.
_BALANCE_TOO = frozenset({"saldo akhir", "closing balance", "ending balance"})
# In a table and in a named row the same words differ: `Jumlah` is a column or the foot of one.
_NAMED_ROWS = (Role.ACCOUNT, Role.CURRENCY, Role.OPENING, Role.CLOSING, Role.TOTAL, Role.PERIOD)
_NOT_HEADINGS = (Role.OPENING, Role.CLOSING, Role.TOTAL, Role.PERIOD)


def _spelled(roles: Sequence[Role]) -> dict[str, Role]:
    return {word.strip(): role for role in roles for word in _SPELLINGS[role].split(",")}


_HEADINGS = _spelled([role for role in Role if role not in _NOT_HEADINGS])
_ROW_NAMES = _spelled(_NAMED_ROWS)
_LONGEST_NAME = 40
_IN_RUPIAH = re.compile(r"\((?:rp|idr)\.?\)")
_SLASH = re.compile(r"\s*/\s*")


@lru_cache(maxsize=2048)  # every cell is asked, and cells repeat
def _plain(text: str) -> str:
    if len(text) > _LONGEST_NAME:
        return ""
    bare = _IN_RUPIAH.sub(" ", text.casefold())
    for mark in ".:_":
        bare = bare.replace(mark, " ")
    bare = _SLASH.sub("/", bare)
    return " ".join(bare.split())


def heading(cell: str) -> Role | None:
    """The column a heading names, or None. No heading ends with a digit, as most cells do."""
    if not cell or len(cell) > _LONGEST_NAME or cell[-1].isdigit():
        return None
    return _HEADINGS.get(_plain(cell))


def row_name(cell: str) -> Role | None:
    """The named row that begins with this cell, or None."""
    return _ROW_NAMES.get(_plain(cell))


def columns(cells: Sequence[str]) -> dict[int, Role]:
    """The known columns of a row of headings, by position from 0.

    Beside debit and credit a column of amounts says nothing more and is left out. An unnamed
    column right of a single amount is its debit or credit mark, as BCA writes it.
    """
    found = {place: role for place, cell in enumerate(cells) if (role := heading(cell))}
    if not found:
        return found
    roles = set(found.values())
    if Role.BALANCE not in roles and has_dates(found):
        ends = [place for place, cell in enumerate(cells) if _plain(cell) in _BALANCE_TOO]
        if len(ends) == 1:
            found[ends[0]] = Role.BALANCE
    if roles >= {Role.DEBIT, Role.CREDIT}:
        return {place: role for place, role in found.items() if role is not Role.AMOUNT}
    if Role.AMOUNT in roles and Role.MARK not in roles:
        place = next(place for place, role in found.items() if role is Role.AMOUNT) + 1
        if place < len(cells) and not cells[place]:
            found[place] = Role.MARK
    return found


def has_dates(roles: Mapping[int, Role]) -> bool:
    """Whether some column holds days."""
    return bool({Role.POSTED, Role.DATE, Role.VALUE} & set(roles.values()))


def has_amounts(roles: Mapping[int, Role]) -> bool:
    """Whether debit and credit both have a column, or one column holds either.

    Both, because a misspelt one would be left out without a word.
    """
    found = set(roles.values())
    return found >= {Role.DEBIT, Role.CREDIT} or (
        Role.AMOUNT in found and not found & {Role.DEBIT, Role.CREDIT}
    )


def is_heading_row(roles: Mapping[int, Role]) -> bool:
    """Whether the row names a day and its amounts."""
    return bool(roles) and has_dates(roles) and has_amounts(roles)


def named_twice(roles: Mapping[int, Role]) -> Role | None:
    """A role two columns claim, where that is not harmless; texts are simply joined."""
    seen: set[Role] = set()
    for role in roles.values():
        if role in seen and role is not Role.TEXT:
            return role
        seen.add(role)
    return None
