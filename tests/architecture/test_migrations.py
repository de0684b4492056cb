"""The migrations go up, down and up, end where the models are, and protect what is about money."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.dialects import sqlite

from savings_app.config import ROOT
from savings_app.db import APPEND_ONLY_TABLES, Base, make_engine, migrate
from tests.architecture.modules import import_models
from tests.databases import POSTGRESQL, SQLITE, Databases

KINDS = [SQLITE, POSTGRESQL]


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, databases: Databases) -> Iterator[sa.Engine]:
    engine = make_engine(databases.new(request.param, migrated=False))
    yield engine
    engine.dispose()


@pytest.fixture(params=KINDS)
def migrated(request: pytest.FixtureRequest, databases: Databases) -> Iterator[sa.Engine]:
    engine = make_engine(databases.new(request.param))
    yield engine
    engine.dispose()


def tables(engine: sa.Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names()) - {"alembic_version"}


def test_up_down_and_up_again(empty: sa.Engine) -> None:
    migrate(empty)
    first = tables(empty)
    migrate(empty, "base")
    assert tables(empty) == set()
    migrate(empty)
    assert tables(empty) == first


def test_a_database_with_rows_in_it_goes_up_and_keeps_them(empty: sa.Engine) -> None:
    migrate(empty, "0014")
    of_a_complaint = add_complaint(empty)
    migrate(empty)
    with empty.connect() as connection:
        found = connection.execute(sa.text("SELECT complaint_id FROM complaint_event"))
        assert [str(one).replace("-", "") for one in found.scalars()] == [of_a_complaint]
        assert connection.scalar(sa.text("SELECT text FROM complaint")) == "Belum diterima."
        if empty.dialect.name == SQLITE:
            assert not connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def add_complaint(engine: sa.Engine) -> str:
    """A complaint with what was done about it, in the columns of revision 0014."""
    complaint, now = uuid4(), datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
    rows: dict[str, dict[str, Any]] = {
        "region": {"id": uuid4(), "code": "75.03", "name": "Bone Bolango", "kind": "kabupaten"},
        "complaint": {
            "id": complaint, "about": "payout", "text": "Belum diterima.", "state": "open",
            "opened_at": now, "request_key": uuid4(), "version": 1, "number": "LP-7K3M-9Q2X",
            "region_code": "75.03", "channel": "telepon", "instance": "kepala_bidang",
            "received_on": date(2026, 11, 2), "due_on": date(2026, 11, 9), "failed_attempts": 0,
        },
        "complaint_event": {
            "id": uuid4(), "complaint_id": complaint, "deed": "diterima", "at": now,
        },
    }  # fmt: skip
    with engine.begin() as connection:
        for table, values in rows.items():
            columns = [sa.column(name, _type_of(value)) for name, value in values.items()]
            connection.execute(sa.table(table, *columns).insert().values(values))
    return complaint.hex


def _type_of(value: object) -> sa.types.TypeEngine[Any]:
    kinds: dict[type, sa.types.TypeEngine[Any]] = {
        UUID: sa.Uuid(), datetime: sa.DateTime(timezone=True), date: sa.Date(), int: sa.Integer(),
    }  # fmt: skip
    return kinds.get(type(value), sa.String())


def test_the_migrations_end_where_the_models_are(migrated: sa.Engine) -> None:
    config = Config(toml_file=ROOT / "pyproject.toml")
    with migrated.connect() as connection:
        config.attributes["connection"] = connection
        command.check(config)  # raises with the difference
    import_models()
    assert tables(migrated) == set(Base.metadata.tables)


@pytest.mark.parametrize("table", APPEND_ONLY_TABLES)
@pytest.mark.parametrize("change", ['UPDATE "{}" SET id = id', 'DELETE FROM "{}"'])
def test_what_is_recorded_about_money_is_never_changed(
    migrated: sa.Engine, table: str, change: str
) -> None:
    import_models()
    with migrated.connect() as connection:
        if migrated.dialect.name == SQLITE:
            # Its triggers fire for a row, so there must be one: any row, whatever it refers to.
            connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            connection.execute(sa.insert(Base.metadata.tables[table]).values(some_row(table)))
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            connection.exec_driver_sql(change.format(table))
        connection.rollback()


@pytest.mark.parametrize("table", APPEND_ONLY_TABLES)
def test_replacing_a_row_is_changing_it(migrated: sa.Engine, table: str) -> None:
    """SQLite's REPLACE deletes the row that stands in the way; that too is refused."""
    if migrated.dialect.name != SQLITE:
        return
    import_models()
    row = sa.insert(Base.metadata.tables[table]).values(some_row(table))
    with migrated.connect() as connection:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        connection.execute(row)
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            connection.exec_driver_sql(
                f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"'  # noqa: S608
            )
        connection.rollback()


def some_row(table: str) -> dict[str, Any]:
    """A value for every column that needs one, without meaning."""
    values: dict[type, Any] = {
        sa.Uuid: uuid4(),
        sa.BigInteger: 1,
        sa.Integer: 1,
        sa.Boolean: True,
        sa.Date: date(2026, 11, 23),
        sa.DateTime: datetime(2026, 11, 23, tzinfo=UTC),
        sa.JSON: {},
        sa.LargeBinary: b"x",
    }
    row: dict[str, Any] = {}
    for column in Base.metadata.tables[table].columns:
        if column.nullable:
            continue
        row[column.name] = _some_value(column.type, values)
    return row


def _some_value(kind: sa.types.TypeEngine[Any], values: dict[type, Any]) -> Any:
    if isinstance(kind, sa.Enum):
        members = kind.enum_class
        return next(iter(members)) if members else kind.enums[0]
    if isinstance(kind, sa.types.TypeDecorator):
        return _decorated(kind, values)
    for stored, value in values.items():
        if isinstance(kind, stored):
            return value
    return "x"


def _decorated(kind: sa.types.TypeDecorator[Any], values: dict[type, Any]) -> Any:
    stored = _some_value(kind.impl_instance, values)
    if isinstance(stored, datetime):
        return stored
    return kind.process_result_value(stored, sqlite.dialect())
