"""The death-benefit savings service of a kabupaten."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def create_app(settings: Mapping[str, object] | None = None, *, pages: bool = True) -> Flask:
    """The application, from `settings` or else from the environment.

    Without `pages` it answers no request: a command starts in half the time.
    """
    # Here and not above: commands without data start without Flask and without a database.
    from flask import Flask  # noqa: PLC0415

    from savings_app import config, db, jobs, logs, storage  # noqa: PLC0415

    app = Flask(__name__, template_folder=str(config.TEMPLATES), static_folder=None)
    app.config.from_mapping(config.from_environment() if settings is None else settings)
    logs.init_app(app)
    db.init_app(app)
    storage.init_app(app)
    jobs.init_app(app)
    if pages:
        from savings_app import web  # noqa: PLC0415

        web.init_app(app)
    load_models()
    return app


def load_models() -> None:
    """Every table there is: a foreign key may name one of a package nobody has imported."""
    for package in pkgutil.iter_modules(__path__):
        name = f"{__name__}.{package.name}.models"
        if package.ispkg and package.name not in {"web", "cli", "tasks", "words", "translations"}:
            try:
                importlib.import_module(name)
            except ModuleNotFoundError as missing:
                if missing.name != name:
                    raise
