"""Cases of old spreadsheets: numbered in their own year, computed by the law of their day, closed.

They come with their source and row, ask nobody for anything, and are taken back as one batch. Rows
that tell of one death (two heirs, two payments) are one case.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from savings_app.actors import Permission
from savings_app.cases.actions.importing.past_making import PastCase, make_past_cases
from savings_app.cases.actions.opening import lock_numbers
from savings_app.cases.benefit_rules import BenefitFacts, benefit_by_law
from savings_app.cases.import_past import FACTS, PastLine, read_past_line
from savings_app.cases.kinds import Programme
from savings_app.cases.money_rules import ImportNeedsPerson, names_agree, plain_name
from savings_app.cases.queries.past_cases import (
    find_cases_of,
    list_cases_of_batch,
    list_dead_by_place,
)
from savings_app.errors import DomainError
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
from savings_app.regions.rules import is_within
from savings_app.registry.actions.importing.participants import PARTICIPANTS, villages_of
from savings_app.registry.import_facts import RowReader
from savings_app.registry.models import Participant
from savings_app.registry.queries.import_keys import (
    Known,
    category_names,
    find_by_numbers,
    find_by_places,
    find_referenced,
    list_batch_people,
)
from savings_app.registry.rules import Segment
from savings_app.words import gettext, lazy_gettext
from savings_app.words.labels import label
from savings_app.words.refusals import sentence


def _programmes(session: Session, region: str, today: date) -> list[tuple[str, str]]:
    return [(one.value, label("programme", one)) for one in Programme]


class PastCases:
    """The kind `urusan_lama`."""

    kind = ImportKind.PAST_CASES
    permission = Permission.IMPORT_RUN
    facts: Sequence[Fact] = FACTS
    keys: Sequence[str] = ("nik", "kpj", "died_on", "born_on")
    asked: Sequence[BatchFact] = (
        BatchFact(
            "programme",
            lazy_gettext("Program"),
            AskedKind.CHOICE,
            lazy_gettext("Bila daftarnya tidak berkolom program. Tanpa ini: JKM."),
            choices=_programmes,
        ),
        *(one for one in PARTICIPANTS.asked if one.name in {"category", "payer", "village"}),
    )

    def assess(
        self, session: Session, rows: Sequence[FoundRow], *, context: Context
    ) -> list[Assessed]:
        reader = RowReader(
            villages=villages_of(session, context.region),
            categories=category_names(session, day=context.today),
            facts=context.facts,
            today=context.today,
        )
        lines = [
            read_past_line(row, reader.read(row), today=context.today, told=context.facts)
            for row in rows
        ]
        known = _Known(session, lines)
        deaths: dict[object, PastCase] = {}
        return [_decide(line, known, deaths, context) for line in lines]

    def apply(self, session: Session, rows: Sequence[Assessed], *, writing: Writing) -> None:
        """
        Raises:
            ImportNeedsPerson: a case is opened by somebody.
        """
        if writing.actor is None:
            raise ImportNeedsPerson
        assert writing.context.batch_id is not None  # noqa: S101  only a preview has none
        lock_numbers(session)
        deaths = list({id(row.work): row.work for row in rows}.values())
        make_past_cases(
            session,
            deaths,
            actor=writing.actor,
            batch_id=writing.context.batch_id,
            today=writing.context.today,
            now=writing.now,
        )
        for row in rows:
            row.subject_id = row.work.case_id

    def undo(self, session: Session, *, of: Undoing) -> list[LeftStanding]:
        """Nobody sees the cases any more; their numbers stay taken. What was worked on stays."""
        left = []
        for case, worked_on in list_cases_of_batch(session, batch_id=of.batch_id):
            if worked_on:
                what = gettext(
                    "Urusan %(number)s sudah dikerjakan sesudah impor ini; tetap ada.",
                    number=case.number,
                )
                left.append(LeftStanding(case.id, what, case.batch_row))
                continue
            case.withdrawn_at, case.participant_id = of.now, None
        session.flush()
        made = [one for one, version in list_batch_people(session, batch_id=of.batch_id)]
        used = find_referenced(session, ids=made)
        for portion in in_portions(one for one in made if one not in used):
            session.execute(delete(Participant).where(Participant.id.in_(portion)))
        return left


class _Known:
    """Participants and cases the rows may mean, read in sets."""

    def __init__(self, session: Session, lines: Sequence[PastLine]) -> None:
        people = [line.person.facts for line in lines if not line.trouble]
        codes = {one["region_code"] for one in people if "region_code" in one}
        self.by_number: dict[tuple[str, str], Known] = {}
        for column in ("nik", "kpj"):
            numbers = {one[column] for one in people if column in one}
            for number, known in find_by_numbers(session, column=column, numbers=numbers).items():
                self.by_number[column, number] = known
        self.by_place: dict[tuple[Any, ...], Known] = {
            (plain_name(one.full_name), one.region_code, one.born_on): one
            for one in find_by_places(session, region_codes=codes, without_nik=False)
            if one.born_on is not None
        }
        ids = {one.id for one in (*self.by_number.values(), *self.by_place.values())}
        self.cases = find_cases_of(session, participant_ids=ids)
        self.dead = {
            (plain_name(name), code, day)
            for name, code, day in list_dead_by_place(session, region_codes=codes)
        }

    def find(self, line: PastLine) -> Known | None:
        """The participant, or None; what contradicts itself is added to the line's trouble."""
        facts = line.person.facts
        found = [
            (name, self.by_number[name, facts[name]])
            for name in ("nik", "kpj")
            if name in facts and (name, facts[name]) in self.by_number
        ]
        if len({known.id for _name, known in found}) > 1:
            what = gettext("NIK dan KPJ ini tercatat untuk dua orang yang berbeda.")
            line.trouble.append(Trouble("kpj", what))
            return None
        if not found:
            key = (plain_name(facts["full_name"]), facts.get("region_code"), facts.get("born_on"))
            return self.by_place.get(key)
        fact, known = found[0]
        same_birth = facts.get("born_on") is not None and facts["born_on"] == known.born_on
        if not same_birth and not names_agree(facts["full_name"], known.full_name):
            what = gettext("Nomor ini tercatat untuk orang dengan nama lain.")
            line.trouble.append(Trouble(fact, what))
            return None
        return known


