"""One list with what stands on it, and what it still needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor, Permission
from savings_app.data_updates.kinds import STOPPING, Answer, Gap, UpdateState
from savings_app.data_updates.models import DataUpdate, DataUpdateApproval, DataUpdateLine
from savings_app.data_updates.rules import Approver, approval_gaps
from savings_app.errors import NotFound
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within
from savings_app.registry.models import Category


@dataclass(frozen=True, slots=True)
class Head:
    """A list with its place and its category in words (None: all)."""

    update: DataUpdate
    village: str
    district: str
    category: str | None

    @property
    def place(self) -> str:
        return f"{self.village}, {self.district}"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines have which answer, and how many propose somebody instead."""

    by_answer: Mapping[Answer, int]
    replacements: int

    @property
    def people(self) -> int:
        return sum(self.by_answer.values())

    @property
    def answered(self) -> int:
        return self.people - self.by_answer.get(Answer.NONE, 0)

    @property
    def stops(self) -> int:
        return sum(count for answer, count in self.by_answer.items() if answer in STOPPING)


@dataclass(frozen=True, slots=True)
class Approvals:
    """Who approved this submission, and what is still missing."""

    given: Sequence[DataUpdateApproval]
    gaps: Sequence[Gap]


def updates_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `DataUpdate`: those of the region the actor works for."""
    if actor.region and actor.may(Permission.CASE_READ):
        return lies_within(DataUpdate.region_code, actor.region)
    return false()


def get_update(
    session: Session, *, actor: Actor, update_id: UUID, lock: bool = False
) -> DataUpdate:
    """`lock` keeps the row for this transaction, so that two deeds on it follow one another.

    Raises:
        NotFound
    """
    statement = select(DataUpdate).where(DataUpdate.id == update_id, updates_seen_by(actor))
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    update = session.scalar(statement)
    if update is None:
        raise NotFound
    return update


def get_head(session: Session, *, actor: Actor, update_id: UUID) -> Head:
    """
    Raises:
        NotFound
    """
    village, district = aliased(Region), aliased(Region)
    row = session.execute(
        select(
            DataUpdate,
            village.name.label("village"),
            district.name.label("district"),
            Category.name,
        )
        .join(village, village.code == DataUpdate.region_code)
        .join(district, district.code == village.parent_code)
        .outerjoin(Category, Category.code == DataUpdate.category)
        .where(DataUpdate.id == update_id, updates_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    return Head(row.DataUpdate, row.village, row.district, row.name)


def count_answers(session: Session, *, update_id: UUID) -> Counts:
    """In one statement."""
    rows = session.execute(
        select(
            DataUpdateLine.answer,
            func.count().label("people"),
            func.count(DataUpdateLine.new_name).label("replacements"),
        )
        .where(DataUpdateLine.data_update_id == update_id)
        .group_by(DataUpdateLine.answer)
    ).all()
    return Counts({row.answer: row.people for row in rows}, sum(row.replacements for row in rows))


def list_approvals(session: Session, *, update: DataUpdate) -> Approvals:
    """Those of the present submission."""
    given = session.scalars(
        select(DataUpdateApproval)
        .where(
            DataUpdateApproval.data_update_id == update.id,
            DataUpdateApproval.submission == update.submission,
        )
        .order_by(DataUpdateApproval.approved_at, DataUpdateApproval.id)
    ).all()
    approvers = [Approver(one.approved_by, one.as_supervisor) for one in given]
    return Approvals(
        given, approval_gaps(approvers, involved=list_involved(session, update=update))
    )


def list_involved(session: Session, *, update: DataUpdate) -> frozenset[UUID]:
    """Who keyed an answer that stands, or submitted the list."""
    keyed = session.scalars(
        select(DataUpdateLine.answered_by)
        .where(DataUpdateLine.data_update_id == update.id, DataUpdateLine.answered_by.is_not(None))
        .distinct()
    ).all()
    return frozenset({one for one in (*keyed, update.submitted_by) if one is not None})


def list_people_of(update: DataUpdate, approvals: Approvals) -> frozenset[UUID]:
    """Everybody a page of this list names."""
    ids = (
        update.created_by,
        update.sent_by,
        update.returned_by,
        update.submitted_by,
        update.delivered_by,
        update.cancelled_by,
        *(one.approved_by for one in approvals.given),
    )
    return frozenset(one for one in ids if one is not None)


def waits_for_approval_by(update: DataUpdate, approvals: Approvals, actor: Actor) -> bool:
    """Whether this person's word on this submission is still to be given."""
    given = {one.approved_by for one in approvals.given}
    return update.state is UpdateState.SUBMITTED and actor.user_id not in given
