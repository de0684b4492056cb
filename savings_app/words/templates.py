"""What every template may say, on pages and in documents alike: gettext and the formats."""

from __future__ import annotations

import re

import jinja2
from markupsafe import Markup, escape

from savings_app.words import formats
from savings_app.words.labels import label
from savings_app.words.language import gettext, ngettext
from savings_app.words.late import late
from savings_app.words.spoken import numbers_here, spoken

# `27 Nov 2026`, and the number of a case, of a recipient or of a complaint.
_KEPT_WHOLE = re.compile(
    r"\b\d{1,2} [A-Z][a-z]{2,3} \d{4}\b|\b[A-Z]{2}-\d{4}-\d{4}(?:-\d+)?\b|\bL[PK]-\w{4}-\w{4}\b"
)


def unbroken(text: object) -> Markup:
    """The text of a cell, in which no short date and no number of a case breaks over two lines."""
    # A plain text: what is put together from a Markup would be escaped once more.
    plain = str(escape(text))
    return Markup(_KEPT_WHOLE.sub(r'<span class="whole">\g<0></span>', plain))  # noqa: S704  escaped


def equip(env: jinja2.Environment) -> None:
    """Give a Jinja environment our words. An undefined name is an error, never an empty place."""
    env.undefined = jinja2.StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(gettext, ngettext, newstyle=False)  # type: ignore[attr-defined]
    env.globals.update(_=gettext, label=label, numbers_here=numbers_here)
    env.filters.update(
        unbroken=unbroken,
        late=late,
        rupiah=formats.rupiah,
        spoken=spoken,
        number=formats.number,
        date_long=formats.date_long,
        day_long=formats.day_long,
        date_short=formats.date_short,
        month_long=formats.month_long,
        month_short=formats.month_short,
        moment_long=formats.moment_long,
    )
