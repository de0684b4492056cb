"""The stylesheet and its icon: kept a year by the browser, because their address has their hash."""

from __future__ import annotations

from flask import Blueprint, Response

from savings_app.web.guards import public
from savings_app.web.presentation import SERVED, read_static

bp = Blueprint("static_files", __name__)

A_YEAR = 31_536_000  # seconds


@bp.get("/static/<name>")
@public
def show(name: str) -> Response:
    answer = Response(read_static(name), mimetype=SERVED[name])
    answer.cache_control.public = True
    answer.cache_control.max_age = A_YEAR
    return answer
