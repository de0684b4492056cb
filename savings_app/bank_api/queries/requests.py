"""Calls that were done already."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.bank_api.models import ApiRequest


def find_request(session: Session, *, client_id: UUID, key: UUID) -> ApiRequest | None:
    """The call of this client with this key, if there was one in the last days."""
    return session.scalar(
        select(ApiRequest).where(ApiRequest.client_id == client_id, ApiRequest.key == key)
    )
