"""The SQL statements of the list of cases: as many for ten thousand as for ten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask.testing import FlaskClient

from benchmarks.figure import Figure, milliseconds
from benchmarks.service import CASES, Service, service
from savings_app import db
from savings_app.cases.models import Case
from savings_app.registry.models import Participant

MANY = 10_000
PATH = "/government/cases/"
OK = 200


def measure() -> list[Figure]:
    """Statements, and beside them the time, which grows a little with the rows."""
    here = service()
    client = here.staff("supervisor")
    few, few_ms = _asked(here, client)
    with here.app.app_context():
        _fill()
    many, many_ms = _asked(here, client)
    return [
        Figure(f"case list, statements at {MANY:,} and at {CASES}", many, few, "SQL", most=few),
        Figure(f"case list, time at {MANY:,} and at {CASES}", many_ms, few_ms, "ms"),
    ]


def _asked(here: Service, client: FlaskClient) -> tuple[int, float]:
    """Statements of one page, and the median milliseconds."""
    with here.app.app_context():
        engine = db.get_engine()
    with _counted(engine) as statements:
        page = client.get(PATH)
    if page.status_code != OK:
        raise SystemExit(f"{PATH}: {page.status}")
    return len(statements), milliseconds(lambda: client.get(PATH))


@contextmanager
def _counted(engine: sa.Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def _fill() -> None:
    """Copies of the families there are, until there are ten thousand; rows alone, no history."""
    with db.transaction() as session:
        people = _rows(session.execute(sa.select(Participant.__table__)))
        cases = _rows(session.execute(sa.select(Case.__table__)))
        by_id = {row["id"]: row for row in people}
        copies: list[tuple[dict[str, Any], dict[str, Any]]] = []
        for serial in range(1, MANY - len(cases) + 1):
            case = cases[serial % len(cases)]
            person = {
                **by_id[case["participant_id"]],
                "id": uuid4(),
                "nik": None,
                "nik_missing_reason": "salinan untuk mengukur",
                "kpj": None,
            }
            number = {"year": 2000, "serial": serial, "number": f"BB-2000-{serial:05}"}
            copies.append(
                (person, {**case, **number, "id": uuid4(), "participant_id": person["id"]})
            )
        session.execute(sa.insert(Participant), [person for person, _case in copies])
        session.execute(sa.insert(Case), [case for _person, case in copies])


def _rows(found: sa.Result[Any]) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in found]
