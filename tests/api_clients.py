"""A bank's own system, with a token in its hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import count
from uuid import uuid4

from sqlalchemy.orm import Session

from savings_app.bank_api.actions.clients import MadeClient, add_client
from savings_app.bank_api.actions.tokens import issue_token
from savings_app.bank_api.kinds import Scope, TokenWay
from tests.builders import NOW, get_bank, load_reference

_serial = count(1)


def make_api_client(
    session: Session, *, bank: str = "BRI", scopes: Iterable[Scope] = tuple(Scope)
) -> MadeClient:
    """A client of this bank; by itself it may do everything."""
    load_reference(session)
    return add_client(
        session,
        actor=None,
        bank_id=get_bank(session, bank).id,
        name=f"Sistem uji {next(_serial)}",
        scopes=tuple(scopes),
        now=NOW,
    )


def make_token(
    session: Session, made: MadeClient, *, way: TokenWay = TokenWay.OAUTH, now: datetime = NOW
) -> str:
    """A live token with all scopes of the client."""
    token = f"uji-{uuid4().hex}"
    issue_token(
        session, client=made.client, token=token, way=way, scopes=made.client.granted, now=now
    )
    return token


def bearer(token: str) -> dict[str, str]:
    """The header that shows the token."""
    return {"Authorization": f"Bearer {token}"}


def caller(
    session: Session, *, bank: str = "BRI", scopes: Iterable[Scope] = tuple(Scope)
) -> dict[str, str]:
    """The headers of a new client of this bank."""
    return bearer(make_token(session, make_api_client(session, bank=bank, scopes=scopes)))
