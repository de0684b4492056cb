"""The one blueprint of the plan's pages, and whose plan it is."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, url_for
from flask import session as visit
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.db import get_session, transaction
from savings_app.planning.actions import say_not_now
from savings_app.planning.queries import PlanView, find_draft, get_plan_view
from savings_app.words import gettext

bp = Blueprint("plan", __name__, url_prefix="/plan")


def find_draft_view() -> PlanView | None:
    """The version this family is writing, as of today."""
    session = get_session()
    draft = find_draft(session, recipient_id=g.actor.recipient_id)
    if draft is None:
        return None
    return get_plan_view(
        session,
        actor=g.actor,
        recipient_id=g.actor.recipient_id,
        plan_id=draft.id,
        today=clock.today(),
    )


def end_for_now() -> ResponseReturnValue:
    """ "Belum sekarang" was pressed, on whichever page."""
    with transaction() as session:
        say_not_now(
            session,
            actor=g.actor,
            recipient_id=g.actor.recipient_id,
            today=clock.today(),
            now=clock.now_utc(),
        )
    flash(gettext("Baik, belum sekarang. Urusan ini selesai. Anda boleh kembali kapan saja."))
    return redirect(url_for("family.plan.index"), 303)


# Under this name the visit remembers the address of the question just answered.
_ARRIVED = "arrived"


def remember_arrival(address: str) -> None:
    """An answer sent to `address` is kept; the next page says so to the browser (`keep.js`)."""
    visit[_ARRIVED] = address


def what_arrived() -> str:
    """The address of the answer that has just arrived, once; empty where none has."""
    return str(visit.pop(_ARRIVED, ""))
