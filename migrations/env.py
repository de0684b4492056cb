"""Run migrations on the connection given by savings_app.db.migrate, or on the app's own engine.

Migrations never import app code: `render_item` writes our column types as what they store.
"""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlalchemy.types import TypeDecorator

import savings_app
from savings_app.db import Base

savings_app.load_models()


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write our column types as the plain types they store."""
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String({item.length})"
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def compare_type(_: Any, column: Any, wanted_column: Any, found: Any, wanted: Any) -> bool | None:
    """Enums are stored as text of a fixed length; that is no difference."""
    if isinstance(wanted, sa.Enum):
        return not isinstance(found, sa.String)
    return None


def run(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        render_as_batch=True,
        compare_type=compare_type,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    from savings_app import config
    from savings_app.db import make_engine

    engine = make_engine(str(config.from_environment()["DATABASE_URL"]))
    with engine.connect() as connection:
        run(connection)
        connection.commit()
