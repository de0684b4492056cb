"""What the log says: one JSON line an event, never a name, a number of a person or a query."""

from __future__ import annotations

import logging
import sys

import structlog
from flask import Flask


def init_app(app: Flask) -> None:
    level = logging.WARNING if app.config.get("TESTING") else logging.INFO
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
