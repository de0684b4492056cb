"""Two people wrote into the same form: what each of them wrote, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import wtforms

from savings_app.money import Rupiah
from savings_app.words.formats import date_long, rupiah

# What our own pages put into a form; never something a person wrote.
NOT_WRITTEN = frozenset({"csrf_token", "version", "number", "do"})


@dataclass(frozen=True, slots=True)
class Both:
    """One box of a form as this person filled it, and as it stands now."""

    label: str
    mine: str
    stored: str

    @property
    def row(self) -> tuple[str, str, str]:
        return self.label, self.mine, self.stored


def compare(mine: wtforms.Form, stored: wtforms.Form) -> list[Both]:
    """The boxes in which two forms of one kind differ, in the order of the page."""
    written, standing = dict(_boxes(mine)), dict(_boxes(stored))
    labels = written | standing
    return [
        Both(label, written.get(label, "–"), standing.get(label, "–"))
        for label in labels
        if written.get(label, "–") != standing.get(label, "–")
    ]


def _boxes(form: wtforms.Form, above: str = "") -> Iterator[tuple[str, str]]:
    for field in form:
        if isinstance(field, wtforms.HiddenField):
            continue
        if isinstance(field, wtforms.FieldList):
            for place, entry in enumerate(field.entries, start=1):
                yield from _boxes(entry.form, f"{field.label.text} {place}: ")
        else:
            yield f"{above}{field.label.text}", _as_text(field)


def _as_text(field: wtforms.Field) -> str:
    value = field.data
    if isinstance(value, Rupiah):
        return rupiah(value)
    if isinstance(value, date):
        return date_long(value)
    if isinstance(field, wtforms.SelectField):
        chosen = (str(label) for code, label, *_rest in field.iter_choices() if code == value)
        return next(chosen, "–") if value else "–"
    typed = getattr(field, "typed", None)  # what could not be read as an amount or a number
    return str(typed or "–") if value in (None, "") else str(value)
