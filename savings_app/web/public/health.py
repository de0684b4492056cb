"""For the one who runs this: is it up, and does its database answer?"""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from savings_app.audit.queries import find_last_sequence
from savings_app.db import get_session
from savings_app.web.guards import public

bp = Blueprint("health", __name__)


@bp.get("/health")
@public
def health() -> ResponseReturnValue:
    find_last_sequence(get_session())
    return {"status": "ok"}
