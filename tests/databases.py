"""Migrated databases for the tests: made once a run by Alembic, then copied, never made twice."""

from __future__ import annotations

import fcntl
import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from savings_app import db
from tests import postgres

SQLITE = "sqlite"
POSTGRESQL = "postgresql"

_numbers = itertools.count()


class Databases:
    """The databases of one test run, in a folder that all its workers share."""

    def __init__(self, folder: Path, *, run: int) -> None:
        self.folder = folder
        self.run = run  # the process whose end is the run's end

    def new(self, kind: str, *, migrated: bool = True) -> str:
        """The address of a database nobody else uses: at head, or empty."""
        name = f"w{os.getpid()}_{next(_numbers)}"
        if kind == SQLITE:
            path = self.folder / f"{name}.sqlite3"
            if migrated:
                shutil.copy(self._sqlite_template(), path)
            return f"sqlite:///{path}"
        template = "migrated" if migrated else "template0"
        with self._alone():
            cluster = self._cluster()
            if migrated:
                self._postgres_template(cluster)
            _execute(cluster, f"CREATE DATABASE {name} TEMPLATE {template}")
        return postgres.address(self.folder / "pg", name)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _sqlite_template(self) -> Path:
        path = self.folder / "migrated.sqlite3"
        with self._alone():
            if not path.exists():
                making = self.folder / "making.sqlite3"
                _migrate(f"sqlite:///{making}")
                making.rename(path)
        return path

    def _cluster(self) -> str:
        folder = self.folder / "pg"
        if not (folder / "data" / "postmaster.pid").exists():
            return postgres.start(folder, until_gone=self.run)
        return postgres.address(folder, "postgres")

    def _postgres_template(self, cluster: str) -> None:
        made = self.folder / "postgres-template-made"
        if not made.exists():
            _execute(cluster, "CREATE DATABASE migrated TEMPLATE template0")
            _migrate(postgres.address(self.folder / "pg", "migrated"))
            made.touch()


def _migrate(address: str) -> None:
    engine = db.make_engine(address)
    db.migrate(engine)
    # SQLite's last connection folds the log into the file, so that one file is a whole copy.
    engine.dispose()


def _execute(address: str, statement: str) -> None:
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
