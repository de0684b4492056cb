"""Pages and the stylesheet leave compressed, and a browser keeps the stylesheet."""

from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("address", ["/", "/static/app.css"])
def test_what_a_phone_loads_first_is_compressed(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        plain = answer.data
    with client.get(address, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        small = answer.data
    assert len(small) < len(plain) / 2
    assert len(gzip.decompress(small)) == len(plain)


def test_a_page_is_never_kept_and_the_stylesheet_for_a_year(client: FlaskClient) -> None:
    with client.get("/") as page, client.get("/static/app.css") as stylesheet:
        assert page.headers["Cache-Control"] == "no-store"
        assert "max-age=31536000" in stylesheet.headers["Cache-Control"]
        assert "Set-Cookie" not in stylesheet.headers
