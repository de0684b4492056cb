"""A call of a machine that writes: read strictly, done once, answered again to the byte."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from flask import Response, abort, g, request

from savings_app import clock
from savings_app.bank_api.actions.requests import (
    Asked,
    answer_request,
    begin_request,
    check_same,
)
from savings_app.bank_api.document import check_body
from savings_app.bank_api.json_rules import read_json
from savings_app.bank_api.queries.requests import find_request
from savings_app.bank_api.rules import IdempotencyKeyMissing
from savings_app.db import read_anew, transaction
from savings_app.errors import Conflict, DomainError
from savings_app.web.problems import refusal_problem, status_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LARGEST_BODY = 2 * 1024 * 1024
JSON = "application/json"
_UUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# Refused by a rule, so that the same call is refused again; what cannot be read is not kept.
KEPT_REFUSALS = (409, 422)

Deed: TypeAlias = "Callable[[Session, Any], tuple[int, Mapping[str, Any]]]"


def answer_once(operation: str, deed: Deed) -> Response:
    """Do `deed` with the checked body of this request; a repeat gets the first answer.

    `deed` gives the status and the answer; it runs inside the transaction that keeps them.

    Raises:
        IdempotencyKeyMissing, IdempotencyKeyReused, JsonRefused, RequestWrong, and what it raises.
    """
    data = _sent()
    asked = Asked(
        client_id=g.caller.client.id,
        key=_key(),
        call=f"{request.method} {request.path}",
        body_hash=hashlib.sha256(data).hexdigest(),
    )
    body = read_json(data)
    check_body(operation, body)
    try:
        return _do(asked, lambda session: deed(session, body))
    except Conflict:
        told = _told_before(asked)
        if told is None:
            raise
        return told
    except DomainError as refusal:
        if status_of(refusal) not in KEPT_REFUSALS:
            raise
        return _kept_refusal(asked, refusal)


def _do(asked: Asked, work: Callable[[Session], tuple[int, Mapping[str, Any]]]) -> Response:
    with transaction() as session:
        row, is_new = begin_request(session, asked=asked, now=clock.now_utc())
        if is_new:
            status, answer = work(session)
            answer_request(
                row, status=status, answer=json.dumps(answer, ensure_ascii=False), answer_type=JSON
            )
        return Response(row.answer, status=row.status, content_type=row.answer_type)


def _told_before(asked: Asked) -> Response | None:
    """The answer another request with this key got a moment ago."""
    row = find_request(read_anew(), client_id=asked.client_id, key=asked.key)
    if row is None:
        return None
    check_same(row, asked)
    return Response(row.answer, status=row.status, content_type=row.answer_type)


def _kept_refusal(asked: Asked, refusal: DomainError) -> Response:
    """What was refused is rolled back; that it was, and how, is kept by itself."""
    answer = refusal_problem(refusal)
    try:
        with transaction() as session:
            row, is_new = begin_request(session, asked=asked, now=clock.now_utc())
            if is_new:
                answer_request(
                    row,
                    status=answer.status_code,
                    answer=answer.get_data(as_text=True),
                    answer_type=answer.content_type or JSON,
                )
    except Conflict:
        return _told_before(asked) or answer
    return answer


def _sent() -> bytes:
    if request.mimetype != JSON:
        abort(415)
    if (request.content_length or 0) > LARGEST_BODY:
        abort(413)
    # Kept, because a signature over it may be checked too.
    data = request.get_data()
    if len(data) > LARGEST_BODY:
        abort(413)
    return data


def _key() -> UUID:
    text = request.headers.get("Idempotency-Key", "")
    if not _UUID.fullmatch(text):
        raise IdempotencyKeyMissing
    return UUID(text)
