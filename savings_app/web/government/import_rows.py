"""The rows of an import as a list, and the refused ones as a file to be mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Response, g, request, url_for

from savings_app import clock
from savings_app.audit.actions import record
from savings_app.db import get_session, transaction
from savings_app.errors import NotFound
from savings_app.imports.cells import read_text
from savings_app.imports.kinds import BatchState, Outcome
from savings_app.imports.queries.rows import ROW_SORTING, RowFilter, iterate_rows
from savings_app.registry.queries import names_of_participants
from savings_app.tasks.import_kinds import get_handler
from savings_app.tasks.imports import read_kept
from savings_app.web.listing import Column, Listing
from savings_app.web.spreadsheet import FileType, spreadsheet
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label

if TYPE_CHECKING:
    from savings_app.imports.handlers import Handler
    from savings_app.imports.models import ImportBatch, ImportRow
    from savings_app.imports.reading import Reading
    from savings_app.web.spreadsheet import Cell

# So many facts of a row tell a person which it is.
MOST_SHOWN = 4
MOST_LEFT = 100
REFUSED = RowFilter(Outcome.REFUSED)
# In an address, beside the outcomes: rows taken that a person should look at.
NOTED = "perlu_dilihat"


def row_listing(handler: Handler) -> Listing[ImportRow]:
    """The rows of a batch of this kind; one that is about a change says was and becomes."""
    labels = {fact.name: fact.label for fact in handler.facts}

    def said(row: ImportRow) -> str:
        values: Mapping[str, str] = (row.found or {}).get("values", {})
        order = [*labels, *(name for name in values if name not in labels)]
        return " · ".join([values[name] for name in order if name in values][:MOST_SHOWN])

    return Listing(
        name="baris-impor",
        endpoint="government.imports.show",
        export="government.imports.rows_export",
        sorting=ROW_SORTING.chosen,
        columns=(
            Column(_("Baris"), lambda row: row.number, taken=lambda row: row.number, sort="number"),
            Column(_("Hasil"), _result, sort="outcome"),
            Column(_("Isinya"), said),
            Column(_("Perubahan atau sebab"), lambda row: _why(row, labels)),
        ),
        private=(),
    )


def row_filter() -> RowFilter:
    """The rows the address asks for."""
    asked = request.args.get("outcome", "")
    return RowFilter(Outcome(asked) if asked in set(Outcome) else None, noted=asked == NOTED)


def _result(row: ImportRow) -> str:
    """A row that is taken with something odd about it is told from one that is not taken."""
    result = label("import_outcome", row.outcome)
    if row.outcome is Outcome.REFUSED or not row.problems:
        return result
    return gettext("%(result)s, perlu dilihat", result=result)


def _why(row: ImportRow, labels: Mapping[str, Any]) -> str:
    changes: Mapping[str, list[str]] = (row.found or {}).get("changes", {})
    told = [
        gettext(
            "%(fact)s: %(was)s menjadi %(becomes)s",
            fact=labels.get(name, name),
            was=pair[0] or gettext("kosong"),
            becomes=pair[1] or gettext("kosong"),
        )
        for name, pair in changes.items()
    ]
    reasons = " ".join(_reason(problem) for problem in row.problems)
    if reasons and row.outcome is not Outcome.REFUSED:
        reasons = gettext("Periksa: %(what)s", what=reasons)
    return ". ".join(part for part in ("; ".join(told), reasons) if part)


def _reason(problem: Mapping[str, str | None]) -> str:
    column, what = problem.get("column"), problem["what"] or ""
    return gettext("%(column)s: %(what)s", column=column, what=what) if column else what


def titles_shown(handler: Handler, batch: ImportBatch) -> list[tuple[Any, str]]:
    """What lines of the file say of all rows below them, and where they stand."""
    labels = {fact.name: fact.label for fact in handler.facts}
    return [
        (
            labels[one["fact"]],
            gettext("%(value)s, dari baris %(row)s", value=one["value"], row=one["row"]),
        )
        for one in batch.column_map.get("titled", [])
    ]


def left_standing(batch: ImportBatch) -> list[tuple[str, str | None, str]]:
    """What an undo left: who or where, the address of what it is, and why."""
    told = [problem for problem in batch.problems if problem.get("subject_id")]
    ids = [UUID(problem["subject_id"]) for problem in told[:MOST_LEFT]]
    names = names_of_participants(get_session(), actor=g.actor, ids=ids)
    out = []
    for one, problem in zip(ids, told, strict=False):
        href = None
        if one in names:
            href = url_for("government.participants.show", participant_id=one)
        out.append((names.get(one, problem["place"] or ""), href, problem["what"]))
    return out


def mended_file(batch: ImportBatch, file_type: str) -> Response:
    """The refused rows with the file's own headings and all their digits, and why beside them.

    It can be corrected and uploaded again. That somebody took it is recorded, since it holds the
    numbers in full.

    Raises:
        NotFound: the file waits no longer; its bytes are gone.
    """
    if batch.state is not BatchState.STAGED:
        raise NotFound
    reading = read_kept(batch)
    handler = get_handler(batch.kind)
    titled = dict.fromkeys(one.fact for one in reading.titled)
    rows = list(_refused_rows(batch, reading, handler.keys, titled))
    with transaction() as session:
        record(
            session,
            actor=g.actor,
            now=clock.now_utc(),
            action="import:take-refused",
            subject="import_batch",
            subject_id=batch.id,
            rows=len(rows),
        )
    texts = reading.headings.texts if reading.headings else ()
    labels = {fact.name: str(fact.label) for fact in handler.facts}
    return spreadsheet(
        FileType(file_type),
        name=f"impor-ditolak-{clock.today().isoformat()}",
        headings=[
            *texts,
            *(labels[fact] for fact in titled),
            gettext("Baris"),
            gettext("Sebab ditolak"),
        ],
        rows=rows,
    )


def _refused_rows(
    batch: ImportBatch, reading: Reading, keys: Sequence[str], titled: Iterable[str]
) -> Iterator[list[Cell]]:
    """What a line above the table says of the row stands in a column of its own here."""
    said = {row.number: row.values for row in reading.rows(keys).rows}
    sheet = reading.sheet
    width = len(reading.headings.texts) if reading.headings else 0
    place = {number: n for n, number in enumerate(sheet.numbers)}
    for row in iterate_rows(get_session(), batch_id=batch.id, wanted=REFUSED):
        raw = list(sheet.rows[place[row.number]])[:width]
        cells: list[Cell] = [read_text(cell) for cell in raw]
        cells += [None] * (width - len(cells))
        cells += [read_text(said[row.number].get(fact)) for fact in titled]
        why = " ".join(_reason(problem) for problem in row.problems)
        yield [*cells, row.number, why]
