"""Who handles a case, and what colleagues write down for one another.

Nobody has to be asked: one person can take, hand over and give back alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.models import Case, CaseNote
from savings_app.cases.queries.cases import get_case
from savings_app.cases.queries.notes import find_colleague, find_last_note, get_note
from savings_app.cases.work_rules import (
    AlreadyHandles,
    ColleagueUnknown,
    NoteAlreadyCorrected,
    NotTheHandler,
    check_note,
)
from savings_app.db import check_version

# A person who writes the same words later means them again.
SENT_TWICE = timedelta(minutes=10)


def take_case(
    session: Session, *, actor: Actor, case_id: UUID, version: int | None, now: datetime
) -> Case:
    """The case is mine from now on. Taking one's own case again changes nothing.

    Raises:
        NotFound, Conflict
    """
    case = get_case(session, actor=actor, case_id=case_id)
    check_version(case, version)
    if case.assigned_to != actor.user_id:
        case.assigned_to = actor.user_id
        session.flush()
        _record(session, actor, now, "case:take", case)
    return case


def hand_over_case(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID,
    colleague_id: UUID,
    text: str | None,
    version: int | None,
    now: datetime,
) -> CaseNote:
    """Give the case to a colleague of its region, with a note that says why.

    Raises:
        NotFound, Conflict, NoteEmpty, NoteTooLong, ColleagueUnknown, AlreadyHandles
    """
    case = get_case(session, actor=actor, case_id=case_id)
    check_version(case, version)
    plain = check_note(text)
    colleague = find_colleague(session, case=case, user_id=colleague_id)
    if colleague is None:
        raise ColleagueUnknown
    if case.assigned_to == colleague.id:
        raise AlreadyHandles(name=colleague.full_name)
    case.assigned_to = colleague.id
    note = _add_note(session, actor, case, plain, now, handed_to=colleague.id)
    _record(session, actor, now, "case:hand-over", case, note_id=str(note.id))
    return note


def give_back_case(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID,
    text: str | None,
    version: int | None,
    now: datetime,
) -> Case:
    """Nobody handles the case any more; it stands among "belum ada petugas" until one takes it.

    Raises:
        NotFound, Conflict, NotTheHandler, NoteEmpty, NoteTooLong
    """
    case = get_case(session, actor=actor, case_id=case_id)
    check_version(case, version)
    if case.assigned_to != actor.user_id:
        raise NotTheHandler
    plain = check_note(text)
    case.assigned_to = None
    _add_note(session, actor, case, plain, now)
    _record(session, actor, now, "case:give-back", case)
    return case


def accept_case(session: Session, *, actor: Actor, case_id: UUID, now: datetime) -> Case:
    """ "Sudah saya baca": the note of the hand-over has been read by who got the case.

    Raises:
        NotFound, NotTheHandler
    """
    case = get_case(session, actor=actor, case_id=case_id)
    if case.assigned_to != actor.user_id:
        raise NotTheHandler
    _record(session, actor, now, "case:accept", case)
    return case


def write_note(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID,
    text: str | None,
    now: datetime,
    corrects_id: UUID | None = None,
) -> CaseNote:
    """A note for colleagues of the region; `corrects_id` is the note it stands in for.

    The same words sent again within minutes, by a second press or the browser's back, are one.

    Raises:
        NotFound, NoteEmpty, NoteTooLong, NoteAlreadyCorrected
    """
    case = get_case(session, actor=actor, case_id=case_id)
    plain = check_note(text)
    if corrects_id is not None:
        corrected = get_note(session, actor=actor, case_id=case_id, note_id=corrects_id)
        if session.scalar(select(exists().where(CaseNote.corrects_id == corrected.id))):
            raise NoteAlreadyCorrected
    else:
        last = find_last_note(session, actor=actor, case_id=case_id)
        if last is not None and last.text == plain and now - last.written_at < SENT_TWICE:
            return last
    note = _add_note(session, actor, case, plain, now, corrects_id=corrects_id)
    _record(session, actor, now, "note:write", case, corrects=corrects_id is not None)
    return note


def _add_note(
    session: Session,
    actor: Actor,
    case: Case,
    text: str,
    now: datetime,
    *,
    corrects_id: UUID | None = None,
    handed_to: UUID | None = None,
) -> CaseNote:
    note = CaseNote(
        case_id=case.id,
        text=text,
        written_by=actor.user_id,
        written_at=now,
        corrects_id=corrects_id,
        handed_to=handed_to,
    )
    session.add(note)
    session.flush()
    return note


def _record(
    session: Session,
    actor: Actor,
    now: datetime,
    action: str,
    case: Case,
    **facts: str | bool,
) -> None:
    """Never the text: the trail is read by more people than a note is meant for."""
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="case",
        subject_id=case.id,
        case_id=case.id,
        **facts,
    )
