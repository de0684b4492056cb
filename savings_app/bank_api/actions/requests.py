"""A call that writes is done once, however often it is sent with its key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from savings_app.bank_api.models import ApiRequest
from savings_app.bank_api.queries.requests import find_request
from savings_app.bank_api.rules import KEPT_ANSWERS, IdempotencyKeyReused


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that writes: who, by which key, what (`POST /api/v1/…`), and the hash of its body."""

    client_id: UUID
    key: UUID
    call: str
    body_hash: str


def begin_request(session: Session, *, asked: Asked, now: datetime) -> tuple[ApiRequest, bool]:
    """The row of this call, and whether it is new: then the caller does the work and answers it.

    Whoever sends the same key at the same moment waits here until this transaction ends; where it
    ends well, the other's insert clashes and it reads this answer.

    Raises:
        IdempotencyKeyReused
    """
    row = find_request(session, client_id=asked.client_id, key=asked.key)
    if row is not None:
        check_same(row, asked)
        return row, False
    row = ApiRequest(
        client_id=asked.client_id,
        key=asked.key,
        call=asked.call,
        body_hash=asked.body_hash,
        status=0,
        answer="",
        answer_type="",
        received_at=now,
    )
    session.add(row)
    session.flush()
    return row, True


def answer_request(row: ApiRequest, *, status: int, answer: str, answer_type: str) -> None:
    """What was answered, to be answered again."""
    row.status, row.answer, row.answer_type = status, answer, answer_type


def check_same(row: ApiRequest, asked: Asked) -> None:
    """
    Raises:
        IdempotencyKeyReused: the key is that of another call or another body.
    """
    if (row.call, row.body_hash) != (asked.call, asked.body_hash):
        raise IdempotencyKeyReused


def forget_answers(session: Session, *, now: datetime) -> int:
    """Answers nobody asks for again; returns how many."""
    gone = session.execute(delete(ApiRequest).where(ApiRequest.received_at < now - KEPT_ANSWERS))
    return int(getattr(gone, "rowcount", 0))
