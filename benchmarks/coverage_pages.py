"""Coverage by place with forty thousand participants and a year of months: statements and time.

The floor of a time is one bare statement that counts the same table's rows by month.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from benchmarks.case_list_statements import _counted
from benchmarks.figure import Figure, milliseconds
from benchmarks.service import Service, service
from savings_app import db
from savings_app.imports.models import ImportBatch
from savings_app.regions.models import Region
from savings_app.regions.rules import RegionKind
from savings_app.registry.coverage_rules import add_months
from savings_app.registry.models import Contribution, Participant
from savings_app.registry.rules import Payer

PEOPLE, MONTHS = 40_000, 12
AT_ONCE = 5_000
OK = 200
PAGES = {
    "coverage by kecamatan": "/government/coverage/",
    "coverage by desa": "/government/coverage/?group=desa",
    "months by desa": "/government/coverage/villages/",
    "what a stop would mean": "/government/coverage/stop/",
}


def measure() -> list[Figure]:
    here = service()
    client = here.staff("supervisor")
    few = {name: _statements(here, client, path) for name, path in PAGES.items()}
    with here.app.app_context():
        _fill()
    with here.app.app_context():
        floor = milliseconds(_bare, rounds=3)
    figures = []
    for name, path in PAGES.items():
        many = _statements(here, client, path)
        figures.append(
            Figure(f"{name}, statements at {PEOPLE:,}", many, few[name], "SQL", few[name])
        )
        spent = milliseconds(lambda path=path: client.get(path), rounds=3)  # type: ignore[misc]
        figures.append(Figure(f"{name}, time beside a bare count", spent, floor, "ms"))
    return figures


def _statements(here: Service, client: FlaskClient, path: str) -> int:
    with here.app.app_context():
        engine = db.get_engine()
    with _counted(engine) as statements:
        page = client.get(path)
    if page.status_code != OK:
        raise SystemExit(f"{path}: {page.status}")
    return len(statements)


def _bare() -> None:
    session = db.get_session()
    month = Contribution.month
    session.execute(sa.select(month, sa.func.count()).group_by(month)).all()


def _fill() -> None:
    """Copies of one participant in every desa, each with a year of months; rows alone."""
    with db.transaction() as session:
        person = dict(session.execute(sa.select(Participant.__table__)).mappings().first() or {})
        # A batch of its own: the months of the sample data stay as they are.
        batch = dict(
            session.execute(
                sa.select(ImportBatch.__table__).where(ImportBatch.state == "diterapkan")
            )
            .mappings()
            .first()
            or {}
        )
        batch["id"] = uuid4()
        session.execute(ImportBatch.__table__.insert(), [batch])  # type: ignore[attr-defined]
        latest = session.scalar(sa.select(sa.func.max(Contribution.month)))
        for people in _people(session, person):
            session.execute(Participant.__table__.insert(), people)  # type: ignore[attr-defined]
            session.execute(
                Contribution.__table__.insert(),  # type: ignore[attr-defined]
                [
                    {
                        "id": uuid4(),
                        "participant_id": one["id"],
                        "month": add_months(latest or date(2026, 10, 1), -step),
                        "payer": one["payer"],
                        "amount": None,
                        "occurrence": 1,
                        "batch_id": batch["id"],
                    }
                    for one in people
                    for step in range(MONTHS)
                ],
            )


def _people(session: Session, person: dict[str, object]) -> Iterator[list[dict[str, object]]]:
    places = session.scalars(
        sa.select(Region.code).where(
            Region.kind.in_((RegionKind.VILLAGE, RegionKind.URBAN_VILLAGE))
        )
    ).all()
    for begin in range(0, PEOPLE, AT_ONCE):
        yield [
            {
                **person,
                "id": uuid4(),
                "nik": None,
                "nik_missing_reason": "salinan untuk mengukur",
                "kpj": None,
                "payer": Payer.APBDES if serial % 3 else Payer.APBD,
                "region_code": places[serial % len(places)],
            }
            for serial in range(begin, begin + AT_ONCE)
        ]
