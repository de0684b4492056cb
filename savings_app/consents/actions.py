"""Giving and taking back one consent: each by itself, in one step, in effect at once."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission, Role
from savings_app.audit.actions import record
from savings_app.cases.models import Heir
from savings_app.cases.queries.cases import get_recipient
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.consents.models import Consent
from savings_app.consents.queries import find_live
from savings_app.consents.rules import (
    WORDS_VERSION,
    check_giver,
    check_scope,
    is_older_than,
)
from savings_app.errors import NotPermitted
from savings_app.outbox.actions import stop_drawn, stop_waiting


def give_consent(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    kind: ConsentKind,
    scope: AnswerScope | None = None,
    now: datetime,
) -> Consent:
    """The recipient says yes to one thing. Saying it again changes nothing.

    Another `scope` of consent 3 ends the old consent and begins a new one. Staff may record the
    paper consent to claim help; a yes given with staff at the device carries who that was.

    Raises:
        NotFound: no such recipient, or not this person's.
        NotPermitted: the role may not.
        ConsentScopeMissing, ConsentHasNoScope, ConsentIsTheFamilys, PhotoNotWithStaff
    """
    check_scope(kind=kind, scope=scope)
    recipient = _alone_with(session, actor=actor, recipient_id=recipient_id)
    check_giver(
        kind=kind,
        by_staff=actor.role is not Role.FAMILY,
        assisted=actor.assisted_by is not None,
    )
    live = find_live(session, recipient_id=recipient.id, kind=kind)
    if live is not None and live.scope is scope:
        return live
    if live is not None:
        _end(session, live, actor=actor, case_id=recipient.case_id, now=now)
    return _begin(
        session, recipient, kind, scope, words_version=WORDS_VERSION, actor=actor, now=now
    )


def _begin(
    session: Session,
    recipient: Heir,
    kind: ConsentKind,
    scope: AnswerScope | None,
    *,
    words_version: str,
    actor: Actor,
    now: datetime,
    on_paper: bool = False,
) -> Consent:
    consent = Consent(
        recipient_id=recipient.id,
        kind=kind,
        scope=scope,
        words_version=words_version,
        given_at=now,
        given_with=_staff_of(actor),
        revoked_at=None,
        revoked_with=None,
    )
    session.add(consent)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="consent:give",
        subject="consent",
        subject_id=consent.id,
        case_id=recipient.case_id,
        kind=kind.value,
        scope=scope.value if scope else None,
        words=words_version,
        on_paper=on_paper,
    )
    return consent


def revoke_consent(
    session: Session, *, actor: Actor, recipient_id: UUID, kind: ConsentKind, now: datetime
) -> Consent | None:
    """The recipient takes one consent back; returns it, or None where none was live.

    Staff may record it too, for someone who says so at the desk.

    Raises:
        NotFound: no such recipient, or not this person's.
        NotPermitted: the role may not.
    """
    recipient = _alone_with(session, actor=actor, recipient_id=recipient_id)
    live = find_live(session, recipient_id=recipient.id, kind=kind)
    if live is not None:
        _end(session, live, actor=actor, case_id=recipient.case_id, now=now)
        if kind is ConsentKind.MESSAGES:
            stop_waiting(session, recipient_id=recipient.id)
        if kind is ConsentKind.LEARN:
            # What is due is written again, in the ordinary words.
            stop_drawn(session, recipient_id=recipient.id)
    return live


def answer_on_paper(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    kind: ConsentKind,
    is_yes: bool,
    scope: AnswerScope | None,
    words_version: str,
    signed_on: date,
    now: datetime,
) -> Consent | None:
    """What a recipient ticked on a signed letter holds from now on, unless it said otherwise since.

    Returns the consent that is live by it. None: "belum sekarang", which takes back what was given
    before, or something said after that day, which stays.

    Raises:
        NotFound: no such recipient, or not this person's.
        NotPermitted: the role may not.
        ConsentScopeMissing, ConsentHasNoScope
    """
    if is_yes:
        check_scope(kind=kind, scope=scope)
    if not actor.may(Permission.CASE_EDIT):
        raise NotPermitted
    recipient = _alone_with(session, actor=actor, recipient_id=recipient_id)
    rows = session.scalars(
        select(Consent).where(Consent.recipient_id == recipient.id, Consent.kind == kind)
    ).all()
    if is_older_than(signed_on, [(row.given_at, row.revoked_at) for row in rows]):
        return None
    live = next((row for row in rows if row.revoked_at is None), None)
    if is_yes and live is not None and live.scope is scope:
        return live
    if live is not None:
        _end(session, live, actor=actor, case_id=recipient.case_id, now=now)
    if not is_yes:
        return None
    return _begin(
        session,
        recipient,
        kind,
        scope,
        words_version=words_version,
        actor=actor,
        now=now,
        on_paper=True,
    )


def _alone_with(session: Session, *, actor: Actor, recipient_id: UUID) -> Heir:
    """The recipient, locked: two presses of one button wait for each other."""
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    if not (actor.may(Permission.OWN_CONSENT) or actor.may(Permission.CASE_EDIT)):
        raise NotPermitted
    session.execute(select(Heir.id).where(Heir.id == recipient.id).with_for_update())
    return recipient


def _end(session: Session, consent: Consent, *, actor: Actor, case_id: UUID, now: datetime) -> None:
    consent.revoked_at = now
    consent.revoked_with = _staff_of(actor)
    # The old one ends before a new one begins: only one may be live.
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="consent:revoke",
        subject="consent",
        subject_id=consent.id,
        case_id=case_id,
        kind=consent.kind.value,
    )


def _staff_of(actor: Actor) -> UUID | None:
    return actor.assisted_by if actor.role is Role.FAMILY else actor.user_id
