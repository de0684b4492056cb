"""Clients, for the administrator who keeps them and for the door they come through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission, Role
from savings_app.bank_api.kinds import Scope, TokenWay
from savings_app.bank_api.models import ApiClient, ApiClientKey, ApiToken
from savings_app.bank_api.rules import digest, permissions_of
from savings_app.banks.models import Bank
from savings_app.errors import NotFound


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client with the name of its bank."""

    client: ApiClient
    bank_name: str


@dataclass(frozen=True, slots=True)
class Caller:
    """A client that showed a live token: who it is, what the token carries, how it was got."""

    client: ApiClient
    scopes: frozenset[Scope]
    way: TokenWay


def list_clients(session: Session, *, actor: Actor) -> Sequence[ClientRow]:
    """All clients, those that call first; a bank has a few."""
    if not actor.may(Permission.USER_MANAGE):
        return []
    rows = session.execute(
        select(ApiClient, Bank.name)
        .join(Bank, Bank.id == ApiClient.bank_id)
        .order_by(ApiClient.ended_at.is_not(None), Bank.name, ApiClient.name, ApiClient.id)
    )
    return [ClientRow(*row) for row in rows]


def get_client(session: Session, *, actor: Actor, client_id: UUID) -> ApiClient:
    """
    Raises:
        NotFound: no such client, or nobody who keeps them asks.
    """
    client = session.get(ApiClient, client_id) if actor.may(Permission.USER_MANAGE) else None
    if client is None:
        raise NotFound
    return client


def find_client_by_key(session: Session, *, client_key: str) -> ApiClient | None:
    """The client that calls itself so, while it has not ended."""
    return session.scalar(
        select(ApiClient).where(ApiClient.client_key == client_key, ApiClient.ended_at.is_(None))
    )


def find_caller(session: Session, *, token: str, now: datetime) -> Caller | None:
    """Who holds this token, if it is live and the client has not ended."""
    row = session.execute(
        select(ApiClient, ApiToken)
        .join(ApiToken, ApiToken.client_id == ApiClient.id)
        .where(
            ApiToken.token_hash == digest(token),
            ApiToken.expires_at > now,
            ApiClient.ended_at.is_(None),
        )
    ).first()
    if row is None:
        return None
    client, held = row
    return Caller(client, frozenset(Scope(one) for one in held.scopes), held.way)


def actor_of_client(client: ApiClient, *, scopes: frozenset[Scope], today: date) -> Actor:
    """An officer of the bank who may do what the token carries, and nothing else."""
    return Actor(
        role=Role.BANK_OFFICER,
        user_id=client.user_id,
        bank_id=client.bank_id,
        acts_on=today,
        only=permissions_of(scopes),
    )


def list_keys(session: Session, *, client_id: UUID) -> Sequence[ApiClientKey]:
    """The public keys a client signs with, the newest first; two at most."""
    return session.scalars(
        select(ApiClientKey)
        .where(ApiClientKey.client_id == client_id, ApiClientKey.ended_at.is_(None))
        .order_by(ApiClientKey.added_at.desc(), ApiClientKey.id)
    ).all()
