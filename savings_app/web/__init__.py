"""Pages. One folder for each audience, one module for each topic."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect

from savings_app.web import (
    bank,
    errors,
    family,
    government,
    guards,
    presentation,
    public,
    security,
)


def init_app(app: Flask) -> None:
    CSRFProtect(app)
    presentation.init_app(app)
    security.init_app(app)
    guards.init_app(app)
    errors.init_app(app)
    for audience in (public, family, bank, government):
        app.register_blueprint(audience.bp)
