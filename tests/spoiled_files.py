"""Bank files spoiled at random but repeatably: number n is always the same file.

    python -m tests.spoiled_files              reads 100,000; ends with 1 where one failed
    python -m tests.spoiled_files 1777 1       reads one of them again

Every file must be read or refused by name with a place, within a bound of time; the process has a
bound of memory, so a file that takes more ends in an error too.
"""

from __future__ import annotations

import io
import random
import resource
import signal
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import xlsxwriter

from savings_app.reconciliation.import_rules import assess, numbers_in
from savings_app.reconciliation.readers import BankFileRefused, read_bank_file
from savings_app.reconciliation.readers.csv_headings import Role
from savings_app.reconciliation.readers.days import DateOrder
from savings_app.reconciliation.readers.profile import MOST_COLUMNS, Profile
from savings_app.reconciliation.readers.sample import sample_table
from tests.camt_files import balance, detail, entry, message, record

SLOWEST = 10.0  # seconds for a file of some kilobytes, on a busy machine
LARGEST_MEMORY = 1024 * 1024 * 1024
EXAMPLES = Path(__file__).parent / "examples"
TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\n\n\n", b'"', b'""', b";", b"\t",
    b",", b"=1+1", b'=HYPERLINK("x")', b"@SUM(A1)", b"1E+99", b"9" * 40, b"-", b"(1)", b"0,005",
    b"\xa0", b"31/02/2026",
    b":20:X", b":61:260310C1,00NTRF", b":86:", b":62F:C260331IDR1,00", b"{4:", b"-}",
    b"<!DOCTYPE x>", b'<!ENTITY a "b">', b"&a;", b"&#0;", b"<![CDATA[", b"]]>",
    b"<!--", b"<Ntry>",
    b"</Ntry>", b"</Stmt>", b"<TxDtls>", b"<Amt>", b"<Sts>PDNG</Sts>", b"PK\x03\x04", b"PK\x05\x06",
    b"No. Rekening;1", b"Saldo Awal;1,00", b"Tanggal;Uraian;Debet;Kredit\n", "٣".encode(),
    b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"<f>A1</f>", b't="s"', b'r="XFD1048576"',
)  # fmt: skip


def _workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    # Else it would say when it was made, and no file made of it would be the same again.
    book.set_properties({"created": datetime(2026, 3, 31, tzinfo=UTC)})
    for name in ("Sampul", "Mutasi"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["No. Rekening", "003901012345678"])
        if name == "Mutasi":
            sheet.write_row(1, 0, ["Saldo Awal", 50000.25])
            sheet.write_row(2, 0, ["Tanggal", "Uraian", "Debet", "Kredit", "Saldo"])
            sheet.write_row(3, 0, ["05/03/2026", "SETOR", "", 1000.1, 51000.35])
            sheet.write_row(4, 0, ["06/03/2026", "TARIK", 0.35, "", 51000])
    book.close()
    return out.getvalue()


# Taught shapes a file may be read with too; the first fits the first seed below.
PROFILES = (
    Profile(
        name="Harian",
        headings=("hari", "rek", "cerita", "arah", "besarnya", "sisa"),
        columns=(Role.DATE, Role.ACCOUNT, Role.TEXT, Role.MARK, Role.AMOUNT, Role.BALANCE),
        order=DateOrder.MONTH_FIRST,
        credit=("Setor",),
        debit=("Tarik",),
        footers=("Dicetak",),
    ),
    Profile(
        name="Baku",
        headings=("tanggal", "uraian", "debet", "kredit"),
        columns=(Role.DATE, Role.TEXT, Role.DEBIT, Role.CREDIT),
        order=DateOrder.YEAR_FIRST,
        decimal=".",
    ),
)
# One that fits whatever comes, as somebody may choose it.
BARE = Profile(
    name="Tanpa judul",
    columns=(Role.DATE, Role.TEXT, Role.AMOUNT, Role.MARK, Role.TEXT, Role.ACCOUNT),
    delimiter=";",
)
TAUGHT = (
    b"LAPORAN\nHari;Rek;Cerita;Arah;Besarnya;Sisa\n"
    b"11/10/2026;003901012345678;SANTUNAN;Setor;42000000.00;42000000.00\n"
    b'11/12/2026;003901012345678;"AMBIL; UANG";Tarik;500000.00;41500000.00\n'
    b"Dicetak oleh sistem;;;;;\n"
)
YEARLESS = (
    b'"No. rekening : 7990123456"\n"Periode : 01/12/2025 - 31/01/2026"\n'
    b'"Tanggal Transaksi","Keterangan","Cabang","Jumlah","Saldo"\n'
    b'\'31/12,TRSF,0000,"2,000.00 CR","102,000.00"\n'
    b'PEND,TRSF,0000,".50 DB","102,000.00"\n'
    b'\'01/01,ATM,0000,"1,000.00 DB","101,000.00"\n'
    b'"Saldo Akhir : 101,000.00"\n'
)


def _seeds() -> list[bytes]:
    batch = entry("3.00", details=[detail("1.00", "A", "X"), detail("2.00", "B")])
    camt = record(balance("OPBD", "5.00"), balance("CLBD", "1008.00"), entry(), batch)
    return [
        *(path.read_bytes() for path in sorted(EXAMPLES.iterdir()) if path.suffix != ".py"),
        *(message(camt, camt, kind=kind).encode() for kind in ("052", "053", "054")),
        _workbook(),
        TAUGHT,
        TAUGHT,
        YEARLESS,
    ]


