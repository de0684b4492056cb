"""Without a connection: one page the browser keeps, and what makes the service installable."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template, url_for

from savings_app.web.guards import public
from savings_app.web.presentation import read_static, static_url
from savings_app.words import current_language, gettext

bp = Blueprint("offline", __name__)

# What the kept page needs to look as the others do.
KEPT_WITH_IT = ("app.css", "icon.svg", "keep.js")
PAPER, INK = "#ffffff", "#0a4d48"


@bp.get("/offline")
@public
def show() -> str:
    return render_template("public/offline.html")


@bp.get("/service-worker.js")
@public
def service_worker() -> Response:
    """At the root, because a service worker sees only the addresses below its own."""
    files = [url_for("public.offline.show"), *(static_url(name) for name in KEPT_WITH_IT)]
    text = f"const FILES = {json.dumps(files)};\n{read_static('service-worker.js').decode()}"
    return Response(text, mimetype="text/javascript")


@bp.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """Its name on a shared telephone says nothing of a death or of money."""
    text = {
        "id": "/",
        "name": gettext("Layanan Keluarga"),
        "short_name": gettext("Keluarga"),
        "lang": current_language(),
        "start_url": url_for("family.home.index"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": INK,
        "icons": [{"src": static_url("icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return Response(json.dumps(text), mimetype="application/manifest+json")
