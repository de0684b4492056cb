"""Files taken in: handed in, looked at, applied or discarded, and taken back whole.

The pages know no kind: what is asked and shown comes from its handler.
"""

from __future__ import annotations

import time
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from savings_app import clock, storage
from savings_app.access.queries import names_of
from savings_app.actors import Permission
from savings_app.db import get_session, read_anew, transaction
from savings_app.errors import DomainError
from savings_app.imports.actions.applying import (
    discard_batch,
    is_unclear,
    start_applying,
    undo_batch,
)
from savings_app.imports.actions.staging import receive_file
from savings_app.imports.handlers import AskedKind
from savings_app.imports.kinds import BatchState, Outcome
from savings_app.imports.queries.assessing import read_proposed
from savings_app.imports.queries.batches import (
    SORTING,
    BatchFilter,
    find_told,
    get_batch,
    iterate_batches,
    list_batches,
    list_sources,
)
from savings_app.imports.queries.rows import count_noted, iterate_rows, list_rows
from savings_app.imports.readers import LARGEST_FILE, read_book
from savings_app.imports.rules import check_source
from savings_app.storage import FileKind
from savings_app.tasks.documents import jobs_run
from savings_app.tasks.import_kinds import HANDLERS, get_handler
from savings_app.tasks.imports import go_on
from savings_app.web.fields import TextField
from savings_app.web.filters import FilterForm, KindFilter
from savings_app.web.forms import VersionedForm, longest, required
from savings_app.web.government.import_forms import BatchForm, upload_form
from savings_app.web.government.import_rows import (
    left_standing,
    mended_file,
    row_filter,
    row_listing,
    titles_shown,
)
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import moment_long, month_long
from savings_app.words.labels import label

if TYPE_CHECKING:
    from savings_app.imports.handlers import Handler
    from savings_app.imports.models import ImportBatch

bp = Blueprint("imports", __name__, url_prefix="/imports")
A_MOMENT = 0.25  # seconds
MOMENTS = 12
WORKED_ON = (BatchState.READING, BatchState.APPLYING)


LISTING: Listing[ImportBatch] = Listing(
    name="impor",
    endpoint="government.imports.index",
    export="government.imports.export",
    sorting=SORTING.chosen,
    columns=(
        Column(
            _("Diunggah"),
            lambda row: (
                moment_long(row.uploaded_at),
                url_for("government.imports.show", batch_id=row.id),
            ),
            sort="at",
        ),
        Column(_("Jenis"), lambda row: label("import_kind", row.kind), sort="kind"),
        Column(_("Dari"), lambda row: row.source, sort="source"),
        Column(_("Keadaan"), lambda row: label("import_state", row.state), sort="state"),
        Column(_("Baris"), lambda row: row.rows_in, taken=lambda row: row.rows_in, number=True),
        Column(_("Baru"), lambda row: row.rows_new, taken=lambda row: row.rows_new, number=True),
        Column(
            _("Berubah"), lambda row: row.rows_changed, taken=lambda row: row.rows_changed,
            number=True,
        ),
        Column(_("Sama"), lambda row: row.rows_same, taken=lambda row: row.rows_same, number=True),
        Column(
            _("Ditolak"), lambda row: row.rows_refused, taken=lambda row: row.rows_refused,
            sort="refused", number=True,
        ),
    ),
    private=(),
)  # fmt: skip


class ImportFilterForm(FilterForm[BatchFilter]):
    kind = KindFilter(_("Jenis"), [handler.kind for handler in HANDLERS], group="import_kind")
    state = KindFilter(_("Keadaan"), BatchState, group="import_state")

    def wanted(self) -> BatchFilter:
        return BatchFilter(
            kind=self.kind.chosen,
            state=self.state.chosen,
        )


class ReasonForm(VersionedForm):
    reason = TextField(
        _("Mengapa impor ini ditarik kembali"), [required(_("Tulis alasannya.")), longest(300)]
    )


@bp.post("/")
@requires(Permission.IMPORT_RUN)
def search() -> ResponseReturnValue:
    return LISTING.search(ImportFilterForm())


