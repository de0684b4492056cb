"""What every `… import FILE` command shares: the counts of the contract, and nothing half-done."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from savings_app.cli.application import actor_named, running_app
from savings_app.cli.output import Document, problems_shown
from savings_app.errors import Problem
from savings_app.imports.kinds import Outcome
from savings_app.imports.readers import LARGEST_FILE
from savings_app.words import _

if TYPE_CHECKING:
    from savings_app.imports.handlers import Assessment, Handler
    from savings_app.imports.readers import Book

# Whose list it is, where nobody says: the columns of the next one are read alike.
SOURCE = "baris perintah"


def read_file(path: Path) -> tuple[bytes, Book]:
    """The bytes, and the sheets in them.

    Raises:
        ImportFileRefused and its kinds
    """
    from savings_app.imports.readers import read_book  # noqa: PLC0415

    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    return data, read_book(data)


def run_import(
    handler: Handler,
    *,
    path: Path,
    applies: bool,
    email: str | None,
    source: str | None = None,
    facts: Mapping[str, str | None] | None = None,
) -> Document:
    """Read, compare and, with `applies`, write in one transaction; the document of the contract.

    Raises:
        ImportFileRefused and its kinds, ImportColumnsMissing, ImportAlreadyApplied, NotPermitted
    """
    data, book = read_file(path)
    known = {name: value for name, value in (facts or {}).items() if value}
    with running_app():
        from savings_app import clock  # noqa: PLC0415
        from savings_app.db import get_session, transaction  # noqa: PLC0415
        from savings_app.imports.actions.applying import import_file  # noqa: PLC0415
        from savings_app.imports.actions.staging import check_may_import  # noqa: PLC0415
        from savings_app.imports.queries.assessing import (  # noqa: PLC0415
            assess_found,
            check_answers,
            check_complete,
            read_proposed,
        )
        from savings_app.imports.queries.batches import (  # noqa: PLC0415
            check_unseen,
            find_told,
            home_region,
        )

        session = get_session()
        actor = actor_named(session, email) if email else None
        check_may_import(actor, handler)
        region = actor.region if actor and actor.region else home_region(session)
        whose = source or SOURCE
        told = find_told(session, kind=handler.kind, source=whose, region=region)
        reading = read_proposed(book, handler, facts=known, told=told)
        check_complete(handler, reading)
        check_answers(handler, known)
        digest = sha256(data).hexdigest()
        check_unseen(session, kind=handler.kind, region=region, sha256=digest)
        found = reading.rows(handler.keys)
        size = len(data)
        del data
        if applies:
            with transaction() as session:
                _batch, done = import_file(
                    session,
                    handler=handler,
                    actor=actor,
                    region=region,
                    source=whose,
                    facts=known,
                    sha256=digest,
                    size=size,
                    reading=reading,
                    found=found,
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        else:
            done, _context = assess_found(
                session,
                handler,
                reading=reading,
                found=found,
                region=region,
                facts=known,
                today=clock.today(),
                batch_id=None,
            )
    return counts_shown(done, broken=book.broken)


def counts_shown(done: Assessment, *, broken: tuple[int, ...] = ()) -> Document:
    """`in` = `new` + `changed` + `same` + `refused`, and what is wrong or odd, with its place."""
    counts = done.counts
    quotes = _("Tanda kutip di baris ini tidak ditutup.")
    problems = [Problem(f"line {line}", quotes) for line in broken]
    return {
        "in": done.rows_in,
        "new": counts[Outcome.NEW],
        "changed": counts[Outcome.CHANGED],
        "same": counts[Outcome.SAME],
        "refused": counts[Outcome.REFUSED],
        "problems": problems_shown([*problems, *done.problems()]),
    }


def import_text(document: Document) -> str:
    """The same document for people."""
    lines = [
        _("Baris di berkas: %(count)s", count=document["in"]),
        _("Baru: %(count)s", count=document["new"]),
        _("Berubah: %(count)s", count=document["changed"]),
        _("Sama dengan yang sudah ada: %(count)s", count=document["same"]),
        _("Ditolak: %(count)s", count=document["refused"]),
    ]
    problems = document["problems"]
    return "\n".join([*lines, *(f"! {one['place']}: {one['what']}" for one in problems)])
