"""Signing in without the slow hash: the cookie as sign-in leaves it."""

from __future__ import annotations

from flask.testing import FlaskClient

from savings_app import clock
from savings_app.access.models import User
from savings_app.cases.models import AccessLetter


def enter_as(client: FlaskClient, user: User) -> None:
    """This browser is now this user's."""
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie["user_id"] = str(user.id)
        cookie["epoch"] = user.session_epoch
        cookie["seen"] = int(clock.now_utc().timestamp())


def enter_with(client: FlaskClient, letter: AccessLetter) -> None:
    """This browser is now the family's."""
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie["letter_id"] = str(letter.id)
        cookie["epoch"] = letter.session_epoch
        cookie["seen"] = int(clock.now_utc().timestamp())
