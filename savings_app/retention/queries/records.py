"""What somebody holds back, and what the job erased: of one kabupaten, or of one family."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    false,
    select,
)
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor, Permission
from savings_app.cases.models import Account, Case
from savings_app.cases.queries.cases import get_own_recipient
from savings_app.errors import NotFound
from savings_app.paging import Order, Page, Place, Sorting, in_order, list_page
from savings_app.regions.queries import lies_within
from savings_app.retention.kinds import HoldOrigin
from savings_app.retention.models import (
    RetentionErasure,
    RetentionHold,
    RetentionPeriod,
    RetentionRun,
)
from savings_app.retention.queries.waiting import kabupaten_of

_OWN_SHOWN = 12


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold with its case and who put it there."""

    hold: RetentionHold
    case_number: str
    held_by: str

    @property
    def id(self) -> UUID:
        return self.hold.id


@dataclass(frozen=True, slots=True)
class RunRow:
    """What one run erased, and the period it did it by."""

    run: RetentionRun
    period: RetentionPeriod

    @property
    def id(self) -> UUID:
        return self.run.id


@dataclass(frozen=True, slots=True)
class OwnErasure:
    """When, and how many lines of the family's own accounts."""

    erased_at: datetime
    lines: int


# --- holds ---------------------------------------------------------------------------------------


def may_hold(actor: Actor) -> HoldOrigin | None:
    """For which office this person may hold erasure back, if for any."""
    if actor.may(Permission.STAFF_COMPLAINT_READ):
        return HoldOrigin.INSPECTORATE
    return HoldOrigin.OFFICE if actor.may(Permission.REFERENCE_EDIT) else None


def holds_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `RetentionHold` joined with `Case`: those of one's own office, no others.

    What the Inspektorat holds would tell the Dinas which case it looks into.
    """
    origin = may_hold(actor)
    if origin is None or actor.region is None:
        return false()
    return and_(lies_within(Case.region_code, actor.region), RetentionHold.origin == origin)


HOLD_SORTING = Sorting(
    id=RetentionHold.id,
    by={"held": (RetentionHold.held_at,), "number": (Case.number,)},
    default=Order("held", descending=True),
)


def _holds(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(RetentionHold, Case.number, User.full_name)
        .join(Case, Case.id == RetentionHold.case_id)
        .join(User, User.id == RetentionHold.held_by)
        .where(holds_seen_by(actor))
    )


def list_holds(
    session: Session, *, actor: Actor, order: Order | None = None, place: Place | None = None
) -> Page[HoldRow]:
    """A page of the holds of one's own office, the latest first."""
    page = list_page(session, _holds(actor), sorting=HOLD_SORTING, order=order, place=place)
    return page.of([HoldRow(row[0], row[1], row[2]) for row in page.rows])


def iterate_holds(
    session: Session, *, actor: Actor, order: Order | None = None
) -> Iterator[HoldRow]:
    """All of them, for an export."""
    for row in session.execute(in_order(_holds(actor), sorting=HOLD_SORTING, order=order)):
        yield HoldRow(row[0], row[1], row[2])


def get_hold(session: Session, *, actor: Actor, hold_id: UUID) -> HoldRow:
    """
    Raises:
        NotFound: no such hold, or another office's.
    """
    row = session.execute(_holds(actor).where(RetentionHold.id == hold_id)).first()
    if row is None:
        raise NotFound
    return HoldRow(row[0], row[1], row[2])


# --- what was erased -----------------------------------------------------------------------------


RUN_SORTING = Sorting(
    id=RetentionRun.id,
    by={"ran": (RetentionRun.ran_at,)},
    default=Order("ran", descending=True),
)


def _runs(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(RetentionRun, RetentionPeriod)
        .join(RetentionPeriod, RetentionPeriod.id == RetentionRun.period_id)
        .where(RetentionRun.region_code == kabupaten_of(actor))
    )


def list_runs(
    session: Session, *, actor: Actor, order: Order | None = None, place: Place | None = None
) -> Page[RunRow]:
    """A page of what the job erased, the latest first.

    Raises:
        NotPermitted
    """
    page = list_page(session, _runs(actor), sorting=RUN_SORTING, order=order, place=place)
    return page.of([RunRow(row[0], row[1]) for row in page.rows])


def iterate_runs(session: Session, *, actor: Actor, order: Order | None = None) -> Iterator[RunRow]:
    """All of them, for an export."""
    for row in session.execute(in_order(_runs(actor), sorting=RUN_SORTING, order=order)):
        yield RunRow(row[0], row[1])


def list_own_erasures(session: Session, *, actor: Actor) -> Sequence[OwnErasure]:
    """What was erased of the family's own accounts, the latest first, at most twelve.

    Raises:
        NotFound: the actor is no family.
    """
    recipient = get_own_recipient(session, actor=actor)
    rows = session.execute(
        select(RetentionErasure.erased_at, RetentionErasure.lines)
        .join(Account, Account.id == RetentionErasure.account_id)
        .where(Account.recipient_id == recipient.id)
        .order_by(RetentionErasure.erased_at.desc(), RetentionErasure.id)
        .limit(_OWN_SHOWN)
    )
    return [OwnErasure(*row) for row in rows]
