"""Adding and correcting participants."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.db import check_version
from savings_app.identifiers import KPJ, NIK
from savings_app.regions.queries import find_place
from savings_app.regions.rules import is_within
from savings_app.registry.models import Category, Participant
from savings_app.registry.queries import find_namesake, get_participant, has_double
from savings_app.registry.rules import (
    CategoryUnknown,
    KpjTaken,
    NikTaken,
    ParticipantTwice,
    Payer,
    PlaceOutsideScope,
    Segment,
    Sex,
    check_participant,
)
from savings_app.words import gettext


@dataclass(frozen=True, slots=True)
class ParticipantFacts:
    """What is written down about a participant; names are those of the columns.

    `nik` or `nik_missing_reason`, not both. `months_contributed` is None where unknown.
    """

    full_name: str
    nik: NIK | None
    nik_missing_reason: str | None
    kpj: KPJ | None
    born_on: date | None
    sex: Sex | None
    segment: Segment
    category: str
    payer: Payer
    months_contributed: int | None
    region_code: str

    def columns(self) -> dict[str, object]:
        """The facts by column name; identifiers stay whole."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def add_participant(
    session: Session, *, actor: Actor, facts: ParticipantFacts, today: date, now: datetime
) -> Participant:
    """Write down a covered worker of the actor's region.

    Raises:
        NikOrReasonNeeded, NikAndReason, BirthInFuture, MonthsImpossible, PlaceOutsideScope,
        CategoryUnknown, NikTaken, KpjTaken
    """
    facts = _check(session, actor=actor, facts=facts, other_than=None, today=today)
    participant = Participant(**facts.columns(), created_at=now)
    session.add(participant)
    session.flush()
    _record(session, actor=actor, now=now, verb="add", participant_id=participant.id)
    return participant


def edit_participant(
    session: Session,
    *,
    actor: Actor,
    participant_id: UUID,
    version: int | None,
    facts: ParticipantFacts,
    today: date,
    now: datetime,
) -> Participant:
    """Correct what is known; a case already open keeps what it was opened with.

    Raises:
        NotFound, Conflict, and what `add_participant` raises.
    """
    participant = get_participant(session, actor=actor, participant_id=participant_id)
    check_version(participant, version)
    facts = _check(session, actor=actor, facts=facts, other_than=participant_id, today=today)
    for name, value in facts.columns().items():
        setattr(participant, name, value)
    session.flush()
    _record(session, actor=actor, now=now, verb="edit", participant_id=participant_id)
    return participant


def record_numbers_shown(
    session: Session, *, actor: Actor, participant_id: UUID, now: datetime
) -> Participant:
    """Somebody opens the full NIK and KPJ; it is written down before they are shown.

    Raises:
        NotFound
    """
    participant = get_participant(session, actor=actor, participant_id=participant_id)
    _record(session, actor=actor, now=now, verb="show-numbers", participant_id=participant_id)
    return participant


def _check(
    session: Session,
    *,
    actor: Actor,
    facts: ParticipantFacts,
    other_than: UUID | None,
    today: date,
) -> ParticipantFacts:
    """The facts with the code its desa has today, where an old one was named."""
    check_participant(
        nik=facts.nik,
        nik_missing_reason=facts.nik_missing_reason,
        born_on=facts.born_on,
        months=facts.months_contributed,
        today=today,
    )
    place = find_place(session, code=facts.region_code)
    if place is None or not is_within(place.code, actor.region or "-"):
        raise PlaceOutsideScope
    facts = replace(facts, region_code=place.code)
    known = select(Category.id).where(Category.code == facts.category, Category.starts <= today)
    if session.scalar(known) is None:
        raise CategoryUnknown
    by_nik, by_kpj = find_namesake(session, nik=facts.nik, kpj=facts.kpj, other_than=other_than)
    if by_nik is not None:
        raise NikTaken(holder=_holder(by_nik, actor))
    if by_kpj is not None:
        raise KpjTaken(holder=_holder(by_kpj, actor))
    if facts.nik is None and has_double(session, facts=facts.columns(), other_than=other_than):
        raise ParticipantTwice
    return facts


def _holder(participant: Participant, actor: Actor) -> str:
    """The name, where the actor may see that participant."""
    if is_within(participant.region_code, actor.region or "-"):
        return participant.full_name
    return gettext("peserta di wilayah lain")


def _record(
    session: Session, *, actor: Actor, now: datetime, verb: str, participant_id: UUID
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=f"participant:{verb}",
        subject="participant",
        subject_id=participant_id,
    )
