"""Tokens, and counting what a client asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from savings_app.access.public_sends import count_guess
from savings_app.access.visitor_rules import PublicForm
from savings_app.audit.actions import record
from savings_app.bank_api.kinds import Scope, TokenWay
from savings_app.bank_api.models import ApiClient, ApiToken, ApiUse
from savings_app.bank_api.rules import (
    CALLS_A_WINDOW,
    TOKEN_LIFE,
    Allowance,
    allowance,
    digest,
    window_of,
)

KEPT_WINDOWS = timedelta(hours=1)


def issue_token(
    session: Session,
    *,
    client: ApiClient,
    token: str,
    way: TokenWay,
    scopes: Collection[Scope],
    now: datetime,
) -> ApiToken:
    """Keep the token's hash, and forget those of the client that ran out."""
    session.execute(
        delete(ApiToken).where(ApiToken.client_id == client.id, ApiToken.expires_at <= now)
    )
    row = ApiToken(
        client_id=client.id,
        token_hash=digest(token),
        way=way,
        scopes=sorted(scope.value for scope in scopes),
        issued_at=now,
        expires_at=now + TOKEN_LIFE,
    )
    session.add(row)
    session.flush()
    return row


def count_call(session: Session, *, client_id: UUID, now: datetime) -> tuple[Allowance, bool]:
    """Count one more call of this client; what is left, and whether this one is within it.

    The count stays also where the call is refused, so the caller commits before it refuses.
    """
    session.execute(
        delete(ApiUse).where(ApiUse.client_id == client_id, ApiUse.window_at < now - KEPT_WINDOWS)
    )
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    begun = insert(ApiUse).values(client_id=client_id, window_at=window_of(now), calls=1)
    counted = begun.on_conflict_do_update(
        index_elements=[ApiUse.client_id, ApiUse.window_at],
        set_={"calls": ApiUse.calls + 1},
    ).returning(ApiUse.calls)
    calls = session.scalars(counted).one()
    return allowance(calls=calls, now=now), calls <= CALLS_A_WINDOW


def record_token_refused(
    session: Session, *, client: ApiClient | None, marks: Mapping[PublicForm, str], now: datetime
) -> None:
    """A secret or a signature was wrong: counted, and of a client that is known written down."""
    count_guess(session, marks=marks, now=now)
    if client is not None:
        record(
            session,
            actor=None,
            now=now,
            action="api-client:refuse-token",
            subject="api_client",
            subject_id=client.id,
        )


def forget_run_out(session: Session, *, now: datetime) -> int:
    """Tokens nobody can use any more; returns how many."""
    gone = session.execute(delete(ApiToken).where(ApiToken.expires_at <= now))
    return int(getattr(gone, "rowcount", 0))
