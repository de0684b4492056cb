"""What every `… import FILE` command shares: the counts of the contract, and nothing half-done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from savings_app.cli.application import actor_named, running_app
from savings_app.cli.output import Document, problems_shown, warning_lines
from savings_app.imports.bulk import without_collecting
from savings_app.imports.handlers import problems_of
from savings_app.imports.kinds import Outcome
from savings_app.imports.readers import LARGEST_FILE
from savings_app.words import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from savings_app.actors import Actor
    from savings_app.imports.handlers import Assessment, Handler
    from savings_app.imports.readers import Book
    from savings_app.imports.reading import Reading
    from savings_app.imports.rows import Found

# Whose list it is, where nobody says: the columns of the next one are read alike.
SOURCE = "baris perintah"
MOST_TITLES = 20


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
    sheet: str | None = None,
) -> Document:
    """Read, compare and, with `applies`, write in one transaction; the document of the contract.

    Raises:
        ImportFileRefused and its kinds, SheetUnknown, ImportColumnsMissing, NotPermitted,
        ImportAlreadyApplied
        ImportHasNoRows: only where it was to be applied.
    """
    data, book = read_file(path)
    known = {name: value for name, value in (facts or {}).items() if value}
    asked = _Asked(handler, source or SOURCE, known, sha256(data).hexdigest(), len(data), sheet)
    del data
    with without_collecting(), running_app():
        from savings_app.db import get_session, transaction  # noqa: PLC0415

        session = get_session()
        reading, region, actor = _prepare(session, asked, book, email)
        found = reading.rows(handler.keys)
        if applies:
            with transaction() as session:
                done = _apply(session, asked, reading, found, region, actor)
        else:
            done = _preview(session, asked, reading, found, region)
    return counts_shown(done, reading)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command was given."""

    handler: Handler
    source: str
    facts: Mapping[str, str]
    sha256: str
    size: int
    sheet: str | None


def _prepare(
    session: Session, asked: _Asked, book: Book, email: str | None
) -> tuple[Reading, str, Actor | None]:
    """Everything that can be refused before a row is looked at."""
    from savings_app.imports.actions.staging import check_may_import  # noqa: PLC0415
    from savings_app.imports.queries.assessing import (  # noqa: PLC0415
        check_answers,
        check_complete,
        read_proposed,
    )
    from savings_app.imports.queries.batches import (  # noqa: PLC0415
        check_unseen,
        find_told,
        home_region,
    )

    kind = asked.handler.kind
    actor = actor_named(session, email) if email else None
    check_may_import(actor, asked.handler)
    region = actor.region if actor and actor.region else home_region(session)
    told = find_told(session, kind=kind, source=asked.source, region=region)
    reading = read_proposed(book, asked.handler, facts=asked.facts, told=told, sheet=asked.sheet)
    check_complete(asked.handler, reading)
    check_answers(asked.handler, asked.facts)
    check_unseen(session, kind=kind, region=region, sha256=asked.sha256)
    return reading, region, actor


def _apply(
    session: Session,
    asked: _Asked,
    reading: Reading,
    found: Found,
    region: str,
    actor: Actor | None,
) -> Assessment:
    from savings_app import clock  # noqa: PLC0415
    from savings_app.imports.actions.applying import import_file  # noqa: PLC0415

    _batch, done = import_file(
        session,
        handler=asked.handler,
        actor=actor,
        region=region,
        source=asked.source,
        facts=asked.facts,
        sha256=asked.sha256,
        size=asked.size,
        reading=reading,
        found=found,
        today=clock.today(),
        now=clock.now_utc(),
    )
    return done


def _preview(
    session: Session, asked: _Asked, reading: Reading, found: Found, region: str
) -> Assessment:
    from savings_app import clock  # noqa: PLC0415
    from savings_app.imports.queries.assessing import assess_found  # noqa: PLC0415

    done, _context = assess_found(
        session,
        asked.handler,
        reading=reading,
        found=found,
        region=region,
        facts=asked.facts,
        today=clock.today(),
        batch_id=None,
    )
    return done


def counts_shown(done: Assessment, reading: Reading) -> Document:
    """`in` = `new` + `changed` + `same` + `refused`, and what is wrong or odd, with its place.

    `severity` of a problem is `refused` where its row is not taken, else `warning`.
    """
    counts = done.counts
    return {
        "in": done.rows_in,
        "new": counts[Outcome.NEW],
        "changed": counts[Outcome.CHANGED],
        "same": counts[Outcome.SAME],
        "refused": counts[Outcome.REFUSED],
        "problems": list(_problems(done, reading)),
        "sheet": reading.sheet.name,
        "other_sheets": list(reading.other_sheets),
        "warnings": [{"code": code, "text": text} for code, text in _warnings(done, reading)],
    }


def _problems(done: Assessment, reading: Reading) -> Iterator[Document]:
    told = {row.number for row in done.rows}
    for line in reading.book.broken:
        if line not in told:
            what = _("Tanda kutip di baris ini tidak ditutup.")
            yield {"place": f"line {line}", "what": what, "severity": "warning"}
    for row in done.rows:
        severity = "refused" if row.outcome is Outcome.REFUSED else "warning"
        for shown in problems_shown(problems_of(row, done.places)):
            yield {**shown, "severity": severity}


def _warnings(done: Assessment, reading: Reading) -> Iterator[tuple[str, str]]:
    if not done.rows:
        yield "no_rows", _("Di bawah judul kolom tidak ada satu baris pun tentang orang.")
    if reading.other_sheets:
        yield (
            "other_sheets",
            _(
                "Dibaca dari lembar %(sheet)s. Lembar lain tidak dibaca: %(names)s. Pilih dengan "
                "--sheet.",
                sheet=reading.sheet.name,
                names=", ".join(reading.other_sheets),
            ),
        )
    if reading.repeated:
        yield "headings_twice", headings_twice(reading.repeated)
    for one in reading.titled[:MOST_TITLES]:
        where = reading.places().of(one.row)
        yield "titled", _("%(value)s, dari %(place)s.", value=one.value, place=where)


def headings_twice(names: Sequence[str]) -> str:
    """A second table beside the first is not read: nobody should think it was."""
    return _(
        "Judul ini ada dua kali di baris yang sama: %(names)s. Hanya kolom yang pertama dibaca. "
        "Pindahkan tabel di sebelahnya ke bawahnya atau ke lembar lain.",
        names=", ".join(names),
    )


def import_text(document: Document) -> str:
    """The same document for people."""
    lines = [
        _("Baris di berkas: %(count)s", count=document["in"]),
        _("Baru: %(count)s", count=document["new"]),
        _("Berubah: %(count)s", count=document["changed"]),
        _("Sama dengan yang sudah ada: %(count)s", count=document["same"]),
        _("Ditolak: %(count)s", count=document["refused"]),
    ]
    marks = {"refused": _("ditolak"), "warning": _("periksa")}
    problems = [
        f"! {one['place']} ({marks[one['severity']]}): {one['what']}"
        for one in document["problems"]
    ]
    return "\n".join([*lines, *warning_lines(document), *problems])
