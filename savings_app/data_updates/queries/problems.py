"""Which replacements cannot be added, found for all lines at once and shown before approval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.data_updates.models import DataUpdateLine
from savings_app.data_updates.queries.returning import find_returning, list_replacements
from savings_app.errors import DomainError
from savings_app.regions.rules import is_within
from savings_app.registry.models import Participant
from savings_app.registry.queries import has_double
from savings_app.registry.rules import KpjTaken, NikTaken, ParticipantTwice, check_participant
from savings_app.words import gettext


@dataclass(frozen=True, slots=True)
class LineProblem:
    """Why the replacement of this line cannot be added."""

    line_id: UUID
    number: int
    refusal: DomainError


class ReplacementTwice(DomainError):
    """Two lines of this list propose the same NIK or KPJ."""


def list_replacement_problems(
    session: Session, *, actor: Actor, update_id: UUID, today: date
) -> Sequence[LineProblem]:
    """At most one for a line, by number. The registry itself checks again when they are added."""
    lines = list_replacements(session, update_id=update_id)
    if not lines:
        return []
    returning = find_returning(session, actor=actor, lines=lines)
    holders = _holders(session, lines)
    twice = _twice(lines)
    found = []
    for line in lines:
        refusal = _refusal(
            session, line, holders, twice, returning.get(line.id), actor=actor, today=today
        )
        if refusal is not None:
            found.append(LineProblem(line.id, line.number, refusal))
    return found


def _holders(session: Session, lines: Sequence[DataUpdateLine]) -> dict[str, Participant]:
    """Who holds each NIK and KPJ that is proposed: anywhere, since both name one person."""
    conditions: list[ColumnElement[bool]] = []
    niks = [line.new_nik for line in lines if line.new_nik]
    cards = [line.new_kpj for line in lines if line.new_kpj]
    if niks:
        conditions.append(Participant.nik.in_(niks))
    if cards:
        conditions.append(Participant.kpj.in_(cards))
    if not conditions:
        return {}
    held: dict[str, Participant] = {}
    for person in session.scalars(select(Participant).where(or_(*conditions))):
        for number in (person.nik, person.kpj):
            if number is not None:
                held[number.full] = person
    return held


def _twice(lines: Sequence[DataUpdateLine]) -> frozenset[str]:
    numbers = Counter(
        number.full for line in lines for number in (line.new_nik, line.new_kpj) if number
    )
    return frozenset(number for number, times in numbers.items() if times > 1)


def _refusal(
    session: Session,
    line: DataUpdateLine,
    holders: dict[str, Participant],
    twice: frozenset[str],
    returning: Participant | None,
    *,
    actor: Actor,
    today: date,
) -> DomainError | None:
    try:
        check_participant(
            nik=line.new_nik,
            nik_missing_reason=line.new_nik_missing_reason,
            born_on=line.new_born_on,
            months=None,
            today=today,
        )
    except DomainError as refusal:
        return refusal
    for number, kind in ((line.new_nik, NikTaken), (line.new_kpj, KpjTaken)):
        if number is None:
            continue
        if number.full in twice:
            return ReplacementTwice()
        if number.full in holders and holders[number.full] is not returning:
            return kind(holder=_named(holders[number.full], actor))
    return _double(session, line) if returning is None else None


def _double(session: Session, line: DataUpdateLine) -> DomainError | None:
    if line.new_nik is not None:
        return None
    replaced = session.get_one(Participant, line.participant_id)
    facts = {
        "full_name": line.new_name,
        "born_on": line.new_born_on,
        "region_code": replaced.region_code,
    }
    return ParticipantTwice() if has_double(session, facts=facts, other_than=None) else None


def _named(person: Participant, actor: Actor) -> str:
    """The name, where the actor may see that participant."""
    if is_within(person.region_code, actor.region or "-"):
        return person.full_name
    return gettext("peserta di wilayah lain")
