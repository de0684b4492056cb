"""A list of participants meets a case: what was made out with a fact is not changed by a list."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.corrections.lists import GUARDED_PARTICIPANTS
from savings_app.regions.actions import load_regions
from savings_app.registry.models import Participant
from tests.builders import load_reference, make_case
from tests.domain.taking_in import four, look, take_in, told
from tests.people_files import csv_file, person


@pytest.fixture(autouse=True)
def places(session: Session) -> None:
    load_reference(session)
    load_regions(session)


def test_a_list_changes_no_name_a_case_was_opened_with(session: Session) -> None:
    take_in(session, csv_file([person()]))
    participant = session.scalars(select(Participant)).one()
    renamed = csv_file([person(name="Rukia Uji Baru", payer="APBDes")])
    assert four(look(session, renamed, handler=GUARDED_PARTICIPANTS)) == (0, 1, 0, 0)
    make_case(session, participant=participant)

    _batch, done = take_in(session, renamed, handler=GUARDED_PARTICIPANTS)

    assert four(done) == (0, 0, 0, 1)
    assert len(told(done)) == 2  # the name and the payer, each with its column
    assert all(place and "column" in place for place, _what in told(done))
    assert "orang kedua" in told(done)[0][1]
    fresh = session.scalars(select(Participant).execution_options(populate_existing=True)).one()
    assert fresh.full_name == "Rukia Uji"


def test_where_somebody_lives_may_change_beside_a_case(session: Session) -> None:
    take_in(session, csv_file([person()]))
    make_case(session, participant=session.scalars(select(Participant)).one())

    moved = look(session, csv_file([person(village="Pangi")]), handler=GUARDED_PARTICIPANTS)

    assert four(moved) == (0, 1, 0, 0)
