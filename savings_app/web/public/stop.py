"""Berhenti: the address in every message. No signing in; one press and nothing more is sent.

Opening the address alone stops nothing: mail servers and chat programmes open what they carry.
"""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.db import get_session, transaction
from savings_app.reminders.actions.contacts import stop_by_token
from savings_app.reminders.queries.contacts import get_contact_by_token
from savings_app.web.guards import public

bp = Blueprint("stop", __name__)


@bp.get("/stop/<stop_token>")
@public
def ask(stop_token: str) -> ResponseReturnValue:
    contact = get_contact_by_token(get_session(), token=stop_token[:40])
    return render_template("public/stop.html", stopped=contact.stopped_at is not None)


@bp.post("/stop/<stop_token>")
@public
def stop(stop_token: str) -> ResponseReturnValue:
    with transaction() as session:
        stop_by_token(session, token=stop_token[:40], now=clock.now_utc())
    return render_template("public/stop.html", stopped=True)
