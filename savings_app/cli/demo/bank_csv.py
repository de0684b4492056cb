"""A bank's file in the documented CSV form (docs/bank-file-csv.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from savings_app.money import ZERO, Rupiah


def bank_csv(
    number: str,
    lines: Iterable[tuple[date, Rupiah, str]],
    *,
    opening: Rupiah = ZERO,
    period: tuple[date, date] | None = None,
) -> bytes:
    """One section that balances; an amount below zero left the account."""
    balance = opening
    rows = [
        f"No. Rekening;{number}",
        *([f"Periode;{period[0]:%d/%m/%Y} - {period[1]:%d/%m/%Y}"] if period else []),
        "Mata Uang;IDR",
        f"Saldo Awal;{_written(opening)}",
        "Tanggal;Uraian;Debet;Kredit;Saldo",
    ]
    for on, amount, text in lines:
        balance += amount
        out, into = ("", _written(amount)) if amount > ZERO else (_written(-amount), "")
        rows.append(f"{on:%d/%m/%Y};{text};{out};{into};{_written(balance)}")
    rows.append(f"Saldo Akhir;{_written(balance)}")
    return ("\n".join(rows) + "\n").encode()


def _written(amount: Rupiah) -> str:
    """`1.234.567,00`."""
    return f"{amount.decimal:,}".translate(str.maketrans(",.", ".,"))
