"""Every night: visits that a payout brought, and warnings looked at again."""

from __future__ import annotations

import structlog
from huey.api import crontab

from savings_app import clock
from savings_app.cases.actions.follow_ups import plan_follow_ups
from savings_app.db import transaction
from savings_app.jobs import huey
from savings_app.tasks.application import worker_application
from savings_app.worklist.actions import refresh_warnings

log = structlog.get_logger()


@huey.periodic_task(crontab(hour="19", minute="40"))  # type: ignore[untyped-decorator]  # 03.40 WITA
def _nightly() -> None:
    with worker_application().app_context():
        look_through_the_work()


def look_through_the_work() -> None:
    """Safe to repeat; each half stands alone, so that one does not wait for the other's rows."""
    with transaction() as session:
        planned = plan_follow_ups(session)
    with transaction() as session:
        found = refresh_warnings(session, actor=None, today=clock.today(), now=clock.now_utc())
    log.info("work looked through", visits=planned, new=found.new, changed=found.changed)
