"""The application inside a job worker: made once a process, after its fork."""

from __future__ import annotations

from functools import cache

from flask import Flask


@cache
def worker_application() -> Flask:
    from savings_app import create_app  # noqa: PLC0415  the web imports the tasks it enqueues

    return create_app(pages=False)
