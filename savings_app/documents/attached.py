"""What a document says, once more for a machine: JSON as it is, CSV in rows of one fact each."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from savings_app.csv_cells import as_text
from savings_app.documents.models import Document
from savings_app.documents.pdf import Attached
from savings_app.documents.rules import decoded
from savings_app.money import Rupiah
from savings_app.words import gettext

COLUMNS = ("section", "row", "field", "value")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def attachments(document: Document) -> list[Attached]:
    """The two files of a document, named by its number; the language in use describes them."""
    facts = _facts(document)
    return [
        Attached(
            f"{document.number}.json",
            json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True),
            gettext("Isi surat ini untuk dibaca mesin (JSON)"),
        ),
        Attached(
            f"{document.number}.csv",
            _csv(facts),
            gettext("Isi surat ini sebagai tabel (CSV)"),
        ),
    ]


def _facts(document: Document) -> dict[str, Any]:
    """Amounts are rupiah with two decimals, days are ISO, as the commands print them."""
    period = (document.period_from, document.period_to)
    return {
        "number": document.number,
        "kind": document.kind.value,
        "language": document.language,
        "issued_at": document.issued_at.isoformat(),
        "period": [day and day.isoformat() for day in period] if any(period) else None,
        "content": _plain(decoded(document.content)),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Rupiah):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value


def _csv(facts: dict[str, Any]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for section, row, field, value in _rows(facts, "", ""):
        writer.writerow((section, row, field, _cell(value)))
    return out.getvalue()


def _cell(value: str) -> str:
    return value if _NUMBER.fullmatch(value) else as_text(value)


def _rows(value: Any, section: str, row: str) -> Iterator[tuple[str, str, str, str]]:
    """Every fact with where it stands: `pledges.1.movements`, row 3, `amount`."""
    inside = ".".join(part for part in (section, row) if part)
    for field, inner in sorted(value.items()):
        if isinstance(inner, dict):
            yield from _rows(inner, f"{inside}.{field}" if inside else field, "")
        elif isinstance(inner, list):
            yield from _list_rows(inner, f"{inside}.{field}" if inside else field)
        else:
            yield section, row, field, "" if inner is None else str(inner)


def _list_rows(values: list[Any], section: str) -> Iterator[tuple[str, str, str, str]]:
    for position, inner in enumerate(values, start=1):
        if isinstance(inner, dict):
            yield from _rows(inner, section, str(position))
        else:
            yield section, str(position), "", "" if inner is None else str(inner)
