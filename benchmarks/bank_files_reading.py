"""A bank's tables read, nothing stored: 200,000 movements in files of 100,000, as text and as XLSX.

The floor, in the same run: the same bytes through the bare `csv` module and through calamine, which
give cells and know of no day, amount, account or sum.
"""

from __future__ import annotations

import csv
import io
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import python_calamine

from benchmarks.figure import Figure
from benchmarks.many_accounts import write_file, write_workbook
from savings_app.imports.bulk import without_collecting
from savings_app.reconciliation.readers import read_bank_file

A_FILE, MANY = 100_000, 200_000
ROUNDS = 3


def measure() -> list[Figure]:
    """Both forms, each beside its floor."""
    with tempfile.TemporaryDirectory(prefix="sb-") as name:
        folder = Path(name)
        for first in range(0, MANY, A_FILE):
            write_file(folder / f"{first:08}.csv", first=first, count=A_FILE)
            write_workbook(folder / f"{first:08}.xlsx", first=first, count=A_FILE)
        return [
            _figure("CSV", _bare_csv, sorted(folder.glob("*.csv"))),
            _figure("XLSX", _bare_workbook, sorted(folder.glob("*.xlsx"))),
        ]


def _figure(form: str, bare: Callable[[bytes], int], paths: Iterable[Path]) -> Figure:
    data = [path.read_bytes() for path in paths]
    with without_collecting():  # as whoever takes a file in does
        floor, ours = _seconds(bare, data), _seconds(_read, data)
    return Figure(f"{MANY:,} lines of a bank read from {form}", ours, floor, "s")


def _seconds(read: Callable[[bytes], int], data: Sequence[bytes]) -> float:
    """The best of some rounds: other work of the machine only ever adds."""
    best = float("inf")
    for _round in range(ROUNDS):
        started = time.perf_counter()
        rows = sum(read(one) for one in data)
        best = min(best, time.perf_counter() - started)
        if rows != MANY:
            raise SystemExit(f"{rows:,} rows were read")
    return best


def _read(data: bytes) -> int:
    return sum(len(section.lines) for section in read_bank_file(data).sections)


def _bare_csv(data: bytes) -> int:
    return len(list(csv.reader(io.StringIO(data.decode()), delimiter=";"))) - 1


def _bare_workbook(data: bytes) -> int:
    book = python_calamine.load_workbook(io.BytesIO(data))
    return len(book.get_sheet_by_index(0).to_python()) - 1
