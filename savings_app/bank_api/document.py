"""The OpenAPI document, and what it says of a request: the one truth of both. Pure.

Bodies and queries are checked against the very schemas that are published, so that document and
behaviour cannot part.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from savings_app.errors import DomainError
from savings_app.words import gettext

FILE = Path(__file__).parent / "data" / "openapi.json"
ADDRESS = "urn:bank-api"
MOST_PROBLEMS = 50
_DIGITS = re.compile(r"-?[0-9]{1,9}")


class RequestWrong(DomainError):
    """Fact: `found`, a tuple of `Found`."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing wrong. `pointer` is a JSON pointer into the body, or the name of a parameter."""

    pointer: str
    what: str


def places_of(wrong: RequestWrong) -> tuple[Found, ...]:
    """Everything that is wrong in it."""
    found = wrong.facts["found"]
    assert isinstance(found, tuple)  # noqa: S101
    return found


@cache
def read_document() -> Mapping[str, Any]:
    """The whole document, as it is served."""
    found: Mapping[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def operations() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(path, method, operation) of every call, in the order of the document."""
    for path, methods in read_document()["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def operation_of(name: str) -> Mapping[str, Any]:
    """The operation with this `operationId`.

    Raises:
        KeyError
    """
    for _path, _method, operation in operations():
        if operation["operationId"] == name:
            return operation
    raise KeyError(name)


def parameters_of(operation: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The parameters of an operation, those it shares with others too."""
    for one in operation.get("parameters", ()):
        shared = one.get("$ref", "").rpartition("/")[2]
        yield read_document()["components"]["parameters"][shared] if shared else one


def check_body(name: str, body: object) -> None:
    """
    Raises:
        RequestWrong: the body is not what the operation takes.
    """
    _check(_body_schema(name), body)


def body_names(name: str) -> Iterable[str]:
    """What an operation knows in its body; whatever else is there it may not read."""
    schema = _body_schema(name).rpartition("/")[2]
    names: Iterable[str] = read_document()["components"]["schemas"][schema]["properties"]
    return names


def _body_schema(name: str) -> str:
    (content,) = operation_of(name)["requestBody"]["content"].values()
    reference: str = content["schema"]["$ref"]
    return reference


def read_query(name: str, sent: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The query of an operation, integers as such, defaults filled in.

    Raises:
        RequestWrong: a parameter it does not know, twice, or with a value it does not take.
    """
    known = {
        one["name"]: one["schema"]
        for one in parameters_of(operation_of(name))
        if one["in"] == "query"
    }
    values = {key: schema["default"] for key, schema in known.items() if "default" in schema}
    found, seen = [], set()
    for key, text in sent:
        if key not in known:
            found.append(Found(key[:40], gettext("Parameter ini tidak dikenal.")))
            continue
        if key in seen:
            found.append(Found(key, gettext("Parameter ini ditulis dua kali.")))
            continue
        seen.add(key)
        number = known[key].get("type") == "integer" and _DIGITS.fullmatch(text)
        values[key] = int(text) if number else text
        found += [Found(key, one.what) for one in _problems(known[key], values[key])]
    if found:
        raise RequestWrong(found=tuple(found))
    return values


def _check(reference: str, value: object) -> None:
    found = tuple(_problems({"$ref": reference}, value))
    if found:
        raise RequestWrong(found=found)


def _problems(schema: Mapping[str, Any], value: object) -> list[Found]:
    errors = _validator(json.dumps(_absolute(schema))).iter_errors(value)
    found = []
    for error in errors:
        found.append(Found(_pointer(error.absolute_path), _sentence(error)))
        if len(found) == MOST_PROBLEMS:
            break
    return found


def _absolute(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    return {**schema, "$ref": f"{ADDRESS}{schema['$ref']}"}


@cache
def _validator(schema: str) -> Any:
    document = DRAFT202012.create_resource(read_document())
    return _OURS(
        json.loads(schema),
        registry=Registry().with_resource(ADDRESS, document),
        format_checker=FormatChecker(("date", "uuid")),
    )


def _pattern(
    validator: Any, wanted: str, instance: object, schema: object
) -> Iterator[ValidationError]:
    """As everybody else reads it: `$` is the end, not the place before a last line break."""
    del validator, schema
    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", wanted), instance):
        yield ValidationError("does not match")


_OURS = extend(Draft202012Validator, {"pattern": _pattern})


def _pointer(path: Iterable[str | int]) -> str:
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "".join(f"/{step}" for step in steps)


def _sentence(error: ValidationError) -> str:
    """What is wrong, in our words and without the value, which may be a number of a person."""
    tell = _SENTENCES.get(error.validator)
    if tell is None or (error.validator == "format" and error.validator_value != "date"):
        return gettext("Bentuknya tidak sesuai.")
    return tell(error)


def _missing(error: ValidationError) -> str:
    names = [name for name in error.validator_value if name not in error.instance]
    return gettext("Perlu diisi: %(names)s.", names=", ".join(names))


def _kind(error: ValidationError) -> str:
    wanted = error.validator_value
    kind = wanted if isinstance(wanted, str) else ", ".join(wanted)
    return gettext("Jenisnya harus %(kind)s.", kind=kind)


def _values(error: ValidationError) -> str:
    return gettext("Hanya boleh: %(values)s.", values=", ".join(map(str, error.validator_value)))


def _least(error: ValidationError) -> str:
    return gettext("Paling sedikit %(count)s.", count=error.validator_value)


def _most(error: ValidationError) -> str:
    return gettext("Paling banyak %(count)s.", count=error.validator_value)


_SENTENCES: dict[str, Callable[[ValidationError], str]] = {
    "required": _missing,
    "type": _kind,
    "enum": _values,
    "additionalProperties": lambda _error: gettext("Ada isian yang tidak dikenal di sini."),
    "format": lambda _error: gettext("Bukan tanggal yang ada; tulis TTTT-BB-HH."),
    **dict.fromkeys(("minLength", "minItems", "minimum", "minProperties"), _least),
    **dict.fromkeys(("maxLength", "maxItems", "maximum", "maxProperties"), _most),
}
