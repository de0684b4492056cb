"""Which column of a file holds what: proposed, corrected once, and kept for its source."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.imports.actions.staging import masked, save_column_map
from savings_app.imports.headings import headings_at
from savings_app.imports.kinds import BatchState
from savings_app.imports.queries.assessing import read_proposed
from savings_app.imports.queries.batches import get_batch
from savings_app.imports.reading import first_rows
from savings_app.imports.rules import ImportNotWaiting
from savings_app.tasks.import_kinds import get_handler
from savings_app.tasks.imports import go_on, read_kept_book
from savings_app.web.government.import_forms import (
    BatchForm,
    chosen_columns,
    columns_form,
    letters,
)
from savings_app.web.guards import requires
from savings_app.words import gettext

if TYPE_CHECKING:
    from savings_app.imports.handlers import Handler
    from savings_app.imports.models import ImportBatch
    from savings_app.imports.readers import Book
    from savings_app.imports.reading import Reading

bp = Blueprint("import_columns", __name__, url_prefix="/imports")
FEWEST_MASKED = 6
LONGEST_ROW = 160
DEEPEST = 1_000


@bp.route("/<uuid:batch_id>/columns", methods=["GET", "POST"])
@requires(Permission.IMPORT_RUN)
def edit(batch_id: UUID) -> ResponseReturnValue:
    batch = get_batch(get_session(), actor=g.actor, batch_id=batch_id)
    if batch.state is not BatchState.STAGED:
        raise ImportNotWaiting
    handler = get_handler(batch.kind)
    book = read_kept_book(batch)
    where = {"sheet": _sent("sheet"), "row": _sent("row")}
    reading = _reading(batch, handler, book, where)
    form = columns_form(
        handler,
        reading,
        session=get_session(),
        today=clock.today(),
        version=batch.version,
        facts=batch.facts,
        where=where,
    )
    if form.submitted():
        try:
            rows = _save(batch_id, handler, form, reading)
        except DomainError as refusal:
            if refusal.field and f"fact_{refusal.field}" in form._fields:
                refusal.field = f"fact_{refusal.field}"
            form.show(refusal)
        else:
            go_on(batch_id, rows=rows)
            return redirect(url_for("government.imports.show", batch_id=batch_id), 303)
    return render_template(
        "government/import_columns.html",
        batch=batch,
        form=form,
        handler=handler,
        reading=reading,
        sheets=[(str(n), sheet.name) for n, sheet in enumerate(book.sheets)],
        here_sheet=str(book.sheets.index(reading.sheet)),
        samples=_samples(reading),
        first=[] if reading.headings else _first(reading, where["sheet"]),
    )


def _sent(name: str) -> str:
    text = request.values.get(name, "")
    return text if text.isdecimal() and int(text[:6]) <= DEEPEST else ""


def _reading(batch: ImportBatch, handler: Handler, book: Book, where: dict[str, str]) -> Reading:
    """As the batch is read now, or another sheet or row of headings where one was chosen."""
    sheet = batch.sheet
    if where["sheet"] and int(where["sheet"]) < len(book.sheets):
        sheet = book.sheets[int(where["sheet"])].name
    reading = read_proposed(book, handler, facts=batch.facts, sheet=sheet)
    if where["row"]:
        headings = headings_at(reading.sheet, handler.facts, row=int(where["row"]), depth=1)
        if headings is not None:
            return replace(reading, headings=headings, columns=dict(headings.columns))
    if reading.header_row == batch.header_row and reading.sheet.name == batch.sheet:
        return replace(reading, columns=dict(batch.column_map.get("columns", {})))
    return reading


def _save(batch_id: UUID, handler: Handler, form: BatchForm, reading: Reading) -> int:
    most = len(reading.headings.texts) if reading.headings else 0
    columns = chosen_columns(form, most=most)
    answers = form.answers()
    chosen = replace(reading, columns=columns, answered=tuple(answers))
    with transaction() as session:
        save_column_map(
            session,
            handler=handler,
            actor=g.actor,
            batch_id=batch_id,
            version=form.seen_version(),
            reading=chosen,
            facts=answers,
            now=clock.now_utc(),
        )
    return len(chosen.rows(handler.keys).rows)


def _samples(reading: Reading) -> list[tuple[Any, ...]]:
    """Each column with its first values; long numbers masked, since they are of people."""
    texts = reading.headings.texts if reading.headings else ()
    return [
        (letters(n), text or "–", " · ".join(_hidden(one) for one in reading.samples(n)))
        for n, text in enumerate(texts)
        if text or reading.samples(n)
    ]


def _first(reading: Reading, sheet: str) -> list[tuple[Any, ...]]:
    """The file's first rows, and a way to say of each that the headings stand there."""
    return [
        (
            number,
            " · ".join(_hidden(text) for text in texts)[:LONGEST_ROW],
            (gettext("Ini judul kolomnya"), _address(sheet, number)),
        )
        for number, texts in first_rows(reading.sheet)
    ]


def _address(sheet: str, row: int) -> str:
    values: dict[str, Any] = {**(request.view_args or {}), "row": row}
    if sheet:
        values["sheet"] = sheet
    return url_for(".edit", **values)


def _hidden(text: str) -> str:
    digits = sum(c.isdigit() for c in text)
    return masked(text) if digits > FEWEST_MASKED and "/" not in text else text[:40]
