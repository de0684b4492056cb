"""The front page: what this is, the two doors, the rights of a family and the complaint path."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from savings_app.web.guards import public

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    return render_template("public/home.html")


@bp.get("/rights")
@public
def rights() -> ResponseReturnValue:
    return render_template("public/rights.html")


@bp.get("/complaints")
@public
def complaints() -> ResponseReturnValue:
    return render_template("public/complaints.html")
