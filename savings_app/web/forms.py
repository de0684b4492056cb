"""The form base class: shape only, no database. CSRF is checked for every POST by CSRFProtect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

import wtforms
from flask import request
from werkzeug.datastructures import CombinedMultiDict
from wtforms import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length

from savings_app.errors import Conflict, DomainError, NotFound, NotPermitted
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import LABELS
from savings_app.words.refusals import sentence

LONGEST_VERSION = 9  # digits
DONE, STALE = 303, 409


class _Words:
    """WTForms' own few sentences, in ours."""

    SENTENCES = {  # noqa: RUF012
        "This field is required.": _("Isian ini perlu diisi."),
        "Not a valid choice.": _("Pilih salah satu pilihan yang ada."),
        "Not a valid choice": _("Pilih salah satu pilihan yang ada."),
        "Invalid Choice: could not coerce.": _("Pilih salah satu pilihan yang ada."),
        "Not a valid integer value.": _("Tulis angka bulat, misalnya 4."),
    }

    def gettext(self, message: str) -> str:
        return str(self.SENTENCES.get(message, message))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return singular if n == 1 else plural


class Form(wtforms.Form):
    """What a page asks. `submitted()` once, then one action, then `show()` of a refusal."""

    class Meta:
        def get_translations(self, form: Any) -> _Words:
            return _Words()

    def submitted(self) -> bool:
        """A POST whose fields all have the right shape."""
        return request.method == "POST" and self.validate()

    def show(self, refusal: DomainError) -> None:
        """Put a rule's refusal beside its field; a refusal without one is the whole form's."""
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(sentence(refusal))
        else:
            field.errors = [*field.errors, sentence(refusal)]

    @classmethod
    def of_request(cls, obj: object | None = None, **data: object) -> Any:
        """The form filled from what was sent, else from `obj` and `data`."""
        sent: Any = CombinedMultiDict([request.files, request.form])
        return cls(sent if request.method == "POST" else None, obj=obj, data=data)


class MoneyForm(Form):
    """A form that records money: a repeat with the same key is answered with the first result."""

    request_key = wtforms.HiddenField(default=lambda: str(uuid4()))

    def key(self) -> UUID:
        """The form's key. A damaged one cannot come from our page and gets a new one."""
        try:
            return UUID(str(self.request_key.data))
        except ValueError:
            return uuid4()


class VersionedForm(Form):
    """A form over a row people edit; `version` is what the user saw."""

    version = wtforms.HiddenField()

    def attempt(self, act: Callable[[], object]) -> int:
        """Do it. `DONE`, or the status of the page that shows the form again, and why.

        After `STALE` the page reads the row anew, and puts its version into the form.
        """
        try:
            act()
        except (NotFound, NotPermitted):
            raise
        except Conflict as conflict:
            self.show(conflict)
            return STALE
        except DomainError as refusal:
            self.show(refusal)
            return 200
        return DONE

    def seen_version(self) -> int | None:
        """What the page showed. A damaged one is a version no row has."""
        text = str(self.version.data or "")
        if not text:
            return None
        return int(text) if text.isdecimal() and len(text) <= LONGEST_VERSION else -1


# White space of every kind, and the NUL that a field leaves out.
_NOTHING = " \t\r\n\f\v\u00a0\x00"


class _NotBlank(InputRequired):
    """As `InputRequired`; spaces alone are nothing typed."""

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        sent = [
            value
            for value in field.raw_data or ()
            if not isinstance(value, str) or value.strip(_NOTHING)
        ]
        if not sent:
            field.raw_data = []
        super().__call__(form, field)


def required(message: str | None = None) -> InputRequired:
    """The field must be filled; `message` says what is wanted."""
    return _NotBlank(message or _("Isian ini perlu diisi."))


def longest(characters: int) -> Length:
    """At most this many characters."""
    return Length(max=characters, message=_("Paling banyak %(max)d huruf."))


def choices(pairs: Sequence[tuple[str, str]], *, empty: str | None = None) -> list[SelectChoice]:
    """Choices of a select or radios, from (value, label); `empty` names the row of no choice."""
    first = [] if empty is None else [("", empty)]
    return [SelectChoice(value, label) for value, label in [*first, *pairs]]


def labelled(group: str, codes: Iterable[str]) -> list[SelectChoice]:
    """Choices of codes that have a name in `words.labels`, translated when shown."""
    return choices([(str(code), _(LABELS[group][code])) for code in codes])


def grouped_choices(
    groups: Mapping[str, Sequence[tuple[str, str]]], *, empty: str
) -> list[SelectChoice]:
    """Choices of a select under the heading of their group, after the row of no choice."""
    rows = [
        SelectChoice(value, label, optgroup=heading)
        for heading, pairs in groups.items()
        for value, label in pairs
    ]
    return [SelectChoice("", empty), *rows]


__all__ = [
    "Form",
    "MoneyForm",
    "VersionedForm",
    "choices",
    "gettext",
    "grouped_choices",
    "labelled",
    "longest",
    "required",
]
