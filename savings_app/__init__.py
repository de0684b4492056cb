"""The death-benefit savings service of a kabupaten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def create_app(settings: Mapping[str, object] | None = None) -> Flask:
    """The application, from `settings` or else from the environment."""
    # Here and not above: commands without data start without Flask and without a database.
    from flask import Flask  # noqa: PLC0415

    from savings_app import config, db, jobs, logs, storage, web  # noqa: PLC0415

    app = Flask(__name__, template_folder=str(config.TEMPLATES), static_folder=None)
    app.config.from_mapping(config.from_environment() if settings is None else settings)
    logs.init_app(app)
    db.init_app(app)
    storage.init_app(app)
    jobs.init_app(app)
    web.init_app(app)
    return app
