"""Who is proposed instead and was a participant before: stopped, alive, and the same person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.models import Case
from savings_app.cases.money_rules import names_agree
from savings_app.data_updates.models import DataUpdateLine
from savings_app.regions.rules import is_within
from savings_app.registry.known_deaths import is_known_dead
from savings_app.registry.models import Participant


@dataclass(frozen=True, slots=True)
class Returning:
    """A line whose replacement was a participant until `stopped_on`."""

    line_id: UUID
    number: int
    stopped_on: date | None


def list_returning(session: Session, *, actor: Actor, update_id: UUID) -> Sequence[Returning]:
    """Who comes back with the approval of this list, by line."""
    lines = list_replacements(session, update_id=update_id)
    found = find_returning(session, actor=actor, lines=lines)
    return [
        Returning(line.id, line.number, found[line.id].stopped_on)
        for line in lines
        if line.id in found
    ]


def list_replacements(session: Session, *, update_id: UUID) -> Sequence[DataUpdateLine]:
    """The lines that propose somebody who is not added yet."""
    return session.scalars(
        select(DataUpdateLine)
        .where(
            DataUpdateLine.data_update_id == update_id,
            DataUpdateLine.new_name.is_not(None),
            DataUpdateLine.added_id.is_(None),
        )
        .order_by(DataUpdateLine.number)
    ).all()


def find_returning(
    session: Session, *, actor: Actor, lines: Sequence[DataUpdateLine]
) -> dict[UUID, Participant]:
    """By line: the participant who comes back with its approval, instead of a second row.

    The number that is proposed is theirs and the names agree, or without a NIK name, birth date
    and desa do. Whoever two lines propose, whose death is known, or who is of another region comes
    back for none.
    """
    places = _places(session, lines)
    wanted = [condition for line in lines for condition in _conditions(line, places)]
    if not wanted:
        return {}
    people = session.scalars(
        select(Participant).where(
            or_(*wanted),
            Participant.stopped_on.is_not(None),
            ~exists().where(Case.participant_id == Participant.id),
            not_(is_known_dead()),
        )
    ).all()
    found: dict[UUID, Participant] = {}
    for line in lines:
        same = [one for one in people if _is_same(line, one, places)]
        if len(same) == 1 and is_within(same[0].region_code, actor.region or "-"):
            found[line.id] = same[0]
    times = Counter(person.id for person in found.values())
    return {line: person for line, person in found.items() if times[person.id] == 1}


def _places(session: Session, lines: Sequence[DataUpdateLine]) -> dict[UUID, str]:
    """The desa of whom each line replaces, for those who are known by name only."""
    ids = [line.participant_id for line in lines if line.new_nik is None]
    if not ids:
        return {}
    rows = session.execute(
        select(Participant.id, Participant.region_code).where(Participant.id.in_(ids))
    )
    return {row.id: row.region_code for row in rows}


def _conditions(line: DataUpdateLine, places: dict[UUID, str]) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if line.new_nik is not None:
        wanted.append(Participant.nik == line.new_nik)
    if line.new_kpj is not None:
        wanted.append(Participant.kpj == line.new_kpj)
    if line.new_nik is None:
        wanted.append(
            and_(
                Participant.full_name == line.new_name,
                Participant.born_on.is_not_distinct_from(line.new_born_on),
                Participant.region_code == places[line.participant_id],
            )
        )
    return wanted


def _is_same(line: DataUpdateLine, person: Participant, places: dict[UUID, str]) -> bool:
    if person.id == line.participant_id:
        return False
    if line.new_nik is not None and person.nik is not None:
        is_theirs = line.new_nik == person.nik
    elif line.new_kpj is not None and line.new_kpj == person.kpj:
        is_theirs = True
    else:
        is_theirs = (
            line.new_nik is None
            and person.region_code == places[line.participant_id]
            and person.born_on == line.new_born_on
        )
    return is_theirs and names_agree(line.new_name or "", person.full_name)
