"""A pull over SNAP, as its row."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from savings_app.cases.models import Account
from savings_app.snap.kinds import PullCause, PullState
from savings_app.snap.models import SnapPull
from tests.builders import NOW


def make_pull(
    session: Session,
    *,
    account: Account,
    last_on: date = date(2026, 11, 22),
    state: PullState = PullState.FAILED,
    cause: PullCause | None = PullCause.REFUSED,
) -> SnapPull:
    """Three weeks of this account that were asked for."""
    pull = SnapPull(
        bank_id=account.bank_id,
        account_id=account.id,
        first_on=date(2026, 11, 1),
        last_on=last_on,
        state=state,
        cause=cause,
        last_code="4031401" if cause else None,
        tries=1,
        asked_at=NOW,
        asked_by=None,
        next_try_at=NOW,
        worked_at=None,
        ended_at=NOW if state is not PullState.WAITING else None,
        file_id=None,
        rows_in=0,
        rows_new=0,
        rows_same=0,
        rows_refused=0,
        rows_repeated=0,
    )
    session.add(pull)
    session.flush()
    return pull
