"""Participants, searched for by name or by a full number: there is no list of all people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor, Permission
from savings_app.errors import DomainError, NotFound, RuleWarning
from savings_app.identifiers import KPJ, NIK
from savings_app.regions.queries import lies_within
from savings_app.registry.models import Category, Participant
from savings_app.registry.nik import check_nik
from savings_app.registry.queries.merged import stands_alone

SHORTEST_SEARCH = 3


class SearchTooShort(DomainError):
    """Too few letters would list the whole kabupaten. Fact: `shortest`."""

    field = "q"


def participants_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Participant`: those of the region the actor works for, each once.

    A record that was put into another is not one of them: see `merged`.
    """
    return records_seen_by(actor) & stands_alone()


def records_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Participant`: every record of the region, also those put into another."""
    if actor.region and actor.may(Permission.CASE_READ):
        return lies_within(Participant.region_code, actor.region)
    return false()


def called(text: str, *, shortest: int = SHORTEST_SEARCH) -> ColumnElement[bool]:
    """A condition on `Participant`: the name holds `text` in any case, or it is the NIK or KPJ.

    The old number of a record that was put into another finds the one that stands.

    Raises:
        SearchTooShort: fewer letters than `shortest`.
    """
    text = " ".join(text.split())
    if len(text) < shortest:
        raise SearchTooShort(shortest=shortest)
    conditions = [Participant.full_name.icontains(text, autoescape=True)]
    for kind, column in ((NIK, Participant.nik), (KPJ, Participant.kpj)):
        try:
            number = kind.parse(text)
        except DomainError:
            continue
        record = aliased(Participant)
        former = select(record.merged_into_id).where(
            getattr(record, column.key) == number, record.merged_into_id.is_not(None)
        )
        conditions += [column == number, Participant.id.in_(former)]
    return or_(*conditions)


def get_participant(session: Session, *, actor: Actor, participant_id: UUID) -> Participant:
    """
    Raises:
        NotFound: no such participant, or not of this actor's region.
    """
    participant = session.scalar(
        select(Participant).where(Participant.id == participant_id, participants_seen_by(actor))
    )
    if participant is None:
        raise NotFound
    return participant


def get_record(session: Session, *, actor: Actor, participant_id: UUID) -> Participant:
    """A participant, or a record that was put into another, which only its page shows.

    Raises:
        NotFound
    """
    record = session.scalar(
        select(Participant).where(Participant.id == participant_id, records_seen_by(actor))
    )
    if record is None:
        raise NotFound
    return record


def names_of_participants(
    session: Session, *, actor: Actor, ids: Sequence[UUID]
) -> dict[UUID, str]:
    """Names by id, of those the actor may see, in one query."""
    rows = session.execute(
        select(Participant.id, Participant.full_name).where(
            Participant.id.in_(ids), records_seen_by(actor)
        )
    )
    return {row.id: row.full_name for row in rows}


def find_namesake(
    session: Session, *, nik: NIK | None, kpj: KPJ | None, other_than: UUID | None
) -> tuple[Participant | None, Participant | None]:
    """Who already has this NIK, and who this KPJ: anywhere, since both name one person.

    Where a record that was put into another has it, the holder is the record that stands.
    """

    def holder(column: ColumnElement[bool] | None) -> Participant | None:
        if column is None:
            return None
        statement = select(Participant).where(column)
        if other_than is not None:
            statement = statement.where(Participant.id != other_than)
        found = session.scalars(statement).first()
        if found is None or found.merged_into_id is None:
            return found
        return session.get_one(Participant, found.merged_into_id)

    return (
        holder(Participant.nik == nik if nik else None),
        holder(Participant.kpj == kpj if kpj else None),
    )


def has_double(session: Session, *, facts: Mapping[str, object], other_than: UUID | None) -> bool:
    """Somebody of this `full_name` and `born_on` in this `region_code`: for who has no NIK."""
    statement = select(Participant.id).where(
        *(
            getattr(Participant, name).is_not_distinct_from(facts[name])
            for name in ("full_name", "born_on", "region_code")
        ),
        stands_alone(),
    )
    if other_than is not None:
        statement = statement.where(Participant.id != other_than)
    return session.scalars(statement).first() is not None


def list_categories(session: Session, *, day: date) -> Sequence[tuple[str, str]]:
    """(code, name) of the categories that have started by `day`."""
    rows = session.execute(
        select(Category.code, Category.name).where(Category.starts <= day).order_by(Category.name)
    )
    return [(row.code, row.name) for row in rows]


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category, the day it starts, and how many participants of it the actor may see."""

    code: str
    name: str
    starts: date
    participants: int


def list_category_rows(session: Session, *, actor: Actor) -> Sequence[CategoryRow]:
    """Every category, also those that have not started, by name, in one query."""
    counted = (
        select(Participant.category, func.count().label("people"))
        .where(participants_seen_by(actor))
        .group_by(Participant.category)
        .subquery()
    )
    rows = session.execute(
        select(Category, func.coalesce(counted.c.people, 0))
        .outerjoin(counted, counted.c.category == Category.code)
        .order_by(Category.name)
    )
    return [CategoryRow(one.code, one.name, one.starts, people) for one, people in rows]


def find_category_name(session: Session, *, code: str) -> str | None:
    return session.scalar(select(Category.name).where(Category.code == code))


def nik_warnings(participant: Participant, *, today: date) -> Sequence[RuleWarning]:
    """Where the NIK disagrees with the birth date or the sex: to look at, never to refuse."""
    if participant.nik is None:
        return ()
    return check_nik(
        participant.nik.full, today=today, born_on=participant.born_on, sex=participant.sex
    ).warnings
