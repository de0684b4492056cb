"""Putting a voice on a page, and taking it away.

One person is enough: whoever uploads listens on the same page, and anybody of the desk may take a
recording away at once. A second person who speaks Suwawa is not always there, and a voice that
waits for one helps nobody (docs/decisions/0017-voices.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.db import take_turn
from savings_app.errors import Conflict, NotPermitted
from savings_app.recordings.kinds import RecordingEnd, RecordingLanguage, places
from savings_app.recordings.models import Recording
from savings_app.recordings.queries import find_recording, get_recording
from savings_app.recordings.rules import check_facts
from savings_app.storage import StoredFile

# Any constant: it names the lock under which two people who replace the same voice take turns.
RECORDING_LINE = 7516


@dataclass(frozen=True, slots=True)
class NewRecording:
    """A file that was checked and stored; `milliseconds` long."""

    place: str
    language: RecordingLanguage
    stored: StoredFile
    milliseconds: int
    spoken_by: str
    spoken_on: date


def add_recording(
    session: Session,
    *,
    actor: Actor,
    new: NewRecording,
    seen: str,
    today: date,
    now: datetime,
) -> tuple[Recording, UUID | None]:
    """Families hear it from now on. Also returns the file of the one it replaces, to be removed.

    `seen` is the mark of the one that stood there as the form was opened, empty for none. The same
    bytes sent again change nothing.

    Raises:
        PlaceUnknown, SpokenInFuture, Conflict: somebody else put another one there meanwhile.
    """
    if actor.user_id is None:
        raise NotPermitted
    take_turn(session, line=RECORDING_LINE)
    check_facts(new.place, places=places(), spoken_on=new.spoken_on, today=today)
    before = find_recording(session, place=new.place, language=new.language)
    if before is not None and before.sha256 == new.stored.sha256:
        return before, None
    if (before.sha256 if before else "") != seen:
        raise Conflict
    if before is not None:
        _end(before, actor=actor, how=RecordingEnd.REPLACED, reason=None, now=now)
        session.flush()  # of a place and a language only one is live
    recording = Recording(
        place=new.place,
        language=new.language,
        stored_name=new.stored.name,
        sha256=new.stored.sha256,
        size=new.stored.size,
        milliseconds=new.milliseconds,
        spoken_by=new.spoken_by,
        spoken_on=new.spoken_on,
        uploaded_by=actor.user_id,
        uploaded_at=now,
        ended=None,
        ended_by=None,
        ended_at=None,
        end_reason=None,
    )
    session.add(recording)
    session.flush()
    _record(session, actor, now, "recording:replace" if before else "recording:add", recording)
    return recording, before.stored_name if before else None


def withdraw_recording(
    session: Session,
    *,
    actor: Actor,
    place: str,
    language: RecordingLanguage,
    reason: str,
    now: datetime,
) -> UUID:
    """Families hear it no more. Returns its file, which is to be removed.

    Raises:
        NotFound: nothing is spoken there.
    """
    take_turn(session, line=RECORDING_LINE)
    recording = get_recording(session, place=place, language=language)
    _end(recording, actor=actor, how=RecordingEnd.WITHDRAWN, reason=reason, now=now)
    _record(session, actor, now, "recording:withdraw", recording)
    return recording.stored_name


def _end(
    recording: Recording, *, actor: Actor, how: RecordingEnd, reason: str | None, now: datetime
) -> None:
    recording.ended, recording.end_reason = how, reason
    recording.ended_by, recording.ended_at = actor.user_id, now


def _record(
    session: Session, actor: Actor, now: datetime, action: str, recording: Recording
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="recording",
        subject_id=recording.id,
        place=recording.place,
        language=recording.language.value,
    )
