"""The columns every kind of work has, so that all of them are one list."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select, literal, select

from savings_app.cases.kinds import Turn
from savings_app.cases.models import Case
from savings_app.worklist.kinds import WorkKind

Item = Select[*tuple[Any, ...]]
_NO_ONE = sa.cast(sa.null(), sa.Uuid)


def line_of(
    kind: WorkKind,
    *,
    row: Any,
    due_on: Any,
    turn: Any = Turn.DINAS,
    heir: Any = _NO_ONE,
    detail: Any = "",
) -> Item:
    """A SELECT over `Case` of one kind; `row` is what the work is about, `detail` its own word."""
    return select(
        row.label("id"),
        literal(kind.value).label("kind"),
        Case.id.label("case_id"),
        heir.label("heir_id"),
        due_on.label("due_on"),
        (literal(turn.value) if isinstance(turn, Turn) else turn).label("turn"),
        (literal(detail) if isinstance(detail, str) else detail).label("detail"),
    )
