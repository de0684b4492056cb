"""Monthly payment lists: who was paid for, for which months, by whom.

One month a list, from a column or said for the whole file, or one column a month. A row is added,
never changed: the same list again is the same, and a second row for one person and month in one
list is a second occurrence, kept and shown. An undone batch's rows stay and count no more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from savings_app.actors import Permission
from savings_app.imports.cells import (
    plain,
)
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
)
from savings_app.imports.kinds import ImportKind, Outcome
from savings_app.money import Rupiah
from savings_app.regions.rules import is_within
from savings_app.registry.actions.importing.participants import payer_choices, villages_of
from savings_app.registry.import_payments import FACTS, Line, Paid, read_line
from savings_app.registry.models import Contribution
from savings_app.registry.queries.contributions import list_paid
from savings_app.registry.queries.import_keys import Known, find_by_numbers, find_by_places
from savings_app.registry.rules import Payer
from savings_app.words import gettext, lazy_gettext
from savings_app.words.formats import month_long, rupiah


class Contributions:
    """The kind `iuran`."""

    kind = ImportKind.CONTRIBUTIONS
    permission = Permission.IMPORT_RUN
    facts: Sequence[Fact] = FACTS
    keys: Sequence[str] = ("nik", "kpj")
    asked: Sequence[BatchFact] = (
        BatchFact(
            "month",
            lazy_gettext("Bulan iuran"),
            AskedKind.MONTH,
            lazy_gettext("Bila daftarnya tidak berkolom bulan, atau judul bulannya tanpa tahun."),
        ),
        BatchFact(
            "payer",
            lazy_gettext("Penanggung iuran"),
            AskedKind.CHOICE,
            lazy_gettext("Bila tidak disebut, dipakai penanggung yang tercatat untuk orangnya."),
            choices=payer_choices,
        ),
    )

    def assess(
        self, session: Session, rows: Sequence[FoundRow], *, context: Context
    ) -> list[Assessed]:
        villages = villages_of(session, context.region)
        lines = [read_line(row, villages, context) for row in rows]
        people = _People(session, lines)
        found = [None if line.trouble else people.find(line, context.region) for line in lines]
        months = {paid.month for line in lines for paid in line.paid}
        ids = {one.id for one in found if one is not None}
        there = list_paid(session, participant_ids=ids, months=months)
        seen: Counter[tuple[UUID, date, str]] = Counter()
        return [
            _decide(line, person, there, seen, context)
            for line, person in zip(lines, found, strict=True)
        ]

    def apply(self, session: Session, rows: Sequence[Assessed], *, writing: Writing) -> None:
        values = [
            {**one, "id": uuid4(), "batch_id": writing.context.batch_id}
            for row in rows
            for one in row.work
        ]
        if values:
            session.execute(insert(Contribution), values)

    def undo(self, session: Session, *, of: Undoing) -> list[LeftStanding]:
        """Nothing to write: rows of a batch that is not applied do not count."""
        return []


# --- who it is -------------------------------------------------------------------------------


class _People:
    """The participants a list names; looked up once for the whole file."""

    def __init__(self, session: Session, lines: Sequence[Line]) -> None:
        good = [line for line in lines if not line.trouble]
        niks = {line.facts["nik"] for line in good if "nik" in line.facts}
        kpjs = {line.facts["kpj"] for line in good if "kpj" in line.facts}
        codes = {line.facts["region_code"] for line in good if "region_code" in line.facts}
        self.by_nik = find_by_numbers(session, column="nik", numbers=niks)
        self.by_kpj = find_by_numbers(session, column="kpj", numbers=kpjs)
        self.by_name: dict[tuple[str, str], list[Known]] = defaultdict(list)
        for known in find_by_places(session, region_codes=codes, without_nik=False):
            self.by_name[plain(known.full_name), known.region_code].append(known)

    def find(self, line: Line, region: str) -> Known | None:
        """The participant, or None with the reason added to the line."""
        known = self._by_number(line) if {"nik", "kpj"} & line.facts.keys() else self._alike(line)
        if known is not None and not is_within(known.region_code, region):
            what = gettext("Peserta ini di luar wilayah kerja Anda.")
            line.trouble.append(Trouble(None, what))
            return None
        return known

    def _by_number(self, line: Line) -> Known | None:
        nik, kpj = line.facts.get("nik"), line.facts.get("kpj")
        by_nik, by_kpj = self.by_nik.get(nik or ""), self.by_kpj.get(kpj or "")
        if by_nik is not None and by_kpj is not None and by_nik.id != by_kpj.id:
            what = gettext("NIK dan KPJ ini tercatat untuk dua orang yang berbeda.")
            line.trouble.append(Trouble("kpj", what))
            return None
        known = by_nik or by_kpj
        if known is not None and by_nik is None and nik and known.nik and known.nik != nik:
            line.trouble.append(Trouble("nik", gettext("KPJ ini tercatat dengan NIK lain.")))
            return None
        if known is None:
            fact = "nik" if nik else "kpj"
            what = gettext("Nomor ini tidak tercatat sebagai peserta.")
            line.trouble.append(Trouble(fact, what))
        return known

    def _alike(self, line: Line) -> Known | None:
        born_on = line.facts.get("born_on")
        found = self.by_name.get((line.name, line.facts["region_code"]), [])
        if born_on is not None:
            found = [one for one in found if one.born_on in {born_on, None}]
        if len(found) == 1:
            return found[0]
        what = gettext("Nama ini tidak tercatat sebagai peserta di desa itu.")
        if found:
            what = gettext("Beberapa peserta di desa itu bernama sama. Tulis NIK atau KPJ.")
        line.trouble.append(Trouble("full_name", what))
        return None


# --- what becomes of a row -------------------------------------------------------------------


def _decide(
    line: Line,
    person: Known | None,
    there: Mapping[tuple[UUID, date, str], Sequence[Rupiah | None]],
    seen: Counter[tuple[UUID, date, str]],
    context: Context,
) -> Assessed:
    new: list[dict[str, Any]] = []
    notes = list(line.notes)
    here: Counter[tuple[UUID, date, str]] = Counter()
    if person is not None and not line.trouble:
        payer = Payer(line.facts.get("payer") or context.facts.get("payer") or person.payer)
        for paid in line.paid:
            key = (person.id, paid.month, payer.value)
            here[key] += 1
            occurrence, before = seen[key] + here[key], there.get(key, ())
            if occurrence > len(before):
                new.append(_row(person, payer, paid, occurrence))
                if occurrence > 1:
                    notes.append(_twice(paid))
            elif not _agree(before[occurrence - 1], paid.amount):
                line.trouble.append(_otherwise(paid, before[occurrence - 1]))
    if line.trouble:
        return Assessed(line.number, Outcome.REFUSED, trouble=line.trouble)
    seen.update(here)
    outcome = Outcome.NEW if new else Outcome.SAME
    subject = person.id if person is not None else None
    return Assessed(line.number, outcome, subject_id=subject, trouble=notes, work=new)


def _row(person: Known, payer: Payer, paid: Paid, occurrence: int) -> dict[str, Any]:
    return {
        "participant_id": person.id,
        "month": paid.month,
        "payer": payer,
        "amount": paid.amount,
        "occurrence": occurrence,
    }


def _agree(was: Rupiah | None, says: Rupiah | None) -> bool:
    return was is None or says is None or was == says


def _twice(paid: Paid) -> Trouble:
    what = gettext(
        "Orang ini dua kali di daftar untuk %(month)s; dicatat dua kali.",
        month=month_long(paid.month),
    )
    return Trouble(paid.fact, what)


def _otherwise(paid: Paid, was: Rupiah | None) -> Trouble:
    what = gettext(
        "%(month)s sudah tercatat dengan jumlah lain: %(amount)s.",
        month=month_long(paid.month),
        amount=rupiah(was) if was is not None else "–",
    )
    return Trouble(paid.fact, what)


CONTRIBUTIONS = Contributions()
