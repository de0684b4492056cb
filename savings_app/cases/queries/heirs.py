"""One heir, paid or not, with the case."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.models import Case, Heir
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.errors import NotFound


def get_heir(session: Session, *, actor: Actor, heir_id: UUID) -> tuple[Case, Heir]:
    """An heir and the case, where the actor may see it.

    Raises:
        NotFound
    """
    row = session.execute(
        select(Case, Heir)
        .join(Heir, Heir.case_id == Case.id)
        .where(Heir.id == heir_id, cases_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    return row.Case, row.Heir


def shares_version(heirs: Iterable[Heir]) -> int:
    """A number that changes with every change of a recipient: what a form of shares has seen."""
    return sum(heir.version for heir in heirs if heir.is_recipient)
