"""Every test of the domain runs on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask, g
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from tests.builders import actor_of, make_user
from tests.databases import POSTGRESQL, SQLITE


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def database(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@pytest.fixture
def session(app: Flask, connection: sa.Connection) -> Iterator[Session]:
    """As everywhere; the application is at hand for `storage`, and `get_session()` is this one."""
    with app.app_context(), app.extensions["sessionmaker"]() as session:
        g.session = session
        yield session
        g.pop("session", None)


@pytest.fixture
def asker(session: Session) -> Actor:
    """An officer, who asks for what another person decides."""
    return actor_of(make_user(session))


@pytest.fixture
def second(session: Session) -> Actor:
    """A supervisor, who decides what the officer asked for."""
    return actor_of(make_user(session, role=Role.SUPERVISOR))
