"""Who in the registry a death may be of, and which other lines may tell of the same death.

Many lines are compared at once: the statements do not grow with them, only with the chunks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from savings_app.deaths.kinds import DeathState
from savings_app.deaths.models import DeathNotice
from savings_app.deaths.rules import SAME_DEATH_DAYS, Known, Said, compare, is_same_death
from savings_app.registry.models import Participant
from savings_app.registry.queries.merged import stands_alone

CHUNK = 500
# Lines that speak for themselves: a double speaks through another, a wrong one not at all.
SPEAKING = (DeathState.NO_CASE, DeathState.OPENED, DeathState.NOT_PARTICIPANT)


def said_by(notice: DeathNotice) -> Said:
    """The person of a line, as its sources name one."""
    return Said(notice.full_name, notice.region_code, notice.nik, notice.kpj, notice.born_on)


class Candidates:
    """Participants by number and by desa, read at once for all the people of a list."""

    def __init__(self, session: Session, people: Collection[Said]) -> None:
        self._by_number: dict[str, Known] = {}
        self._by_place: dict[str, list[Known]] = {}
        niks = {one.nik for one in people if one.nik is not None}
        kpjs = {one.kpj for one in people if one.kpj is not None}
        places = {one.region_code for one in people}
        for column, values in (
            (Participant.nik, niks),
            (Participant.kpj, kpjs),
            (Participant.region_code, places),
        ):
            wanted = list(values)
            for first in range(0, len(wanted), CHUNK):
                portion = wanted[first : first + CHUNK]
                for known in _known(session, column.in_(portion)):
                    self._add(known, by_place=column is Participant.region_code)
                if column is not Participant.region_code:
                    self._add_former(session, column.key, portion)

    def _add(self, known: Known, *, by_place: bool) -> None:
        for number in (known.nik, known.kpj):
            if number is not None:
                self._by_number[number.full] = known
        if by_place:
            self._by_place.setdefault(known.region_code, []).append(known)

    def _add_former(self, session: Session, column: str, numbers: Sequence[Any]) -> None:
        """An old number of somebody who was written down twice is a number of that person too."""
        record = aliased(Participant)
        rows = session.execute(
            select(
                Participant.id,
                Participant.full_name,
                Participant.region_code,
                func.coalesce(record.nik, Participant.nik),
                func.coalesce(record.kpj, Participant.kpj),
                Participant.born_on,
                getattr(record, column).label("number"),
            )
            .join(record, record.merged_into_id == Participant.id)
            .where(getattr(record, column).in_(numbers))
        )
        for *facts, number in rows:
            self._by_number[number.full] = Known(*facts)

    def of(self, said: Said) -> Sequence[Known]:
        """Whoever this may be, each once."""
        found = {one.id: one for one in self._by_place.get(said.region_code, ())}
        for number in (said.nik, said.kpj):
            known = self._by_number.get(number.full) if number else None
            if known is not None:
                found[known.id] = known
        return list(found.values())


def _known(session: Session, condition: ColumnElement[bool]) -> Iterator[Known]:
    rows = session.execute(
        select(
            Participant.id,
            Participant.full_name,
            Participant.region_code,
            Participant.nik,
            Participant.kpj,
            Participant.born_on,
        ).where(condition, stands_alone())
    )
    for row in rows:
        yield Known(*row)


def list_look_alikes(session: Session, *, notice: DeathNotice) -> list[tuple[Known, Any]]:
    """(participant, how alike) of whoever this death may be of, the surest first."""
    said = said_by(notice)
    ways = [(one, compare(said, one)) for one in Candidates(session, [said]).of(said)]
    return [(one, way) for one, way in ways if way is not None]


def find_double(session: Session, *, notice: DeathNotice) -> DeathNotice | None:
    """The first line that tells of the same death, other than this one."""
    near = notice.died_on - SAME_DEATH_DAYS, notice.died_on + SAME_DEATH_DAYS
    return next(
        (
            other
            for other in _others(session, notice, days=near)
            if is_same_death(
                said_by(notice),
                notice.died_on,
                said_by(other),
                other.died_on,
                same_participant=_is_same_participant(notice, other),
            )
        ),
        None,
    )


def list_doubles(session: Session, *, notice: DeathNotice, days: int = 14) -> list[DeathNotice]:
    """Other lines of the same desa within `days` of it: a person may see that it is one death."""
    span = timedelta(days=days)
    statement = (
        select(DeathNotice)
        .where(
            DeathNotice.id != notice.id,
            DeathNotice.state.in_(SPEAKING),
            DeathNotice.region_code == notice.region_code,
            DeathNotice.died_on.between(notice.died_on - span, notice.died_on + span),
        )
        .order_by(DeathNotice.died_on, DeathNotice.id)
        .limit(10)
    )
    return list(session.scalars(statement))


def _is_same_participant(one: DeathNotice, other: DeathNotice) -> bool:
    return (
        one.participant_id is not None
        and one.participant_id == other.participant_id
        and one.match_confirmed
        and other.match_confirmed
    )


def _others(
    session: Session, notice: DeathNotice, *, days: tuple[Any, Any]
) -> Sequence[DeathNotice]:
    alike: list[ColumnElement[bool]] = [
        (DeathNotice.region_code == notice.region_code) & DeathNotice.died_on.between(*days)
    ]
    for name in ("nik", "kpj", "participant_id"):
        value: UUID | object | None = getattr(notice, name)
        if value is not None:
            alike.append(getattr(DeathNotice, name) == value)
    return session.scalars(
        select(DeathNotice)
        .where(DeathNotice.id != notice.id, DeathNotice.state.in_(SPEAKING), or_(*alike))
        .order_by(DeathNotice.recorded_at, DeathNotice.id)
    ).all()
