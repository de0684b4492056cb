"""Bytes of papers, passbook photos and letters that no row names: refused late, or taken away."""

from __future__ import annotations

from datetime import timedelta

from huey.api import crontab

from savings_app import clock, storage
from savings_app.cases.queries.papers import list_kept_names
from savings_app.db import get_session
from savings_app.deposits.queries.photos import list_kept_photo_names
from savings_app.documents.consent_letter_queries import list_kept_scan_names
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
    """Remove every stored file of these kinds that no live row names; a crash leaves such."""
    for kind, list_needed in (
        (FileKind.PAPER, list_kept_names),
        (FileKind.PASSBOOK, list_kept_photo_names),
        (FileKind.CONSENT_LETTER, list_kept_scan_names),
    ):
        old = storage.list_names(kind, stored_before=clock.now_utc() - NOT_NAMED_YET)
        needed = list_needed(get_session())
        for name in old:
            if name not in needed:
                storage.discard(kind, name)
