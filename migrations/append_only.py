"""Triggers that refuse UPDATE and DELETE, for both databases. Used by migrations only."""

from __future__ import annotations

from alembic import op

REFUSAL = "this table is append-only"
_DECLARED = "EXISTS (SELECT 1 FROM erasure_declaration)"


def protect(table: str) -> None:
    """From now on rows of `table` can be added and read, nothing else."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        op.execute(
            f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        _create_trigger(table, verb)


def allow_erasure(table: str, *, kept: tuple[str, ...], emptied: str) -> None:
    """A protected table whose rows may be erased inside a transaction that declared it.

    A row may go (foreign keys hold what others hang on), or change into `emptied`, an SQL
    condition on NEW, with the columns `kept` as they were. TRUNCATE stays refused.
    """
    same = {True: "IS NOT DISTINCT FROM", False: "IS"}[_is_postgresql()]
    narrow = " AND ".join([*(f'NEW."{name}" {same} OLD."{name}"' for name in kept), emptied])
    if _is_postgresql():
        _drop_triggers(table)
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_change_undeclared() RETURNS trigger "
            f"LANGUAGE plpgsql AS $$ BEGIN IF NOT {_DECLARED} THEN "
            f"RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE OR REPLACE FUNCTION refuse_more_than_erasure_{table}() RETURNS trigger "
            f"LANGUAGE plpgsql AS $$ BEGIN IF NOT ({narrow}) THEN "
            f"RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN NEW; END $$"
        )
        op.execute(
            f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_undeclared()"
        )
        op.execute(
            f'CREATE TRIGGER append_only_row BEFORE UPDATE ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION refuse_more_than_erasure_{table}()"
        )
        op.execute(
            f'CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    _drop_triggers(table)
    _create_trigger(table, "UPDATE", when=f"WHEN NOT ({_DECLARED} AND {narrow}) ")
    _create_trigger(table, "DELETE", when=f"WHEN NOT {_DECLARED} ")


def refuse_erasure(table: str) -> None:
    """On the way down: the table is protected as all the others are."""
    _drop_triggers(table)
    protect(table)


def forget_erasure_functions() -> None:
    if _is_postgresql():
        op.execute("DROP FUNCTION IF EXISTS refuse_change_undeclared()")
        op.execute("DROP FUNCTION IF EXISTS refuse_more_than_erasure_bank_line()")


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _drop_triggers(table: str) -> None:
    if _is_postgresql():
        for name in ("append_only", "append_only_row", "append_only_truncate"):
            op.execute(f'DROP TRIGGER IF EXISTS {name} ON "{table}"')
        return
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")


def _create_trigger(table: str, verb: str, *, when: str = "") -> None:
    op.execute(
        f'CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON "{table}" {when}'
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def forget_function() -> None:
    """On the way down: the function goes when no table uses it any more."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS refuse_change()")
