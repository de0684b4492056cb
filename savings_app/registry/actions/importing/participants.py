"""Lists of participants: who is new, who changed, who is the same, and who is refused and why.

A person is found by NIK, else by KPJ, else by name, birth date and desa. A blank never erases what
is known. Reads in sets: as many statements for 36,910 rows as for ten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import String, Table, bindparam, delete, insert, update
from sqlalchemy.orm import Session

from savings_app.actors import Permission
from savings_app.errors import Conflict
from savings_app.imports.handlers import (
    AskedKind,
    Assessed,
    BatchFact,
    Context,
    Fact,
    FoundRow,
    LeftStanding,
    Trouble,
    Undoing,
    Writing,
    in_portions,
)
from savings_app.imports.kinds import ImportKind, Outcome
from savings_app.regions.queries import list_places
from savings_app.regions.rules import is_within
from savings_app.registry.actions.importing.comparing import (
    changes_of,
    missing_nik,
    not_said,
    odd,
    suspicious,
)
from savings_app.registry.actions.importing.matching import Book, is_somebody_else
from savings_app.registry.import_facts import FACTS, KEYS, Person, RowReader
from savings_app.registry.import_places import Villages
from savings_app.registry.import_shown import shown_changes
from savings_app.registry.models import Participant
from savings_app.registry.queries.import_keys import (
    Known,
    category_names,
    find_referenced,
    list_batch_people,
)
from savings_app.registry.queries.people import list_categories
from savings_app.registry.rules import Payer, Segment
from savings_app.words import gettext, lazy_gettext
from savings_app.words.labels import label

REGENCY_CODE = len("75.03")
TABLE: Table = Participant.__table__  # type: ignore[assignment]
# What a row may say of somebody who is known; the rest of the columns is ours.
COLUMNS = (
    "full_name",
    "nik",
    "nik_missing_reason",
    "kpj",
    "born_on",
    "sex",
    "segment",
    "category",
    "payer",
    "months_contributed",
    "region_code",
    "member_since",
)
_FROM_FILE = ("segment", "category", "payer")


def _segments(session: Session, region: str, today: date) -> list[tuple[str, str]]:
    return [(one.value, label("segment", one)) for one in Segment]


def payer_choices(session: Session, region: str, today: date) -> list[tuple[str, str]]:
    """Who may pay, for a person to choose from."""
    return [(one.value, label("payer", one)) for one in Payer]


def _categories(session: Session, region: str, today: date) -> Sequence[tuple[str, str]]:
    return list_categories(session, day=today)


def _villages(session: Session, region: str, today: date) -> list[tuple[str, str]]:
    return [(place.code, str(place)) for place in list_places(session, region=region)]


def villages_of(session: Session, region: str) -> Villages:
    """The places of the whole kabupaten: a name outside the region is refused by name, not lost."""
    return Villages(list_places(session, region=region[:REGENCY_CODE]))


class Participants:
    """The kind `peserta`."""

    kind = ImportKind.PARTICIPANTS
    permission = Permission.IMPORT_RUN
    facts: Sequence[Fact] = FACTS
    keys: Sequence[str] = KEYS
    asked: Sequence[BatchFact] = (
        BatchFact(
            "category",
            lazy_gettext("Kategori"),
            AskedKind.CHOICE,
            lazy_gettext("Untuk peserta baru yang barisnya tidak menyebut kategori."),
            choices=_categories,
        ),
        BatchFact(
            "payer", lazy_gettext("Penanggung iuran"), AskedKind.CHOICE, choices=payer_choices
        ),
        BatchFact("segment", lazy_gettext("Segmen"), AskedKind.CHOICE, choices=_segments),
        BatchFact(
            "village",
            lazy_gettext("Desa"),
            AskedKind.CHOICE,
            lazy_gettext("Bila daftar ini dari satu desa dan tidak berkolom desa."),
            choices=_villages,
        ),
        BatchFact(
            "nik_missing_reason",
            lazy_gettext("Alasan belum ada NIK"),
            hint=lazy_gettext("Untuk baris tanpa NIK, misalnya: e-KTP masih diurus."),
        ),
    )

    def assess(
        self, session: Session, rows: Sequence[FoundRow], *, context: Context
    ) -> list[Assessed]:
        villages = villages_of(session, context.region)
        reader = RowReader(
            villages=villages,
            categories=category_names(session, day=context.today),
            facts=context.facts,
            today=context.today,
        )
        people = [reader.read(row) for row in rows]
        book = Book(session, people, today=context.today)
        assessed = []
        for person in people:
            row = self._decide(person, book, villages, context)
            if row.outcome is Outcome.REFUSED:
                book.refused.add(row.number)
            assessed.append(row)
        return assessed

    def _decide(self, person: Person, book: Book, villages: Villages, context: Context) -> Assessed:
        trouble = person.trouble
        facts = person.facts
        region = facts.get("region_code")
        if region is not None and not is_within(region, context.region):
            trouble.append(Trouble("village", gettext("Desa ini di luar wilayah kerja Anda.")))
        if not trouble:
            trouble.extend(book.clashes(person))
        if trouble:
            return Assessed(person.number, Outcome.REFUSED, trouble=trouble)
        if book.same_in_file(person):
            return Assessed(person.number, Outcome.SAME)
        known = book.known(person)
        if known is None:
            return self._new(person, book, context)
        if not is_within(known.region_code, context.region):
            what = gettext("Orang ini sudah tercatat di wilayah lain.")
            return Assessed(person.number, Outcome.REFUSED, trouble=[Trouble(None, what)])
        return self._known(person, known, villages, book)

    def _new(self, person: Person, book: Book, context: Context) -> Assessed:
        facts = person.facts
        trouble: list[Trouble] = []
        twice = book.perhaps_twice(person)
        if twice is not None:
            (trouble if "born_on" in facts else person.notes).append(twice)
        for name in _FROM_FILE:
            value = facts.get(name) or context.facts.get(name)
            if value is None:
                trouble.append(Trouble(name, not_said(name)))
            else:
                facts[name] = value
        if "region_code" not in facts:
            trouble.append(Trouble("village", gettext("Desanya kosong.")))
        trouble.extend(missing_nik(facts, context))
        if trouble:
            return Assessed(person.number, Outcome.REFUSED, trouble=trouble)
        notes = [*person.notes, *odd(facts, context.today)]
        return Assessed(person.number, Outcome.NEW, trouble=notes, work=facts)

    def _known(self, person: Person, known: Known, villages: Villages, book: Book) -> Assessed:
        changes = changes_of(person.facts, known, book)
        if not changes:
            return Assessed(person.number, Outcome.SAME, subject_id=known.id)
        if "full_name" in changes and is_somebody_else(person.facts, known):
            what = gettext(
                "NIK atau KPJ ini tercatat atas nama orang lain. Bila memang orang yang sama, "
                "perbaiki namanya dahulu di halaman peserta."
            )
            trouble = [Trouble("full_name", what)]
            return Assessed(person.number, Outcome.REFUSED, trouble=trouble)
        twice = book.take(person, known)
        if twice is not None:
            return Assessed(person.number, Outcome.REFUSED, trouble=[twice])
        before = {name: _as_json(getattr(known, name)) for name in changes}
        return Assessed(
            person.number,
            Outcome.CHANGED,
            changes=shown_changes(changes, known, place_name=villages.name_of),
            before=before,
            subject_id=known.id,
            trouble=[*person.notes, *suspicious(changes, known)],
            work=(known.version, changes),
        )

    def apply(self, session: Session, rows: Sequence[Assessed], *, writing: Writing) -> None:
        new = [row for row in rows if row.outcome is Outcome.NEW]
        nothing = dict.fromkeys(COLUMNS)
        made = {"created_at": writing.now, "version": 1, "batch_id": writing.context.batch_id}
        made |= {"stopped_on": None, "stop_reason": None, "merged_into_id": None}
        values = []
        for row in new:
            row.subject_id = uuid4()
            values.append({**nothing, **made, **row.work, "id": row.subject_id})
        if values:
            session.execute(_insert(), values)
        for row in rows:
            if row.outcome is Outcome.CHANGED:
                row.before = {**(row.before or {}), "version": row.work[0] + 1}
        _change(session, [row for row in rows if row.outcome is Outcome.CHANGED])

    def undo(self, session: Session, *, of: Undoing) -> list[LeftStanding]:
        return [*_take_back_new(session, of.batch_id), *_take_back_changes(session, of.changed)]


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _from_json(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if value and name in {"born_on", "member_since"} else value


def _insert() -> Any:
    """Texts go in as texts: the numbers and codes were checked, row by row, before."""
    values: dict[str, Any] = {column.name: bindparam(column.name) for column in TABLE.columns}
    for name in ("nik", "kpj", "sex", "segment", "payer"):
        values[name] = bindparam(name, type_=String)
    return insert(TABLE).values(values)


def _change(session: Session, rows: Sequence[Assessed]) -> None:
    """Rows that change the same columns are one statement.

    Raises:
        Conflict: somebody changed one of them since it was looked at.
    """
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        version, changes = row.work
        names = tuple(sorted(changes))
        values = {f"new_{name}": value for name, value in changes.items()}
        by_columns.setdefault(names, []).append(
            {**values, "which": row.subject_id, "seen": version}
        )
    for names, values_of in by_columns.items():
        done = session.connection().execute(_update(names), values_of)
        if done.rowcount not in {-1, len(values_of)}:
            raise Conflict


def _update(names: Sequence[str]) -> Any:
    statement = update(TABLE).where(
        TABLE.c.id == bindparam("which"), TABLE.c.version == bindparam("seen")
    )
    values: dict[str, Any] = {}
    for name in names:
        values[name] = bindparam(f"new_{name}", type_=_type_of(name))
    return statement.values({**values, "version": TABLE.c.version + 1})


def _type_of(name: str) -> Any:
    texts = {"nik", "kpj", "sex", "segment", "payer"}
    return String() if name in texts else TABLE.c[name].type


def _take_back_new(session: Session, batch_id: UUID) -> list[LeftStanding]:
    """Those nobody changed and nothing points to go; the others stay, by name."""
    made = dict(list_batch_people(session, batch_id=batch_id))
    untouched = [one for one, version in made.items() if version == 1]
    used = find_referenced(session, ids=untouched)
    for portion in in_portions(one for one in untouched if one not in used):
        session.execute(delete(TABLE).where(TABLE.c.id.in_(portion)))
    changed = gettext("Sudah diubah sesudah impor ini; datanya tetap.")
    built_on = gettext("Sudah dipakai: ada santunan, iuran, atau catatan lain atas orang ini.")
    return [
        LeftStanding(one, built_on if one in used else changed)
        for one, version in made.items()
        if one in used or version != 1
    ]


def _take_back_changes(
    session: Session, changed: Sequence[tuple[int, UUID | None, Mapping[str, Any]]]
) -> list[LeftStanding]:
    """Each gets back what it was, unless somebody changed it since."""
    left = []
    for number, subject_id, before in changed:
        names = [name for name in before if name != "version"]
        values: dict[str, Any] = {
            name: bindparam(None, _from_json(name, before[name]), type_=_type_of(name))
            for name in names
        }
        done = session.connection().execute(
            update(TABLE)
            .where(TABLE.c.id == subject_id, TABLE.c.version == before["version"])
            .values({**values, "version": TABLE.c.version + 1})
        )
        if done.rowcount != 1:
            what = gettext("Sudah diubah sesudah impor ini; datanya tetap.")
            left.append(LeftStanding(subject_id, what, number))
    return left


PARTICIPANTS = Participants()
