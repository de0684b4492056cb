"""The door for a bank's own system: a token, a scope, an agreement, and not too many calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, request

from savings_app import clock
from savings_app.access.public_sends import check_guesses
from savings_app.access.visitor_rules import guess_marks
from savings_app.bank_api.actions.tokens import count_call, record_token_refused
from savings_app.bank_api.kinds import PASSING, Scope, TokenWay
from savings_app.bank_api.queries.clients import Caller, actor_of_client, find_caller
from savings_app.bank_api.rules import ScopeNotGiven, TokenInvalid, TooManyCalls
from savings_app.banks.queries.agreements import check_agreement
from savings_app.db import get_session, transaction
from savings_app.web.snap_calls import check_signed

if TYPE_CHECKING:
    from savings_app.access.visitor_rules import PublicForm
    from savings_app.bank_api.models import ApiClient

LONGEST_TOKEN = 200


def enter(scope: Scope) -> None:
    """Before a call: set `g.actor` to the client that makes it.

    Raises:
        TokenInvalid, TooManyCalls, SnapSignatureWrong, SnapExternalIdUsed, ScopeNotGiven,
        AgreementNotInForce
    """
    caller = _caller()
    g.caller = caller
    count(caller.client)
    if caller.way is TokenWay.SNAP:
        check_signed(caller.client, token=_token())
    if scope not in caller.scopes:
        raise ScopeNotGiven(scope=scope.value)
    actor = actor_of_client(caller.client, scopes=caller.scopes, today=clock.today())
    check_agreement(get_session(), bank_id=actor.bank_id, on=actor.acts_on, passing=PASSING[scope])
    g.actor = actor


def count(client: ApiClient) -> None:
    """Count one call of this client, in a transaction of its own: refused ones count too.

    Raises:
        TooManyCalls
    """
    with transaction() as session:
        g.allowance, within = count_call(session, client_id=client.id, now=clock.now_utc())
    if not within:
        raise TooManyCalls(seconds=g.allowance.seconds)


def check_tries(client_key: str) -> None:
    """Before a secret or a signature is looked at.

    Raises:
        TooManyTries
    """
    check_guesses(get_session(), marks=_marks(client_key), now=clock.now_utc())


def refused(client_key: str, client: ApiClient | None) -> None:
    """What was shown for this name was wrong; `client` is whom it names, if anybody."""
    with transaction() as session:
        record_token_refused(session, client=client, marks=_marks(client_key), now=clock.now_utc())


def _marks(client_key: str) -> dict[PublicForm, str]:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return guess_marks(request.remote_addr, name=client_key, secret=secret, now=clock.now_utc())


def _token() -> str:
    held = request.authorization
    if held is None or held.type != "bearer" or not held.token:
        raise TokenInvalid
    if len(held.token) > LONGEST_TOKEN:
        raise TokenInvalid
    return held.token


def _caller() -> Caller:
    caller = find_caller(get_session(), token=_token(), now=clock.now_utc())
    if caller is None:
        raise TokenInvalid
    return caller
