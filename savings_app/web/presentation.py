"""What every template may use: words, formats, the address of a static file, the language."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, g, request, session, url_for
from flask_compress import Compress

from savings_app.words import LANGUAGES, current_language, use_language
from savings_app.words.templates import equip

STATIC = Path(__file__).resolve().parent.parent / "static"

A_YEAR = 31_536_000  # seconds


def init_app(app: Flask) -> None:
    env = app.jinja_env
    equip(env)
    env.globals.update(static_url=_addresses(), languages=LANGUAGES)
    app.context_processor(_context)
    app.before_request(_speak)
    app.teardown_request(_be_silent)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = A_YEAR  # its address changes when the file does
    app.config["COMPRESS_MIMETYPES"] = ["text/html", "text/css", "image/svg+xml"]
    app.config["COMPRESS_ALGORITHM_STREAMING"] = ["br", "gzip"]  # old phones read gzip only
    Compress(app)


def _addresses() -> object:
    """`static_url("app.css")`: the file's address with its hash, so a browser keeps it a year."""
    versions: dict[str, str] = {}

    def static_url(name: str) -> str:
        if name not in versions:
            versions[name] = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
        return url_for("static", filename=name, v=versions[name])

    return static_url


def _context() -> dict[str, object]:
    return {
        "locale": current_language(),
        "actor": g.get("actor"),
        "user": g.get("user"),
        "this_path": request.full_path.rstrip("?"),
    }


def _speak() -> None:
    language = session.get("locale")
    if language not in LANGUAGES:
        language = request.accept_languages.best_match(list(LANGUAGES), default="id")
        # Indonesian first: English only when the browser does not read Indonesian at all.
        language = language if request.accept_languages.quality("id") == 0 else "id"
    g.speaking = use_language(language or "id")
    g.speaking.__enter__()


def _be_silent(error: BaseException | None) -> None:
    speaking = g.pop("speaking", None)
    if speaking is not None:
        speaking.__exit__(None, None, None)
