"""Runs of documents: a portion a message, by as many workers as there are.

The rows are the work; a message only names the run, and goes to the end of the queue again after a
moment, so that whoever waits at a counter for one document waits no longer than that. One that is
lost is sent again by the sweep; one too many finds nothing to do.
"""

from __future__ import annotations

import time
from datetime import timedelta
from uuid import UUID, uuid4

import structlog
from huey.api import crontab

from savings_app import clock, storage
from savings_app.db import get_session, read_anew, transaction
from savings_app.documents.pdf import render_pdf
from savings_app.documents.rendering import Render
from savings_app.documents.run_queries import list_kept_names, list_left_behind
from savings_app.documents.run_rules import RowReason, RowState
from savings_app.documents.run_working import (
    claim_rows,
    end_without_asker,
    fail_row,
    find_asker,
    finish_if_done,
    issue_row,
    settle_rows,
)
from savings_app.jobs import huey
from savings_app.storage import FileKind
from savings_app.tasks import rendering
from savings_app.tasks.application import worker_application
from savings_app.tasks.documents import jobs_run, make_document

log = structlog.get_logger()
# Messages of one run that go round at once: so many workers share it.
AT_ONCE = 2
A_MOMENT = 2.0  # seconds
# A file is stored a moment before the row that names it.
NOT_NAMED_YET = timedelta(hours=1)


@huey.task()  # type: ignore[untyped-decorator]
def _work(run_id: str) -> None:
    with worker_application().app_context():
        if work_on(UUID(run_id), render=rendering.render, seconds=A_MOMENT):
            _work(run_id)


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def _sweep() -> None:
    with worker_application().app_context():
        for run_id in list_left_behind(get_session(), now=clock.now_utc()):
            go_on(run_id)


@huey.periodic_task(crontab(minute="47"))  # type: ignore[untyped-decorator]
def _forget() -> None:
    with worker_application().app_context():
        forget_document_files()


def go_on(run_id: UUID) -> None:
    """Ask the workers for this run; call it after the transaction that began it."""
    if jobs_run():
        for _message in range(AT_ONCE):
            _work(str(run_id))


def work_on(run_id: UUID, *, render: Render = render_pdf, seconds: float | None = None) -> bool:
    """Work on the run until nothing is left for this worker, or for so many seconds.

    Returns whether there may be more to do.
    """
    holder, ends = uuid4(), None if seconds is None else time.monotonic() + seconds
    while _do_portion(run_id, holder, render):
        if ends is not None and time.monotonic() >= ends:
            return True
    return False


def _do_portion(run_id: UUID, holder: UUID, render: Render) -> bool:
    """Hold a few rows, issue their documents, make them. Returns whether there were any."""
    taken, documents = _take(run_id, holder)
    if not taken:
        with transaction() as session:
            finish_if_done(session, run_id=run_id, now=clock.now_utc())
        return False
    for document_id in documents:
        make_document(document_id, render=render)
    with transaction() as session:
        settle_rows(session, run_id=run_id, holder=holder, now=clock.now_utc())
    return True


def _take(run_id: UUID, holder: UUID) -> tuple[int, list[UUID]]:
    """How many rows were taken, and the documents that are to be made of them."""
    today, now = clock.today(), clock.now_utc()
    actor = find_asker(read_anew(), run_id=run_id, today=today)
    if actor is None:
        with transaction() as session:
            end_without_asker(session, run_id=run_id, now=now)
    with transaction() as session:
        rows = claim_rows(session, run_id=run_id, holder=holder, now=now)
        for row in rows:
            try:
                issue_row(session, row=row, actor=actor, today=today, now=now)
            except Exception:
                log.exception("document of a run failed", run=str(run_id), row=str(row.id))
                fail_row(row, reason=RowReason.ERROR, now=now)
        waiting = [row.document_id for row in rows if row.state is RowState.WAITING]
        return len(rows), [document_id for document_id in waiting if document_id is not None]


def forget_document_files(*, older_than: timedelta = NOT_NAMED_YET) -> None:
    """Remove the bytes a killed worker stored before the row that would have named them."""
    old = storage.list_names(FileKind.DOCUMENT, stored_before=clock.now_utc() - older_than)
    kept = list_kept_names(read_anew())
    for name in old:
        if name not in kept:
            storage.discard(FileKind.DOCUMENT, name)
