"""Many rows at once: statements that name few of them each, and the fastest way to write them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Session

Item = TypeVar("Item")

# How many values one statement names; SQLite takes 32,766 and PostgreSQL 65,535.
A_CHUNK = 2_000
# How many rows wait in memory to be written together.
A_BATCH = 10_000


def in_chunks(values: Collection[Item]) -> Iterator[list[Item]]:
    """The values, `A_CHUNK` at a time, in their order."""
    rest = iter(values)
    while some := list(islice(rest, A_CHUNK)):
        yield some


def has_row_locks(session: Session) -> bool:
    """SQLite has none: it has one writer at a time, who sees what all others wrote."""
    return session.get_bind().dialect.name == "postgresql"


def insert_many(
    session: Session, model: type[DeclarativeBase], rows: Iterable[Mapping[str, Any]]
) -> None:
    """Write these rows, each a value for every column by its attribute's name.

    By the driver's own way for many rows: COPY on PostgreSQL, which is the same INSERT with its
    checks and triggers in a third of the time. What the session holds is written before; the rows
    are not put into it.
    """
    session.flush()
    write = _copy if session.get_bind().dialect.name == "postgresql" else _insert
    batches = iter(rows)
    while batch := list(islice(batches, A_BATCH)):
        write(session, model, batch)
    session.info["written"] = True


def _copy(session: Session, model: type[DeclarativeBase], batch: list[Mapping[str, Any]]) -> None:
    table, names, rows = _bound(session, model, batch)
    driver: Any = session.connection().connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _insert(session: Session, model: type[DeclarativeBase], batch: list[Mapping[str, Any]]) -> None:
    table, names, rows = _bound(session, model, batch)
    values = ", ".join("?" * len(names))
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})"  # noqa: S608
    session.connection().exec_driver_sql(statement, list(rows))


def _bound(
    session: Session, model: type[DeclarativeBase], batch: list[Mapping[str, Any]]
) -> tuple[str, list[str], Iterator[tuple[Any, ...]]]:
    """The names of the table and its columns, and the rows as the driver takes them."""
    mapper = sa.inspect(model)
    dialect = session.get_bind().dialect
    quote = dialect.identifier_preparer
    names, values = [], []
    for one in mapper.column_attrs:
        if one.key in batch[0]:
            column = one.columns[0]
            names.append(quote.format_column(column))
            bind = column.type.dialect_impl(dialect).bind_processor(dialect) or _unchanged
            values.append([bind(row[one.key]) for row in batch])
    return quote.format_table(mapper.local_table), names, zip(*values, strict=True)


def _unchanged(value: Any) -> Any:
    return value
