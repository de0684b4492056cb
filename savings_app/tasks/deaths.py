"""Comparing deaths that were reported with the registry: never while somebody waits for a page."""

from __future__ import annotations

from huey.api import crontab

from savings_app import clock
from savings_app.db import transaction
from savings_app.deaths.actions.matching import match_waiting
from savings_app.jobs import huey
from savings_app.tasks.application import worker_application
from savings_app.tasks.documents import jobs_run


@huey.task()  # type: ignore[untyped-decorator]
def _match() -> None:
    with worker_application().app_context():
        match_reports()


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def _sweep() -> None:
    with worker_application().app_context():
        match_reports()


def enqueue_matching() -> None:
    """Ask a worker to compare what is new; call it after the transaction that wrote it."""
    if jobs_run():
        _match()


def match_reports() -> None:
    """Compare every line that was not compared yet; safe to repeat."""
    with transaction() as session:
        match_waiting(session, now=clock.now_utc())
