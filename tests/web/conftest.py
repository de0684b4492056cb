"""Who opens the pages, unless a test says otherwise."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from savings_app.access.models import User
from tests.builders import make_user
from tests.web.doors import enter_as


@pytest.fixture
def user(client: FlaskClient, session: Session) -> User:
    """An officer of the Dinas, signed in."""
    user = make_user(session)
    enter_as(client, user)
    return user
