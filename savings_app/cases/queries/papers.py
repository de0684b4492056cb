"""One paper with its case."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.models import Case, Paper
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.errors import NotFound


def get_paper(session: Session, *, actor: Actor, paper_id: UUID) -> tuple[Case, Paper]:
    """A paper and its case, of a case the actor may see.

    Raises:
        NotFound
    """
    row = session.execute(
        select(Case, Paper)
        .join(Paper, Paper.case_id == Case.id)
        .where(Paper.id == paper_id, cases_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    return row.Case, row.Paper
