"""The question preview and apply both ask: what becomes of each row of this file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.errors import Problem
from savings_app.imports.handlers import (
    Assessed,
    Assessment,
    Context,
    Handler,
    Trouble,
    refused,
)
from savings_app.imports.models import ImportBatch
from savings_app.imports.readers import Book
from savings_app.imports.reading import Reading, propose, read_as
from savings_app.imports.rows import Found
from savings_app.imports.rules import (
    ImportAnswerNeeded,
    ImportChoiceUnknown,
    ImportColumnsMissing,
    ImportHasNoRows,
)
from savings_app.words import gettext


def check_answers(handler: Handler, facts: Mapping[str, str]) -> None:
    """
    Raises:
        ImportAnswerNeeded: beside its field.
    """
    for one in handler.asked:
        if one.needed and not facts.get(one.name):
            raise ImportAnswerNeeded(field=one.name, name=str(one.label))


def check_complete(handler: Handler, reading: Reading) -> None:
    """
    Raises:
        ImportColumnsMissing: needed facts that have no column.
    """
    names = [str(fact.label) for fact in handler.facts if fact.name in reading.missing]
    if not names and reading.headings is None:
        names = [gettext("judul kolom")]
    if names:
        what = gettext("Kolom ini tidak ditemukan: %(names)s.", names=", ".join(names))
        problem = Problem(reading.places().of(reading.header_row or 1), what)
        raise ImportColumnsMissing(names=", ".join(names), problems=[problem])


def read_proposed(
    book: Book,
    handler: Handler,
    *,
    facts: Mapping[str, str],
    told: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> Reading:
    """The file read as the headings propose, or as a person corrected this source before."""
    answered = _answered(handler, facts)
    return propose(book, handler.facts, told=told, answered=answered, sheet=sheet)


def check_has_rows(reading: Reading, found: Found) -> None:
    """
    Raises:
        ImportHasNoRows: nothing about anybody stands below the headings.
    """
    if not found.rows:
        place = reading.places().of(reading.header_row or 1)
        what = gettext("Di bawah judul kolom tidak ada satu baris pun tentang orang.")
        raise ImportHasNoRows(problems=[Problem(place, what)])


def read_again(book: Book, handler: Handler, batch: ImportBatch) -> Reading:
    """The file read as the batch says: the same sheet, headings and columns as at the preview.

    Raises:
        SheetUnknown
    """
    return read_as(
        book,
        handler.facts,
        sheet=batch.sheet,
        header_row=batch.header_row,
        depth=batch.column_map.get("depth", 1),
        columns=batch.column_map.get("columns", {}),
        answered=_answered(handler, batch.facts),
    )


def _answered(handler: Handler, facts: Mapping[str, str]) -> list[str]:
    """Facts of rows that the person told for the whole file stand in for their column."""
    return [one.name for one in handler.asked if facts.get(one.name)]


def assess_found(
    session: Session,
    handler: Handler,
    *,
    reading: Reading,
    found: Found,
    region: str,
    facts: Mapping[str, str],
    today: date,
    batch_id: UUID | None,
) -> tuple[Assessment, Context]:
    """What becomes of each row. Reads; writes nothing.

    Raises:
        ImportChoiceUnknown: an answer for the whole file that is none of its choices.
        AssertionError: the handler left a row out or put one in; then nothing is written.
    """
    _check_choices(session, handler, region=region, facts=facts, today=today)
    context = Context(
        region=region,
        facts={name: value for name, value in facts.items() if value},
        places=reading.places(),
        today=today,
        batch_id=batch_id,
    )
    broken = set(reading.book.broken)
    whole = [row for row in found.rows if row.number not in broken]
    rows = handler.assess(session, whole, context=context)
    if [row.number for row in rows] != [row.number for row in whole]:
        raise AssertionError("an import answers every row, in order")
    if len(whole) < len(found.rows):
        rows = _with_broken(rows, found, broken)
    return Assessment(rows, context.places, found.left_out), context


def _with_broken(rows: list[Assessed], found: Found, broken: set[int]) -> list[Assessed]:
    """A row whose quote does not close may hold others inside: its cells are not believed."""
    answered = {row.number: row for row in rows}
    what = gettext("Tanda kutip di baris ini tidak ditutup. Perbaiki, lalu unggah lagi.")
    return [
        answered.get(row.number) or refused(row.number, Trouble(None, what)) for row in found.rows
    ]


def _check_choices(
    session: Session, handler: Handler, *, region: str, facts: Mapping[str, str], today: date
) -> None:
    """A page offers only these; a command may be typed wrong."""
    for one in handler.asked:
        answer = facts.get(one.name)
        if not answer or one.choices is None:
            continue
        if answer not in {code for code, _name in one.choices(session, region, today)}:
            raise ImportChoiceUnknown(field=one.name, name=str(one.label), answer=answer)
