"""One person written down twice and put together: the only home of how that is read.

The months of both records stay where they were written and count for the record that stands. A
record that was put into another is nobody of its own: no search, list or count sees it. Few people
were ever written down twice, so the pairs are a small set beside the months of everybody.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, func, select, union_all
from sqlalchemy.orm import Session

from savings_app.registry.models import Contribution, Participant


def stands_alone() -> ColumnElement[bool]:
    """A condition on `Participant`: not a record that was put into another."""
    return Participant.merged_into_id.is_(None)


def merged_pairs(name: str = "merged") -> Subquery:
    """(record_id, person_id) of every record that was put into another."""
    return (
        select(Participant.id.label("record_id"), Participant.merged_into_id.label("person_id"))
        .where(Participant.merged_into_id.is_not(None))
        .subquery(name)
    )


def person_of(pairs: Subquery) -> ColumnElement[UUID]:
    """Whose month a contribution is, where `pairs` is joined from the outside on `is_record`."""
    return func.coalesce(pairs.c.person_id, Contribution.participant_id)


def is_record(pairs: Subquery) -> ColumnElement[bool]:
    """The condition on which `pairs` is joined to contributions."""
    return pairs.c.record_id == Contribution.participant_id


def other_records() -> Subquery:
    """(one_id, other_id): each two different records of one person, both ways round."""
    first, second = merged_pairs("first_record"), merged_pairs("second_record")
    return union_all(
        select(first.c.record_id.label("one_id"), first.c.person_id.label("other_id")),
        select(first.c.person_id, first.c.record_id),
        select(first.c.record_id, second.c.record_id).join(
            second,
            (second.c.person_id == first.c.person_id) & (second.c.record_id != first.c.record_id),
        ),
    ).subquery("record_of_one")


def find_records(session: Session, *, person_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Record → person: each of these people's own record, and what was put into it."""
    rows = session.execute(
        select(Participant.id, Participant.merged_into_id).where(
            Participant.merged_into_id.in_(person_ids)
        )
    )
    return {one: one for one in person_ids} | {row.id: row.merged_into_id for row in rows}


def is_in_two_records() -> ColumnElement[bool]:
    """A condition on `Contribution`: its person has more than one record."""
    pairs = merged_pairs("of_two")
    both = union_all(select(pairs.c.record_id), select(pairs.c.person_id))
    return Contribution.participant_id.in_(both)


def list_records_in(session: Session, *, participant_id: UUID) -> list[Participant]:
    """What was put into this record, by name."""
    return list(
        session.scalars(
            select(Participant)
            .where(Participant.merged_into_id == participant_id)
            .order_by(Participant.full_name, Participant.id)
        )
    )


__all__ = [
    "find_records",
    "is_in_two_records",
    "is_record",
    "list_records_in",
    "merged_pairs",
    "other_records",
    "person_of",
    "stands_alone",
]
