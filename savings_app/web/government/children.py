"""How many children at each level of school: five small boxes, one answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import wtforms

from savings_app.cases.kinds import SchoolLevel
from savings_app.words import gettext

MOST_CHILDREN = 20


class ChildrenField(wtforms.Field):
    """`data` is a tuple of levels, youngest first; `parts` what stands in the boxes by level.

    The boxes are named `<name>-tk`, `<name>-sd` and so on; empty means none.
    """

    parts: dict[str, str]

    @property
    def id_for_error(self) -> str:
        """The box an error message leads to."""
        return f"{self.id}-{SchoolLevel.TK}"

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        levels: Sequence[SchoolLevel] = data if isinstance(data, tuple) else ()
        self.data: tuple[SchoolLevel, ...] = tuple(levels)
        self.parts = {
            level.value: str(levels.count(level)) if level in levels else ""
            for level in SchoolLevel
        }
        self.raw_data: Any = None
        if formdata is None:
            return
        self.parts = {
            level.value: str(formdata.get(f"{self.name}-{level}", "")).strip()[:10]
            for level in SchoolLevel
        }
        self.raw_data = [part for part in self.parts.values() if part]
        try:
            self.data = self._read()
        except ValueError:
            self.data = ()
            self.process_errors.append(
                gettext(
                    "Tulis banyaknya anak dengan angka, paling banyak %(most)s.",
                    most=MOST_CHILDREN,
                )
            )

    def _read(self) -> tuple[SchoolLevel, ...]:
        levels: list[SchoolLevel] = []
        for level in SchoolLevel:
            text = self.parts[level.value] or "0"
            if not (text.isascii() and text.isdecimal()) or int(text) > MOST_CHILDREN:
                raise ValueError
            levels += [level] * int(text)
        if len(levels) > MOST_CHILDREN:
            raise ValueError
        return tuple(levels)

    def _value(self) -> str:
        return ""
