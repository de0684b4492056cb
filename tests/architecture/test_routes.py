"""Every route says who may use it; a view without a marker is an error here and in life."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask

from savings_app.actors import ROLE_PERMISSIONS
from savings_app.bank_api.kinds import Scope
from savings_app.web.guards import access_of
from tests.conftest import make_app
from tests.databases import SQLITE, Databases

GOLDEN = Path(__file__).parent / "routes.txt"


def access_table(app: Flask) -> str:
    """One line a route: URL, methods, permission, roles."""
    rows = []
    for rule in app.url_map.iter_rules():
        if rule.build_only:
            continue
        permission = access_of(app.view_functions[rule.endpoint])
        roles = [role.value for role, granted in ROLE_PERMISSIONS.items() if permission in granted]
        if isinstance(permission, Scope):
            roles = ["a bank's system"]
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        rows.append(f"{rule.rule} {methods} {permission or 'public'} {'+'.join(roles) or '-'}")
    return "\n".join(sorted(rows)) + "\n"


def test_the_table_of_routes_and_roles_is_the_reviewed_one(app: Flask) -> None:
    found = access_table(app)
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8"), (
        "Routes or roles changed. When that is meant: UPDATE_GOLDEN=1, and review the difference."
    )


def test_an_unmarked_view_is_never_reached(databases: Databases) -> None:
    app = make_app(databases.new(SQLITE), PROPAGATE_EXCEPTIONS=False)
    app.add_url_rule("/oops", view_func=lambda: "secret")

    answer = app.test_client().get("/oops")

    assert answer.status_code == 500
    assert "secret" not in answer.text
    with pytest.raises(AttributeError):
        access_table(app)


def test_an_unknown_address_is_a_plain_404(app: Flask) -> None:
    assert app.test_client().get("/there-is-nothing-here").status_code == 404
