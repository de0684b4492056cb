"""A file taken in as the command does: read, proposed, compared, and written in one transaction."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.imports.actions.applying import import_file
from savings_app.imports.handlers import Assessment, Handler
from savings_app.imports.kinds import Outcome
from savings_app.imports.models import ImportBatch
from savings_app.imports.queries.assessing import assess_found, read_proposed
from savings_app.imports.readers import read_book
from savings_app.registry.actions.importing import PARTICIPANTS
from tests.builders import NOW, TODAY

SOURCE = "Dinas uji"


def look(
    session: Session,
    data: bytes,
    *,
    handler: Handler = PARTICIPANTS,
    region: str = "75.03",
    facts: dict[str, str] | None = None,
) -> Assessment:
    """The preview: what would become of each row."""
    reading = read_proposed(read_book(data), handler, facts=facts or {})
    assert not reading.missing, reading.missing
    done, _context = assess_found(
        session,
        handler,
        reading=reading,
        found=reading.rows(handler.keys),
        region=region,
        facts=facts or {},
        today=TODAY,
        batch_id=None,
    )
    return done


def take_in(
    session: Session,
    data: bytes,
    *,
    actor: Actor | None = None,
    handler: Handler = PARTICIPANTS,
    region: str = "75.03",
    facts: dict[str, str] | None = None,
    source: str = SOURCE,
) -> tuple[ImportBatch, Assessment]:
    reading = read_proposed(read_book(data), handler, facts=facts or {})
    done = import_file(
        session,
        handler=handler,
        actor=actor,
        region=region,
        source=source,
        facts=facts or {},
        sha256=sha256(data).hexdigest(),
        size=len(data),
        reading=reading,
        found=reading.rows(handler.keys),
        today=TODAY,
        now=NOW,
    )
    session.flush()
    return done


def four(done: Assessment) -> tuple[int, int, int, int]:
    """new, changed, same, refused; their sum is `in`."""
    counts = done.counts
    assert sum(counts.values()) == done.rows_in
    new, changed = counts[Outcome.NEW], counts[Outcome.CHANGED]
    return new, changed, counts[Outcome.SAME], counts[Outcome.REFUSED]


def told(done: Assessment) -> list[tuple[str | None, str]]:
    return [(one.place, one.what) for one in done.problems()]
