"""Templates compile, and a name they do not get is an error, not an empty place."""

from __future__ import annotations

import jinja2
from flask import Flask


def test_every_template_compiles(app: Flask) -> None:
    names = app.jinja_env.list_templates()
    assert names
    for name in names:
        app.jinja_env.get_template(name)


def test_a_missing_name_is_an_error(app: Flask) -> None:
    assert app.jinja_env.undefined is jinja2.StrictUndefined
