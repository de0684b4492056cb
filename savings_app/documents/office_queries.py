"""Documents of the office: of a month, of a learning session."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.documents.models import Document
from savings_app.documents.rules import DocumentKind, Period
from savings_app.regions.queries import lies_within

A_FEW = 20


def list_office_documents(
    session: Session,
    *,
    actor: Actor,
    kind: DocumentKind,
    period: Period | None = None,
    subject_id: UUID | None = None,
) -> Sequence[Document]:
    """Those of this person's region about one period and one subject, the newest first."""
    if actor.region is None:
        return ()
    return session.scalars(
        select(Document)
        .where(
            Document.kind == kind,
            lies_within(Document.region_code, actor.region),
            Document.period_from.is_not_distinct_from(period and period.first),
            Document.period_to.is_not_distinct_from(period and period.last),
            Document.subject_id.is_not_distinct_from(subject_id),
        )
        .order_by(Document.issued_at.desc(), Document.serial.desc())
        .limit(A_FEW)
    ).all()
