"""Refusals that no form shows become pages: a sentence, and nothing about what exists."""

from __future__ import annotations

from uuid import uuid4

import structlog
from flask import Flask, Response, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from savings_app.errors import Conflict, DomainError, NotFound, NotPermitted
from savings_app.web.problems import http_problem, is_for_machines, refusal_problem
from savings_app.words.refusals import sentence

log = structlog.get_logger()

STATUS = {NotFound: 404, NotPermitted: 403, Conflict: 409}
PAGES = {400, 403, 404, 405, 409, 413, 429, 500}


def _refused(refusal: DomainError) -> tuple[str, int] | Response:
    if is_for_machines():
        return refusal_problem(refusal)
    status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 400)
    page = render_template(f"errors/{status}.html", sentence=sentence(refusal))
    return page, status


def _stale_form(error: CSRFError) -> tuple[str, int]:
    return render_template("errors/stale_form.html"), 400


def _http(error: HTTPException) -> tuple[str, int] | HTTPException | Response:
    if is_for_machines():
        return http_problem(error)
    code = error.code or 500
    if code not in PAGES:
        return error
    return render_template(f"errors/{code}.html", sentence=None), code


def _bug(error: Exception) -> tuple[str, int] | Response:
    reference = uuid4().hex[:8]
    log.error("unexpected", reference=reference, exc_info=error)
    if is_for_machines():
        return http_problem(InternalServerError())
    return render_template("errors/500.html", sentence=None, reference=reference), 500


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    if not app.config.get("TESTING"):
        app.register_error_handler(Exception, _bug)
