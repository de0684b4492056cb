"""Tokens by OAuth 2 client credentials (RFC 6749): the protocol is Authlib's, the rows are ours."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.integrations.flask_oauth2.requests import FlaskOAuth2Payload, FlaskOAuth2Request
from authlib.oauth2.rfc6749 import OAuth2Request
from authlib.oauth2.rfc6749.errors import InvalidRequestError, InvalidScopeError
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from flask import Blueprint, Flask, Request, Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.bank_api.actions.tokens import issue_token
from savings_app.bank_api.document import RequestWrong, body_names, check_body, places_of
from savings_app.bank_api.kinds import Scope, TokenWay
from savings_app.bank_api.queries.clients import find_client_by_key
from savings_app.bank_api.rules import TOKEN_LIFE, digest, is_secret_of, make_secret
from savings_app.db import get_session, transaction
from savings_app.web.bearers import check_tries, count, refused
from savings_app.web.guards import public

if TYPE_CHECKING:
    from savings_app.bank_api.models import ApiClient

bp = Blueprint("api_token", __name__)
GRANT = "client_credentials"
OPERATION = "issueToken"
LARGEST_FORM = 8 * 1024
SERVER = "api_token_server"
NOBODYS = digest(make_secret())
METHODS = ["client_secret_basic", "client_secret_post"]


@bp.post("/oauth/token")
@public
def issue() -> ResponseReturnValue:
    if (request.content_length or 0) > LARGEST_FORM:
        abort(413)
    server: _Server = current_app.extensions[SERVER]
    answer: ResponseReturnValue = server.create_token_response()
    return answer


def init_app(app: Flask) -> None:
    """One authorization server for each application."""
    server = _Server(app, query_client=_find_client, save_token=_save_token)
    server.register_grant(_Grant)
    app.extensions[SERVER] = server


class _Form(FlaskOAuth2Payload):  # type: ignore[misc]
    """What was posted. Nothing of it may stand in an address, where logs would keep it."""

    @property
    def data(self) -> Any:
        return self._request.form


class _Asked(FlaskOAuth2Request):  # type: ignore[misc]
    """The request as it came to our own proxy, which is where TLS ends."""

    def __init__(self, sent: Request) -> None:
        address = f"https://{sent.host}{sent.path}"
        OAuth2Request.__init__(self, method=sent.method, uri=address, headers=sent.headers)
        self._request = sent
        self.payload = _Form(sent)


class _Server(AuthorizationServer):  # type: ignore[misc]
    def create_oauth2_request(self, sent: object) -> _Asked:
        del sent
        return _Asked(request)

    def create_bearer_token_generator(self, config: object) -> Any:
        del config
        return _make_token

    def handle_response(self, status: int, body: Any, headers: Any) -> Response:
        text = json.dumps(body) if isinstance(body, Mapping) else body
        answer = Response(text, status=status, mimetype="application/json")
        for name, value in headers:
            answer.headers[name] = value
        return answer


class _Grant(ClientCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def validate_token_request(self) -> None:
        """Who asks, and then whether the form is what the document says."""
        super().validate_token_request()
        if any(len(request.form.getlist(name)) > 1 for name in body_names(OPERATION)):
            raise InvalidRequestError("A parameter is written twice.")
        try:
            check_body(OPERATION, request.form.to_dict())
        except RequestWrong as wrong:
            if any(one.pointer == "/scope" for one in places_of(wrong)):
                raise InvalidScopeError from wrong
            raise InvalidRequestError from wrong


class _Known:
    """A client as Authlib asks about it."""

    def __init__(self, client: ApiClient) -> None:
        self.client = client

    def check_client_secret(self, secret: str) -> bool:
        """The present secret, or for a day the one before it; a wrong one is counted."""
        if self._is_secret(secret):
            return True
        refused(self.client.client_key, self.client)
        return False

    def _is_secret(self, secret: str) -> bool:
        if is_secret_of(secret, self.client.secret_hash):
            return True
        until = self.client.old_secret_until
        old = self.client.old_secret_hash
        return bool(old and until and clock.now_utc() < until and is_secret_of(secret, old))

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return endpoint == "token" and method in METHODS

    def check_grant_type(self, grant: str) -> bool:
        return grant == GRANT

    def get_allowed_scope(self, wanted: str) -> str:
        """Those of the wanted scopes it has; all it has where it names none."""
        asked = set((wanted or "").split())
        return " ".join(one for one in self.client.granted if not asked or one in asked)


class _Nobody:
    """Whoever is not known: refused like one whose secret is wrong."""

    def __init__(self, client_key: str) -> None:
        self.client_key = client_key

    def check_client_secret(self, secret: str) -> bool:
        is_secret_of(secret, NOBODYS)
        refused(self.client_key, None)
        return False


def _find_client(client_key: str) -> _Known | _Nobody:
    """
    Raises:
        TooManyTries
    """
    check_tries(client_key)
    client = find_client_by_key(get_session(), client_key=client_key)
    return _Nobody(client_key) if client is None else _Known(client)


def _make_token(
    grant_type: str,
    client: _Known,
    user: object = None,
    scope: str | None = None,
    expires_in: int | None = None,
    include_refresh_token: bool = False,  # noqa: FBT001, FBT002  as Authlib calls it
) -> dict[str, object]:
    del grant_type, user, expires_in, include_refresh_token
    given = client.get_allowed_scope(scope or "")
    if not given:
        raise InvalidScopeError
    return {
        "token_type": "Bearer",
        "access_token": make_secret(),
        "expires_in": _seconds(TOKEN_LIFE),
        "scope": given,
    }


def _save_token(token: Mapping[str, Any], asked: Any) -> None:
    known: _Known = asked.client
    count(known.client)
    keep(known.client, token["access_token"], way=TokenWay.OAUTH, scopes=token["scope"].split())


def keep(client: ApiClient, token: str, *, way: TokenWay, scopes: Collection[str]) -> None:
    """Keep a token that is about to be told."""
    with transaction() as session:
        issue_token(
            session,
            client=client,
            token=token,
            way=way,
            scopes=[Scope(one) for one in scopes],
            now=clock.now_utc(),
        )


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())
