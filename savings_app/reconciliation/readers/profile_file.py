"""A taught shape as it is kept (JSON) and carried to another installation (TOML). Pure."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from savings_app.errors import DomainError, Problem
from savings_app.imports.readers.csv_rows import DELIMITERS
from savings_app.reconciliation.readers.csv_headings import Role
from savings_app.reconciliation.readers.days import DateOrder
from savings_app.reconciliation.readers.profile import (
    LONGEST_HEADING,
    MOST_COLUMNS,
    TAUGHT_ROLES,
    Profile,
    check_profile,
    plain_headings,
)
from savings_app.reconciliation.readers.types import MOST_ROWS
from savings_app.words import _
from savings_app.words.refusals import sentence

LARGEST_PROFILE = 64 * 1024
LONGEST_NAME = 80
LONGEST_WORD = 40
MOST_WORDS = 20
# What a file may say beside the shape itself: for people, and where the facts are from.
_SAID = {"status", "source", "checked_on", "bank"}
_LISTS = ("credit", "debit", "footers")


class ProfileBroken(DomainError):
    """No such file of a shape. Fact: `problems`, each with the key it is about."""


def profile_facts(profile: Profile) -> dict[str, Any]:
    """What is kept of a shape beside its name."""
    return {
        "headings": list(profile.headings),
        "columns": [role.value if role else "" for role in profile.columns],
        "first_row": profile.first_row,
        "order": profile.order.value,
        "decimal": profile.decimal or "",
        "delimiter": profile.delimiter or "",
        **{key: list(getattr(profile, key)) for key in _LISTS},
    }


def profile_of(facts: Mapping[str, Any], *, name: str, kept_as: UUID | None = None) -> Profile:
    """The shape with these facts.

    Raises:
        ProfileBroken
        ProfileNamesTwice, ProfileLacksDay, ProfileLacksAmounts, ProfileMarksClash
    """
    wrong = [
        *_unknown_keys(facts),
        *(problem for key, check in _CHECKS.items() for problem in check(key, facts.get(key))),
    ]
    if not 0 < len(name) <= LONGEST_NAME:
        wrong.append(Problem("name", _("Tulis namanya.")))
    if wrong:
        raise ProfileBroken(problems=tuple(wrong))
    profile = Profile(
        name=name,
        columns=tuple(Role(one) if one else None for one in facts["columns"]),
        headings=plain_headings(facts.get("headings") or ()),
        first_row=facts.get("first_row", 1),
        order=DateOrder(facts.get("order") or DateOrder.DAY_FIRST),
        decimal=facts.get("decimal") or None,
        delimiter=facts.get("delimiter") or None,
        id=kept_as,
    )
    lists = {key: tuple(facts.get(key) or ()) for key in _LISTS}
    profile = replace(profile, credit=lists["credit"], debit=lists["debit"])
    profile = replace(profile, footers=lists["footers"])
    check_profile(profile)
    return profile


def _unknown_keys(facts: Mapping[str, Any]) -> list[Problem]:
    return [Problem(str(key), _("Kunci ini tidak dikenal.")) for key in facts if key not in _CHECKS]


def _is_columns(key: str, value: object) -> list[Problem]:
    known = {"", *(role.value for role in TAUGHT_ROLES)}
    fits = isinstance(value, list) and 0 < len(value) <= MOST_COLUMNS
    if fits and all(isinstance(one, str) and one in known for one in value):  # type: ignore[attr-defined]
        return []
    what = _(
        "Tulis satu kata untuk setiap kolom: %(known)s.", known=", ".join(sorted(known - {""}))
    )
    return [Problem(key, what)]


def _is_texts(key: str, value: object, *, most: int, longest: int) -> list[Problem]:
    if value is None or (
        isinstance(value, list)
        and len(value) <= most
        and all(isinstance(one, str) and len(one) <= longest for one in value)
    ):
        return []
    return [Problem(key, _("Tulis sebagai daftar kata yang pendek."))]


def _is_headings(key: str, value: object) -> list[Problem]:
    return _is_texts(key, value, most=MOST_COLUMNS, longest=LONGEST_HEADING)


def _is_words(key: str, value: object) -> list[Problem]:
    found = _is_texts(key, value, most=MOST_WORDS, longest=LONGEST_WORD)
    if not found and isinstance(value, list) and not all(one.strip() for one in value):
        return [Problem(key, _("Tulis sebagai daftar kata yang pendek."))]
    return found


def _is_row(key: str, value: object) -> list[Problem]:
    if value is None or (type(value) is int and 1 <= value <= MOST_ROWS):
        return []
    return [Problem(key, _("Tulis nomor baris, mulai dari 1."))]


def _is_one_of(key: str, value: object, *, known: tuple[str, ...]) -> list[Problem]:
    if value is None or value == "" or (isinstance(value, str) and value in known):
        return []
    what = _("Tulis salah satu dari: %(known)s.", known="  ".join(known))
    return [Problem(key, what)]


def _is_order(key: str, value: object) -> list[Problem]:
    return _is_one_of(key, value, known=tuple(order.value for order in DateOrder))


def _is_decimal(key: str, value: object) -> list[Problem]:
    return _is_one_of(key, value, known=(",", "."))


def _is_delimiter(key: str, value: object) -> list[Problem]:
    return _is_one_of(key, value, known=DELIMITERS)


_CHECKS = {
    "headings": _is_headings,
    "columns": _is_columns,
    "first_row": _is_row,
    "order": _is_order,
    "decimal": _is_decimal,
    "delimiter": _is_delimiter,
    "credit": _is_words,
    "debit": _is_words,
    "footers": _is_words,
}


def parse_profile(data: bytes) -> Profile:
    """The shape in a TOML file, see docs/bank-file-csv.md.

    Raises:
        ProfileBroken: also where its columns cannot be a table of a bank.
    """
    if len(data) > LARGEST_PROFILE:
        raise ProfileBroken(problems=(Problem(None, _("Berkas ini terlalu besar.")),))
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as wrong:
        what = _("Berkas ini bukan TOML.")
        raise ProfileBroken(problems=(Problem(None, what),)) from wrong
    name = document.pop("name", None)
    facts = {key: value for key, value in document.items() if key not in _SAID}
    try:
        return profile_of(facts, name=name.strip() if isinstance(name, str) else "")
    except ProfileBroken:
        raise
    except DomainError as refused:
        raise ProfileBroken(problems=(Problem("columns", sentence(refused)),)) from refused


def write_profile(profile: Profile) -> str:
    """The shape as TOML, the same when it is read again."""
    facts = {"name": profile.name, **profile_facts(profile)}
    return "".join(f"{key} = {_toml(value)}\n" for key, value in facts.items())


def _toml(value: object) -> str:
    # Strings of JSON are TOML's, but for DEL, which TOML has escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
