"""What an interface for machines answers instead of a page: RFC 9457 problem details."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from flask import Response, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from savings_app.access.visitor_rules import TooManyTries
from savings_app.bank_api.document import RequestWrong, places_of
from savings_app.bank_api.json_rules import (
    JsonBroken,
    JsonKeyTwice,
    JsonNotText,
    JsonNumberWild,
    JsonRefused,
    JsonTooDeep,
)
from savings_app.bank_api.rules import (
    Allowance,
    IdempotencyKeyMissing,
    IdempotencyKeyReused,
    ScopeNotGiven,
    SnapExternalIdUsed,
    SnapSignatureWrong,
    TokenInvalid,
    TooManyCalls,
)
from savings_app.bank_api.statement_rules import pointers
from savings_app.banks.rules import AgreementNotInForce
from savings_app.errors import Conflict, DomainError, NotFound, NotPermitted, Problem
from savings_app.reconciliation.import_rules import (
    BankFileAlreadyApplied,
    BankFileAlreadyStaged,
    BankFileNotBalanced,
)
from savings_app.words import current_language, gettext
from savings_app.words.refusals import sentence

MIME = "application/problem+json"
PREFIX = "/api/"
PAGE = "/api/v1/docs"
# The first that fits decides; what none fits is a body that was understood and refused.
STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (TokenInvalid, 401),
    (SnapSignatureWrong, 401),
    (SnapExternalIdUsed, 409),
    (ScopeNotGiven, 403),
    (AgreementNotInForce, 403),
    (NotPermitted, 403),
    (NotFound, 404),
    (Conflict, 409),
    (TooManyCalls, 429),
    (TooManyTries, 429),
    (JsonRefused, 400),
    (IdempotencyKeyMissing, 400),
    (BankFileAlreadyApplied, 409),
    (BankFileAlreadyStaged, 409),
)
REFUSED = 422
# What the page for bank staff explains; whatever else is refused says so in its title.
LISTED: tuple[type[DomainError], ...] = (
    TokenInvalid,
    ScopeNotGiven,
    AgreementNotInForce,
    TooManyCalls,
    TooManyTries,
    NotFound,
    JsonBroken,
    JsonNotText,
    JsonKeyTwice,
    JsonNumberWild,
    JsonTooDeep,
    RequestWrong,
    IdempotencyKeyMissing,
    IdempotencyKeyReused,
    SnapSignatureWrong,
    SnapExternalIdUsed,
    BankFileAlreadyApplied,
    BankFileNotBalanced,
)
UNAUTHORIZED, TOO_MANY = 401, 429
_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def is_for_machines() -> bool:
    """Whether this request came to the interface for banks, where nobody looks at pages."""
    return request.path.startswith(PREFIX) and request.path != PAGE


def name_of(refusal: type[DomainError]) -> str:
    """`JsonKeyTwice` as `json-key-twice`: the last part of a problem's `type`."""
    return _WORD.sub("-", refusal.__name__).lower()


def status_of(refusal: DomainError) -> int:
    """The status of the answer to this refusal."""
    return next((code for kind, code in STATUS if isinstance(refusal, kind)), REFUSED)


def refusal_problem(refusal: DomainError) -> Response:
    """The answer to a refusal, in the language in use."""
    status = status_of(refusal)
    headers: dict[str, str] = {}
    if status == UNAUTHORIZED:
        error = ', error="invalid_token"' if request.authorization else ""
        headers["WWW-Authenticate"] = f'Bearer realm="bank-api"{error}'
    if status == TOO_MANY:
        headers["Retry-After"] = str(refusal.facts.get("seconds", 1))
    return problem(
        name_of(type(refusal)),
        status,
        title=sentence(refusal),
        problems=_problems(refusal),
        headers=headers,
    )


def http_problem(error: HTTPException) -> Response:
    """The answer where the web server's own rules refuse: no such address, too large…"""
    status = error.code or 500
    headers = {}
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return problem(
        re.sub(r"[^a-z]+", "-", error.name.lower()),
        status,
        title=_titles().get(status, error.name),
        headers=headers,
    )


def problem(
    name: str,
    status: int,
    *,
    title: str,
    problems: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem answer; `problems` has one pointer and one sentence for each place."""
    facts: dict[str, object] = {"type": f"{PAGE}#{name}", "title": title, "status": status}
    if problems:
        facts["detail"] = gettext("Setiap tempatnya disebut di problems.")
        facts["problems"] = problems
    answer = Response(json.dumps(facts, ensure_ascii=False), status=status, mimetype=MIME)
    answer.headers.update(headers or {})
    return answer


def add_headers(answer: Response) -> Response:
    """After every answer to a machine: its language, and what is left of its calls."""
    if is_for_machines():
        answer.headers["Content-Language"] = current_language()
        answer.headers.add("Vary", "Accept-Language")
        left: Allowance | None = g.get("allowance")
        if left is not None:
            answer.headers["RateLimit-Policy"] = f'"client";q={left.limit};w=60'
            answer.headers["RateLimit"] = f'"client";r={left.left};t={left.seconds}'
    return answer


def _problems(refusal: DomainError) -> list[dict[str, str]] | None:
    if isinstance(refusal, RequestWrong):
        return [{"pointer": one.pointer, "detail": one.what} for one in places_of(refusal)]
    places = refusal.facts.get("problems", ())
    assert isinstance(places, list | tuple)  # noqa: S101
    return pointers([one for one in places if isinstance(one, Problem)])


def _titles() -> dict[int, str]:
    return {
        400: gettext("Permintaan ini tidak dapat dibaca."),
        404: gettext("Tidak ada yang seperti itu di sini."),
        405: gettext("Alamat ini tidak mengenal cara itu."),
        413: gettext("Isinya terlalu besar."),
        415: gettext("Kirim isinya sebagai application/json."),
        500: gettext("Ada kesalahan di layanan ini. Coba lagi nanti."),
    }
