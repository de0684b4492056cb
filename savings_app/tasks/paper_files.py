"""Bytes of papers that no row names: an upload that was refused late, or one withdrawn."""

from __future__ import annotations

from datetime import timedelta

from huey.api import crontab

from savings_app import clock, storage
from savings_app.cases.queries.papers import list_kept_names
from savings_app.db import get_session
from savings_app.jobs import huey
from savings_app.storage import FileKind
from savings_app.tasks.application import worker_application

# A file is stored a moment before the row that names it.
NOT_NAMED_YET = timedelta(hours=1)


@huey.periodic_task(crontab(minute="37"))  # type: ignore[untyped-decorator]
def _sweep() -> None:
    with worker_application().app_context():
        forget_paper_files()


def forget_paper_files() -> None:
    """Remove every stored file of a paper that no live row names; a crash leaves such."""
    old = storage.list_names(FileKind.PAPER, stored_before=clock.now_utc() - NOT_NAMED_YET)
    needed = list_kept_names(get_session())
    for name in old:
        if name not in needed:
            storage.discard(FileKind.PAPER, name)
