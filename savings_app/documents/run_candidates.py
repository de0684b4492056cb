"""Who would stand in a run of documents, and how many of them would be passed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select, true
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor
from savings_app.cases.models import Account, Case, Heir
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.consents.queries import staff_see_bank
from savings_app.deposits.models import Pledge
from savings_app.documents.rules import DocumentKind
from savings_app.documents.run_rules import Candidate, RunWanted, in_reading_order
from savings_app.planning.models import Plan, PlanState
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within


@dataclass(frozen=True, slots=True)
class Expected:
    """How many recipients a run would have, and of them without something to print or consent.

    None: only making it tells.
    """

    recipients: int
    nothing: int | None
    consent: int


def list_candidates(session: Session, *, actor: Actor, region_code: str) -> Sequence[Candidate]:
    """Every recipient of the place this person works for, in reading order, in one query."""
    above = aliased(Region)
    rows = session.execute(
        select(Heir.id, Heir.full_name, Case.region_code, Region.name, above.name)
        .join(Case, Case.id == Heir.case_id)
        .join(Region, Region.code == Case.region_code)
        .outerjoin(above, above.code == Region.parent_code)
        .where(_of(actor, region_code))
    )
    return in_reading_order(
        [Candidate(heir, code, over or "", name, full) for heir, full, code, name, over in rows]
    )


def count_expected(session: Session, *, actor: Actor, wanted: RunWanted) -> Expected:
    """What a run would come to today, without making it."""
    kind = wanted.wanted.kind
    has = _HAS_SOMETHING.get(kind)
    closed = not_(staff_see_bank()) if kind is DocumentKind.SAVINGS else not_(true())
    row = session.execute(
        select(
            func.count(),
            func.count().filter(closed),
            func.count().filter(and_(not_(closed), not_(true() if has is None else has))),
        )
        .select_from(Heir)
        .join(Case, Case.id == Heir.case_id)
        .where(_of(actor, wanted.region_code))
    ).one()
    return Expected(row[0], None if has is None else row[2], row[1])


def _of(actor: Actor, region_code: str) -> ColumnElement[bool]:
    return and_(Heir.is_recipient, cases_seen_by(actor), lies_within(Case.region_code, region_code))


_HAS_SOMETHING: dict[DocumentKind, ColumnElement[bool]] = {
    DocumentKind.SAVINGS: or_(
        exists().where(
            Pledge.recipient_id == Heir.id,
            Pledge.cancelled_at.is_(None),
            Pledge.replaced_by.is_(None),
        ),
        and_(staff_see_bank(lines=True), exists().where(Account.recipient_id == Heir.id)),
    ),
    DocumentKind.PLAN: exists().where(
        Plan.recipient_id == Heir.id, Plan.state.in_((PlanState.AGREED, PlanState.NOT_NOW))
    ),
    DocumentKind.PLAN_FORM: true(),
    DocumentKind.CONSENT: true(),
}