def _decide(
    line: PastLine, known: _Known, deaths: dict[object, PastCase], context: Context
) -> Assessed:
    facts = line.person.facts
    person = known.find(line) if not line.trouble else None
    code = person.region_code if person is not None else facts.get("region_code")
    if not line.trouble:
        _check(line, person, code, context)
    if not line.trouble and (there := _is_there(line, person, code, known)) is not None:
        return there
    if line.trouble:
        return Assessed(line.number, Outcome.REFUSED, trouble=line.trouble)
    key = _key(line, person, code)
    death = deaths.get(key)
    if death is None:
        death = deaths[key] = PastCase.begun(line, person, code or "")
    elif death.died_on != line.died_on:
        what = gettext("Orang ini dua kali di berkas, dengan tanggal meninggal yang berbeda.")
        return Assessed(line.number, Outcome.REFUSED, trouble=[Trouble("died_on", what)])
    if not death.add(line):
        return Assessed(line.number, Outcome.SAME)
    return Assessed(line.number, Outcome.NEW, trouble=line.person.notes, work=death)


def _key(line: PastLine, person: Known | None, code: str | None) -> object:
    if person is not None:
        return person.id
    facts = line.person.facts
    if number := facts.get("nik") or facts.get("kpj"):
        return number
    return (plain_name(facts["full_name"]), code, line.died_on)


def _is_there(
    line: PastLine, person: Known | None, code: str | None, known: _Known
) -> Assessed | None:
    """The case is here already, opened by hand or from another file."""
    case = known.cases.get(person.id) if person is not None else None
    if case is not None and case.died_on != line.died_on:
        what = gettext(
            "Orang ini sudah punya urusan %(number)s dengan hari meninggal lain.",
            number=case.number,
        )
        line.trouble.append(Trouble("died_on", what))
        return None
    name = (plain_name(line.person.facts["full_name"]), code, line.died_on)
    if case is not None or (person is None and name in known.dead):
        return Assessed(line.number, Outcome.SAME)
    return None


def _check(line: PastLine, person: Known | None, code: str | None, context: Context) -> None:
    """Where it lies, what is needed for a new participant, and whether a law knows the day."""
    if code is None:
        line.trouble.append(Trouble("village", gettext("Desanya kosong.")))
    elif not is_within(code, context.region):
        line.trouble.append(Trouble("village", gettext("Desa ini di luar wilayah kerja Anda.")))
    if person is None:
        for name, what in (
            ("category", gettext("Kategorinya tidak disebut.")),
            ("payer", gettext("Penanggung iurannya tidak disebut.")),
        ):
            if line.person.facts.setdefault(name, context.facts.get(name)) is None:
                line.trouble.append(Trouble(name, what))
    if not line.trouble:
        try:
            benefit_by_law(benefit_facts(line, person), today=context.today)
        except DomainError as refusal:
            fact = "wage" if line.get("programme") is Programme.JKK else "died_on"
            line.trouble.append(Trouble(fact, sentence(refusal)))


def benefit_facts(line: PastLine, person: Known | None) -> BenefitFacts:
    """What the law asks about this death; what the old file does not know is unknown."""
    facts = line.person.facts
    segment = facts.get("segment") or (person.segment if person is not None else Segment.BPU)
    programme = line.get("programme")
    assert line.died_on is not None  # noqa: S101  a row without it was refused
    return BenefitFacts(
        died_on=line.died_on,
        programme=programme,
        segment=Segment(segment),
        months=facts.get("months_contributed"),
        wage=line.get("wage") if programme is Programme.JKK else None,
    )


PAST_CASES = PastCases()
