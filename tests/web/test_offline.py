"""What a browser keeps for when there is no connection: one page, and nothing of a family."""

from __future__ import annotations

import json
import re

from flask.testing import FlaskClient


def test_the_worker_keeps_the_page_without_connection_and_what_it_looks_like(
    client: FlaskClient,
) -> None:
    answer = client.get("/service-worker.js")
    assert answer.mimetype == "text/javascript"
    kept = json.loads(answer.text.partition("\n")[0].removeprefix("const FILES = ").rstrip(";"))
    assert kept[0] == "/offline"
    assert not [address for address in kept if not re.match(r"/offline$|/static/", address)]
    page = client.get("/offline")
    assert page.status_code == 200
    for address in kept:
        assert client.get(address).status_code == 200
        assert address == "/offline" or address in page.text


def test_its_name_on_a_shared_telephone_tells_nothing(client: FlaskClient) -> None:
    for language, name in (("id", "Layanan Keluarga"), ("en", "Family Service")):
        client.get(f"/language/{language}")
        manifest = client.get("/manifest.webmanifest")
        assert manifest.mimetype == "application/manifest+json"
        assert manifest.json is not None
        assert manifest.json["name"] == name
        assert manifest.json["lang"] == language