@bp.get("/")
@requires(Permission.IMPORT_RUN)
def index() -> ResponseReturnValue:
    ways = [
        (
            label("import_kind", handler.kind),
            url_for(".upload", import_kind=handler.kind.value),
            label("import_about", handler.kind),
        )
        for handler in HANDLERS
        if g.actor.may(handler.permission)
    ]
    form = ImportFilterForm(LISTING.sent())
    return LISTING.show("government/imports.html", form, list_batches, ways=ways)


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.IMPORT_RUN)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.take(file_type, ImportFilterForm(LISTING.sent()), iterate_batches)


# --- handing in ----------------------------------------------------------------------------


@bp.route("/new/<import_kind>", methods=["GET", "POST"])
@requires(Permission.IMPORT_RUN)
def upload(import_kind: str) -> ResponseReturnValue:
    handler = get_handler(import_kind)
    session = get_session()
    form = upload_form(handler, session=session, today=clock.today())
    if form.submitted():
        try:
            batch = _hand_in(handler, form)
        except DomainError as refusal:
            if refusal.field and f"fact_{refusal.field}" in form._fields:
                refusal.field = f"fact_{refusal.field}"
            form.show(refusal)
        else:
            return redirect(url_for(".show", batch_id=batch), 303)
    sources = list_sources(get_session(), kind=handler.kind, region=g.actor.region or "-")
    return render_template(
        "government/import_upload.html",
        form=form,
        handler=handler,
        sources=sources,
        megabytes=LARGEST_FILE // (1024 * 1024),
    )


def _hand_in(handler: Handler, form: BatchForm) -> UUID:
    """Read, then keep, then record; what is not recorded as waiting is not kept."""
    sent: FileStorage = form["file"].data
    with closing(sent):
        data = sent.stream.read(LARGEST_FILE + 1)
    book = read_book(data)
    source, facts = check_source(form["source"].data), form.answers()
    region = g.actor.region or "-"
    told = find_told(get_session(), kind=handler.kind, source=source, region=region)
    reading = read_proposed(book, handler, facts=facts, told=told)
    rows = len(reading.rows(handler.keys).rows)
    stored = storage.store(FileKind.IMPORT, data)
    try:
        with transaction() as session:
            batch_id = receive_file(
                session,
                handler=handler,
                actor=g.actor,
                region=region,
                source=source,
                facts=facts,
                stored=stored,
                reading=reading,
                now=clock.now_utc(),
            ).id
    except BaseException:
        storage.discard(FileKind.IMPORT, stored.name)
        raise
    go_on(batch_id, rows=rows)
    return batch_id


# --- looking -------------------------------------------------------------------------------


@bp.get("/<uuid:batch_id>")
@requires(Permission.IMPORT_RUN)
def show(batch_id: UUID) -> ResponseReturnValue:
    batch = _wait_for(batch_id)
    handler = get_handler(batch.kind)
    wanted = row_filter()
    shown = None
    if batch.state not in WORKED_ON:
        listing = row_listing(handler)
        page = list_rows(
            get_session(),
            batch_id=batch_id,
            wanted=wanted,
            order=listing.order(),
            place=listing.place(),
        )
        shown = listing.page(page, batch_id=batch_id)
    people = {one for one in (batch.uploaded_by, batch.applied_by, batch.undone_by) if one}
    return render_template(
        "government/import.html",
        batch=batch,
        handler=handler,
        names=names_of(get_session(), people),
        form=VersionedForm(data={"version": batch.version}),
        shown=shown,
        wanted=wanted,
        noted=count_noted(get_session(), batch_id=batch_id),
        outcomes=list(Outcome),
        counts={
            Outcome.NEW: batch.rows_new,
            Outcome.CHANGED: batch.rows_changed,
            Outcome.SAME: batch.rows_same,
            Outcome.REFUSED: batch.rows_refused,
        },
        unclear=is_unclear(batch),
        left=left_standing(batch),
        shown_facts=[*_facts_shown(handler, batch), *titles_shown(handler, batch)],
    )


