"""Clients of banks, their tokens, and how often they call."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.bank_api.kinds import Scope, TokenWay
from savings_app.db import Base, Versioned


class ApiClient(Versioned, Base):
    """A system of a partner bank. It acts as `user_id`, a user nobody can sign in as.

    `scopes` are codes of `Scope`. Of the secret only its hash is kept; the one before opens the
    door until `old_secret_until`.
    """

    __tablename__ = "api_client"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="ended_with_reason"),
    )

    bank_id: Mapped[UUID] = mapped_column(ForeignKey("bank.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), unique=True)
    client_key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    scopes: Mapped[list[Any]]
    secret_hash: Mapped[str] = mapped_column(String(64))
    old_secret_hash: Mapped[str | None] = mapped_column(String(64))
    old_secret_until: Mapped[datetime | None]
    # Both sides compute with this one, so it is kept sealed, not hashed; None: not called by SNAP.
    snap_secret: Mapped[str | None] = mapped_column(String(300))
    old_snap_secret: Mapped[str | None] = mapped_column(String(300))
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str | None] = mapped_column(String(200))

    @property
    def granted(self) -> tuple[Scope, ...]:
        """Its scopes in the order of their codes."""
        return tuple(scope for scope in Scope if scope.value in self.scopes)


class ApiClientKey(Base):
    """A public key (RSA, PEM) a client signs its requests of SNAP tokens for. Two may be live."""

    __tablename__ = "api_client_key"

    client_id: Mapped[UUID] = mapped_column(ForeignKey(ApiClient.id), index=True)
    pem: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    added_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ApiExternalId(Base):
    """An X-EXTERNAL-ID a client used on a day: the same one a second time is refused."""

    __tablename__ = "api_external_id"
    __table_args__ = (UniqueConstraint("client_id", "on", "external_id"),)

    client_id: Mapped[UUID] = mapped_column(ForeignKey(ApiClient.id))
    on: Mapped[date] = mapped_column(index=True)
    external_id: Mapped[str] = mapped_column(String(36))


class ApiToken(Base):
    """An opaque token, as its hash; it lives a quarter of an hour."""

    __tablename__ = "api_token"

    client_id: Mapped[UUID] = mapped_column(ForeignKey(ApiClient.id), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    way: Mapped[TokenWay]
    scopes: Mapped[list[Any]]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ApiUse(Base):
    """How many calls a client made in the window that begins at this moment."""

    __tablename__ = "api_use"
    __table_args__ = (UniqueConstraint("client_id", "window_at"),)

    client_id: Mapped[UUID] = mapped_column(ForeignKey(ApiClient.id))
    window_at: Mapped[datetime] = mapped_column(index=True)
    calls: Mapped[int]


class ApiRequest(Base):
    """A call that writes, by the key its sender gave it, and the answer it got, byte for byte."""

    __tablename__ = "api_request"
    __table_args__ = (UniqueConstraint("client_id", "key"),)

    client_id: Mapped[UUID] = mapped_column(ForeignKey(ApiClient.id))
    key: Mapped[UUID]
    call: Mapped[str] = mapped_column(String(100))  # method and path
    body_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    answer: Mapped[str] = mapped_column(Text)
    answer_type: Mapped[str] = mapped_column(String(40))
    received_at: Mapped[datetime] = mapped_column(index=True)
