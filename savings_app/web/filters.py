"""What a list is narrowed by. An unknown choice is no filter: a link typed by hand never fails."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, Generic, TypeVar

from flask import g
from wtforms import SelectField

from savings_app.db import get_session
from savings_app.regions.queries import list_districts
from savings_app.web.forms import Form, choices, labelled
from savings_app.words import lazy_gettext as _

E = TypeVar("E", bound=StrEnum)
W = TypeVar("W")
EVERYTHING = _("Semua")


class FilterForm(Form, Generic[W]):
    """The form above a list; filled in or not, it always says which rows are `wanted`."""

    @abstractmethod
    def wanted(self) -> W:
        """What the query takes: the rows this form asks for."""

    def narrows(self) -> bool:
        """Whether others are wanted than the list shows by itself."""
        return self.wanted() != type(self)().wanted()


class KindFilter(SelectField, Generic[E]):
    """One of `kinds`, named by `group` of `words.labels`, or all of them."""

    def __init__(
        self, label: Any, kinds: Iterable[E], *, group: str, empty: Any = EVERYTHING, **options: Any
    ) -> None:
        self.kinds = tuple(kinds)
        rows = [*choices([], empty=empty), *labelled(group, self.kinds)]
        super().__init__(label, validate_choice=False, choices=rows, **options)

    @property
    def chosen(self) -> E | None:
        return next((kind for kind in self.kinds if kind == self.data), None)


class HandlerFilter(SelectField):
    """Whose work: mine, nobody's yet, or everybody's."""

    MINE, NOBODY = "mine", "nobody"

    def __init__(self, label: Any, **options: Any) -> None:
        pairs = [(self.MINE, _("Urusan saya")), (self.NOBODY, _("Belum ada petugas"))]
        rows = choices(pairs, empty=EVERYTHING)
        super().__init__(label, validate_choice=False, choices=rows, **options)

    @property
    def is_me(self) -> bool:
        return bool(self.data == self.MINE)

    @property
    def is_nobody(self) -> bool:
        return bool(self.data == self.NOBODY)


class RowFilter(SelectField):
    """One of the rows the page offers (a kecamatan, a category, a month), or all of them."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, validate_choice=False, **options)
        self.offered: frozenset[str] = frozenset()

    def offer(self, pairs: Sequence[tuple[str, str]]) -> None:
        """The rows there are to choose from, as (value, label)."""
        self.choices = choices(pairs, empty=EVERYTHING)
        self.offered = frozenset(value for value, _text in pairs)

    @property
    def chosen(self) -> str | None:
        """The value chosen among those offered."""
        return self.data if self.data in self.offered else None


class DistrictFilter(RowFilter):
    """A kecamatan of those the reader works for; looked up only where it is shown or chosen."""

    @property
    def chosen(self) -> str | None:
        if not self.data:
            return None
        self._offer_own()
        return super().chosen

    def iter_choices(self) -> Iterator[Any]:
        self._offer_own()
        yield from super().iter_choices()

    def _offer_own(self) -> None:
        if not self.offered:
            self.offer(list_districts(get_session(), region=g.actor.region or "-"))
