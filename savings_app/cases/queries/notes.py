"""Notes on a case, and the colleagues it can go to. Neither is ever shown to family or bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor, Role
from savings_app.cases.models import Case, CaseNote
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.errors import NotFound

# Who may be given a case: the roles that work on cases.
HANDLING = (Role.CASEWORKER, Role.SUPERVISOR)
_READING = (*HANDLING, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note, who wrote it, whom the case went to with it, and whether a later one corrects it."""

    note: CaseNote
    written_by: str
    handed_to: str | None
    is_corrected: bool


def notes_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `CaseNote` joined with `Case`: staff of the region, nobody else."""
    return cases_seen_by(actor) if actor.role in _READING else false()


def list_notes(
    session: Session, *, actor: Actor, case_id: UUID, limit: int = 100
) -> Sequence[NoteRow]:
    """The latest notes of a case, newest first, in one query."""
    writer, receiver, later = aliased(User), aliased(User), aliased(CaseNote)
    rows = session.execute(
        select(CaseNote, writer.full_name, receiver.full_name, later.id)
        .join(Case, Case.id == CaseNote.case_id)
        .join(writer, writer.id == CaseNote.written_by)
        .outerjoin(receiver, receiver.id == CaseNote.handed_to)
        .outerjoin(later, later.corrects_id == CaseNote.id)
        .where(CaseNote.case_id == case_id, notes_seen_by(actor))
        .order_by(CaseNote.written_at.desc(), CaseNote.id)
        .limit(limit)
    )
    return [
        NoteRow(note=note, written_by=by, handed_to=to, is_corrected=later_id is not None)
        for note, by, to, later_id in rows
    ]


def find_last_note(session: Session, *, actor: Actor, case_id: UUID) -> CaseNote | None:
    """What this person wrote last about the case, where it is no reason of a hand-over."""
    last = session.scalar(
        select(CaseNote)
        .where(CaseNote.case_id == case_id, CaseNote.written_by == actor.user_id)
        .order_by(CaseNote.written_at.desc())
        .limit(1)
    )
    return last if last is not None and last.handed_to is None else None


def count_notes(session: Session, *, actor: Actor, case_id: UUID) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(CaseNote)
            .join(Case, Case.id == CaseNote.case_id)
            .where(CaseNote.case_id == case_id, notes_seen_by(actor))
        )
        or 0
    )


def get_note(session: Session, *, actor: Actor, case_id: UUID, note_id: UUID) -> CaseNote:
    """
    Raises:
        NotFound: none of this case, or not this person's to read.
    """
    note = session.scalar(
        select(CaseNote)
        .join(Case, Case.id == CaseNote.case_id)
        .where(CaseNote.id == note_id, CaseNote.case_id == case_id, notes_seen_by(actor))
    )
    if note is None:
        raise NotFound
    return note


def list_colleagues(session: Session, *, case: Case) -> Sequence[tuple[UUID, str]]:
    """(id, name) of everybody who may handle this case, by name."""
    return list_staff_of(session, region_code=case.region_code)


def list_staff_of(session: Session, *, region_code: str) -> Sequence[tuple[UUID, str]]:
    """(id, name) of everybody who may handle a case of this place, by name."""
    rows = session.execute(
        select(User.id, User.full_name).where(*_handling(region_code)).order_by(User.full_name)
    )
    return [(row.id, row.full_name) for row in rows]


def find_colleague(session: Session, *, case: Case, user_id: UUID) -> User | None:
    return session.scalar(select(User).where(User.id == user_id, *_handling(case.region_code)))


def _handling(region_code: str) -> list[ColumnElement[bool]]:
    place = literal(region_code)
    return [
        User.role.in_(HANDLING),
        User.is_active.is_(True),
        User.region.is_not(None),
        or_(place == User.region, place.startswith(User.region + ".")),
    ]
