"""Which consents are live, for one person and as a condition inside any other query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from savings_app.actors import Actor
from savings_app.cases.models import Heir
from savings_app.cases.queries.cases import get_recipient
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.consents.models import Consent


@dataclass(frozen=True, slots=True)
class ConsentState:
    """One of them for one recipient. `live` is None while it is not given.

    `past` are the consents taken back, newest first.
    """

    kind: ConsentKind
    live: Consent | None
    past: tuple[Consent, ...]


def live_consent(
    kind: ConsentKind,
    *,
    of: InstrumentedAttribute[UUID] = Heir.id,
    scope: AnswerScope | None = None,
) -> ColumnElement[bool]:
    """EXISTS a live consent of the recipient in column `of` of the query around it.

    A consent taken back is gone from every query at the same moment. `scope` asks for one of
    consent 3; without it any scope will do.
    """
    condition = exists().where(
        Consent.recipient_id == of, Consent.kind == kind, Consent.revoked_at.is_(None)
    )
    return condition if scope is None else condition.where(Consent.scope == scope)


def staff_see_bank(
    *, of: InstrumentedAttribute[UUID] = Heir.id, lines: bool = False
) -> ColumnElement[bool]:
    """What the bank said of the recipient in column `of` may be seen by staff, auditors included.

    Only while the recipient lets them (4) and lets the bank answer (3): who takes (3) back takes
    it back from everybody but itself. `lines` asks for what came from lines of the account.
    """
    scope = AnswerScope.LINES if lines else None
    return and_(
        live_consent(ConsentKind.STAFF_SEES, of=of),
        live_consent(ConsentKind.BANK_ANSWERS, of=of, scope=scope),
    )


def may_staff_see_bank(session: Session, *, recipient_id: UUID, lines: bool = False) -> bool:
    """`staff_see_bank` of one recipient."""
    seen = select(Heir.id).where(Heir.id == recipient_id, staff_see_bank(lines=lines))
    return session.scalar(seen) is not None


def find_live(session: Session, *, recipient_id: UUID, kind: ConsentKind) -> Consent | None:
    """The consent in effect, if any. There is at most one."""
    return session.scalar(
        select(Consent).where(
            Consent.recipient_id == recipient_id,
            Consent.kind == kind,
            Consent.revoked_at.is_(None),
        )
    )


def list_live_recipients(session: Session, *, case_id: UUID, kind: ConsentKind) -> set[UUID]:
    """Who of a case the caller may already see gave this consent and has not taken it back."""
    return set(session.scalars(select(Heir.id).where(Heir.case_id == case_id, live_consent(kind))))


def list_consents(session: Session, *, actor: Actor, recipient_id: UUID) -> Sequence[ConsentState]:
    """All of them in their order, with their history.

    Raises:
        NotFound: no such recipient, or not this person's to see.
    """
    get_recipient(session, actor=actor, recipient_id=recipient_id)
    rows = session.scalars(
        select(Consent)
        .where(Consent.recipient_id == recipient_id)
        .order_by(Consent.given_at.desc(), Consent.revoked_at.desc())
    ).all()
    return [
        ConsentState(
            kind=kind,
            live=next((row for row in rows if row.kind is kind and row.revoked_at is None), None),
            past=tuple(row for row in rows if row.kind is kind and row.revoked_at is not None),
        )
        for kind in ConsentKind
    ]
