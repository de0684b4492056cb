"""Facts of a person as JSON keeps them, and back. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any

from savings_app.cases.kinds import Relation, SchoolLevel
from savings_app.cases.people_rules import HeirFacts
from savings_app.identifiers import KPJ, NIK, Identifier
from savings_app.registry.rules import Payer, Segment, Sex, StopReason

_READERS: Mapping[str, Callable[[Any], object]] = {
    "nik": NIK,
    "guardian_nik": NIK,
    "kpj": KPJ,
    "born_on": date.fromisoformat,
    "guardian_until": date.fromisoformat,
    "member_since": date.fromisoformat,
    "stopped_on": date.fromisoformat,
    "stop_reason": StopReason,
    "sex": Sex,
    "segment": Segment,
    "payer": Payer,
    "relation": Relation,
    "school_level": SchoolLevel,
}


def stored(value: object) -> Any:
    """A fact as JSON keeps it; a number of a person whole, so that it can be applied."""
    if isinstance(value, Identifier):
        return value.full
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def read(field: str, value: Any) -> Any:
    """The fact itself; identifiers print masked again."""
    if value is None or field not in _READERS:
        return value
    return _READERS[field](value)


def stored_facts(values: Mapping[str, object]) -> dict[str, Any]:
    return {name: stored(value) for name, value in values.items()}


def read_facts(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: read(name, value) for name, value in values.items()}


def heir_columns(heir: object) -> dict[str, object]:
    """What is written down about an heir, by the names of `HeirFacts`."""
    return {field.name: getattr(heir, field.name) for field in fields(HeirFacts)}
