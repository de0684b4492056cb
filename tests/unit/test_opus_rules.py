"""What may be heard: one Opus stream in Ogg, whole, short, and with no word written in it."""

from __future__ import annotations

from pathlib import Path

import pytest

import savings_app
from savings_app.errors import DomainError
from savings_app.recordings.kinds import family_places, lesson_places, places
from savings_app.recordings.opus_rules import (
    MoreBehindRecording,
    NotOpus,
    RecordingDamaged,
    checksum,
    read_opus,
)
from savings_app.recordings.rules import (
    LARGEST_BYTES,
    RecordingTooLarge,
    RecordingTooLong,
    RecordingTooShort,
    clean_recording,
)
from tests.sounds import SILENCE, crc, make_opus, opus_head, opus_tags, page

# Two seconds of three tones, encoded by libopus 1.5.
TONE = Path(savings_app.__file__).parent / "cli" / "demo" / "data" / "nada.opus"
WHOLE = make_opus(2)
FIRST = page([opus_head()], number=0, flags=2)
SECOND = page([opus_tags()], number=1)
SOUND = [SILENCE] * 100


def test_the_checksum_is_that_of_the_published_catalogue() -> None:
    # A CRC-32 of polynomial 04C11DB7, begun with zero, neither reflected nor inverted.
    assert checksum(b"123456789") == crc(b"123456789") == 0x89A1897F


def test_a_recording_keeps_its_sound_and_its_length_and_loses_every_text() -> None:
    sent = make_opus(2.5, comments=("ARTIST=Zubaidah", "LOCATION=Suwawa"))
    assert b"Zubaidah" in sent
    clean, milliseconds = clean_recording(sent)
    assert milliseconds == 2500
    assert b"Zubaidah" not in clean
    assert b"pembuat" not in clean
    assert read_opus(clean).packets == read_opus(sent).packets
    assert clean_recording(clean) == (clean, 2500)


def test_what_an_encoder_made_is_read_and_written_alike() -> None:
    sent = TONE.read_bytes()
    assert clean_recording(sent) == (sent, 2000)


def test_a_picture_in_the_comments_over_many_pages_goes_too() -> None:
    tags = opus_tags("METADATA_BLOCK_PICTURE=" + "a" * 70_000)
    full = 255 * 255
    sent = FIRST + page([tags[:full]], number=1, position=-1, goes_on=True)
    sent += page([tags[full:]], number=2, flags=1)
    sent += page(SOUND, number=3, position=96_000, flags=4)
    assert read_opus(sent).packets == SOUND


def test_a_stream_whose_end_nobody_marked_gets_one() -> None:
    sent = FIRST + SECOND + page(SOUND, number=2, position=96_000)
    clean, milliseconds = clean_recording(sent)
    assert milliseconds == (96_000 - 312) // 48
    assert clean[clean.rindex(b"OggS") + 5] == 4  # the end of the stream


BROKEN: dict[str, tuple[bytes, type[DomainError]]] = {
    "nothing": (b"", NotOpus),
    "an MP3": (b"ID3\x04" + bytes(200), NotOpus),
    "a web page": (b"<html><script>alert(1)</script></html>", NotOpus),
    "Vorbis in Ogg": (page([b"\x01vorbis" + bytes(23)], number=0, flags=2), NotOpus),
    "five channels": (page([opus_head(5)], number=0, flags=2) + WHOLE[len(FIRST) :], NotOpus),
    "cut off": (WHOLE[:-1], RecordingDamaged),
    "a page missing": (FIRST + SECOND + page(SOUND, number=3, flags=4), RecordingDamaged),
    "one letter changed": (WHOLE[:-1] + bytes([WHOLE[-1] ^ 1]), RecordingDamaged),
    "no sound": (FIRST + page([opus_tags()], number=1, flags=4), RecordingDamaged),
    "no comments": (FIRST + page(SOUND, number=1, flags=4), RecordingDamaged),
    "an empty packet": (
        FIRST + SECOND + page([SILENCE, b"", SILENCE], number=2, flags=4),
        RecordingDamaged,
    ),
    "a packet that never ends": (
        FIRST + SECOND + page([b"\xf8" * 255], number=2, flags=4, goes_on=True),
        RecordingDamaged,
    ),
    "something behind": (WHOLE + b"PK\x03\x04", MoreBehindRecording),
    "a second stream": (WHOLE + WHOLE, MoreBehindRecording),
    "another stream between": (
        FIRST + page([opus_tags()], number=1, stream=9) + page(SOUND, number=2, flags=4),
        RecordingDamaged,
    ),
    "too large": (make_opus(2, packet=b"\xf8" + bytes(700)), RecordingTooLarge),
    "too long": (make_opus(181), RecordingTooLong),
    "a slip of the thumb": (make_opus(0.9), RecordingTooShort),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_recording_is_refused_by_name(name: str) -> None:
    sent, refusal = BROKEN[name]
    with pytest.raises(refusal):
        clean_recording(sent)


def test_the_limit_is_that_of_the_card() -> None:
    assert LARGEST_BYTES == 60_000
    with pytest.raises(RecordingTooLarge) as refused:
        clean_recording(bytes(60_001))
    assert refused.value.facts == {"kilobytes": 61, "most": 60}


def test_a_length_that_the_pages_lie_about_is_counted_from_the_sound() -> None:
    sent = FIRST + SECOND + page(SOUND, number=2, position=2**40, flags=4)
    assert clean_recording(sent)[1] == (96_000 - 312) // 48


def test_every_question_of_the_plan_and_every_lesson_is_a_place_once() -> None:
    assert len(set(places())) == len(places())
    assert "plan-commemoration" in family_places()
    assert "lesson-tiga-bagian" in lesson_places()
    assert max(len(place) for place in places()) <= 80
