"""Death lists (Dukcapil, desa books, imams): each row a source, compared with the registry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from savings_app.actors import Permission
from savings_app.cases.money_rules import plain_name
from savings_app.deaths.actions.lines import (
    ReportFacts,
    add_line,
    add_report,
    combine,
    remember_if_certain,
)
from savings_app.deaths.actions.matching import find_anew, match_lines
from savings_app.deaths.import_facts import FACTS, read_death
from savings_app.deaths.kinds import DeathSource, DeathState
from savings_app.deaths.models import DeathNotice, DeathReport
from savings_app.identifiers import KPJ, NIK
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
from savings_app.registry.import_facts import Person, RowReader
from savings_app.registry.known_deaths import forget_death
from savings_app.words import gettext, lazy_gettext
from savings_app.words.labels import label

# Compared while the person waits; a longer list is compared by the worker, a portion a minute.
COMPARED_AT_ONCE = 200
_LISTS = (DeathSource.CIVIL_REGISTRY, DeathSource.VILLAGE_BOOK, DeathSource.IMAM)


def _sources(session: Session, region: str, today: date) -> list[tuple[str, str]]:
    return [(one.value, label("death_source", one)) for one in _LISTS]


class Deaths:
    """The kind `kematian`."""

    kind = ImportKind.DEATHS
    permission = Permission.DEATH_RECORD
    facts: Sequence[Fact] = FACTS
    keys: Sequence[str] = ("nik", "kpj", "died_on", "born_on")
    asked: Sequence[BatchFact] = (
        BatchFact(
            "source",
            lazy_gettext("Dari mana daftar ini?"),
            AskedKind.CHOICE,
            needed=True,
            choices=_sources,
        ),
        *(one for one in PARTICIPANTS.asked if one.name == "village"),
    )

    def assess(
        self, session: Session, rows: Sequence[FoundRow], *, context: Context
    ) -> list[Assessed]:
        reader = RowReader(
            villages=villages_of(session, context.region),
            categories=(),
            facts=context.facts,
            today=context.today,
        )
        source = DeathSource(context.facts["source"])
        people = [(reader.read(row), row) for row in rows]
        read = [(person, read_death(row, person, today=context.today)) for person, row in people]
        seen = _told_before(session, source, read)
        return [_decide(person, facts, source, seen, context) for person, facts in read]

    def apply(self, session: Session, rows: Sequence[Assessed], *, writing: Writing) -> None:
        lines = []
        for row in rows:
            facts = ReportFacts(
                **row.work, batch_id=writing.context.batch_id, row_number=row.number
            )
            notice = add_line(session, facts=facts, now=writing.now)
            by = writing.actor.user_id if writing.actor is not None else None
            add_report(session, notice=notice, facts=facts, recorded_by=by, now=writing.now)
            row.subject_id = notice.id
            lines.append(notice)
        if len(lines) <= COMPARED_AT_ONCE:
            match_lines(session, lines, now=writing.now)

    def undo(self, session: Session, *, of: Undoing) -> list[LeftStanding]:
        """Its sources go, and the lines that stood on nothing else; what was decided stays."""
        left = []
        reports = session.scalars(
            select(DeathReport).where(DeathReport.batch_id == of.batch_id)
        ).all()
        for report in reports:
            notice = session.get_one(DeathNotice, report.notice_id)
            if _is_decided(notice) and not _has_other_source(session, notice, of.batch_id):
                what = gettext("Kematian ini sudah diputuskan atau diurus; catatannya tetap.")
                left.append(LeftStanding(notice.id, what, report.row_number))
                continue
            session.delete(report)
            session.flush()
            _settle(session, notice, now=of.now)
        return left


def _has_other_source(session: Session, notice: DeathNotice, batch_id: UUID) -> bool:
    other = select(DeathReport.id).where(
        DeathReport.notice_id == notice.id, DeathReport.batch_id.is_distinct_from(batch_id)
    )
    return session.scalar(other.limit(1)) is not None


def _is_decided(notice: DeathNotice) -> bool:
    """Somebody of the Dinas said something of it, or it has a case."""
    return notice.decided_by is not None or notice.case_id is not None or bool(notice.answered_on)


def _settle(session: Session, notice: DeathNotice, *, now: datetime) -> None:
    """A line that lost a source tells what the others say; one without any is gone."""
    rest = session.scalar(select(DeathReport.id).where(DeathReport.notice_id == notice.id).limit(1))
    if rest is not None:
        combine(session, notice=notice)
        find_anew(session, notice=notice)
        remember_if_certain(session, notice=notice, now=now)
        return
    forget_death(session, notice_id=notice.id)
    # Lines that were joined to it have no source of their own either.
    session.execute(
        delete(DeathNotice).where(
            DeathNotice.joined_into == notice.id, DeathNotice.state == DeathState.DOUBLE
        )
    )
    session.delete(notice)
    session.flush()


def _told_before(
    session: Session, source: DeathSource, read: Sequence[tuple[Person, dict[str, Any]]]
) -> set[tuple[Any, ...]]:
    """What this kind of source said already: the same list again adds nothing."""
    codes = {person.facts["region_code"] for person, _f in read if "region_code" in person.facts}
    seen: set[tuple[Any, ...]] = set()
    for portion in in_portions(codes):
        rows = session.execute(
            select(
                DeathReport.full_name,
                DeathReport.region_code,
                DeathReport.died_on,
                DeathReport.nik,
            ).where(DeathReport.source == source, DeathReport.region_code.in_(portion))
        )
        seen.update(
            (plain_name(row.full_name), row.region_code, row.died_on, row.nik and row.nik.full)
            for row in rows
        )
    return seen


def _decide(
    person: Person,
    facts: dict[str, Any],
    source: DeathSource,
    seen: set[tuple[Any, ...]],
    context: Context,
) -> Assessed:
    known, trouble = person.facts, person.trouble
    code = known.get("region_code")
    if code is None and not trouble:
        trouble.append(Trouble("village", gettext("Desanya kosong.")))
    elif code is not None and not is_within(code, context.region):
        trouble.append(Trouble("village", gettext("Desa ini di luar wilayah kerja Anda.")))
    if trouble:
        return Assessed(person.number, Outcome.REFUSED, trouble=trouble)
    nik, kpj = known.get("nik"), known.get("kpj")
    key = (plain_name(known["full_name"]), code, facts["died_on"], nik)
    if key in seen:
        return Assessed(person.number, Outcome.SAME)
    seen.add(key)
    work = {
        "source": source,
        "full_name": known["full_name"],
        "region_code": code,
        "nik": NIK(nik) if nik else None,
        "kpj": KPJ(kpj) if kpj else None,
        "born_on": known.get("born_on"),
        **facts,
    }
    return Assessed(person.number, Outcome.NEW, work=work)


DEATHS = Deaths()
