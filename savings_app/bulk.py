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

    On PostgreSQL by COPY, which is the same INSERT with its checks and triggers in a third of the
    time. What the session holds is written before; the rows are not put into it.
    """
    session.flush()
    batches = iter(rows)
    while batch := list(islice(batches, A_BATCH)):
        if session.get_bind().dialect.name == "postgresql":
            _copy(session, model, batch)
        else:
            session.execute(sa.insert(model), batch)
    session.info["written"] = True


def _copy(session: Session, model: type[DeclarativeBase], batch: list[Mapping[str, Any]]) -> None:
    mapper = sa.inspect(model)
    dialect = session.get_bind().dialect
    columns = [(one.key, one.columns[0]) for one in mapper.column_attrs if one.key in batch[0]]
    binders = [
        column.type.dialect_impl(dialect).bind_processor(dialect) for _key, column in columns
    ]
    quote = dialect.identifier_preparer
    names = ", ".join(quote.format_column(column) for _key, column in columns)
    statement = f"COPY {quote.format_table(mapper.local_table)} ({names}) FROM STDIN"
    driver: Any = session.connection().connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in batch:
            copy.write_row(
                [
                    row[key] if bind is None else bind(row[key])
                    for (key, _column), bind in zip(columns, binders, strict=True)
                ]
            )
