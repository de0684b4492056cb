"""The document of the interface, for machines and for people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from savings_app.bank_api.document import operations, parameters_of, read_document
from savings_app.bank_api.rules import CALLS_A_WINDOW
from savings_app.web.guards import public
from savings_app.web.problems import LISTED, name_of, status_of
from savings_app.words import current_language, gettext
from savings_app.words.refusals import REFUSALS

bp = Blueprint("api_about", __name__)
_PLACE = re.compile(r"%\(\w+\)s")


@bp.get("/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    return jsonify(read_document())


@bp.get("/docs")
@public
def docs() -> ResponseReturnValue:
    """The same document as a page, for whoever builds a bank's side."""
    schemes = read_document()["components"]["securitySchemes"]
    return render_template(
        "api/docs.html",
        about=_said(read_document()["info"], "description"),
        calls=[_call(*one) for one in operations()],
        message=_message(),
        doors=[_said(schemes[name], "description") for name in ("oauth2", "snap")],
        refusals=list(_refusals()),
        calls_a_minute=CALLS_A_WINDOW,
    )


def _said(part: Mapping[str, Any], name: str) -> str:
    """The text in Indonesian, or in English for whoever does not read it."""
    other = None if current_language() == "id" else part.get(f"x-{name}-en")
    return str(other or part.get(name, ""))


def _message() -> dict[str, Any]:
    """What a bank's system is told, and how it answers."""
    operation = read_document()["webhooks"]["message"]["post"]
    answer = operation["responses"]["2XX"]
    return {**_call("", "post", operation), "answered": _said(answer, "description")}


def _call(path: str, method: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    security = (operation["security"] or [{}])[0]
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": _said(operation, "summary"),
        "about": _said(operation, "description"),
        "scope": (security.get("oauth2") or [""])[0],
        "fields": list(_fields(operation)),
        "answers": list(_answers(operation)),
        "statuses": sorted(operation["responses"]),
    }


def _fields(operation: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(name, what it looks like, what it is) of every parameter and every field of the body."""
    for one in parameters_of(operation):
        yield one["name"], _look(one["schema"]), _said(one, "description")
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield from _of_schema(content["schema"], "")


def _answers(operation: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The same of the answer when it went well."""
    for status, answer in operation["responses"].items():
        for content in answer.get("content", {}).values() if status[0] == "2" else ():
            yield from _of_schema(content["schema"], "")


def _of_schema(schema: Mapping[str, Any], before: str) -> Iterator[tuple[str, str, str]]:
    found = _followed(schema)
    if "items" in found:
        yield from _of_schema(found["items"], before)
    for name, inner in found.get("properties", {}).items():
        whole = _followed(inner)
        is_many = "items" in whole
        place = f"{before}{name}{'[]' if is_many else ''}"
        yield place, _look(inner), _said({**whole, **inner}, "description")
        yield from _of_schema(whole, f"{place}.")


def _followed(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    found = schema
    while "$ref" in found:
        name = found["$ref"].rpartition("/")[2]
        found = read_document()["components"]["schemas"][name]
    return found


def _look(schema: Mapping[str, Any]) -> str:
    whole = _followed(schema)
    if "const" in whole:
        return str(whole["const"])
    if "enum" in whole:
        return ", ".join(str(one) for one in whole["enum"])
    if whole.get("examples"):
        return str(whole["examples"][0])
    kind = whole.get("format") or whole.get("type", "")
    return kind if isinstance(kind, str) else ", ".join(kind)


def _refusals() -> Iterator[tuple[str, int, str]]:
    for kind in LISTED:
        sentence = gettext(REFUSALS[kind.__name__])
        yield name_of(kind), status_of(kind()), _PLACE.sub("…", sentence)
