"""How many people are paid for in a month, by desa, category and payer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, exists, false, func, select
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor, Permission
from savings_app.regions.queries import lies_within
from savings_app.registry.models import Contribution, Participant
from savings_app.registry.queries import contributions_that_count
from savings_app.registry.queries.merged import (
    is_record,
    merged_pairs,
    person_of,
    stands_alone,
)
from savings_app.registry.rules import Payer


@dataclass(frozen=True, slots=True)
class CoveredGroup:
    """So many people of this desa and category whom this payer paid for."""

    region_code: str
    category: str
    payer: Payer
    people: int


@dataclass(frozen=True, slots=True)
class VillageMonths:
    """What one payer did for one desa in a year: people paid for by month, 1 to 12."""

    paid: Mapping[int, int]
    participants: int  # written down for this payer, whether or not paid for


def people_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Participant`: those of the region whose coverage the actor may read."""
    if actor.region and actor.may(Permission.COVERAGE_READ):
        return lies_within(Participant.region_code, actor.region) & stands_alone()
    return false()


def count_covered(session: Session, *, actor: Actor, month: date) -> Sequence[CoveredGroup]:
    """Everybody paid for in that month, once each: whom two paid for stands under the first name.

    One statement, and as many rows as there are desa with a category and a payer.
    """
    once = paid_for_in(month)
    rows = session.execute(
        select(Participant.region_code, Participant.category, once.c.payer, func.count())
        .join(once, once.c.participant_id == Participant.id)
        .where(people_seen_by(actor))
        .group_by(Participant.region_code, Participant.category, once.c.payer)
    )
    return [CoveredGroup(code, category, Payer(payer), n) for code, category, payer, n in rows]


def paid_for_in(month: date) -> Subquery:
    """(participant_id, payer): everybody paid for in that month, in whichever record it stands."""
    pairs = merged_pairs()
    person = person_of(pairs).label("participant_id")
    return (
        select(person, func.min(Contribution.payer).label("payer"))
        .outerjoin(pairs, is_record(pairs))
        .where(Contribution.month == month, contributions_that_count())
        .group_by(person)
        .subquery()
    )


def find_months(session: Session) -> tuple[date, date] | None:
    """The first and the last month any list was taken in for."""
    first, last = session.execute(
        select(func.min(Contribution.month), func.max(Contribution.month)).where(
            contributions_that_count()
        )
    ).one()
    return (first, last) if first and last else None


def list_village_months(
    session: Session, *, actor: Actor, payer: Payer, year: int
) -> Mapping[str, VillageMonths]:
    """By desa code; a desa nobody is written down in for this payer is not in it."""
    paid: dict[str, dict[int, int]] = {}
    counted = session.execute(
        select(
            Participant.region_code,
            Contribution.month,
            func.count(Contribution.participant_id.distinct()),
        )
        .join(Participant, Participant.id == Contribution.participant_id)
        .where(
            people_seen_by(actor),
            Contribution.payer == payer,
            Contribution.month.between(date(year, 1, 1), date(year, 12, 1)),
            contributions_that_count(),
        )
        .group_by(Participant.region_code, Contribution.month)
    )
    for code, month, people in counted:
        paid.setdefault(code, {})[month.month] = people
    for code, month, people in session.execute(_only_in_another_record(actor, payer, year)):
        months = paid.setdefault(code, {})
        months[month.month] = months.get(month.month, 0) + people
    counted_people = session.execute(
        select(Participant.region_code, func.count())
        .where(people_seen_by(actor), Participant.payer == payer)
        .group_by(Participant.region_code)
    )
    written = {code: people for code, people in counted_people}  # noqa: C416
    return {
        code: VillageMonths(paid.get(code, {}), written.get(code, 0)) for code in {*paid, *written}
    }


def _only_in_another_record(actor: Actor, payer: Payer, year: int) -> Select[Any, Any, Any]:
    """(desa, month, people) whose own record has no such month, but one that was put into it."""
    pairs, own = merged_pairs(), aliased(Contribution)
    counts_too = contributions_that_count(own)
    return (
        select(
            Participant.region_code,
            Contribution.month,
            func.count(Participant.id.distinct()),
        )
        .join(pairs, is_record(pairs))
        .join(Participant, Participant.id == pairs.c.person_id)
        .where(
            people_seen_by(actor),
            Contribution.payer == payer,
            Contribution.month.between(date(year, 1, 1), date(year, 12, 1)),
            contributions_that_count(),
            ~exists().where(
                own.participant_id == pairs.c.person_id,
                own.month == Contribution.month,
                own.payer == payer,
                counts_too,
            ),
        )
        .group_by(Participant.region_code, Contribution.month)
    )


def is_of(group: CoveredGroup, *, payer: Payer | None, category: str | None) -> bool:
    """Whether the group passes a filter; None asks for all."""
    return (payer is None or group.payer is payer) and (
        category is None or group.category == category
    )
