"""A bank's movements taken in: as many accounts as lines, in files of 100,000, as the command does.

The floor, in the same run and database: one bare bulk insert of the same rows by SQLAlchemy,
nothing read, nothing asked. The memory is that of the importing process alone.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from benchmarks.figure import Figure
from benchmarks.many_accounts import BANK, add_file, make_world, rows_of, write_file
from savings_app.reconciliation.models import BankLine, BankSection
from tests.postgres import start

A_FILE, MANY, A_BATCH = 100_000, 1_000_000, 10_000
MOST_TIMES, MOST_GROWTH, MOST_MEGABYTES = 3.0, 12.0, 500.0


def measure() -> list[Figure]:
    """100,000 lines on SQLite; 100,000 and 1,000,000 on PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="sb-") as name:
        folder = Path(name)
        # The server runs as somebody else, who must reach its own folder.
        folder.chmod(0o711)
        cluster = start(folder / "pg", until_gone=os.getpid())
        figures = _figures("SQLite", A_FILE, folder / "a", None)
        figures += (few := _figures("PostgreSQL", A_FILE, folder / "b", cluster))
        figures += (many := _figures("PostgreSQL", MANY, folder / "c", cluster))
    growth = Figure(
        "ten times the lines: time",
        many[0].value,
        few[0].value,
        "s",
        most=few[0].value * MOST_GROWTH,
    )
    return [*figures, growth]


def _figures(where: str, count: int, folder: Path, cluster: str | None) -> list[Figure]:
    """The import beside the bare insert, into two copies of one database; and its memory."""
    ours, bare = folder / "ours", folder / "bare"
    ours.mkdir(parents=True)
    address = _new_database(cluster, f"ours{count}") if cluster else None
    _child("prepare", count, ours, address)
    copied = _new_database(cluster, f"bare{count}", of=f"ours{count}") if cluster else None
    shutil.copytree(ours, bare)
    floor = _child("floor", count, bare, copied)
    told = _child("import", count, ours, address)
    most = floor["seconds"] * MOST_TIMES
    memory = told["megabytes"], floor["megabytes"], "MB"
    return [
        Figure(
            f"{count:,} lines of a bank on {where}",
            told["seconds"],
            floor["seconds"],
            "s",
            most=most,
        ),
        Figure("its memory at most", *memory, most=MOST_MEGABYTES),
    ]


def _new_database(cluster: str, name: str, of: str = "template1") -> str:
    engine = sa.create_engine(cluster, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}" TEMPLATE "{of}"'))
    engine.dispose()
    return cluster.replace("/postgres?", f"/{name}?")


def _child(what: str, count: int, folder: Path, address: str | None) -> dict[str, float]:
    environment = {**os.environ, "SAVINGS_APP_DATA": str(folder)}
    environment.pop("DATABASE_URL", None)
    if address:
        environment["DATABASE_URL"] = address
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bank_files_import", what, str(count), str(folder)],
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


def _prepare(count: int, folder: Path) -> dict[str, float]:
    """The database with its accounts, and the files."""
    from savings_app import create_app, db  # noqa: PLC0415

    app = create_app()
    with app.app_context():
        db.migrate(db.get_engine())
        with db.transaction() as session:
            make_world(session, count)
        if db.get_engine().dialect.name == "postgresql":
            with db.get_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as c:
                c.execute(sa.text("ANALYZE"))
    for first in range(0, count, A_FILE):
        write_file(folder / f"{first:08}.csv", first=first, count=min(A_FILE, count - first))
    return {}


def _import(count: int, folder: Path) -> dict[str, float]:
    """What the command does, from the paths to the counts."""
    from click.testing import CliRunner  # noqa: PLC0415

    from savings_app.cli import cli  # noqa: PLC0415

    paths = [str(path) for path in sorted(folder.glob("*.csv"))]
    started = time.perf_counter()
    new = 0
    for path in paths:
        options = ["bank-file", "import", path, "--bank", BANK, "--apply", "--json"]
        said = json.loads(CliRunner().invoke(cli, options).stdout)
        if "refused" in said and "new" not in said:
            raise SystemExit(json.dumps(said))
        new += said["new"]
    if new != count:
        raise SystemExit(json.dumps({"new": new, "problems": said["problems"][:5]}))
    return {"seconds": time.perf_counter() - started, "megabytes": _most_megabytes()}


def _floor(count: int, folder: Path) -> dict[str, float]:
    """The same rows, of sections and of lines, written in batches; nothing read or asked."""
    from savings_app import create_app, db  # noqa: PLC0415
    from savings_app.cases.models import Account  # noqa: PLC0415

    del folder
    seconds = 0.0
    with create_app().app_context(), db.transaction() as session:
        file_id = add_file(session)
        accounts = session.scalars(sa.select(Account.id).order_by(Account.number)).all()
        for first in range(0, count, A_BATCH):
            sections, lines = rows_of(file_id, accounts, first, min(A_BATCH, count - first))
            started = time.perf_counter()
            session.execute(sa.insert(BankSection), sections)
            session.execute(sa.insert(BankLine), lines)
            seconds += time.perf_counter() - started
        started = time.perf_counter()
        session.commit()
        seconds += time.perf_counter() - started
    return {"seconds": seconds, "megabytes": _most_megabytes()}


def _most_megabytes() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (kilobytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) / 1024


if __name__ == "__main__":
    what = {"prepare": _prepare, "import": _import, "floor": _floor}[sys.argv[1]]
    print(json.dumps(what(int(sys.argv[2]), Path(sys.argv[3]))))
