"""The whole kabupaten taken in: an XLSX of 36,910 invented people, as `participants import` does.

Its floor, in the same run: reading the file with calamine, and one bare bulk insert of the same
rows. The memory is that of a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
import xlsxwriter

from benchmarks.figure import Figure
from savings_app.regions.rules import BONE_BOLANGO, RegionKind, load_region_rows

PEOPLE = 36_910
MOST_TIMES, MOST_MEGABYTES = 3.0, 300.0
HEADINGS = (
    "No", "Nama Lengkap", "NIK / No. KTP", "No. KPJ", "Tgl Lahir", "JK", "Desa/Kelurahan", "Kec.",
    "Kategori", "Penanggung",
)  # fmt: skip
FIRST = (
    "Abdul", "Ahmad", "Yusup", "Rahmat", "Hasan", "Fatma", "Siti", "Ningsih", "Maryam", "Hadija",
    "Rukia", "Salma",
)  # fmt: skip
LAST = ["Uji", "Contoh", "Rekaan", "Karangan", "Misalan", "Permisalan", "Umpama", "Andaian"]


def make_file(path: Path, people: int = PEOPLE) -> None:
    """Invented people under a title, as a dinas keeps them; the same ones every time."""
    places = [r for r in load_region_rows() if r.code.startswith(f"{BONE_BOLANGO}.")]
    districts = {r.code: r.name for r in places if r.kind is RegionKind.DISTRICT}
    villages = [r for r in places if r.kind in {RegionKind.VILLAGE, RegionKind.URBAN_VILLAGE}]
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Peserta")
    sheet.write_string(0, 0, "DAFTAR PESERTA BPJS KETENAGAKERJAAN")
    sheet.write_string(1, 0, "KABUPATEN BONE BOLANGO")
    sheet.write_row(3, 0, HEADINGS)
    for n in range(people):
        village = villages[n % len(villages)]
        born_on = date(1955, 1, 1) + timedelta(days=n % 18_000)
        woman = n % 2
        nik = f"750311{born_on.day + 40 * woman:02}{born_on:%m%y}{9000 + n // 18_000:04}"
        sheet.write_number(4 + n, 0, n + 1)
        sheet.write_string(4 + n, 1, f"{FIRST[n % 12]} {LAST[n // 12 % 8]} {LAST[n // 96 % 8]}")
        sheet.write_string(4 + n, 2, nik)
        sheet.write_string(4 + n, 3, f"{20_000_000_000 + n * 7:011}")
        sheet.write_datetime(4 + n, 4, datetime(born_on.year, born_on.month, born_on.day), day)  # noqa: DTZ001
        sheet.write_string(4 + n, 5, "P" if woman else "L")
        sheet.write_string(4 + n, 6, village.name.upper())
        sheet.write_string(4 + n, 7, districts[village.parent_code or ""])
        sheet.write_string(4 + n, 8, "Pekerja rentan (kabupaten)")
        sheet.write_string(4 + n, 9, "APBD")
    book.close()


def measure() -> list[Figure]:
    """Ours and the floor, each in a process of its own on a database of its own; best of three."""
    with tempfile.TemporaryDirectory(prefix="savings-import-") as folder:
        path = Path(folder) / "peserta.xlsx"
        make_file(path)
        rounds = [
            (
                _child("import", path, Path(folder) / f"a{n}"),
                _child("floor", path, Path(folder) / f"b{n}"),
            )
            for n in range(3)
        ]
    ours = min(one["seconds"] for one, _floor in rounds)
    floor = min(one["seconds"] for _ours, one in rounds)
    memory = max(one["megabytes"] for one, _floor in rounds)
    bare = max(one["megabytes"] for _ours, one in rounds)
    return [
        Figure(f"import of {PEOPLE:,} participants", ours, floor, "s", most=floor * MOST_TIMES),
        Figure("its memory at most", memory, bare, "MB", most=MOST_MEGABYTES),
    ]


def _child(what: str, path: Path, data: Path) -> dict[str, float]:
    data.mkdir()
    environment = {**os.environ, "SAVINGS_APP_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.participants_import", what, str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    told: dict[str, float] = json.loads(done.stdout)
    return told


# --- inside the child ----------------------------------------------------------------------


def _run(what: str, path: Path) -> None:
    # As the command starts: without the pages, and with all its own modules before the clock runs.
    from savings_app import create_app, db  # noqa: PLC0415
    from savings_app.cli import participants  # noqa: F401, PLC0415
    from savings_app.cli.operate import load_reference  # noqa: PLC0415

    app = create_app(pages=False)
    with app.app_context():
        db.migrate(db.get_engine())
        with db.transaction() as session:
            load_reference(session)
    started = time.perf_counter()
    if what == "import":
        _import(path)
    else:
        with app.app_context():
            _bare(path)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "megabytes": _most_megabytes()}))


def _most_megabytes() -> float:
    """Of this process alone: what `getrusage` says begins with what its parent held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (kilobytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) / 1024


def _import(path: Path) -> None:
    """What the command does, from the path to the counts."""
    from savings_app.cli.importing import run_import  # noqa: PLC0415
    from savings_app.cli.participants import CATEGORY  # noqa: PLC0415
    from savings_app.registry.actions.importing import PARTICIPANTS  # noqa: PLC0415

    facts = {"category": CATEGORY, "payer": "apbd", "segment": "bpu"}
    done = run_import(PARTICIPANTS, path=path, applies=True, email=None, facts=facts)
    if (done["in"], done["new"]) != (PEOPLE, PEOPLE):
        raise SystemExit(json.dumps({**done, "problems": done["problems"][:5]}))


def _bare(path: Path) -> None:
    """The file read by calamine, and one insert of the same rows, nothing asked."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    from savings_app import db  # noqa: PLC0415
    from savings_app.identifiers import KPJ, NIK  # noqa: PLC0415
    from savings_app.registry.models import Participant, Payer, Segment, Sex  # noqa: PLC0415

    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[4:]
    now = datetime.now(UTC)  # noqa: TID251
    values: list[dict[str, Any]] = [
        {
            "id": uuid4(),
            "full_name": row[1],
            "nik": NIK(str(row[2])),
            "kpj": KPJ(str(row[3])),
            "born_on": row[4],
            "sex": Sex(str(row[5])),
            "segment": Segment.BPU,
            "category": "pekerja_rentan_kabupaten",
            "payer": Payer.APBD,
            "region_code": "75.03.11.2003",
            "created_at": now,
            "version": 1,
        }
        for row in rows
    ]
    with db.transaction() as session:
        session.execute(sa.insert(Participant.__table__), values)  # type: ignore[arg-type]


if __name__ == "__main__":
    _run(sys.argv[1], Path(sys.argv[2]))
