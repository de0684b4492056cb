"""What the log says: one JSON line an event, never a name, a number of a person or a query."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path

import structlog
from flask import Flask
from structlog.typing import EventDict, WrappedLogger


def _without_values(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Of an error its kind and its place. Its message may hold what somebody typed."""
    error = event.pop("exc_info", None)
    error = sys.exc_info()[1] if error is True else error
    causes = []
    while isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        causes.append({"kind": type(error).__qualname__, "at": places})
        error = error.__cause__ or error.__context__
    return {**event, "error": causes} if causes else event


def init_app(app: Flask) -> None:
    level = logging.WARNING if app.config.get("TESTING") else logging.INFO
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_values,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # The stream as it is at that moment, which a server or a test may have replaced.
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
