"""Tokens as SNAP asks for them: the client signs its name and the moment with its private key."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.access.visitor_rules import TooManyTries
from savings_app.bank_api.document import RequestWrong, check_body
from savings_app.bank_api.json_rules import JsonRefused, read_json
from savings_app.bank_api.kinds import TokenWay
from savings_app.bank_api.queries.clients import find_client_by_key, list_keys
from savings_app.bank_api.rules import TOKEN_LIFE, TooManyCalls, is_in_time, make_secret
from savings_app.db import get_session
from savings_app.snap.signing_rules import (
    ResponseCode,
    is_timestamp,
    parse_timestamp,
    public_key,
    token_text,
    verify_asymmetric,
)
from savings_app.web.api.token import LARGEST_FORM, keep
from savings_app.web.bearers import check_tries, count, refused
from savings_app.web.guards import public

bp = Blueprint("api_snap_token", __name__)
SERVICE = 73
LONGEST_KEY = 40


@bp.post("/access-token/b2b")
@public
def issue() -> ResponseReturnValue:
    """As the standard words its answers: a code of seven digits, whatever happened."""
    headers = [request.headers.get(name, "") for name in ("X-CLIENT-KEY", "X-TIMESTAMP")]
    signature = request.headers.get("X-SIGNATURE", "")
    key, timestamp = headers
    if not key or not signature or not is_timestamp(timestamp):
        return _answer(400, 2, "Invalid Mandatory Field")
    if not _asks_for_a_token():
        return _answer(400, 1, "Invalid Field Format grantType")
    try:
        return _issue(key, timestamp, signature)
    except (TooManyCalls, TooManyTries) as refusal:
        answer = _answer(429, 0, "Too Many Requests")
        answer.headers["Retry-After"] = str(refusal.facts["seconds"])
        return answer


def _issue(key: str, timestamp: str, signature: str) -> Response:
    """
    Raises:
        TooManyCalls, TooManyTries
    """
    check_tries(key)
    client = find_client_by_key(get_session(), client_key=key[:LONGEST_KEY])
    text = token_text(client_key=key, timestamp=timestamp)
    keys = list_keys(get_session(), client_id=client.id) if client is not None else ()
    signed = any(
        verify_asymmetric(text, signature, key=public_key(one.pem.encode())) for one in keys
    )
    moment = parse_timestamp(timestamp)
    if client is None or not signed or not is_in_time(moment, now=clock.now_utc()):
        refused(key, client)
        return _answer(401, 0, "Unauthorized. Signature")
    count(client)
    token = make_secret()
    keep(client, token, way=TokenWay.SNAP, scopes=[scope.value for scope in client.granted])
    return _answer(
        200,
        0,
        "Successful",
        accessToken=token,
        tokenType="Bearer",
        expiresIn=str(int(TOKEN_LIFE.total_seconds())),
    )


def _asks_for_a_token() -> bool:
    if (request.content_length or 0) > LARGEST_FORM:
        return False
    try:
        check_body("issueSnapToken", read_json(request.get_data()))
    except (JsonRefused, RequestWrong):
        return False
    return True


def _answer(status: int, case: int, message: str, **facts: str) -> Response:
    code = str(ResponseCode(status, SERVICE, case))
    told = {"responseCode": code, "responseMessage": message, **facts}
    return Response(json.dumps(told), status=status, mimetype="application/json")
