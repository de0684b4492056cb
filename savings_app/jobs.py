"""The queue of background work: Huey in an SQLite file beside the data.

The state of the work lives in our own rows; a message only says "look at this row". So a lost or
doubled message loses and doubles nothing.
"""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask
from huey.api import SqliteHuey

from savings_app import config


def _queue_file() -> Path:
    folder = Path(os.environ.get("SAVINGS_APP_DATA") or config.ROOT / "instance").resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / "jobs.sqlite3"


huey = SqliteHuey("savings", filename=str(_queue_file()), fsync=True, results=False)


def init_app(app: Flask) -> None:
    # Tests run what they enqueue themselves, on the rows, with no queue between.
    app.extensions["jobs_enabled"] = not app.config.get("TESTING", False)
