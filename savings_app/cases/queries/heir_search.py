"""What the family answered about who is there, and where a dispute was taken."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.kinds import HeirAnswer, HeirStep
from savings_app.cases.models import Case, DisputeReferral, HeirSearch
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.errors import NotFound


def list_search(session: Session, *, case_id: UUID) -> dict[HeirStep, HeirSearch]:
    """The answers of a case the caller may see, in the order of the law."""
    rows = session.scalars(select(HeirSearch).where(HeirSearch.case_id == case_id))
    found = {row.step: row for row in rows}
    return {step: found[step] for step in HeirStep if step in found}


def find_answers(session: Session, *, case_id: UUID) -> dict[HeirStep, HeirAnswer]:
    """The answers alone."""
    return {step: row.answer for step, row in list_search(session, case_id=case_id).items()}


def list_referrals(session: Session, *, case_id: UUID) -> Sequence[DisputeReferral]:
    """Where the dispute of a case the caller may see was taken, the latest first."""
    return session.scalars(
        select(DisputeReferral)
        .where(DisputeReferral.case_id == case_id)
        .order_by(DisputeReferral.referred_on.desc(), DisputeReferral.recorded_at.desc())
    ).all()


def get_referral(
    session: Session, *, actor: Actor, referral_id: UUID
) -> tuple[Case, DisputeReferral]:
    """
    Raises:
        NotFound
    """
    row = session.execute(
        select(Case, DisputeReferral)
        .join(DisputeReferral, DisputeReferral.case_id == Case.id)
        .where(DisputeReferral.id == referral_id, cases_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    return row.Case, row.DisputeReferral
