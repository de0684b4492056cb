"""Reading and applying files that were handed in: at once where they are small, else by a worker.

The batch's state is the work; a message only names the batch. One that is lost is sent again by the
sweep, one that comes twice finds the work done. Files are parsed outside any transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from huey.api import crontab

from savings_app import clock, storage
from savings_app.access.queries import find_actor
from savings_app.db import get_session, read_anew, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.imports.actions.applying import apply_batch, discard_batch, stop_applying
from savings_app.imports.actions.staging import (
    add_rows,
    begin_rows,
    claim_batch,
    finish_staging,
    portions,
)
from savings_app.imports.bulk import without_collecting
from savings_app.imports.kinds import BatchState
from savings_app.imports.queries.assessing import assess_found, read_again
from savings_app.imports.queries.batches import (
    list_left_behind,
    list_waited_too_long,
    list_waiting_names,
)
from savings_app.imports.readers import read_book
from savings_app.imports.rules import LONGEST_WAIT, MOST_AT_ONCE
from savings_app.jobs import huey
from savings_app.storage import FileDamaged, FileKind
from savings_app.tasks.application import worker_application
from savings_app.tasks.documents import jobs_run
from savings_app.tasks.import_kinds import get_handler
from savings_app.words import gettext
from savings_app.words.refusals import sentence

if TYPE_CHECKING:
    from savings_app.imports.models import ImportBatch
    from savings_app.imports.readers import Book
    from savings_app.imports.reading import Reading
    from savings_app.imports.rows import Found

log = structlog.get_logger()
# Rows of one short transaction while a large file is staged: pages are served between.
PORTION = 1_000
# A file is stored a moment before the row that names it.
NOT_NAMED_YET = LONGEST_WAIT / 168


@huey.task()  # type: ignore[untyped-decorator]
def _work(batch_id: str) -> None:
    with worker_application().app_context():
        work_on(UUID(batch_id))


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def _sweep() -> None:
    with worker_application().app_context():
        for batch_id in list_left_behind(get_session(), now=clock.now_utc()):
            work_on(batch_id)


@huey.periodic_task(crontab(minute="37"))  # type: ignore[untyped-decorator]
def _forget() -> None:
    with worker_application().app_context():
        forget_files()


def go_on(batch_id: UUID, *, rows: int) -> None:
    """Read or apply the batch: now where that takes a moment, else by a worker."""
    if rows <= MOST_AT_ONCE:
        work_on(batch_id)
    elif jobs_run():
        _work(str(batch_id))


def work_on(batch_id: UUID) -> None:
    """Do what the batch's state asks for; nothing where it is done or another is at it."""
    now = clock.now_utc()
    for state, work in ((BatchState.READING, _stage), (BatchState.APPLYING, _apply)):
        try:
            with transaction() as session:
                batch = claim_batch(session, batch_id=batch_id, state=state, now=now)
            if batch is not None:
                with without_collecting():
                    work(batch)
        except Exception as error:
            log.exception("import stopped", batch=str(batch_id))
            _note(batch_id, error)


def _stage(batch: ImportBatch) -> None:
    handler = get_handler(batch.kind)
    reading, found = _read(batch)
    assessment, context = assess_found(
        read_anew(),
        handler,
        reading=reading,
        found=found,
        region=batch.region_code,
        facts=batch.facts,
        today=clock.today(),
        batch_id=batch.id,
    )
    with transaction() as session:
        begin_rows(session, batch_id=batch.id, rows_in=assessment.rows_in)
    for rows in portions(assessment.rows, found.rows, size=PORTION):
        with transaction() as session:
            add_rows(
                session,
                batch_id=batch.id,
                handler=handler,
                rows=rows,
                places=context.places,
                now=clock.now_utc(),
            )
    with transaction() as session:
        finish_staging(
            session,
            batch_id=batch.id,
            assessment=assessment,
            actor=find_actor(session, user_id=batch.uploaded_by),
            now=clock.now_utc(),
        )


def _apply(batch: ImportBatch) -> None:
    name = batch.stored_name
    reading, found = _read(batch)
    with transaction() as session:
        apply_batch(
            session,
            handler=get_handler(batch.kind),
            actor=find_actor(session, user_id=batch.applied_by),
            batch_id=batch.id,
            reading=reading,
            found=found,
            today=clock.today(),
            now=clock.now_utc(),
        )
    if name is not None:
        storage.discard(FileKind.IMPORT, name)


def _read(batch: ImportBatch) -> tuple[Reading, Found]:
    handler = get_handler(batch.kind)
    reading = read_kept(batch)
    return reading, reading.rows(handler.keys)


def read_kept(batch: ImportBatch) -> Reading:
    """The stored bytes of a waiting batch, read as the batch says.

    Raises:
        FileDamaged, SheetUnknown
    """
    return read_again(read_kept_book(batch), get_handler(batch.kind), batch)


def read_kept_book(batch: ImportBatch) -> Book:
    """The sheets of a waiting batch's file.

    Raises:
        FileDamaged
    """
    if batch.stored_name is None:
        raise FileDamaged(batch.id)
    return read_book(storage.read(FileKind.IMPORT, batch.stored_name, sha256=batch.sha256))


def _note(batch_id: UUID, error: Exception) -> None:
    """A person reads why, and nothing is half done."""
    what = gettext("Terjadi kesalahan; tidak ada yang ditulis. Coba lagi, atau laporkan.")
    if isinstance(error, Conflict):
        what = gettext("Datanya berubah saat diterapkan; tidak ada yang ditulis. Periksa lagi.")
    elif isinstance(error, FileDamaged):
        what = gettext("Berkas yang menunggu tidak utuh lagi. Batalkan, lalu unggah sekali lagi.")
    elif isinstance(error, DomainError):
        what = sentence(error)
    with transaction() as session:
        stop_applying(session, batch_id=batch_id, what=what, actor=None, now=clock.now_utc())


def forget_files() -> None:
    """Discard what waited for seven days, then remove every stored file no waiting row names."""
    now = clock.now_utc()
    for batch_id in list_waited_too_long(get_session(), before=now - LONGEST_WAIT):
        try:
            with transaction() as session:
                discard_batch(session, actor=None, batch_id=batch_id, now=now)
        except DomainError:  # somebody applied it this very moment
            log.info("import no longer waits", batch=str(batch_id))
    old = storage.list_names(FileKind.IMPORT, stored_before=now - NOT_NAMED_YET)
    needed = list_waiting_names(get_session())
    for name in old:
        if name not in needed:
            storage.discard(FileKind.IMPORT, name)
