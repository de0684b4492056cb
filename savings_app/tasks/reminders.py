"""Every morning at nine in Gorontalo: what is due is queued, and what is too old is erased."""

from __future__ import annotations

import structlog
from flask import current_app
from huey.api import crontab

from savings_app import clock
from savings_app.db import transaction
from savings_app.experiments.actions.writing import end_past_experiments
from savings_app.jobs import huey
from savings_app.outbox import actions as outbox
from savings_app.outbox.channels import Ways
from savings_app.reminders.actions.sending import queue_reminders
from savings_app.reminders.rules import erased_before
from savings_app.reminders.wording import Letterhead
from savings_app.tasks.application import worker_application

log = structlog.get_logger()


@huey.periodic_task(crontab(hour="1", minute="0"))  # type: ignore[untyped-decorator]  # 09.00 WITA
def _every_morning() -> None:
    with worker_application().app_context():
        remind()
        erase_old()


def remind() -> int:
    """Queue what is due for everybody, in short transactions; safe to repeat."""
    with transaction() as session:
        end_past_experiments(session, today=clock.today(), now=clock.now_utc())
    total, after = 0, None
    while True:
        with transaction() as session:
            queued, after = queue_reminders(
                session,
                head=letterhead(),
                today=clock.today(),
                now=clock.now_utc(),
                after=after,
            )
        total += queued
        if after is None:
            log.info("reminders queued", count=total)
            return total


def erase_old() -> int:
    """The words and addresses of messages that are no longer kept; safe to repeat."""
    now = clock.now_utc()
    with transaction() as session:
        count = outbox.erase_old(session, before=erased_before(now, on=clock.today()), now=now)
    log.info("old messages erased", count=count)
    return count


def letterhead() -> Letterhead:
    """Who writes, as it is set up."""
    ways = Ways.of(current_app.config)
    return Letterhead(sender=ways.sender, address=str(current_app.config["ADDRESS"]))
