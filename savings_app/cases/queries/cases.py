"""One case, its heirs and its papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.kinds import PaperKind
from savings_app.cases.models import BenefitPart, Case, Heir, Paper
from savings_app.cases.queries.benefit import find_benefit_in_force
from savings_app.cases.queries.scope import cases_seen_by, recipients_seen_by
from savings_app.errors import NotFound
from savings_app.money import ZERO, Rupiah


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What the law gives this death, and what of it is this recipient's.

    `own` is the whole with one recipient; with several it is the share they stated themselves, or
    None while they have not.
    """

    total: Rupiah
    own: Rupiah | None
    recipients: int
    parts: tuple[BenefitPart, ...]


def get_case(session: Session, *, actor: Actor, case_id: UUID) -> Case:
    """
    Raises:
        NotFound: no such case, or not this person's to see.
    """
    case = session.scalar(select(Case).where(Case.id == case_id, cases_seen_by(actor)))
    if case is None:
        raise NotFound
    return case


def get_recipient(session: Session, *, actor: Actor, recipient_id: UUID) -> Heir:
    """An heir who is paid, seen by staff of the region or by that recipient alone.

    Raises:
        NotFound
    """
    heir = session.scalar(
        select(Heir)
        .join(Case, Case.id == Heir.case_id)
        .where(Heir.id == recipient_id, Heir.is_recipient, recipients_seen_by(actor))
    )
    if heir is None:
        raise NotFound
    return heir


def get_own_recipient(session: Session, *, actor: Actor) -> Heir:
    """The recipient a family's actor stands for.

    Raises:
        NotFound
    """
    if actor.recipient_id is None:
        raise NotFound
    return get_recipient(session, actor=actor, recipient_id=actor.recipient_id)


def list_heirs(session: Session, *, case_id: UUID) -> Sequence[Heir]:
    """All heirs of a case the caller may already see, in their order."""
    return session.scalars(
        select(Heir).where(Heir.case_id == case_id).order_by(Heir.position)
    ).all()


def list_papers(session: Session, *, case_id: UUID) -> Sequence[Paper]:
    """The papers of a case the caller may already see, in the order of the law."""
    order = list(PaperKind)
    papers = session.scalars(select(Paper).where(Paper.case_id == case_id))
    return sorted(papers, key=lambda paper: order.index(paper.kind))


def count_recipients(session: Session, *, case_id: UUID) -> int:
    return (
        session.scalar(select(func.count()).where(Heir.case_id == case_id, Heir.is_recipient)) or 0
    )


def get_entitlement(session: Session, *, recipient: Heir) -> Entitlement:
    """What this recipient may expect by law, before any official talks about saving."""
    benefit = find_benefit_in_force(session, case_id=recipient.case_id)
    recipients = count_recipients(session, case_id=recipient.case_id)
    total = benefit.computation.total if benefit else ZERO
    return Entitlement(
        total=total,
        own=total if recipients == 1 else recipient.share,
        recipients=recipients,
        parts=benefit.parts if benefit else (),
    )


def recipient_number(case: Case, recipient: Heir) -> str:
    """The number on a recipient's access letter: `BB-2026-0001-1`."""
    return f"{case.number}-{recipient.position}"
