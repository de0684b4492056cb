"""The first page of the Dinas: what waits, and for whom."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.banks.queries.agreements import list_announced_ends
from savings_app.cases.kinds import ComplaintState, Turn
from savings_app.cases.queries.complaints import count_complaints
from savings_app.cases.queries.listing import CaseFilter, count_cases, list_cases
from savings_app.cases.queries.visits import count_unsigned_visits
from savings_app.db import get_session
from savings_app.paging import Order
from savings_app.reconciliation.queries.told import list_told
from savings_app.reminders.queries.messages import count_failed
from savings_app.web.guards import requires
from savings_app.worklist.queries.work import count_work

bp = Blueprint("home", __name__)

SHOWN = 10


@bp.route("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    """Work of this role first, the oldest on top."""
    session, today = get_session(), clock.today()
    approves = g.actor.may(Permission.BENEFIT_APPROVE)
    inspects = g.actor.may(Permission.STAFF_COMPLAINT_READ)

    def first(wanted: CaseFilter) -> object:
        oldest = Order("number")
        return list_cases(
            session, actor=g.actor, wanted=wanted, today=today, size=SHOWN, order=oldest
        )

    return render_template(
        "government/home.html",
        counts=count_cases(session, actor=g.actor, today=today),
        work=count_work(session, actor=g.actor, today=today),
        ours=first(CaseFilter(turn=Turn.DINAS)),
        complaints=count_complaints(
            session, actor=g.actor, about_staff=False, state=ComplaintState.OPEN
        ),
        about_staff=count_complaints(
            session, actor=g.actor, about_staff=True, state=ComplaintState.OPEN
        )
        if inspects
        else 0,
        appeals=count_complaints(
            session, actor=g.actor, about_staff=False, state=ComplaintState.APPEALED
        )
        if inspects
        else 0,
        unsigned=count_unsigned_visits(session, actor=g.actor),
        failed=count_failed(session, actor=g.actor),
        theirs=first(CaseFilter(turn=Turn.SUPERVISOR)) if approves else None,
        ending=list_announced_ends(session, actor=g.actor, today=today),
        told=list_told(session, actor=g.actor, today=today),
        today=today,
    )
