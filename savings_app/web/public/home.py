"""The front page: what this is, the two doors, the rights of a family and the complaint path."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.db import get_session
from savings_app.policy.rules import Benefit, Programme, compute_benefit, payment_working_days
from savings_app.regulation.queries import find_version_on
from savings_app.web.guards import public
from savings_app.words.labels import label

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    return render_template("public/home.html", benefit=_by_law(clock.today()))


@bp.get("/rights")
@public
def rights() -> ResponseReturnValue:
    today = clock.today()
    benefit = _by_law(today)
    return render_template(
        "public/rights.html",
        today=today,
        benefit=benefit,
        parts=[
            {"label": label("part", part.part), "amount": part.amount, "law": part.law}
            for part in benefit.parts
        ],
        days={
            programme.value: payment_working_days(programme=programme, on=today)
            for programme in Programme
        },
        regulation=find_version_on(get_session(), day=today),
    )


@bp.get("/complaints")
@public
def complaints() -> ResponseReturnValue:
    return render_template("public/complaints.html")


def _by_law(today: date) -> Benefit:
    """A death not from work, full membership, by the law of today."""
    return compute_benefit(programme=Programme.JKM, died_on=today, today=today)
