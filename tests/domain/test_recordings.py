"""A voice on a page: put there, replaced, withdrawn; what ended keeps its row and not its bytes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app import storage
from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.errors import Conflict, NotFound, NotPermitted
from savings_app.paging import Order
from savings_app.recordings.actions import NewRecording, add_recording, withdraw_recording
from savings_app.recordings.kinds import PlaceKind, RecordingEnd, RecordingLanguage, Spoken, places
from savings_app.recordings.models import Recording
from savings_app.recordings.queries import (
    PlaceFilter,
    list_history,
    list_places,
    list_voices,
)
from savings_app.recordings.rules import PlaceUnknown, SpokenInFuture, clean_recording
from savings_app.storage import FileKind
from savings_app.tasks.recordings import forget_recordings
from tests.builders import NOW, TODAY
from tests.conftest import Clock
from tests.sounds import make_opus

GORONTALO, SUWAWA = RecordingLanguage.GORONTALO, RecordingLanguage.SUWAWA


def spoken(
    *,
    place: str = "plan-saving",
    language: RecordingLanguage = GORONTALO,
    seconds: float = 2,
    on: date = TODAY,
) -> NewRecording:
    clean, milliseconds = clean_recording(make_opus(seconds))
    stored = storage.store(FileKind.RECORDING, clean)
    return NewRecording(place, language, stored, milliseconds, "Suara Uji", on)


def add(session: Session, actor: Actor, new: NewRecording, *, seen: str = "") -> Recording:
    return add_recording(session, actor=actor, new=new, seen=seen, today=TODAY, now=NOW)[0]


def test_a_page_offers_what_was_spoken_the_languages_of_here_first(
    session: Session, asker: Actor
) -> None:
    add(session, asker, spoken(language=RecordingLanguage.INDONESIA, seconds=3))
    add(session, asker, spoken(language=GORONTALO))
    add(session, asker, spoken(place="home", language=SUWAWA))
    voices = list_voices(session, places=["plan-saving"])
    assert [(one.language.value, one.seconds) for one in voices] == [
        ("gorontalo", 2),
        ("indonesia", 3),
    ]
    actions = session.scalars(select(AuditEvent).where(AuditEvent.subject == "recording"))
    assert [one.facts["place"] for one in actions] == ["plan-saving", "plan-saving", "home"]


def test_a_newer_one_takes_its_place_and_the_older_is_remembered(
    session: Session, asker: Actor, second: Actor
) -> None:
    first = add(session, asker, spoken())
    newer, gone = add_recording(
        session, actor=second, new=spoken(seconds=4), seen=first.sha256, today=TODAY, now=NOW
    )
    assert gone == first.stored_name
    assert first.ended is RecordingEnd.REPLACED
    assert first.ended_by == second.user_id
    assert [one.seconds for one in list_voices(session, places=["plan-saving"])] == [4]
    history = list_history(session, place="plan-saving", language=GORONTALO)
    assert {one.recording.id for one in history} == {first.id, newer.id}


def test_who_did_not_see_the_newer_one_writes_over_nothing(
    session: Session, asker: Actor, second: Actor
) -> None:
    first = add(session, asker, spoken())
    newer = add(session, second, spoken(seconds=4), seen=first.sha256)
    with pytest.raises(Conflict):
        add(session, asker, spoken(seconds=5), seen=first.sha256)
    with pytest.raises(Conflict):
        add(session, asker, spoken(seconds=5))
    assert newer.ended_at is None


def test_the_same_bytes_sent_twice_are_one_recording(session: Session, asker: Actor) -> None:
    first = add(session, asker, spoken())
    again, gone = add_recording(session, actor=asker, new=spoken(), seen="", today=TODAY, now=NOW)
    assert (again.id, gone) == (first.id, None)


def test_withdrawn_with_a_reason_it_is_heard_no_more(session: Session, asker: Actor) -> None:
    recording = add(session, asker, spoken())
    gone = withdraw_recording(
        session,
        actor=asker,
        place="plan-saving",
        language=GORONTALO,
        reason="kalimatnya berubah",
        now=NOW,
    )
    assert gone == recording.stored_name
    assert recording.ended is RecordingEnd.WITHDRAWN
    assert recording.end_reason == "kalimatnya berubah"
    assert list_voices(session, places=["plan-saving"]) == []
    with pytest.raises(NotFound):
        withdraw_recording(
            session,
            actor=asker,
            place="plan-saving",
            language=GORONTALO,
            reason="lagi",
            now=NOW,
        )
    add(session, asker, spoken())  # and can be spoken anew


def test_a_refused_one_leaves_nothing(session: Session, asker: Actor) -> None:
    with pytest.raises(PlaceUnknown):
        add(session, asker, spoken(place="lesson-lotre"))
    with pytest.raises(SpokenInFuture):
        add(session, asker, spoken(on=TODAY + timedelta(days=1)))
    family = Actor(Role.FAMILY)
    with pytest.raises(NotPermitted):
        add(session, family, spoken())
    assert session.scalars(select(Recording)).all() == []


def test_the_list_shows_what_is_missing_in_each_language(session: Session, asker: Actor) -> None:
    add(session, asker, spoken(place="lesson-utang", language=SUWAWA))
    every = list_places(session, wanted=PlaceFilter())
    assert len(every) == 3 * len(places())
    there = list_places(session, wanted=PlaceFilter(spoken=Spoken.YES))
    assert [(one.place, one.language) for one in there] == [("lesson-utang", SUWAWA)]
    missing = list_places(
        session,
        wanted=PlaceFilter(language=SUWAWA, kind=PlaceKind.LESSON, spoken=Spoken.NO),
    )
    assert len(missing) == len([one for one in places() if one.startswith("lesson-")]) - 1
    latest = list_places(session, wanted=PlaceFilter(), order=Order("spoken", descending=True))
    assert latest[0].place == "lesson-utang"


def test_bytes_that_no_page_plays_are_swept_away(
    session: Session, asker: Actor, clock: Clock
) -> None:
    kept = add(session, asker, spoken())
    left = spoken(seconds=4)  # a crash came between the file and its row
    session.commit()
    clock.set(NOW + timedelta(days=3650))
    forget_recordings()
    assert storage.read(FileKind.RECORDING, kept.stored_name, sha256=kept.sha256)
    with pytest.raises(storage.FileDamaged):
        storage.read(FileKind.RECORDING, left.stored.name, sha256=left.stored.sha256)
