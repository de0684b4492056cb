"""Headers every answer carries, how long a browser may keep it, and what no browser sends."""

from __future__ import annotations

from itertools import chain

from flask import Flask, Response, abort, request
from werkzeug.middleware.proxy_fix import ProxyFix

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def _protect(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not request.path.startswith("/static/"):
        # A shared phone: the back button shows nothing of the family before.
        response.headers.setdefault("Cache-Control", "no-store")
    return response


# Page, year, row of the trail: no list is longer, and a database counts no further than it can.
NUMBERS = ("page", "year", "before")
LONGEST_NUMBER = 9


def _refuse_nonsense() -> None:
    """No page of ours sends a NUL, which PostgreSQL cannot keep, or a number without an end."""
    sent = chain(*request.args.items(multi=True), *request.form.items(multi=True))
    if "\x00" in request.path or any("\x00" in text for text in sent):
        abort(400)
    if any(len(request.values.get(name, "")) > LONGEST_NUMBER for name in NUMBERS):
        abort(400)


def init_app(app: Flask) -> None:
    if proxies := app.config.get("PROXIES"):
        # The visitor's address is what the outermost of our own proxies wrote down, never what
        # the visitor sent. Host and scheme stay as they are: addresses come from the settings.
        counted = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0)
        app.wsgi_app = counted  # type: ignore[method-assign]
    app.before_request(_refuse_nonsense)
    app.after_request(_protect)
    if app.config.get("PRODUCTION"):
        HEADERS.setdefault("Strict-Transport-Security", "max-age=31536000")
