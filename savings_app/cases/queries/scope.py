"""Which cases somebody may see: the one home of row-level permission on cases."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false

from savings_app.actors import Actor, Role
from savings_app.cases.models import Case, Heir
from savings_app.regions.queries import lies_within

_BY_REGION = {Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR}


def cases_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Case`. Bank officers see no case; theirs are accounts, see `deposits`."""
    if actor.role is Role.FAMILY:
        return Case.id == actor.case_id
    if actor.role in _BY_REGION and actor.region:
        # A case whose old spreadsheet was taken back is nobody's to see any more.
        return and_(Case.withdrawn_at.is_(None), lies_within(Case.region_code, actor.region))
    return false()


def recipients_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Heir` (joined with `Case`): a family sees its one recipient only."""
    if actor.role is Role.FAMILY:
        return Heir.id == actor.recipient_id
    return cases_seen_by(actor)
