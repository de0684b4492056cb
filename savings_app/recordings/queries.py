"""Which recordings there are: for a page, for the desk's list, and one with all before it.

The words of pages and lessons are the service's and the same for every family; so are their voices.
They belong to no case and no region, and hold nothing of a person.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.errors import NotFound
from savings_app.paging import Order, TableSorting
from savings_app.recordings.kinds import PlaceKind, RecordingLanguage, Spoken, kind_of, places
from savings_app.recordings.models import Recording


@dataclass(frozen=True, slots=True)
class Voice:
    """What a page offers to hear. `mark` changes when the recording does."""

    place: str
    language: RecordingLanguage
    mark: str
    seconds: int


@dataclass(frozen=True, slots=True)
class RecordingView:
    """A recording with the names of the staff who uploaded and ended it."""

    recording: Recording
    uploaded_by: str
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A line of the desk's list: a place in a language, with its recording or without one."""

    place: str
    language: RecordingLanguage
    position: int
    found: RecordingView | None

    @property
    def spoken(self) -> Spoken:
        return Spoken.YES if self.found else Spoken.NO

    @property
    def id(self) -> str:
        """The key of the list's pages."""
        return f"{self.place}.{self.language.value}"


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """None leaves it wide."""

    language: RecordingLanguage | None = None
    kind: PlaceKind | None = None
    spoken: Spoken | None = None


_LANGUAGES = list(RecordingLanguage)
SORTING: TableSorting[PlaceRow] = TableSorting(
    by={
        "place": lambda row: (row.position, _LANGUAGES.index(row.language)),
        "language": lambda row: (_LANGUAGES.index(row.language), row.position),
        "spoken": lambda row: (
            row.found.recording.spoken_on.isoformat() if row.found else "",
            row.position,
        ),
    },
    default=Order("place"),
)


def mark_of(recording: Recording) -> str:
    """A few letters that stand in its address, so that a browser hears the newer one."""
    return recording.sha256[:12]


def list_voices(session: Session, *, places: Collection[str]) -> Sequence[Voice]:
    """What can be heard at these places, the kabupaten's own languages first."""
    rows = session.scalars(
        select(Recording).where(Recording.place.in_(places), Recording.ended_at.is_(None))
    )
    voices = [
        Voice(row.place, row.language, mark_of(row), max(1, round(row.milliseconds / 1000)))
        for row in rows
    ]
    return sorted(voices, key=lambda voice: _LANGUAGES.index(voice.language))


def find_recording(
    session: Session, *, place: str, language: RecordingLanguage
) -> Recording | None:
    """The one families hear now."""
    return session.scalar(
        select(Recording).where(
            Recording.place == place,
            Recording.language == language,
            Recording.ended_at.is_(None),
        )
    )


def get_recording(session: Session, *, place: str, language: RecordingLanguage) -> Recording:
    """
    Raises:
        NotFound: nothing is spoken there in this language.
    """
    found = find_recording(session, place=place, language=language)
    if found is None:
        raise NotFound
    return found


def list_history(
    session: Session, *, place: str, language: RecordingLanguage
) -> Sequence[RecordingView]:
    """All that were ever heard there, the newest first."""
    statement = _views().where(Recording.place == place, Recording.language == language)
    rows = session.execute(statement.order_by(Recording.uploaded_at.desc(), Recording.id))
    return [RecordingView(*row) for row in rows]


def list_places(
    session: Session, *, wanted: PlaceFilter, order: Order | None = None
) -> list[PlaceRow]:
    """Every place in every language, also where nothing is spoken yet: a bounded table."""
    live = {
        (row[0].place, row[0].language): RecordingView(*row)
        for row in session.execute(_views().where(Recording.ended_at.is_(None)))
    }
    rows = [
        PlaceRow(place, language, position, live.get((place, language)))
        for position, place in enumerate(places())
        for language in RecordingLanguage
    ]
    return SORTING.sorted((row for row in rows if _is_wanted(row, wanted)), order)


def list_kept_names(session: Session) -> set[UUID]:
    """The files families hear; every other of their kind can go."""
    return set(session.scalars(select(Recording.stored_name).where(Recording.ended_at.is_(None))))


def _is_wanted(row: PlaceRow, wanted: PlaceFilter) -> bool:
    asked = (
        (wanted.language, row.language),
        (wanted.kind, kind_of(row.place)),
        (wanted.spoken, row.spoken),
    )
    return all(want is None or want == is_so for want, is_so in asked)


_uploader, _ender = aliased(User), aliased(User)


def _views() -> Any:
    return (
        select(Recording, _uploader.full_name, _ender.full_name)
        .join(_uploader, _uploader.id == Recording.uploaded_by)
        .outerjoin(_ender, _ender.id == Recording.ended_by)
    )
