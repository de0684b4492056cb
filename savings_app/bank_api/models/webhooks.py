"""Where a bank's system wants to be told, and what is to be told. The rows are the work."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.bank_api.kinds import DeliveryFailure, DeliveryState, EventKind
from savings_app.bank_api.models.clients import ApiClient
from savings_app.db import Base


class WebhookEndpoint(Base):
    """The address of a client. `seen` is the last row of the trail that was looked at for it.

    The secrets are sealed: both sides compute with them. Until `old_until` both sign.
    """

    __tablename__ = "webhook_endpoint"

    client_id: Mapped[UUID] = mapped_column(ForeignKey(ApiClient.id), unique=True)
    address: Mapped[str] = mapped_column(String(300))
    secret: Mapped[str] = mapped_column(String(300))
    old_secret: Mapped[str | None] = mapped_column(String(300))
    old_until: Mapped[datetime | None]
    seen: Mapped[int] = mapped_column(BigInteger)
    is_on: Mapped[bool]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    set_at: Mapped[datetime]


class WebhookDelivery(Base):
    """One thing to be told: an event's kind and the id of what it is about, nothing else."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("endpoint_id", "sequence", "subject_id"),
        Index("ix_webhook_delivery_state_due_at", "state", "due_at"),
    )

    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey(WebhookEndpoint.id), index=True)
    sequence: Mapped[int] = mapped_column(BigInteger)  # of the trail
    kind: Mapped[EventKind]
    subject_id: Mapped[UUID]
    happened_at: Mapped[datetime]
    state: Mapped[DeliveryState]
    tries: Mapped[int]
    due_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]  # a worker is sending it
    tried_at: Mapped[datetime | None]
    status: Mapped[int | None]  # of the last answer
    failure: Mapped[DeliveryFailure | None]
    delivered_at: Mapped[datetime | None]
