"""Pages. One folder for each audience, one module for each topic."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect

from savings_app.web import (
    api,
    bank,
    errors,
    family,
    government,
    guards,
    presentation,
    problems,
    public,
    security,
)


def init_app(app: Flask) -> None:
    csrf = CSRFProtect(app)
    # No browser's cookie opens these doors, so no form of another site can use one.
    for topic in api.topics:
        csrf.exempt(topic)
    presentation.init_app(app)
    security.init_app(app)
    guards.init_app(app)
    errors.init_app(app)
    app.after_request(problems.add_headers)
    for audience in (public, family, bank, government):
        app.register_blueprint(audience.bp)
    api.init_app(app)