SEEDS = _seeds()


def _flip(data: bytearray, dice: random.Random) -> None:
    for _time in range(dice.randint(1, 8)):
        data[dice.randrange(len(data))] = dice.randrange(256)


def _digit(data: bytearray, dice: random.Random) -> None:
    places = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
    if places:
        data[dice.choice(places)] = dice.choice(b"0123456789.,-")


def _cut(data: bytearray, dice: random.Random) -> None:
    begin = dice.randrange(len(data))
    del data[begin : begin + dice.choice((1, 3, 20, 200, len(data)))]


def _insert(data: bytearray, dice: random.Random) -> None:
    place = dice.randrange(len(data) + 1)
    data[place:place] = dice.choice(TOKENS)


def _repeat(data: bytearray, dice: random.Random) -> None:
    begin = dice.randrange(len(data))
    piece = data[begin : begin + dice.choice((1, 10, 100))]
    data[begin:begin] = piece * dice.choice((2, 20, 400))


def _move(data: bytearray, dice: random.Random) -> None:
    begin = dice.randrange(len(data))
    piece = data[begin : begin + dice.choice((5, 50, 500))]
    place = dice.randrange(len(data))
    data[place:place] = piece


def _mix(data: bytearray, dice: random.Random) -> None:
    other = dice.choice(SEEDS)
    begin, place = dice.randrange(len(other)), dice.randrange(len(data))
    data[place:place] = other[begin : begin + dice.choice((10, 100, 1000))]


WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _flip, _digit, _cut, _insert, _insert, _repeat, _move, _mix,
)  # fmt: skip


def _spoil(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _time in range(dice.choice((1, 1, 2, 3, 6))):
        if out:
            dice.choice(WAYS)(out, dice)
    return bytes(out)


def _spoil_inside(data: bytes, dice: random.Random) -> bytes:
    """One part of the workbook, packed again so that the ZIP around it is sound."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        names = [name for name in old.namelist() if "docProps" not in name and "theme" not in name]
        chosen = dice.choice(names)
        for name in names:
            body = old.read(name)
            new.writestr(name, _spoil(body, dice) if name == chosen else body)
    return out.getvalue()


def spoiled(number: int) -> bytes:
    """File `number`."""
    dice = random.Random(number)  # noqa: S311
    data = dice.choice(SEEDS)
    if data.startswith(b"PK") and dice.random() < 0.8:
        return _spoil_inside(data, dice)
    if not data.startswith(b"PK") and dice.random() < 0.1:
        data = data.decode(errors="replace").encode(
            dice.choice(("utf-16", "cp1252", "utf-8-sig")), errors="replace"
        )
    return _spoil(data, dice)


def read_one(data: bytes) -> str:
    """What became of it: the name of a refusal, or `read`; read with taught shapes too.

    Raises whatever a reader must never raise.
    """
    sample = sample_table(data)
    assert sample is None or 0 < sample.width <= MOST_COLUMNS
    # One more way for each, so that a hundred thousand files take twice the time and no more.
    way = len(data) % 3
    if way:
        _read_with(data, chosen=(PROFILES[0], BARE)[way - 1])
    else:
        _read_with(data, known=PROFILES)
    return _read_with(data)


def _read_with(data: bytes, *, known: Sequence[Profile] = (), chosen: Profile | None = None) -> str:
    try:
        found = read_bank_file(data, known=known, chosen=chosen)
    except BankFileRefused as refused:
        problems = refused.facts["problems"]
        assert isinstance(problems, tuple)
        assert all(problem.place and problem.what for problem in problems)
        assert problems
        return type(refused).__name__
    lines = [line for section in found.sections for line in section.lines]
    assert all(line.amount.sen > 0 and line.place > 0 for line in lines)
    assert all("\x00" not in line.text + (line.reference or "") for line in lines)
    assert all(problem.place and problem.what for problem in found.problems)
    assert found.problems or not found.unread
    done = assess(found, welcome=numbers_in(found), kept={})
    assert done.rows_in == done.new + done.same + done.refused
    assert not (done.new and any(section.balanced is False for section in found.sections))
    return f"read as {found.format}"


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def main(first: int, count: int) -> int:
    """Read `count` files from `first` on; print what became of them."""
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, LARGEST_MEMORY))
    signal.signal(signal.SIGALRM, _too_slow)
    outcomes: Counter[str] = Counter()
    slowest, failures = (0.0, 0), []
    for number in range(first, first + count):
        data = spoiled(number)
        signal.setitimer(signal.ITIMER_REAL, SLOWEST * 6)
        begun = time.process_time()
        try:
            outcomes[read_one(data)] += 1
        except BaseException as wrong:
            if isinstance(wrong, KeyboardInterrupt):
                raise
            failures.append(f"{number}: {wrong!r}")
        signal.setitimer(signal.ITIMER_REAL, 0)
        slowest = max(slowest, (time.process_time() - begun, number))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    for outcome, times in outcomes.most_common():
        print(f"{times:>8,}  {outcome}")
    print(f"{count:>8,}  files; slowest {slowest[0]:.2f} s (file {slowest[1]}); peak {peak} MiB")
    print(*failures[:20], sep="\n")
    return 1 if failures or slowest[0] > SLOWEST else 0


if __name__ == "__main__":
    wanted = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*{0: (0, 100_000), 1: (0, *wanted)}.get(len(wanted), wanted[:2])))