def _wait_for(batch_id: UUID) -> ImportBatch:
    """The batch, given a moment where a worker is at it; the page does not reload itself."""
    for _moment in range(MOMENTS):
        batch = get_batch(read_anew(), actor=g.actor, batch_id=batch_id)
        if batch.state not in WORKED_ON or not jobs_run():
            break
        time.sleep(A_MOMENT)
    return batch


def _facts_shown(handler: Handler, batch: ImportBatch) -> list[tuple[Any, str]]:
    """The answers for the whole file, by what was asked."""
    out = []
    for one in handler.asked:
        value = batch.facts.get(one.name)
        if value and one.choices:
            offered = dict(one.choices(get_session(), batch.region_code, clock.today()))
            value = offered.get(value, value)
        if value and one.kind is AskedKind.MONTH:
            value = month_long(date.fromisoformat(f"{value}-01"))
        if value:
            out.append((one.label, value))
    return out


@bp.get("/<uuid:batch_id>/rows.<any(csv, xlsx):file_type>")
@requires(Permission.IMPORT_RUN)
def rows_export(batch_id: UUID, file_type: str) -> ResponseReturnValue:
    """The rows as they are shown, numbers masked."""
    batch = get_batch(get_session(), actor=g.actor, batch_id=batch_id)
    listing = row_listing(get_handler(batch.kind))
    order, wanted = listing.order(), row_filter()
    rows = iterate_rows(get_session(), batch_id=batch_id, wanted=wanted, order=order)
    return listing.file(file_type, rows)


@bp.get("/<uuid:batch_id>/refused.<any(csv, xlsx):file_type>")
@requires(Permission.IMPORT_RUN)
def refused(batch_id: UUID, file_type: str) -> ResponseReturnValue:
    """The refused rows as they stand in the file, each with its reason, to be mended."""
    batch = get_batch(get_session(), actor=g.actor, batch_id=batch_id)
    return mended_file(batch, file_type)


# --- deciding ------------------------------------------------------------------------------


@bp.post("/<uuid:batch_id>/apply")
@requires(Permission.IMPORT_RUN)
def apply(batch_id: UUID) -> ResponseReturnValue:
    batch = get_batch(get_session(), actor=g.actor, batch_id=batch_id)
    if batch.state in {BatchState.APPLIED, BatchState.APPLYING}:  # a double click
        return redirect(url_for(".show", batch_id=batch_id), 303)
    with transaction() as session:
        batch = start_applying(
            session,
            handler=get_handler(batch.kind),
            actor=g.actor,
            batch_id=batch_id,
            version=VersionedForm.of_request().seen_version(),
            now=clock.now_utc(),
        )
        rows = batch.rows_in
    go_on(batch_id, rows=rows)
    return redirect(url_for(".show", batch_id=batch_id), 303)


@bp.post("/<uuid:batch_id>/discard")
@requires(Permission.IMPORT_RUN)
def discard(batch_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        name = discard_batch(
            session,
            actor=g.actor,
            batch_id=batch_id,
            version=VersionedForm.of_request().seen_version(),
            now=clock.now_utc(),
        )
    if name is not None:
        storage.discard(FileKind.IMPORT, name)
    flash(gettext("Impor dibatalkan. Tidak ada yang ditulis darinya."))
    return redirect(url_for(".index"), 303)


@bp.route("/<uuid:batch_id>/undo", methods=["GET", "POST"])
@requires(Permission.IMPORT_RUN)
def undo(batch_id: UUID) -> ResponseReturnValue:
    batch = get_batch(get_session(), actor=g.actor, batch_id=batch_id)
    form = ReasonForm.of_request(version=batch.version)
    if form.submitted():
        try:
            with transaction() as session:
                _batch, left = undo_batch(
                    session,
                    handler=get_handler(batch.kind),
                    actor=g.actor,
                    batch_id=batch_id,
                    version=form.seen_version(),
                    reason=form.reason.data,
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            done = gettext("Impor ditarik kembali.")
            some = gettext("Impor ditarik kembali, kecuali yang disebut di bawah.")
            flash(some if left else done)
            return redirect(url_for(".show", batch_id=batch_id), 303)
    return render_template("government/import_undo.html", form=form, batch=batch)
