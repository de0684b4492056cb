"""Bank lines of which something changed are sorted, so that pages and counts find it done."""

from __future__ import annotations

from huey.api import crontab

from savings_app import clock
from savings_app.banks.queries import list_banks
from savings_app.db import get_session, transaction
from savings_app.jobs import huey
from savings_app.reconciliation.actions.sorting import ACCOUNTS_AT_ONCE, sort_lines
from savings_app.reconciliation.queries.standings import find_unsorted
from savings_app.tasks.application import worker_application

ROUNDS = 100  # what is left waits for the next time, so that other work of the worker goes on


@huey.periodic_task(crontab(minute="*/3"))  # type: ignore[untyped-decorator]
def _sort() -> None:
    with worker_application().app_context():
        sort_bank_lines()


def sort_bank_lines() -> None:
    """Every partner bank's lines, some accounts in a transaction; safe to stop at any moment."""
    for bank in [bank for bank in list_banks(get_session()) if bank.is_partner]:
        for _round in range(ROUNDS):
            if not find_unsorted(get_session(), bank_id=bank.id, limit=1):
                break
            with transaction() as session:
                done = sort_lines(session, bank_id=bank.id, now=clock.now_utc())
            if done < ACCOUNTS_AT_ONCE:
                break
