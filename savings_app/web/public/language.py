"""The reader's language, kept in the session."""

from __future__ import annotations

from flask import Blueprint, redirect, request, session
from flask.typing import ResponseReturnValue

from savings_app.errors import NotFound
from savings_app.web.guards import public
from savings_app.words import LANGUAGES

bp = Blueprint("language", __name__)


@bp.get("/language/<code>")
@public
def choose(code: str) -> ResponseReturnValue:
    if code not in LANGUAGES:
        raise NotFound
    session["locale"] = code
    return redirect(own_path(request.args.get("next")), 303)


def own_path(path: str | None) -> str:
    """`path` if it leads to a page of ours, else the front page: never to another site."""
    if not path or not path.startswith("/") or path.startswith("//"):
        return "/"
    # Browsers leave out tabs and line ends, and read a backslash as a slash.
    return path if path.isprintable() and "\\" not in path else "/"
