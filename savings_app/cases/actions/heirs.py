"""Heirs and recipients of a case, and the shares they state themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.benefit import forget_shares_unless
from savings_app.cases.actions.papers import match_papers_to_case
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.models import AccessLetter, Account, AssistedVisit, Case, Heir, Payout
from savings_app.cases.people_rules import (
    DeceasedCannotReceive,
    HeirFacts,
    HeirHasHistory,
    HeirTwice,
    check_heir,
    check_shares,
    is_same_person,
    tidy_phone,
)
from savings_app.cases.queries.benefit import find_benefit_in_force
from savings_app.cases.queries.cases import get_case, list_heirs
from savings_app.cases.queries.dead import is_known_dead
from savings_app.cases.queries.heirs import get_heir, shares_version
from savings_app.db import check_version
from savings_app.errors import Conflict
from savings_app.money import ZERO, Rupiah


def add_heir(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID,
    facts: HeirFacts,
    today: date,
    now: datetime,
) -> Heir:
    """Write down a member of the family, paid or not.

    Raises:
        NotFound, PhoneInvalid, HeirTwice, DeceasedCannotReceive, and what `check_heir` refuses.
    """
    case = get_case(session, actor=actor, case_id=case_id)
    session.refresh(case, with_for_update=True)
    facts = _checked(session, case=case, facts=facts, other_than=None, today=today)
    last = session.scalar(select(func.max(Heir.position)).where(Heir.case_id == case_id)) or 0
    heir = Heir(
        case_id=case_id, position=last + 1, share=None, plan_outcome=None, **_columns(facts)
    )
    session.add(heir)
    session.flush()
    _settle(session, actor=actor, now=now, verb="add", case=case, heir=heir, today=today)
    return heir


def edit_heir(
    session: Session,
    *,
    actor: Actor,
    heir_id: UUID,
    version: int | None,
    facts: HeirFacts,
    today: date,
    now: datetime,
) -> Heir:
    """Correct an heir. Who has a letter, an account or a payout stays a recipient.

    Raises:
        Conflict, HeirHasHistory, and what `add_heir` raises.
    """
    case, heir = get_heir(session, actor=actor, heir_id=heir_id)
    check_version(heir, version)
    facts = _checked(session, case=case, facts=facts, other_than=heir_id, today=today)
    if heir.is_recipient and not facts.is_recipient and _has_history(session, heir_id):
        raise HeirHasHistory
    for name, value in _columns(facts).items():
        setattr(heir, name, value)
    session.flush()
    _settle(session, actor=actor, now=now, verb="edit", case=case, heir=heir, today=today)
    return heir


def remove_heir(
    session: Session, *, actor: Actor, heir_id: UUID, version: int | None, now: datetime
) -> None:
    """Take away an heir written down by mistake, in whose name nothing stands yet.

    Raises:
        NotFound, Conflict, HeirHasHistory
    """
    case, heir = get_heir(session, actor=actor, heir_id=heir_id)
    check_version(heir, version)
    if _has_history(session, heir_id):
        raise HeirHasHistory
    session.delete(heir)
    session.flush()
    _settle(session, actor=actor, now=now, verb="remove", case=case, heir=heir)


def state_shares(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID,
    shares: Mapping[UUID, Rupiah | None],
    seen: int | None,
    now: datetime,
) -> None:
    """The shares the recipients state themselves: all of them, or none yet.

    `seen` is `shares_version` of the heirs as the form showed them. Nothing is computed from any
    law of inheritance.

    Raises:
        NotFound, Conflict, ShareMissing, SharesDoNotAddUp
    """
    case = get_case(session, actor=actor, case_id=case_id)
    recipients = [heir for heir in list_heirs(session, case_id=case_id) if heir.is_recipient]
    stale = seen is not None and seen != shares_version(recipients)
    if stale or set(shares) != {heir.id for heir in recipients}:
        raise Conflict
    benefit = find_benefit_in_force(session, case_id=case_id)
    stated = [shares[heir.id] for heir in recipients]
    check_shares(stated, whole=benefit.computation.total if benefit else ZERO)
    for heir, share in zip(recipients, stated, strict=True):
        heir.share = share
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="heir:state-shares",
        subject="case",
        subject_id=case.id,
        case_id=case.id,
        stated=any(share is not None for share in stated),
    )
    refresh_stage(session, case_id=case.id)


def record_heir_numbers_shown(
    session: Session, *, actor: Actor, heir_id: UUID, now: datetime
) -> tuple[Case, Heir]:
    """Somebody opens the form with the full NIK of an heir; written down before it is shown.

    Raises:
        NotFound
    """
    case, heir = get_heir(session, actor=actor, heir_id=heir_id)
    _record(session, actor=actor, now=now, verb="show-numbers", heir=heir)
    return case, heir


def _checked(
    session: Session,
    *,
    case: Case,
    facts: HeirFacts,
    other_than: UUID | None,
    today: date,
) -> HeirFacts:
    """The facts with a tidy phone, once every rule has agreed."""
    facts = replace(facts, phone=tidy_phone(facts.phone))
    check_heir(facts, today=today)
    for field, nik in (("nik", facts.nik), ("guardian_nik", facts.guardian_nik)):
        if is_known_dead(session, nik=nik):
            raise DeceasedCannotReceive(field=field)
    for heir in list_heirs(session, case_id=case.id):
        if heir.id != other_than and is_same_person(facts, heir):
            raise HeirTwice(full_name=heir.full_name)
    return facts


def _has_history(session: Session, heir_id: UUID) -> bool:
    return bool(
        session.scalar(
            select(
                or_(
                    exists().where(AccessLetter.recipient_id == heir_id),
                    exists().where(AssistedVisit.recipient_id == heir_id),
                    exists().where(Account.recipient_id == heir_id),
                    exists().where(Payout.recipient_id == heir_id),
                )
            )
        )
    )


def _columns(facts: HeirFacts) -> dict[str, object]:
    return {field.name: getattr(facts, field.name) for field in fields(facts)}


def _settle(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    verb: str,
    case: Case,
    heir: Heir,
    today: date | None = None,
) -> None:
    """What follows from a change of heirs: shares, papers, stage."""
    benefit = find_benefit_in_force(session, case_id=case.id)
    if benefit is not None:
        forget_shares_unless(session, case_id=case.id, computation=benefit.computation)
    match_papers_to_case(session, case=case, today=today)
    _record(session, actor=actor, now=now, verb=verb, heir=heir)
    refresh_stage(session, case_id=case.id)


def _record(session: Session, *, actor: Actor, now: datetime, verb: str, heir: Heir) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=f"heir:{verb}",
        subject="heir",
        subject_id=heir.id,
        case_id=heir.case_id,
        position=heir.position,
    )
