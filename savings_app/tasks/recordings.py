"""Bytes of recordings that no page plays: an upload that was refused late, or one that ended."""

from __future__ import annotations

from datetime import timedelta

from huey.api import crontab

from savings_app import clock, storage
from savings_app.db import get_session
from savings_app.jobs import huey
from savings_app.recordings.queries import list_kept_names
from savings_app.storage import FileKind
from savings_app.tasks.application import worker_application

# A file is stored a moment before the row that names it.
NOT_NAMED_YET = timedelta(hours=1)


@huey.periodic_task(crontab(minute="41"))  # type: ignore[untyped-decorator]
def _sweep() -> None:
    with worker_application().app_context():
        forget_recordings()


def forget_recordings() -> None:
    """Remove every stored recording that no live row names; a crash leaves such."""
    old = storage.list_names(FileKind.RECORDING, stored_before=clock.now_utc() - NOT_NAMED_YET)
    needed = list_kept_names(get_session())
    for name in old:
        if name not in needed:
            storage.discard(FileKind.RECORDING, name)
