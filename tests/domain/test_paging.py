"""A list leafed through by key: every row once, either way, in either order, also with doubles."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.paging import Order, Place, Sorting, iterate_list, list_page
from savings_app.registry.models import Participant
from tests.builders import make_participant

SORTING = Sorting(
    id=Participant.id,
    by={"name": (Participant.full_name,)},
    default=Order("name"),
)
NAMES = ["Ani", "Ani", "Ani", "Budi", "Cici", "Dodo", "Dodo"]


def fill(session: Session) -> None:
    for name in NAMES:
        make_participant(session, full_name=name)


@pytest.mark.parametrize("descending", [False, True])
def test_forwards_and_backwards_every_row_is_seen_once(
    session: Session, *, descending: bool
) -> None:
    fill(session)
    statement, order = select(Participant.id, Participant.full_name), Order("name", descending)
    whole = [row.id for row in iterate_list(session, statement, sorting=SORTING, order=order)]

    def pages(step: str) -> list[UUID]:
        seen: list[UUID] = []
        place = Place()
        if step == "before":
            seen, place = [whole[-1]], Place(before=whole[-1])
        while True:
            page = list_page(session, statement, sorting=SORTING, order=order, place=place, size=2)
            ids = [row.id for row in page.rows]
            assert page.total == len(NAMES)
            seen = [*seen, *ids] if step == "after" else [*ids, *seen]
            if not (page.has_later if step == "after" else page.has_earlier):
                return seen
            place = Place(after=ids[-1]) if step == "after" else Place(before=ids[0])

    assert pages("after") == whole
    assert pages("before") == whole


def test_a_row_that_is_gone_leads_to_the_first_page(session: Session) -> None:
    fill(session)
    gone = UUID(int=0)
    statement = select(Participant.id, Participant.full_name)
    page = list_page(session, statement, sorting=SORTING, place=Place(after=gone), size=2)
    assert [row.full_name for row in page.rows] == ["Ani", "Ani"]
    assert not page.has_earlier


def test_an_order_the_list_does_not_know_is_its_own(session: Session) -> None:
    assert SORTING.chosen(Order("nik")) == Order("name")
