"""Where a voice would be heard: three tones of two seconds, named as what they are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from savings_app import storage
from savings_app.cli.demo.world import World
from savings_app.recordings.actions import NewRecording, add_recording
from savings_app.recordings.kinds import RecordingLanguage
from savings_app.recordings.queries import find_recording
from savings_app.recordings.rules import clean_recording
from savings_app.storage import FileKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TONE = Path(__file__).parent / "data" / "nada.opus"
PLACES = ("home", "plan-household", "lesson-tiga-bagian")


def sound_tones(session: Session, world: World, *, now: datetime) -> None:
    """A tone at three places, where none is heard yet."""
    data, milliseconds = clean_recording(TONE.read_bytes())
    language = RecordingLanguage.GORONTALO
    for place in PLACES:
        if find_recording(session, place=place, language=language) is not None:
            continue
        new = NewRecording(
            place=place,
            language=language,
            stored=storage.store(FileKind.RECORDING, data),
            milliseconds=milliseconds,
            spoken_by="Contoh: bunyi nada, bukan suara orang",
            spoken_on=world.today,
        )
        add_recording(session, actor=world.caseworker, new=new, seen="", today=world.today, now=now)
