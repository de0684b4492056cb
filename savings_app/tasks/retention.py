"""Every night: lines whose time is over since their consent was taken back are erased."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from huey.api import crontab

from savings_app import clock
from savings_app.db import read_anew, transaction
from savings_app.jobs import huey
from savings_app.retention.actions import erase_due
from savings_app.retention.queries.waiting import list_kabupaten, preview_of
from savings_app.tasks.application import worker_application

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Swept:
    """What a run did in one kabupaten, or would do; counts only.

    `days` is None where no period is in force: nothing is erased there. `held` and `later` stay.
    """

    region: str
    days: int | None
    accounts: int
    lines_deleted: int
    lines_emptied: int
    balances: int
    held: int
    later: int


@huey.periodic_task(crontab(hour="18", minute="20"))  # type: ignore[untyped-decorator]  # 02.20 WITA
def _every_night() -> None:
    with worker_application().app_context():
        erase_retained()


def erase_retained() -> list[Swept]:
    """Erase what is due everywhere, in short transactions; safe to repeat and to stop."""
    return [_erase(region) for region in list_kabupaten(read_anew())]


def preview_retained() -> list[Swept]:
    """What `erase_retained` would do now; nothing is written. Lines are not told apart yet."""
    session, today = read_anew(), clock.today()
    found = []
    for region in list_kabupaten(session):
        seen = preview_of(session, region=region, today=today)
        days = seen.period.days if seen.period else None
        found.append(Swept(region, days, seen.due, seen.due_lines, 0, 0, seen.held, seen.later))
    return found


def _erase(region: str) -> Swept:
    accounts = deleted = emptied = balances = 0
    while True:
        with transaction() as session:
            run = erase_due(session, region=region, today=clock.today(), now=clock.now_utc())
            if run is None:
                break
            accounts += run.accounts
            deleted += run.lines_deleted
            emptied += run.lines_emptied
            balances += run.balances
    if accounts:
        log.info("bank lines erased", region=region, accounts=accounts, lines=deleted + emptied)
    left = preview_of(read_anew(), region=region, today=clock.today())
    days = left.period.days if left.period else None
    return Swept(region, days, accounts, deleted, emptied, balances, left.held, left.later)
