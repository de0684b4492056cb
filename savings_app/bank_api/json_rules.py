"""Reads JSON strictly: what two readers could understand differently is refused by name. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from savings_app.errors import DomainError

DEEPEST = 12
LONGEST_NUMBER = 30


class JsonRefused(DomainError):
    """Not read at all."""


class JsonBroken(JsonRefused):
    """No JSON. Facts: `line`, `column`, counted from 1."""


class JsonNotText(JsonRefused):
    """Not UTF-8, a NUL, or half a letter (a lone surrogate), which no database keeps."""


class JsonKeyTwice(JsonRefused):
    """One object names a key twice. Fact: `key`."""


class JsonNumberWild(JsonRefused):
    """NaN, an infinity, or more digits than any number of ours."""


class JsonTooDeep(JsonRefused):
    """More than `DEEPEST` levels. Fact: `levels`."""


def read_json(data: bytes) -> Any:
    """The value.

    Raises:
        JsonRefused: one of its kinds.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise JsonNotText from wrong
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_int,
            parse_float=_float,
        )
    except json.JSONDecodeError as wrong:
        raise JsonBroken(line=wrong.lineno, column=wrong.colno) from wrong
    except RecursionError as deep:
        raise JsonTooDeep(levels=DEEPEST) from deep
    _check(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise JsonKeyTwice(key=key[:40].encode("ascii", "backslashreplace").decode())
        found[key] = value
    return found


def _constant(text: str) -> Any:
    raise JsonNumberWild


def _int(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise JsonNumberWild
    return int(text)


def _float(text: str) -> float:
    number = float(text) if len(text) <= LONGEST_NUMBER else math.inf
    if not math.isfinite(number):
        raise JsonNumberWild
    return number


def _check(value: Any) -> None:
    """Level by level, so that no depth of the sender's is one of ours."""
    level, here = 0, [value]
    while here:
        level += 1
        if level > DEEPEST:
            raise JsonTooDeep(levels=DEEPEST)
        for text in _texts(here):
            if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
                raise JsonNotText
        here = [child for one in here for child in _children(one)]


def _texts(values: list[Any]) -> Iterator[str]:
    for one in values:
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            yield from one


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
