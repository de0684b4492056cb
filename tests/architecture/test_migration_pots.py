"""The pots of plans from before there were pots: found again by their words when the table came."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from savings_app.db import make_engine, migrate
from savings_app.money import Rupiah
from savings_app.planning.kinds import NeedKind, PlanState, PlanStep
from savings_app.planning.models import Plan, PlanLine
from tests.builders import NOW, make_account, make_pledge, make_recipient
from tests.databases import POSTGRESQL, SQLITE, Databases


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def engine(request: pytest.FixtureRequest, databases: Databases) -> Iterator[sa.Engine]:
    engine = make_engine(databases.new(request.param))
    yield engine
    engine.dispose()


def add_plan(session: Session, recipient_id: UUID, number: int, *labels: str | None) -> None:
    """A version of a plan with these pots, as they stood before pots had a row."""
    plan = Plan(
        recipient_id=recipient_id,
        number=number,
        state=PlanState.NOT_NOW,
        reached=PlanStep.REVIEW,
        amount=Rupiah.of(42_000_000),
        household_members=4,
        school_children=2,
        started_at=NOW,
        finished_at=NOW,
        suggestion=None,
        suggestion_basis=None,
        assisted_by=None,
        paper_on=None,
    )
    session.add(plan)
    session.flush()
    kinds = [(NeedKind.DEBT, "sekolah"), *((NeedKind.SAVING, label) for label in labels)]
    for position, (kind, label) in enumerate(kinds, 1):
        session.add(
            PlanLine(
                plan_id=plan.id,
                kind=kind,
                position=position,
                label=label,
                amount=Rupiah.of(1_000_000),
            )
        )


def test_a_pot_of_every_version_is_one_and_old_pledges_go_by_their_words(
    engine: sa.Engine,
) -> None:
    with Session(engine) as session:
        recipient, other = make_recipient(session), make_recipient(session)
        add_plan(session, recipient.id, 1, "Sekolah", "atap", None)
        add_plan(session, recipient.id, 2, "atap", " sekolah ", "sekolah")
        add_plan(session, other.id, 1, "sekolah")
        make_pledge(session, account=make_account(session, recipient=recipient))
        session.commit()
        recipient_id, other_id = recipient.id, other.id
    while "pot" in sa.inspect(engine).get_table_names():
        migrate(engine, "-1")
    migrate(engine)
    with Session(engine) as session:
        rows = session.execute(
            sa.select(Plan.recipient_id, Plan.number, PlanLine.label, PlanLine.pot_id)
            .join(Plan, Plan.id == PlanLine.plan_id)
            .where(PlanLine.kind == NeedKind.SAVING)
            .order_by(Plan.number, PlanLine.position)
        ).all()
        own = {
            (row.number, row.label): row.pot_id for row in rows if row.recipient_id == recipient_id
        }
        (theirs,) = (row.pot_id for row in rows if row.recipient_id == other_id)
        assert own[1, "Sekolah"] == own[2, " sekolah "]
        assert own[1, "atap"] == own[2, "atap"]
        # School, roof, the one without a name, the second that is called school, and theirs.
        assert len({*own.values(), theirs}) == 5
        assert None not in {*own.values(), theirs}
        debts = sa.select(PlanLine.pot_id).where(PlanLine.kind == NeedKind.DEBT)
        assert set(session.scalars(debts)) == {None}
        assert session.scalars(sa.text("SELECT pot_id FROM pledge")).all() == [None]
