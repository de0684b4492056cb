"""What every template may use: words, formats, the address of a static file, the language."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, g, request, session, url_for
from flask_compress import Compress

from savings_app.errors import NotFound
from savings_app.web.sheet_style import within_sheet
from savings_app.words import LANGUAGES, SOURCE_LANGUAGE, current_language, use_language
from savings_app.words.templates import equip

STATIC = Path(__file__).resolve().parent.parent / "static"

# What pages load, and its type. Fonts and the style of documents never leave the server.
SERVED = {
    "app.css": "text/css",
    "check.js": "text/javascript",
    "desk.css": "text/css",
    "desk.js": "text/javascript",
    "icon.svg": "image/svg+xml",
    "keep.js": "text/javascript",
    "keying.css": "text/css",
    "read.js": "text/javascript",
    "say.js": "text/javascript",
    "service-worker.js": "text/javascript",
    "sheet.css": "text/css",
}


def init_app(app: Flask) -> None:
    env = app.jinja_env
    equip(env)
    env.globals.update(static_url=static_url, languages=LANGUAGES)
    app.context_processor(_context)
    app.before_request(_speak)
    app.teardown_request(_be_silent)
    app.config["COMPRESS_MIMETYPES"] = ["text/html", *SERVED.values()]
    Compress(app)


@cache
def read_static(name: str) -> bytes:
    """A file that pages load, read once a process.

    Raises:
        NotFound: it is none of `SERVED`.
    """
    if name not in SERVED:
        raise NotFound
    data = (STATIC / name).read_bytes()
    if name == "sheet.css":
        printed = (STATIC / "pdf.css").read_text(encoding="utf-8")
        return within_sheet(printed).encode() + b"\n" + data
    return data


def static_url(name: str) -> str:
    """`static_url("app.css")`: the file's address with its hash, so a browser keeps it a year."""
    version = hashlib.sha256(read_static(name)).hexdigest()[:10]
    return url_for("public.static_files.show", name=name, v=version)


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
        # Indonesian first: another language only when the browser does not read Indonesian at all.
        if request.accept_languages.quality(SOURCE_LANGUAGE):
            language = SOURCE_LANGUAGE
        else:
            language = request.accept_languages.best_match(list(LANGUAGES))
    g.speaking = use_language(language or SOURCE_LANGUAGE)
    g.speaking.__enter__()


def _be_silent(error: BaseException | None) -> None:
    speaking = g.pop("speaking", None)
    if speaking is not None:
        speaking.__exit__(None, None, None)
