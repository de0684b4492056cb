"""The register of clients: made by an administrator, their secrets shown once, ended for good."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor, Permission, Role
from savings_app.audit.actions import record
from savings_app.bank_api.kinds import Scope
from savings_app.bank_api.models import ApiClient, ApiToken
from savings_app.bank_api.queries.clients import get_client
from savings_app.bank_api.rules import (
    OLD_SECRET_LIFE,
    BankNotAPartner,
    ClientEnded,
    ClientNameTaken,
    ScopesMissing,
    digest,
    make_client_key,
    make_secret,
)
from savings_app.banks.queries import get_bank
from savings_app.cases.letter_codes import seal
from savings_app.db import check_version
from savings_app.errors import NotPermitted

# No argon2 hash reads like this: whatever is typed at the door of staff is wrong.
NO_PASSWORD = "-"  # noqa: S105


@dataclass(frozen=True, slots=True)
class MadeClient:
    """A client with its secrets, told this once; "" and None: that one stays as it was."""

    client: ApiClient
    secret: str
    snap_secret: str | None = None


def add_client(
    session: Session,
    *,
    actor: Actor | None,
    bank_id: UUID,
    name: str,
    scopes: Collection[Scope],
    now: datetime,
) -> MadeClient:
    """A new client of a partner bank; `actor=None` is a command.

    Raises:
        NotPermitted, NotFound, BankNotAPartner, ScopesMissing, ClientNameTaken
    """
    check_keeper(actor)
    bank = get_bank(session, bank_id=bank_id)
    if not bank.is_partner:
        raise BankNotAPartner
    if not scopes:
        raise ScopesMissing
    _check_name(session, bank_id=bank_id, name=name)
    client_key, secret = make_client_key(bank.code), make_secret()
    user = _technical_user(session, key=client_key, name=name, bank_id=bank_id, now=now)
    client = ApiClient(
        bank_id=bank_id,
        user_id=user.id,
        client_key=client_key,
        name=name,
        scopes=sorted(scope.value for scope in set(scopes)),
        secret_hash=digest(secret),
        old_secret_hash=None,
        old_secret_until=None,
        snap_secret=None,
        old_snap_secret=None,
        created_by=actor.user_id if actor else None,
        created_at=now,
        ended_by=None,
        ended_at=None,
        ended_reason=None,
    )
    session.add(client)
    session.flush()
    told = ", ".join(client.scopes)
    record_of(session, client, actor=actor, now=now, action="api-client:add", scopes=told)
    return MadeClient(client, secret)


def renew_secret(
    session: Session,
    *,
    actor: Actor,
    client_id: UUID,
    version: int | None,
    sealing: bytes,
    now: datetime,
) -> MadeClient:
    """New secrets; the present ones open the door for a day more.

    Raises:
        NotPermitted, NotFound, Conflict, ClientEnded
    """
    client = open_client(session, actor=actor, client_id=client_id, version=version)
    secret = make_secret()
    client.old_secret_hash, client.old_secret_until = client.secret_hash, now + OLD_SECRET_LIFE
    client.secret_hash = digest(secret)
    snap_secret = None
    if client.snap_secret is not None:
        snap_secret = make_secret()
        client.old_snap_secret = client.snap_secret
        client.snap_secret = seal(snap_secret, key=sealing)
    record_of(session, client, actor=actor, now=now, action="api-client:renew-secret")
    return MadeClient(client, secret, snap_secret)


def change_scopes(
    session: Session,
    *,
    actor: Actor,
    client_id: UUID,
    version: int | None,
    scopes: Collection[Scope],
    now: datetime,
) -> ApiClient:
    """What it may do from now on. Tokens that carry more are gone at once.

    Raises:
        NotPermitted, NotFound, Conflict, ClientEnded, ScopesMissing
    """
    client = open_client(session, actor=actor, client_id=client_id, version=version)
    if not scopes:
        raise ScopesMissing
    client.scopes = sorted(scope.value for scope in set(scopes))
    forget_tokens(session, client)
    told = ", ".join(client.scopes)
    record_of(session, client, actor=actor, now=now, action="api-client:scopes", scopes=told)
    return client


def end_client(
    session: Session,
    *,
    actor: Actor,
    client_id: UUID,
    version: int | None,
    reason: str,
    now: datetime,
) -> ApiClient:
    """It calls no more, from this moment. What it did stays.

    Raises:
        NotPermitted, NotFound, Conflict, ClientEnded
    """
    client = open_client(session, actor=actor, client_id=client_id, version=version)
    client.ended_by, client.ended_at, client.ended_reason = actor.user_id, now, reason
    forget_tokens(session, client)
    record_of(session, client, actor=actor, now=now, action="api-client:end")
    return client


def check_keeper(actor: Actor | None) -> None:
    """
    Raises:
        NotPermitted: neither a command nor an administrator.
    """
    if actor is not None and not actor.may(Permission.USER_MANAGE):
        raise NotPermitted


def open_client(
    session: Session, *, actor: Actor, client_id: UUID, version: int | None
) -> ApiClient:
    """A client that has not ended, as the administrator saw it.

    Raises:
        NotPermitted, NotFound, Conflict, ClientEnded
    """
    check_keeper(actor)
    client = get_client(session, actor=actor, client_id=client_id)
    check_version(client, version)
    if client.ended_at is not None:
        raise ClientEnded
    return client


def forget_tokens(session: Session, client: ApiClient) -> None:
    """No token of the client is good any more."""
    session.execute(delete(ApiToken).where(ApiToken.client_id == client.id))


def record_of(
    session: Session,
    client: ApiClient,
    *,
    actor: Actor | None,
    now: datetime,
    action: str,
    **facts: str | bool | None,
) -> None:
    """Append to the trail what was done to this client."""
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="api_client",
        subject_id=client.id,
        case_id=None,
        **facts,
    )


def _check_name(session: Session, *, bank_id: UUID, name: str) -> None:
    taken = select(ApiClient.id).where(
        ApiClient.bank_id == bank_id, ApiClient.name == name, ApiClient.ended_at.is_(None)
    )
    if session.scalar(taken) is not None:
        raise ClientNameTaken


def _technical_user(session: Session, *, key: str, name: str, bank_id: UUID, now: datetime) -> User:
    """Whom rows name that the client wrote. Not active, without a password: no door opens."""
    user = User(
        email=f"{key}@sistem.invalid",
        full_name=f"Sistem bank: {name}",
        password_hash=NO_PASSWORD,
        role=Role.BANK_OFFICER,
        region=None,
        bank_id=bank_id,
        is_active=False,
        failed_attempts=0,
        locked_until=None,
        session_epoch=1,
        created_at=now,
    )
    session.add(user)
    session.flush()
    return user
