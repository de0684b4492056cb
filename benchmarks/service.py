"""The service that is measured: sample families on SQLite, in a folder that goes with the run."""

from __future__ import annotations

import atexit
import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

_folder = tempfile.TemporaryDirectory(prefix="savings-bench-")
atexit.register(_folder.cleanup)
# Nothing measured here reaches the data of this machine; the queue's file is chosen at import.
os.environ["SAVINGS_APP_DATA"] = _folder.name
os.environ.pop("DATABASE_URL", None)

from savings_app import create_app, db  # noqa: E402  the settings above come first
from savings_app.cli.demo.making import make_sample_data  # noqa: E402
from savings_app.cli.operate import load_reference  # noqa: E402

CASES = 10


@dataclass(frozen=True)
class Service:
    """The application, and what `demo-data` said of its `users`, `families` and `cases`."""

    app: Flask
    made: dict[str, Any]

    def staff(self, role: str) -> FlaskClient:
        """A browser signed in as the first user of this role."""
        user = next(user for user in self.made["users"] if user["role"] == role)
        client = self.app.test_client()
        facts = {"email": user["email"], "password": user["password"]}
        client.post("/staff/sign-in", data=facts)
        return client


@cache
def service() -> Service:
    """Ten families, made once a run."""
    app = create_app(
        {
            "PRODUCTION": False,
            "TESTING": True,
            "WTF_CSRF_ENABLED": False,
            "SECRET_KEY": "bench",
            "ADDRESS": "http://127.0.0.1:8000",
            "MAX_CONTENT_LENGTH": 1024 * 1024,
            "SAVINGS_APP_DATA": Path(_folder.name),
            "DATABASE_URL": f"sqlite:///{_folder.name}/savings.sqlite3",
        }
    )
    with app.app_context():
        db.migrate(db.get_engine())
        with db.transaction() as session:
            load_reference(session)
        made = make_sample_data(count=CASES, seed="bench")
    return Service(app, made)
