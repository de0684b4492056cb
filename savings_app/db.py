"""The database session, the column types, and the one place that commits."""

from __future__ import annotations

import enum
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask, current_app, g
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from savings_app.config import ROOT
from savings_app.errors import Conflict, DomainError
from savings_app.identifiers import KPJ, NIK, AccountNumber, Identifier
from savings_app.money import Rupiah

BUSY_TIMEOUT_MS = 10_000
ENUM_LENGTH = 40

# What is recorded about money, and who did it, is never changed: a mistake is a new row.
# Triggers refuse UPDATE and DELETE on both databases (see the first migration).
APPEND_ONLY_TABLES = (
    "account_word",
    "answer_request",
    "account_product",
    "audit_event",
    "balance_word",
    "bank_answer",
    "bank_line",
    "bank_product_term",
    "benefit_approval",
    "benefit_assent",
    "benefit_computation",
    "benefit_part",
    "consent_letter",
    "consent_letter_answer",
    "consent_letter_scan",
    "complaint_event",
    "case_note",
    "contribution",
    "data_update_approval",
    "contribution_budget",
    "coverage_target",
    "correction_assent",
    "deposit",
    "experiment_assignment",
    "line_decision",
    "line_event",
    "match",
    "past_payment",
    "paper_receipt",
    "payout",
    "payout_credit",
    "receipt",
    "receipt_check",
    "retention_erasure",
    "retention_period",
    "retention_run",
    "worker_count",
)


class RupiahType(sa.types.TypeDecorator[Rupiah]):
    """Whole sen in a BIGINT."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Rupiah | None, dialect: Dialect) -> int | None:
        return None if value is None else value.sen

    def process_result_value(self, value: int | None, dialect: Dialect) -> Rupiah | None:
        # A sum over a BIGINT is NUMERIC on PostgreSQL.
        return None if value is None else Rupiah(int(value))


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """Aware in, aware out, UTC in between."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class IdentifierType(sa.types.TypeDecorator[Identifier]):
    """A number that prints masked, as text."""

    impl = sa.String
    cache_ok = True

    def __init__(self, kind: type[Identifier]) -> None:
        super().__init__(kind.longest)
        self.kind = kind

    def process_bind_param(self, value: Identifier | None, dialect: Dialect) -> str | None:
        return None if value is None else value.full

    def process_result_value(self, value: str | None, dialect: Dialect) -> Identifier | None:
        return None if value is None else self.kind(value)


class Base(DeclarativeBase):
    """Every table: a UUID made by us, and predictable constraint names."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        Rupiah: RupiahType,
        datetime: UTCDateTime,
        NIK: IdentifierType(NIK),
        KPJ: IdentifierType(KPJ),
        AccountNumber: IdentifierType(AccountNumber),
        dict[str, Any]: sa.JSON,
        list[Any]: sa.JSON,
        enum.StrEnum: sa.Enum(
            enum.StrEnum,
            native_enum=False,
            length=ENUM_LENGTH,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, sort_order=-1)


class Versioned:
    """A row people edit: a stale write is refused as `Conflict`."""

    version: Mapped[int] = mapped_column(sort_order=99)

    @sa.orm.declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


def check_version(row: Versioned, seen: int | None) -> None:
    """Refuse to write over what the user has not seen.

    Raises:
        Conflict: `seen`, the version the form was filled from, is not the row's.
    """
    if seen is not None and row.version != seen:
        raise Conflict


class DatabaseAddressWrong(DomainError):
    """`DATABASE_URL` is no address of a database we can talk to."""


class DatabaseUnreachable(DomainError):
    """The database does not answer, or is none. Fact: `why`, in the driver's words."""


class DatabaseNotMigrated(DomainError):
    """The schema is not the one of this code. Facts: `found` (or None), `wanted`."""


def make_engine(url: str) -> sa.Engine:
    """An engine whose SQLite connections are safe for several processes.

    Raises:
        DatabaseAddressWrong
    """
    # What several hosts hand out; SQLAlchemy knows the long name only.
    url = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)
    try:
        # The values of a failed statement are names and numbers of people: no error shows them.
        engine = sa.create_engine(
            url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True
        )
    except (sa.exc.ArgumentError, ImportError, ValueError) as wrong:
        raise DatabaseAddressWrong from wrong
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: Any) -> None:
    # SQLAlchemy, not the driver, says BEGIN, so that savepoints and IMMEDIATE work.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # INSERT OR REPLACE deletes too: without this it would slip past append-only triggers.
        "recursive_triggers=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    # A deferred transaction that writes later loses to another writer; IMMEDIATE waits its turn.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def migrate(engine: sa.Engine, revision: str = "head") -> None:
    """Bring the schema to `revision` (forward or back)."""
    # Here and not above: what serves pages never migrates, and holds 10 MB less without it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(toml_file=ROOT / "pyproject.toml")
    with engine.connect() as connection:
        # Batch changes rebuild tables; their foreign keys must rest meanwhile.
        _set_foreign_keys(connection, "OFF")
        config.attributes["connection"] = connection
        down = revision == "base" or revision.startswith("-")
        try:
            (command.downgrade if down else command.upgrade)(config, revision)
            connection.commit()
        finally:
            connection.rollback()
            _set_foreign_keys(connection, "ON")


