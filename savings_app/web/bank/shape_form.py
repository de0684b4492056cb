"""The form by which a table's columns are pointed at, and the shape it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import FieldList, RadioField, SelectField
from wtforms.validators import Optional

from savings_app.reconciliation.readers.csv_headings import Role, columns
from savings_app.reconciliation.readers.days import DateOrder
from savings_app.reconciliation.readers.profile import (
    MOST_COLUMNS,
    TAUGHT_ROLES,
    Profile,
    plain_headings,
)
from savings_app.reconciliation.readers.profile_file import (
    LONGEST_NAME,
    LONGEST_WORD,
    MOST_WORDS,
    profile_of,
)
from savings_app.reconciliation.readers.sample import Sample, masked
from savings_app.web.fields import TextField, WholeField
from savings_app.web.forms import Form, choices, labelled, longest
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

NO_HEADINGS = "0"
_LONGEST_WORDS = 200
_SHOWN_HEADINGS = 60  # letters of a row in the choice of headings
_DELIMITERS = {";": _("titik koma (;)"), ",": _("koma (,)"), "\t": _("tab"), "|": _("garis (|)")}
_BY_CODE = {"semicolon": ";", "comma": ",", "tab": "\t", "bar": "|"}
_CODES = {mark: code for code, mark in _BY_CODE.items()}
_NEAREST = {Role.POSTED: Role.DATE}


class ShapeForm(Form):
    """What somebody says of the table beside it. `act` is the button that was pressed."""

    delimiter = SelectField(_("Pemisah kolom"), validate_choice=False)
    heading_row = SelectField(_("Baris judul kolom"), validate_choice=False)
    first_row = WholeField(_("Baris transaksi pertama"), [Optional()])
    columns: Any = FieldList(SelectField(validate_choice=False), max_entries=MOST_COLUMNS)
    order = RadioField(
        _("Urutan tanggal"),
        choices=labelled("date_order", DateOrder),
        default=DateOrder.DAY_FIRST.value,
    )
    decimal = RadioField(
        _("Tanda desimal"),
        choices=choices(
            [
                ("auto", _("seperti tertulis di kolomnya")),
                ("comma", _("koma: 1.234,56")),
                ("point", _("titik: 1,234.56")),
            ]
        ),
        default="auto",
    )
    credit = TextField(_("Kata untuk uang masuk"), [Optional(), longest(_LONGEST_WORDS)])
    debit = TextField(_("Kata untuk uang keluar"), [Optional(), longest(_LONGEST_WORDS)])
    footers = TextField(_("Tabel berakhir di baris yang diawali"), [Optional(), longest(200)])
    name = TextField(_("Nama bentuk"), [longest(LONGEST_NAME)])

    def offer(self, sample: Sample, shape: Profile | None) -> None:
        """The choices of this table; where nothing was said yet, what `shape` says, or a guess."""
        self.delimiter.choices = choices(
            [(_CODES[mark], text) for mark, text in _DELIMITERS.items()]
        )
        self.heading_row.choices = choices(
            [
                *((str(row.line), _shown_row(row.line, row.cells)) for row in sample.rows),
                (NO_HEADINGS, gettext("tabel ini tanpa judul kolom")),
            ]
        )
        if sample.delimiter:
            self.delimiter.data = _CODES[sample.delimiter]
        guessed = self.heading_row.data is None
        if guessed:
            self.heading_row.data = str(_heading_line(sample, shape))
            if shape is not None:
                self._fill(shape, sample)
        self._offer_columns(sample, shape, guessed=guessed)

    def _offer_columns(self, sample: Sample, shape: Profile | None, *, guessed: bool) -> None:
        known = columns(sample.cells_at(self.heading()))
        roles = labelled("taught_role", TAUGHT_ROLES)
        while len(self.columns) < sample.width:
            self.columns.append_entry()
        while len(self.columns) > sample.width:
            self.columns.pop_entry()
        for place, select in enumerate(self.columns):
            select.label.text = gettext("Kolom %(number)s", number=place + 1)
            select.choices = [*choices([], empty=_("abaikan")), *roles]
            if guessed and shape is None:
                role = known.get(place)
                select.data = _NEAREST.get(role, role) if role else ""
            elif guessed and shape is not None:
                role = shape.roles.get(place)
                select.data = role.value if role else ""

    def _fill(self, shape: Profile, sample: Sample) -> None:
        self.order.data, self.name.data = shape.order.value, shape.name
        self.decimal.data = {",": "comma", ".": "point"}.get(shape.decimal or "", "auto")
        for name in ("credit", "debit", "footers"):
            getattr(self, name).data = ", ".join(getattr(shape, name))
        begins = self.heading() + shape.first_row
        if begins != self.heading() + 1:
            self.first_row.data = begins

    def heading(self) -> int:
        """The number of the row of headings; 0 where the table has none."""
        text = str(self.heading_row.data or "")
        return int(text) if text.isdecimal() and len(text) < 7 else 0  # noqa: PLR2004

    def shape(self, sample: Sample, *, kept_as: UUID | None = None) -> Profile:
        """What is said here.

        Raises:
            ProfileBroken
            ProfileNamesTwice, ProfileLacksDay, ProfileLacksAmounts, ProfileMarksClash
        """
        begins = self.first_row.data
        facts = {
            "headings": list(plain_headings(sample.cells_at(self.heading()))),
            "columns": [str(select.data or "") for select in self.columns],
            "first_row": max(1, begins - self.heading()) if begins else self._first(sample),
            "order": self.order.data,
            "decimal": {"comma": ",", "point": "."}.get(self.decimal.data or "", ""),
            "delimiter": sample.delimiter or "",
            **{name: _words(getattr(self, name).data) for name in ("credit", "debit", "footers")},
        }
        name = self.name.data or gettext("bentuk ini")
        return profile_of(facts, name=name, kept_as=kept_as)

    def _first(self, sample: Sample) -> int:
        return 1 if self.heading() else sample.rows[0].line


def chosen_delimiter(sent: str | None) -> str | None:
    """The mark somebody chose, else None."""
    return _BY_CODE.get(sent or "")


def _words(text: str | None) -> list[str]:
    words = [word.strip()[:LONGEST_WORD] for word in (text or "").split(",")]
    return [word for word in words if word][:MOST_WORDS]


def _shown_row(line: int, cells: Sequence[str]) -> str:
    words = " | ".join(masked(cell) for cell in cells if cell)
    return gettext("baris %(line)s: %(words)s", line=line, words=words[:_SHOWN_HEADINGS])


def _heading_line(sample: Sample, shape: Profile | None) -> int:
    """The row of the shape's own headings, else the one most like headings."""
    if shape is not None and not shape.headings:
        return 0
    for row in sample.rows:
        if shape is not None and shape.is_headed_by(row.cells):
            return row.line

    def likeness(cells: Sequence[str]) -> tuple[int, int]:
        filled = [cell for cell in cells if cell]
        words = sum(not re.search(r"\d", cell) for cell in filled)
        return (len(columns(cells)), words if words == len(filled) else 0)

    best = max(sample.rows, key=lambda row: likeness(row.cells))
    return best.line
