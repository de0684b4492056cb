"""Which person a row is about: in the registry, and in the file itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.imports.cells import plain
from savings_app.imports.handlers import Trouble
from savings_app.registry.import_facts import Person
from savings_app.registry.queries.import_keys import Known, find_by_numbers, find_by_places
from savings_app.words import gettext

# From here on two spellings may be one name: "Rukiya" and "Rukia" are 0.9 alike.
ALIKE = 0.75


def same_person(person: Person, known: Known) -> bool:
    """Of the same KPJ: one person where the names agree, or the birth dates do."""
    if person.key_name == plain(known.full_name):
        return True
    born_on = person.facts.get("born_on")
    return born_on is not None and born_on == known.born_on


class Book:
    """Everybody the file names, and who of them is known; asked once for the whole file."""

    def __init__(self, session: Session, people: Sequence[Person], *, today: date) -> None:
        good = [person for person in people if not person.trouble]
        self._read_registry(session, good)
        self._read_file(good)

    # --- the registry ----------------------------------------------------------------------

    def _read_registry(self, session: Session, people: Sequence[Person]) -> None:
        niks = [p.facts["nik"] for p in people if "nik" in p.facts]
        kpjs = [p.facts["kpj"] for p in people if "kpj" in p.facts]
        self._by_nik = find_by_numbers(session, column="nik", numbers=niks)
        self._by_kpj = find_by_numbers(session, column="kpj", numbers=kpjs)
        keyless = [p for p in people if self._by_number(p) is None]
        without = {p.facts["region_code"] for p in keyless if "region_code" in p.facts}
        bare = {
            p.facts["region_code"]
            for p in keyless
            if "region_code" in p.facts and not {"nik", "kpj"} & p.facts.keys()
        }
        rows = find_by_places(session, region_codes=without - bare, without_nik=True)
        rows += find_by_places(session, region_codes=bare, without_nik=False)
        self._by_name: dict[tuple[str, date | None, str], Known] = {}
        for known in rows:
            self._by_name[plain(known.full_name), known.born_on, known.region_code] = known

    def _by_number(self, person: Person) -> Known | None:
        nik, kpj = person.facts.get("nik"), person.facts.get("kpj")
        found = self._by_nik.get(nik) if nik is not None else None
        if found is None and kpj is not None:
            found = self._by_kpj.get(kpj)
        return found

    def known(self, person: Person) -> Known | None:
        """Who of ours this is: by NIK, else by KPJ, else by name, birth date and desa."""
        found = self._by_number(person)
        if found is not None:
            return found
        facts = person.facts
        found = self._by_name.get(
            (person.key_name, facts.get("born_on"), facts.get("region_code", ""))
        )
        # Another NIK than ours is another person, however alike.
        if found is not None and "nik" in facts and found.nik is not None:
            return None
        return found

    def says_new(self, name: str, value: Any, known: Known) -> bool:
        """Whether a row's fact is other than ours. A number of a record that was put into this one
        is an old number of the same person, and stays where it is.
        """
        old = getattr(known, name)
        if value == old or (name == "full_name" and plain(value) == plain(old)):
            return False
        holders = {"nik": self._by_nik, "kpj": self._by_kpj}.get(name)
        holder = holders.get(str(value)) if holders is not None else None
        return holder is None or holder.id != known.id

    # --- the file --------------------------------------------------------------------------

    def _read_file(self, people: Sequence[Person]) -> None:
        # The first row of each number and of each name, birth date and desa.
        self._by: dict[tuple[str, str], Person] = {}
        self._disputed: dict[str, Person] = {}
        self._taken: dict[UUID, int] = {}
        # The numbers of rows that were not taken, as they are decided one after the other.
        self.refused: set[int] = set()
        for person in people:
            nik = person.facts.get("nik")
            person.keys = _keys(person)
            for key in person.keys:
                self._by.setdefault(key, person)
            if nik is not None:
                first = self._by["nik", nik]
                if first is not person and not _says_nothing_else(person, first):
                    self._disputed[nik] = first

    def same_in_file(self, person: Person) -> bool:
        """Whether an earlier row says all this already."""
        return any(
            first is not person and _says_nothing_else(person, first)
            for first in self._earlier(person).values()
        )

    def _earlier(self, person: Person) -> dict[str, Person]:
        """The first rows this one shares a number with; a name counts where there is no NIK."""
        found = {}
        for kind, value in person.keys:
            if kind != "name" or "nik" not in person.facts:
                found[kind] = self._by[kind, value]
        return {kind: first for kind, first in found.items() if first is not person}

    def take(self, person: Person, known: Known) -> Trouble | None:
        """One row for one of ours: a second one that says something else is refused."""
        first = self._taken.setdefault(known.id, person.number)
        if first == person.number:
            return None
        what = gettext("Orang ini sudah ada di baris %(row)s dengan data lain.", row=first)
        return Trouble(None, what)

    def clashes(self, person: Person) -> list[Trouble]:
        """Numbers that name somebody else, in the file or in the registry."""
        nik, kpj = person.facts.get("nik"), person.facts.get("kpj")
        if nik is not None and nik in self._disputed:
            return [Trouble("nik", self._disputed_sentence(person, nik))]
        for kind, first in self._earlier(person).items():
            if kind != "nik" and not _says_nothing_else(person, first):
                return [_earlier_row(kind, person, first)]
        return [] if kpj is None else self._kpj_of_another(person, kpj)

    def perhaps_twice(self, person: Person) -> Trouble | None:
        """A row taken before of the same name, birth date and desa, without the NIK this one has.

        Where no birth date says so it may be a namesake.
        """
        if "nik" not in person.facts:
            return None
        first = self._by["name", _name_key(person)]
        if first is person or "nik" in first.facts or first.number in self.refused:
            return None
        what = gettext(
            "Nama, tanggal lahir, dan desa ini ada di baris %(row)s tanpa NIK: mungkin orang yang "
            "sama. Satukan kedua barisnya.",
            row=first.number,
        )
        return Trouble("full_name", what)

    def _disputed_sentence(self, person: Person, nik: str) -> str:
        first = self._disputed[nik]
        if first is person:
            return gettext("NIK ini ada lagi di baris lain dengan data yang berbeda.")
        return gettext("NIK ini sudah ada di baris %(row)s dengan data lain.", row=first.number)

    def _kpj_of_another(self, person: Person, kpj: str) -> list[Trouble]:
        holder = self._by_kpj.get(kpj)
        if holder is None:
            return []
        nik = person.facts.get("nik")
        mine = self._by_nik.get(nik) if nik is not None else None
        if mine is not None:
            is_mine = mine.id == holder.id
        elif nik is not None and holder.nik is not None:
            is_mine = False
        else:
            is_mine = same_person(person, holder)
        if is_mine:
            return []
        return [Trouble("kpj", gettext("KPJ ini sudah tercatat untuk orang lain."))]


def _keys(person: Person) -> list[tuple[str, str]]:
    facts = person.facts
    keys = [(kind, facts[kind]) for kind in ("nik", "kpj") if kind in facts]
    return [*keys, ("name", _name_key(person))]


def _earlier_row(kind: str, person: Person, first: Person) -> Trouble:
    if kind == "name":
        what = gettext(
            "Nama, tanggal lahir, dan desa ini sudah ada di baris %(row)s dengan data lain.",
            row=first.number,
        )
        return Trouble("full_name", what)
    if _one_person(first, person):
        what = gettext("KPJ ini sudah ada di baris %(row)s dengan data lain.", row=first.number)
    else:
        what = gettext("KPJ ini sudah dipakai orang lain di baris %(row)s.", row=first.number)
    return Trouble("kpj", what)


def _name_key(person: Person) -> str:
    facts = person.facts
    return f"{person.key_name}|{facts.get('born_on')}|{facts.get('region_code')}"


def _says_nothing_else(later: Person, first: Person) -> bool:
    return later.key_name == first.key_name and all(
        first.facts.get(name) == value for name, value in later.facts.items() if name != "full_name"
    )


def _one_person(one: Person, other: Person) -> bool:
    niks = {person.facts.get("nik") for person in (one, other)} - {None}
    return len(niks) < 2 and one.key_name == other.key_name  # noqa: PLR2004


def is_somebody_else(facts: Mapping[str, Any], known: Known) -> bool:
    """The names share no word and do not sound alike, and no birth date says it is one person."""
    if facts.get("born_on") is not None and facts["born_on"] == known.born_on:
        return False
    name, old = str(facts["full_name"]), known.full_name
    if set(name.casefold().split()) & set(old.casefold().split()):
        return False
    return SequenceMatcher(None, plain(name), plain(old)).ratio() < ALIKE
