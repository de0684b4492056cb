"""What pages of all audiences share to let a recording be heard: its address and its bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, send_file, url_for

from savings_app import storage
from savings_app.db import get_session
from savings_app.errors import NotFound
from savings_app.recordings.kinds import RecordingLanguage, lesson_place
from savings_app.recordings.queries import Voice, find_recording, list_voices
from savings_app.storage import FileDamaged, FileKind
from savings_app.words.labels import label

TYPE = "audio/ogg"
# As long a browser keeps one that is public; one that was withdrawn is soon heard no more.
AN_HOUR = 3600  # seconds


@dataclass(frozen=True, slots=True)
class Player:
    """For `components/listen.html`: the language as people call it, how long, and from where."""

    language: str
    seconds: int
    address: str


def player_of(voice: Voice, endpoint: str, **values: Any) -> Player:
    """`endpoint` serves it; the mark in the address changes with the recording."""
    address = url_for(endpoint, recording_language=voice.language.value, v=voice.mark, **values)
    return Player(label("recording_language", voice.language), voice.seconds, address)


def players_of_lesson(slug: str) -> Sequence[Player]:
    """A lesson's, for anybody."""
    return [
        player_of(voice, "public.lessons.listen", lesson_slug=slug)
        for voice in list_voices(get_session(), places=[lesson_place(slug)])
    ]


def language_named(text: str) -> RecordingLanguage:
    """
    Raises:
        NotFound: no such language.
    """
    try:
        return RecordingLanguage(text)
    except ValueError as unknown:
        raise NotFound from unknown


def sound(place: str, language: str, *, is_public: bool = False) -> Response:
    """The bytes, whole or the part a player asks for.

    Raises:
        NotFound: nothing is spoken there, or its bytes are gone.
    """
    recording = find_recording(get_session(), place=place, language=language_named(language))
    if recording is None:
        raise NotFound
    try:
        data = storage.read(FileKind.RECORDING, recording.stored_name, sha256=recording.sha256)
    except FileDamaged as damaged:
        raise NotFound from damaged
    answer = send_file(
        io.BytesIO(data),
        mimetype=TYPE,
        conditional=True,
        etag=recording.sha256,
        max_age=AN_HOUR if is_public else None,
    )
    if is_public:
        answer.cache_control.public = True
    else:
        answer.headers["Cache-Control"] = "no-store"
    return answer
