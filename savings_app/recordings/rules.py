"""What a recording may be. The bytes themselves are read in `opus_rules`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from savings_app.errors import DomainError
from savings_app.recordings.opus_rules import SAMPLES_A_SECOND, read_opus, write_opus

LARGEST_BYTES = 60_000  # a card at 400 kbit/s begins to sound at once and is whole in two seconds
LONGEST_SECONDS = 180


class RecordingMissing(DomainError):
    """No file was chosen."""

    field = "file"


class RecordingTooLarge(DomainError):
    """More than 60,000 bytes. Fact: `kilobytes`, how many it has."""

    field = "file"


class RecordingTooLong(DomainError):
    """Longer than three minutes. Facts: `seconds` and `most`."""

    field = "file"


class RecordingTooShort(DomainError):
    """Less than a second: a slip of the thumb."""

    field = "file"


class SpokenInFuture(DomainError):
    """The day it was spoken has not come."""

    field = "spoken_on"


class PlaceUnknown(DomainError):
    """No page and no lesson of that name."""

    field = "place"


def clean_recording(data: bytes) -> tuple[bytes, int]:
    """The file as it may be kept, without any text in it, and its length in milliseconds.

    Raises:
        RecordingTooLarge, RecordingTooLong, RecordingTooShort, and what `read_opus` refuses.
    """
    check_size(len(data))
    stream = read_opus(data)
    clean = write_opus(stream)
    check_size(len(clean))
    seconds = stream.samples / SAMPLES_A_SECOND
    if seconds > LONGEST_SECONDS:
        raise RecordingTooLong(seconds=round(seconds), most=LONGEST_SECONDS)
    if seconds < 1:
        raise RecordingTooShort
    return clean, stream.samples * 1000 // SAMPLES_A_SECOND


def check_size(size: int) -> None:
    """
    Raises:
        RecordingTooLarge
    """
    if size > LARGEST_BYTES:
        raise RecordingTooLarge(kilobytes=-(-size // 1000), most=LARGEST_BYTES // 1000)


def check_facts(place: str, *, places: Collection[str], spoken_on: date, today: date) -> None:
    """
    Raises:
        PlaceUnknown, SpokenInFuture
    """
    if place not in places:
        raise PlaceUnknown
    if spoken_on > today:
        raise SpokenInFuture
