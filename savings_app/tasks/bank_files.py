"""Large bank files applied by a worker, files that waited too long, and bytes nobody needs.

The file's state is the work; a message only names the file. One that is lost is sent again by the
sweep, one that comes twice finds the work done. Files are parsed outside any transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from huey.api import crontab

from savings_app import clock, storage
from savings_app.access.queries import find_actor
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError, Problem
from savings_app.imports.bulk import without_collecting
from savings_app.jobs import huey
from savings_app.reconciliation.actions.files import discard_file
from savings_app.reconciliation.actions.portions import (
    apply_portion,
    claim_file,
    cut,
    stop_applying,
)
from savings_app.reconciliation.queries.files import (
    get_being_applied,
    list_being_applied,
    list_waited_too_long,
    list_waiting_names,
)
from savings_app.reconciliation.queries.profiles import find_shape_of_file
from savings_app.reconciliation.readers import read_bank_file
from savings_app.storage import FileDamaged, FileKind
from savings_app.tasks.application import worker_application
from savings_app.tasks.documents import jobs_run
from savings_app.words.refusals import sentence

if TYPE_CHECKING:
    from savings_app.reconciliation.models import BankFile
    from savings_app.reconciliation.readers import BankFile as FoundFile

log = structlog.get_logger()
LONGEST_WAIT = timedelta(days=7)
# A file is stored a moment before the row that names it.
NOT_NAMED_YET = timedelta(hours=1)


@huey.periodic_task(crontab(minute="17"))  # type: ignore[untyped-decorator]
def _sweep() -> None:
    with worker_application().app_context():
        forget_bank_files()


@huey.task()  # type: ignore[untyped-decorator]
def _work(file_id: str) -> None:
    with worker_application().app_context():
        work_on(UUID(file_id))


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def _go_on() -> None:
    with worker_application().app_context():
        for file_id in list_being_applied(get_session()):
            work_on(file_id)


def go_on(file_id: UUID) -> None:
    """Ask a worker for the portions of this file; call it after the transaction that began it."""
    if jobs_run():
        _work(str(file_id))


def work_on(file_id: UUID) -> None:
    """Write the portions that are missing; nothing where it is done or another is at it."""
    with transaction() as session:
        file = claim_file(session, file_id=file_id, now=clock.now_utc())
    if file is None:
        return
    try:
        data = storage.read(FileKind.BANK_FILE, file.stored_name, sha256=file.sha256)
        with without_collecting():
            shape = find_shape_of_file(get_session(), file=file)
            write_portions(file_id, read_bank_file(data, chosen=shape))
    except FileDamaged:
        # A command keeps no bytes: its file goes on when the command is given again.
        log.info("bank file cannot go on by itself", file=str(file_id))
        return
    except Conflict:
        log.info("bank file is applied by another", file=str(file_id))
        return
    except DomainError as refusal:
        with transaction() as session:
            problem = Problem(None, sentence(refusal))
            stop_applying(session, file_id=file_id, problem=problem, now=clock.now_utc())
    storage.discard(FileKind.BANK_FILE, file.stored_name)


def write_portions(
    file_id: UUID, found: FoundFile, *, told: Callable[[int, int], None] = lambda done, all_: None
) -> BankFile:
    """Every portion that is missing, each in a transaction; `told` hears how many of how many.

    Raises:
        AgreementNotInForce
        Conflict: somebody else is at it.
    """
    portions = cut(found)
    session = get_session()
    file = get_being_applied(session, file_id=file_id)
    actor = find_actor(session, user_id=file.uploaded_by)
    for number in range(file.portions_done, len(portions)):
        with transaction() as session:
            file = apply_portion(
                session,
                actor=actor,
                file_id=file_id,
                number=number,
                portions=portions,
                now=clock.now_utc(),
            )
        told(number + 1, len(portions))
    return file


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
