"""What is read alike of every event in a desa: who may see it, its people, who receives there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, select
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor, Permission
from savings_app.cases.models import Heir, VillageEvent
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within


def events_seen_by(kind: type[VillageEvent], actor: Actor) -> ColumnElement[bool]:
    """A condition on `kind`: staff of the region who read cases."""
    if actor.region is None or not actor.may(Permission.CASE_READ):
        return false()
    return lies_within(kind.region_code, actor.region)


def select_events(
    kind: type[VillageEvent], *, actor: Actor, district: str | None
) -> Select[*tuple[Any, ...]]:
    """Each event with the names of its `village` and of the kecamatan `above`."""
    village, above = aliased(Region), aliased(Region)
    statement = (
        select(kind, village.name.label("village"), above.name.label("above"))
        .join(village, village.code == kind.region_code)
        .outerjoin(above, above.code == village.parent_code)
        .where(events_seen_by(kind, actor))
    )
    return statement.where(lies_within(kind.region_code, district)) if district else statement


def select_event(
    kind: type[VillageEvent], *, actor: Actor, event_id: UUID
) -> Select[*tuple[Any, ...]]:
    """One event with its `village` and the names of who `planned_by` and `recorded_by`."""
    planner, recorder = aliased(User), aliased(User)
    return (
        select(
            kind,
            Region.name.label("village"),
            planner.full_name.label("planned_by"),
            recorder.full_name.label("recorded_by"),
        )
        .join(Region, Region.code == kind.region_code)
        .join(planner, planner.id == kind.planned_by)
        .outerjoin(recorder, recorder.id == kind.recorded_by)
        .where(kind.id == event_id, events_seen_by(kind, actor))
    )


def recipients_by_case(
    session: Session, *, case_ids: Collection[UUID]
) -> Mapping[UUID, Sequence[Heir]]:
    """Who is paid in each of these cases, which the caller may already see; in their order."""
    found: dict[UUID, list[Heir]] = {case_id: [] for case_id in case_ids}
    for heir in session.scalars(
        select(Heir)
        .where(Heir.case_id.in_(found), Heir.is_recipient)
        .order_by(Heir.case_id, Heir.position)
    ):
        found[heir.case_id].append(heir)
    return found
