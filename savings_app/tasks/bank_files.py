"""Bank files that waited too long, and bytes that nobody needs any more."""

from __future__ import annotations

from datetime import timedelta

import structlog
from huey.api import crontab

from savings_app import clock, storage
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict
from savings_app.jobs import huey
from savings_app.reconciliation.actions.files import discard_file
from savings_app.reconciliation.queries.files import list_waited_too_long, list_waiting_names
from savings_app.storage import FileKind
from savings_app.tasks.application import worker_application

log = structlog.get_logger()
LONGEST_WAIT = timedelta(days=7)
# A file is stored a moment before the row that names it.
NOT_NAMED_YET = timedelta(hours=1)


@huey.periodic_task(crontab(minute="17"))  # type: ignore[untyped-decorator]
def _sweep() -> None:
    with worker_application().app_context():
        forget_bank_files()


def forget_bank_files() -> None:
    """Discard what waited for seven days, then remove every stored file no waiting row names."""
    now = clock.now_utc()
    for file_id in list_waited_too_long(get_session(), before=now - LONGEST_WAIT):
        try:
            with transaction() as session:
                discard_file(session, actor=None, file_id=file_id, now=now)
        except Conflict:  # somebody applied it this very moment
            log.info("bank file no longer waits", file=str(file_id))
    old = storage.list_names(FileKind.BANK_FILE, stored_before=now - NOT_NAMED_YET)
    needed = list_waiting_names(get_session())
    for name in old:
        if name not in needed:
            storage.discard(FileKind.BANK_FILE, name)
