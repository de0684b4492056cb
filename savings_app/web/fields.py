"""Fields for what this service asks again and again: rupiah, dates, numbers of people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import wtforms
from wtforms.validators import Optional, StopValidation

from savings_app.errors import DomainError
from savings_app.identifiers import Identifier
from savings_app.money import Rupiah
from savings_app.words import gettext, lazy_gettext
from savings_app.words.formats import parse_rupiah
from savings_app.words.refusals import sentence

EARLIEST_YEAR = 1900
LATEST_YEAR = 2100
_PERCENT = re.compile(r"\d{1,3}(\.\d{1,4})?", re.ASCII)
_DATE_PART = re.compile(r"\d{1,4}", re.ASCII)


class TextField(wtforms.StringField):
    """One line; spaces at the ends and doubled ones inside are slips of the thumb."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        text = " ".join(str(valuelist[0]).split()) if valuelist else ""
        # A NUL cannot be stored by PostgreSQL and is no letter of any name.
        self.data = text.replace("\x00", "") or None


class RupiahField(wtforms.StringField):
    """Whole rupiah. `data` is a `Rupiah` or None; what was typed stays in the box.

    `zero_is_none`: a 0 is an answer too, that there is none; elsewhere it is refused.
    """

    def __init__(self, *args: Any, zero_is_none: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zero_is_none = zero_is_none

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.typed = str(valuelist[0]) if valuelist else ""
        self.data: Any = None
        if not self.typed.strip():
            return
        try:
            self.data = parse_rupiah(self.typed)
        except DomainError as refusal:
            if self.zero_is_none and not self.typed.strip("Rp 0.,"):
                return
            raise ValueError(sentence(refusal)) from refusal

    def _value(self) -> str:
        if getattr(self, "typed", None):
            return self.typed
        return f"{self.data.rupiah:,}".replace(",", ".") if isinstance(self.data, Rupiah) else ""


class WholeField(wtforms.IntegerField):
    """A whole number. An empty box is None: what is asked there is for a validator to say."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        if valuelist and str(valuelist[0]).strip():
            super().process_formdata(list(valuelist))
        else:
            self.data = None


class PercentField(wtforms.StringField):
    """A percentage with a decimal comma or point. `data` is a `Decimal` or None."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.typed = str(valuelist[0]) if valuelist else ""
        self.data: Any = None
        text = self.typed.replace("%", "").strip().replace(",", ".")
        if not text:
            return
        if not _PERCENT.fullmatch(text):
            raise ValueError(gettext("Tulis angka saja, misalnya 2,5."))
        self.data = Decimal(text)

    def _value(self) -> str:
        return getattr(self, "typed", "")


class IdentifierField(wtforms.StringField):
    """A NIK, KPJ or account number. `data` is the identifier or None."""

    def __init__(self, label: Any, validators: Any = None, *, kind: type[Identifier], **kw: Any):
        super().__init__(label, validators, **kw)
        self.kind = kind

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.typed = str(valuelist[0]).strip() if valuelist else ""
        self.data: Any = None
        if not self.typed:
            return
        try:
            self.data = self.kind.parse(self.typed)
        except DomainError as refusal:
            raise ValueError(sentence(refusal)) from refusal

    def _value(self) -> str:
        if getattr(self, "typed", None):
            return self.typed
        return self.data.full if isinstance(self.data, Identifier) else ""


class DateField(wtforms.Field):
    """A day in three boxes, `<name>-day`, `<name>-month`, `<name>-year`. `data` is a date or None.

    `parts` is what stands in the boxes, also when it is no date.
    """

    parts: tuple[str, str, str] = ("", "", "")
    wrong: Any = lazy_gettext(
        "Tanggal ini tidak ada. Tulis hari, bulan, dan tahun, misalnya 5 3 2026."
    )

    @property
    def id_for_error(self) -> str:
        """The box an error message leads to."""
        return f"{self.id}-day"

    @property
    def raw_text(self) -> str:
        return " ".join(self.parts).strip()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        default = self.default() if callable(self.default) else self.default
        self.data: date | None = data if isinstance(data, date) else default
        if isinstance(self.data, date):
            self.parts = (str(self.data.day), str(self.data.month), str(self.data.year))
        self.raw_data: Any = None
        if formdata is None:
            return
        self.parts = self._sent(formdata)
        self.raw_data = [part for part in self.parts if part]
        self.data = None
        if self.raw_data:
            try:
                self.data = self._read()
            except ValueError:
                self.process_errors.append(str(self.wrong))

    def _sent(self, formdata: Any) -> tuple[str, str, str]:
        whole = str(formdata.get(self.name, "")).strip()  # one ISO date is welcome too
        if whole.count("-") == 2:  # noqa: PLR2004
            year, month, day = whole.split("-")
            return day, month, year
        day, month, year = (
            str(formdata.get(f"{self.name}-{part}", "")).strip()[:10]
            for part in ("day", "month", "year")
        )
        return day, month, year

    def _read(self) -> date:
        # No day, month or year is longer; a much longer one is no number a date can be made of.
        if not all(_DATE_PART.fullmatch(part) for part in self.parts):
            raise ValueError
        day, month, year = (int(part) for part in self.parts)
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise ValueError
        return date(year, month, day)

    def _value(self) -> str:
        return self.data.isoformat() if self.data else ""


class Filled:
    """The field must hold a value once read; `message` says what is wanted.

    Unlike `InputRequired` it speaks after the field's own reading, so "that is no date" is not
    covered by "fill this in".
    """

    field_flags: dict[str, bool] = {"required": True}  # noqa: RUF012

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        if field.process_errors:
            raise StopValidation
        if field.data is None or field.data == "":
            raise StopValidation(str(self.message))


class AskedByTheRules(Optional):
    """The field must hold a value, which a rule says with whose it is; an empty box is None."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {"required": True}
