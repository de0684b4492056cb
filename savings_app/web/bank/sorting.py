"""Lines of accounts of which something changed are sorted before a list of them is shown."""

from __future__ import annotations

from flask import g

from savings_app import clock
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict
from savings_app.reconciliation.actions.sorting import sort_lines
from savings_app.reconciliation.queries.standings import find_unsorted


def sort_what_changed() -> bool:
    """Sort some of the officer's bank; whether more wait for the worker, which does the rest."""
    bank_id = g.actor.bank_id
    if bank_id is None or not find_unsorted(get_session(), bank_id=bank_id, limit=1):
        return False
    try:
        with transaction() as session:
            sort_lines(session, bank_id=bank_id, now=clock.now_utc())
            # What is of these very minutes is looked at again and again; that is no backlog.
            return len(find_unsorted(session, bank_id=bank_id, limit=1, never=True)) > 0
    except Conflict:  # a colleague's page sorted the same lines
        return False