def _set_foreign_keys(connection: sa.Connection, state: str) -> None:
    """To the driver itself: inside a transaction, which we begin with each statement, SQLite
    hears no such pragma and says nothing.
    """
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA foreign_keys={state}")


def find_revisions(engine: sa.Engine) -> tuple[str | None, str]:
    """The revision the schema is at, None where it is empty, and the newest there is.

    Raises:
        DatabaseUnreachable
    """
    from alembic.config import Config  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    newest = ScriptDirectory.from_config(Config(toml_file=ROOT / "pyproject.toml"))
    try:
        with engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        why = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        raise DatabaseUnreachable(why=why) from error
    return found, newest.get_current_head() or ""


def check_migrated(engine: sa.Engine) -> None:
    """
    Raises:
        DatabaseUnreachable, DatabaseNotMigrated
    """
    found, wanted = find_revisions(engine)
    if found != wanted:
        raise DatabaseNotMigrated(found=found, wanted=wanted)


def list_unprotected(session: Session) -> list[str]:
    """Append-only tables whose triggers are not all there, or do not fire."""
    if session.get_bind().dialect.name == "postgresql":
        statement = (
            "SELECT c.relname, 2 FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname = 'append_only' AND t.tgenabled <> 'D'"
        )
    else:
        statement = (
            "SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger' "
            "AND name IN (tbl_name || '_no_update', tbl_name || '_no_delete') GROUP BY tbl_name"
        )
    guarded = {table for table, count in session.execute(sa.text(statement)) if count == 2}  # noqa: PLR2004
    return [table for table in APPEND_ONLY_TABLES if table not in guarded]


def init_app(app: Flask) -> None:
    engine = make_engine(app.config["DATABASE_URL"])
    app.extensions["sessionmaker"] = sessionmaker(engine, expire_on_commit=False)
    app.teardown_appcontext(_close_session)


def get_engine() -> sa.Engine:
    """The application's engine."""
    engine: sa.Engine = current_app.extensions["sessionmaker"].kw["bind"]
    return engine


def get_session() -> Session:
    """The session of this request, command or task."""
    if "session" not in g:
        g.session = current_app.extensions["sessionmaker"]()
    session: Session = g.session
    return session


def read_anew() -> Session:
    """The same session, which has forgotten what it read: the next query sees what others wrote."""
    session = get_session()
    session.rollback()
    session.expire_all()
    return session


def _close_session(error: BaseException | None) -> None:
    session: Session | None = g.pop("session", None)
    if session is None:
        return
    forgotten = bool(session.new or session.dirty or session.deleted or session.info)
    session.close()
    if forgotten and error is None:
        raise AssertionError("changes were made outside transaction() and are lost")


@sa.event.listens_for(Session, "after_flush")
def _written(session: Session, context: object) -> None:
    session.info["written"] = True


@sa.event.listens_for(Session, "after_commit")
@sa.event.listens_for(Session, "after_rollback")
def _settled(session: Session) -> None:
    session.info.clear()


def take_turn(session: Session, *, line: int) -> None:
    """Wait until nobody else in this transaction's `line` (any constant) is writing.

    For numbers without gaps and the audit chain. SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("SELECT pg_advisory_xact_lock(:line)"), {"line": line})


@contextmanager
def transaction() -> Iterator[Session]:
    """One use case, all or nothing. Views, commands and tasks open it; actions never commit.

    Raises:
        Conflict: the row changed under the user, or a unique fact was recorded twice at once.
    """
    session = read_anew()
    session.connection(execution_options={"writes": True})
    try:
        yield session
        session.commit()
    except StaleDataError as stale:
        session.rollback()
        raise Conflict from stale
    except IntegrityError as clash:
        session.rollback()
        raise Conflict from clash
    except BaseException:
        session.rollback()
        raise


@contextmanager
def part_of(session: Session) -> Iterator[None]:
    """A part of a transaction that leaves nothing behind where it raises; the rest goes on."""
    with session.begin_nested():
        yield
