"""How a change of a participant is shown before it is applied; numbers masked. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from savings_app.identifiers import KPJ, NIK
from savings_app.registry.rules import Payer, Segment, Sex
from savings_app.words.formats import date_short, month_long
from savings_app.words.labels import label


def shown_changes(
    changes: Mapping[str, Any], known: Any, *, place_name: Callable[[str], str]
) -> dict[str, tuple[str, str]]:
    """Fact → (was, becomes)."""
    shown = {}
    for name, value in changes.items():
        old = getattr(known, name)
        if name == "region_code":
            shown["village"] = (place_name(old), place_name(value))
        else:
            shown[name] = (_shown(name, old), _shown(name, value))
    return shown


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in _SHOWN:
        return str(_SHOWN[name](value))
    return date_short(value) if isinstance(value, date) else str(value)


_SHOWN: dict[str, Callable[[Any], object]] = {
    "nik": NIK,
    "kpj": KPJ,
    "segment": lambda value: label("segment", Segment(value)),
    "payer": lambda value: label("payer", Payer(value)),
    "sex": lambda value: label("sex", Sex(value)),
    "member_since": month_long,
}
