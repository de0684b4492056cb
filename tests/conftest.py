"""One database a worker, one rolled-back connection a test, one fixed day.

`session` is what a test of the domain takes; `client` what a test of a page takes. A test that must
see real commits (two writers at once, a command in another process) takes `own_app`.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from sqlalchemy.orm import Session

SHARED = "SAVINGS_APP_TEST_FOLDER"
RUN = "SAVINGS_APP_TEST_RUN"

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09.00 WITA of the same day

SETTINGS: dict[str, object] = {
    "PRODUCTION": False,
    "SECRET_KEY": "test",
    "TESTING": True,
    "WTF_CSRF_ENABLED": False,
    "ADDRESS": "http://127.0.0.1:8000",
    "MAX_CONTENT_LENGTH": 11 * 1024 * 1024,
}

# The same examples on every run, and no stopwatch: the workers share the cores with Chromium.
hypothesis_settings.register_profile("house", deadline=None, derandomize=True)
hypothesis_settings.load_profile("house")


def _clean(folder: Path) -> None:
    """The folder goes with the run; where there is a PostgreSQL in it, its watcher takes it."""
    if not (folder / "pg").exists():
        shutil.rmtree(folder, ignore_errors=True)


if SHARED not in os.environ:
    # The first process of the run; its workers inherit these. Short: sockets go below it.
    os.environ[SHARED] = tempfile.mkdtemp(prefix="sa-", dir="/tmp")
    os.environ[RUN] = str(os.getpid())
    Path(os.environ[SHARED]).chmod(0o711)  # the PostgreSQL user walks through
    atexit.register(_clean, Path(os.environ[SHARED]))
# Nothing of a test may reach the data of the demo on this machine.
os.environ["SAVINGS_APP_DATA"] = str(Path(os.environ[SHARED]) / f"data-{os.getpid()}")
os.environ.pop("DATABASE_URL", None)

from savings_app import clock as clock_module  # noqa: E402
from savings_app import create_app  # noqa: E402  the settings above come first
from savings_app.audit.models import AuditEvent  # noqa: E402
from savings_app.words.labels import find_label  # noqa: E402
from tests.databases import POSTGRESQL, SQLITE, Databases  # noqa: E402


@sa.event.listens_for(AuditEvent, "before_insert")
def _every_deed_has_a_name(mapper: object, connection: object, event: AuditEvent) -> None:
    """An auditor reads words; whatever a test makes the application record has its words."""
    named = find_label(event.action, "told", "audit")
    assert named or event.subject == "test", f"words/labels has no name for {event.action}"


@pytest.fixture(scope="session")
def databases() -> Databases:
    """New databases of either kind, at head or empty."""
    return Databases(Path(os.environ[SHARED]), run=int(os.environ[RUN]))


def make_app(address: str, **more: object) -> Flask:
    """An application on this database, with the settings of the tests."""
    data = Path(os.environ["SAVINGS_APP_DATA"])
    return create_app({**SETTINGS, "SAVINGS_APP_DATA": data, "DATABASE_URL": address, **more})


def engine_of(app: Flask) -> sa.Engine:
    engine: sa.Engine = app.extensions["sessionmaker"].kw["bind"]
    return engine


@pytest.fixture(scope="session")
def app_on(databases: Databases) -> Iterator[Callable[[str], Flask]]:
    """The worker's application on SQLite or PostgreSQL, made when first asked for."""
    made: dict[str, tuple[Flask, sa.Engine]] = {}

    def get(kind: str) -> Flask:
        if kind not in made:
            app = make_app(databases.new(kind))
            made[kind] = (app, engine_of(app))
        return made[kind][0]

    yield get
    for _, engine in made.values():
        engine.dispose()


@pytest.fixture
def database() -> str:
    """The kind of database under test. tests/domain asks for both."""
    return SQLITE


@pytest.fixture
def app(app_on: Callable[[str], Flask], database: str) -> Flask:
    return app_on(database)


@pytest.fixture
def connection(app: Flask) -> Iterator[sa.Connection]:
    """A connection whose work is undone at the end, however often the test commits."""
    sessions = app.extensions["sessionmaker"]
    engine = sessions.kw["bind"]
    with engine.connect() as connection:
        outer = connection.begin()
        sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
        try:
            yield connection
        finally:
            sessions.configure(bind=engine, join_transaction_mode="conditional_savepoint")
            outer.rollback()


@pytest.fixture
def session(app: Flask, connection: sa.Connection) -> Iterator[Session]:
    with app.extensions["sessionmaker"]() as session:
        yield session


@pytest.fixture
def client(app: Flask, connection: sa.Connection) -> FlaskClient:
    """A browser nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def own_app(databases: Databases, database: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database of its own, where a commit is a commit."""
    app = make_app(databases.new(database), SAVINGS_APP_DATA=tmp_path)
    yield app
    engine_of(app).dispose()


@pytest.fixture
def today() -> date:
    """Monday 23 November 2026, in Gorontalo."""
    return TODAY


@pytest.fixture
def now() -> datetime:
    """09.00 WITA of `today`, in UTC."""
    return NOW


class Clock:
    """The application's clock, standing still until told."""

    def __init__(self) -> None:
        self.now = NOW

    def set(self, moment: datetime) -> None:
        """Move to an aware moment."""
        self.now = moment.astimezone(UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Pages and commands see `today` and `now`; `clock.set(...)` moves on.

    It reaches whoever asks `clock.today()` or `clock.now_utc()` through the module.
    """
    standing = Clock()
    monkeypatch.setattr(clock_module, "now_utc", lambda: standing.now)
    return standing


__all__ = ["POSTGRESQL", "SQLITE"]
