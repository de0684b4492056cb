"""Days in SQL, alike on both databases."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class days_after(FunctionElement[date]):  # noqa: N801  it reads as a function of SQL
    """`days_after(day, n)`: the calendar day n days on."""

    type = sa.Date()
    inherit_cache = True
    name = "days_after"


class day_of(FunctionElement[date]):  # noqa: N801
    """`day_of(moment)`: the calendar day in Gorontalo (WITA, UTC+8, no summer time)."""

    type = sa.Date()
    inherit_cache = True
    name = "day_of"


@compiles(days_after, "sqlite")
def _days_after_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    day, number = element.clauses
    return f"date({compiler.process(day, **more)}, {compiler.process(number, **more)} || ' days')"


@compiles(days_after, "postgresql")
def _days_after_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    day, number = element.clauses
    return f"({compiler.process(day, **more)} + ({compiler.process(number, **more)})::integer)"


@compiles(day_of, "sqlite")
def _day_of_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    (moment,) = element.clauses
    return f"date({compiler.process(moment, **more)}, '+8 hours')"


@compiles(day_of, "postgresql")
def _day_of_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    (moment,) = element.clauses
    return f"(({compiler.process(moment, **more)}) AT TIME ZONE 'Asia/Makassar')::date"
