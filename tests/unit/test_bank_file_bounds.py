"""Spoiled files and files made to burst: read or refused by name, in bounded time and memory."""

from __future__ import annotations

import json
import time
import tracemalloc
from pathlib import Path

import pytest
from click.testing import CliRunner

from savings_app.cli import cli
from savings_app.reconciliation.readers import (
    LARGEST_FILE,
    BankFileRefused,
    BankFileUnpacksTooLarge,
    read_bank_file,
)
from tests.spoiled_files import SLOWEST, read_one, spoiled

# Each was once a defect: a namespace no library lets pass, ZIPs of versions yet to come.
DEFECTS = (1777, 6561, 18250, 99112)


@pytest.mark.parametrize("first", range(0, 500, 50))
def test_a_spoiled_file_is_read_or_refused_by_name(first: int) -> None:
    for number in (*range(first, first + 50), *DEFECTS):
        begun = time.process_time()
        assert read_one(spoiled(number))
        assert time.process_time() - begun < SLOWEST


def test_ten_gigabytes_of_one_line_are_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "besar.csv"
    with file.open("wb") as sparse:
        sparse.truncate(10 * 1024**3)
    tracemalloc.start()
    done = CliRunner().invoke(cli, ["bank-file", "check", str(file), "--json"])
    _held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert done.exit_code == 1
    assert json.loads(done.stdout)["refused"] == "BankFileTooLarge"
    assert peak < 8 * LARGEST_FILE


CAMT = (
    b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>%s'
    b"</BkToCstmrStmt></Document>"
)


@pytest.mark.parametrize(
    "data",
    [
        b"Tanggal;Debet;Kredit\n" + b"1/1/26;;1\n" * 300_000,
        b":20:X\n" + b":61:2603100310C1,NTRF\n" * 300_000,
        b":20:X\n" + b":86:\n" * 1_000_000,
        b"\n" * 500_000 + b"x",
        b"x" + b"\r" * 500_000,
        b'"' * LARGEST_FILE,
        b"Tanggal;Debet;Kredit\n" + b'""' * (LARGEST_FILE // 2 - 50),
        CAMT % (b"<Stmt>" + b"<Ntry/>" * 300_000 + b"</Stmt>"),
        CAMT % (b"<Stmt/>" * 300_000),
        CAMT % (b"<Stmt><Ntry>" + b"<TxDtls/>" * 300_000 + b"</Ntry></Stmt>"),
    ],
    ids=[
        "rows",
        "movements",
        "remarks",
        "lines",
        "returns",
        "quotes",
        "quotes-below",
        "entries",
        "statements",
        "details",
    ],
)
def test_more_than_any_bank_writes_is_refused_at_once(data: bytes) -> None:
    begun = time.process_time()
    tracemalloc.start()
    with pytest.raises(BankFileUnpacksTooLarge):
        read_bank_file(data)
    _held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # Some ten times the file: the text and its rows, and for XML what lxml is given.
    assert peak < 16 * LARGEST_FILE
    assert time.process_time() - begun < SLOWEST


@pytest.mark.parametrize("piece", [b"x", b"1;", b'"', b"<a>", b"9"])
def test_one_line_of_megabytes_is_read_or_refused_in_bounded_time(piece: bytes) -> None:
    begun = time.process_time()
    try:
        found = read_bank_file(b"Tanggal;Debet;Kredit\n" + piece * (2_000_000 // len(piece)))
    except BankFileRefused as refused:
        assert refused.facts["problems"]  # noqa: PT017
    else:
        assert not any(section.lines for section in found.sections)
    assert time.process_time() - begun < SLOWEST
