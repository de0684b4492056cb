"""The forms of an import: what its kind asks for the whole file, and which column holds what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import g
from wtforms import FileField, HiddenField, SelectField
from wtforms.validators import Optional

from savings_app.imports.handlers import AskedKind, BatchFact, Handler
from savings_app.web.fields import TextField
from savings_app.web.forms import VersionedForm, choices, longest, required
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import month_long

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from savings_app.imports.reading import Reading

MONTHS_BACK, MONTHS_AHEAD = 48, 12
PREFIX, COLUMN = "fact_", "column_"


class BatchForm(VersionedForm):
    """What is asked of the person; the fields of the kind are added, each named `fact_…`."""

    def answers(self) -> dict[str, str]:
        """The answers by name, blank ones left out."""
        return {
            name.removeprefix(PREFIX): str(field.data)
            for name, field in self._fields.items()
            if name.startswith(PREFIX) and field.data
        }

    def asked(self) -> list[Any]:
        return [field for name, field in self._fields.items() if name.startswith(PREFIX)]


def upload_form(handler: Handler, *, session: Session, today: date) -> BatchForm:
    """The file, whose it is, and what the kind asks."""
    fields = {
        "file": FileField(_("Berkas XLSX atau CSV"), [required(_("Pilih berkasnya dahulu."))]),
        "source": TextField(_("Dari siapa daftar ini"), [required(), longest(80)]),
        **_asked_fields(handler.asked, session=session, today=today),
    }
    form: BatchForm = type("UploadForm", (BatchForm,), fields).of_request()  # type: ignore[attr-defined]
    return form


def columns_form(
    handler: Handler,
    reading: Reading,
    *,
    session: Session,
    today: date,
    version: int,
    facts: Mapping[str, str],
    where: Mapping[str, str],
) -> BatchForm:
    """Which column holds which fact, as proposed; `where` are the sheet and row they are of."""
    texts = reading.headings.texts if reading.headings else ()
    offered = [(str(n), _heading(text, n)) for n, text in enumerate(texts) if text]
    fields: dict[str, Any] = {
        "sheet": HiddenField(),
        "row": HiddenField(),
        **_asked_fields(handler.asked, session=session, today=today),
    }
    data: dict[str, object] = {"version": version, **where}
    for fact in handler.facts:
        if fact.monthly and reading.headings and reading.headings.months:
            continue
        fields[f"{COLUMN}{fact.name}"] = SelectField(
            fact.label, choices=choices(offered, empty=gettext("Tidak ada")), validate_choice=False
        )
        if fact.name in reading.columns:
            data[f"{COLUMN}{fact.name}"] = str(reading.columns[fact.name])
    data |= {f"{PREFIX}{name}": value for name, value in facts.items()}
    form: BatchForm = type("ColumnsForm", (BatchForm,), fields).of_request(**data)  # type: ignore[attr-defined]
    return form


def chosen_columns(form: BatchForm, *, most: int) -> dict[str, int]:
    """Fact → column from 0; what is no column of the sheet is left out."""
    out = {}
    for name, field in form._fields.items():
        text = str(field.data or "")
        if name.startswith(COLUMN) and text.isdecimal() and int(text[:5]) < most:
            out[name.removeprefix(COLUMN)] = int(text)
    return out


def _heading(text: str, column: int) -> str:
    return f"{letters(column)} · {text[:60]}"


def letters(column: int) -> str:
    """`A` for 0, `AB` for 27: as a spreadsheet names its columns."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _asked_fields(asked: Sequence[BatchFact], *, session: Session, today: date) -> dict[str, Any]:
    return {f"{PREFIX}{one.name}": _field(one, session=session, today=today) for one in asked}


def _field(one: BatchFact, *, session: Session, today: date) -> Any:
    rules = [required()] if one.needed else [Optional()]
    if one.kind is AskedKind.TEXT:
        return TextField(one.label, [*rules, longest(200)], description=one.hint)
    pairs: Sequence[tuple[str, str]] = months_around(today)
    if one.kind is AskedKind.CHOICE:
        pairs = one.choices(session, g.actor.region or "-", today) if one.choices else []
    empty = gettext("Pilih") if one.needed else gettext("Tidak disebut")
    return SelectField(one.label, rules, choices=choices(pairs, empty=empty), description=one.hint)


def months_around(today: date) -> list[tuple[str, str]]:
    """(`2026-03`, `Maret 2026`), the newest first."""
    last = today.year * 12 + today.month - 1 + MONTHS_AHEAD
    months = [
        date(n // 12, n % 12 + 1, 1) for n in range(last, last - MONTHS_AHEAD - MONTHS_BACK, -1)
    ]
    return [(f"{month:%Y-%m}", month_long(month)) for month in months]
