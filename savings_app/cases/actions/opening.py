"""Opening a case at the family's first visit, and recording a dispute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.benefit import compute_first
from savings_app.cases.actions.papers import match_papers_to_case
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.benefit_rules import BenefitFacts, benefit_by_law
from savings_app.cases.kinds import Programme, SchoolLevel, Stage, Turn
from savings_app.cases.models import Case
from savings_app.cases.people_rules import CaseAlreadyOpen, DeathBeforeBirth, tidy_phone
from savings_app.cases.queries.cases import get_case
from savings_app.db import check_version
from savings_app.money import Rupiah
from savings_app.registry.models import Participant
from savings_app.registry.queries import get_coverage

NUMBER_PREFIX = "BB"
# Any constant: it names the lock under which case numbers are given out without a gap.
NUMBER_LOCK = 7_503_001


def open_case(
    session: Session,
    *,
    actor: Actor,
    participant_id: UUID,
    died_on: date,
    programme: Programme,
    wage: Rupiah | None = None,
    children: Sequence[SchoolLevel] = (),
    reporter_name: str,
    reporter_relation: str,
    reporter_phone: str | None = None,
    today: date,
    now: datetime,
) -> Case:
    """Open the case of one death, with a snapshot of the participant, the benefit and the papers.

    `wage` is a month's, for JKK; `children` are the school levels the family names. The segment is
    the participant's; the months of contributions are those paid up to the month of death as the
    lists say, else what the participant's data states; which of them is recorded.

    Raises:
        NotFound, CaseAlreadyOpen, DeathBeforeBirth, PhoneInvalid, DeathInFuture, NotYetInForce,
        MonthsImpossible, WageNeeded, WageImpossible
    """
    coverage = get_coverage(session, actor=actor, participant_id=participant_id, day=died_on)
    participant, answer = coverage.participant, coverage.answer
    # A wage is a fact of JKK alone; typed beside JKM it would look like one of the benefit.
    facts = BenefitFacts(
        died_on=died_on,
        programme=programme,
        segment=participant.segment,
        months=answer.months,
        wage=wage if programme is Programme.JKK else None,
        children=tuple(children),
    )
    reporter = {
        "reporter_name": reporter_name,
        "reporter_relation": reporter_relation,
        "reporter_phone": tidy_phone(reporter_phone, field="reporter_phone"),
    }
    lock_numbers(session)
    _check_opening(session, participant=participant, facts=facts, today=today)
    case = Case(
        **_numbered(session, year=today.year),
        **_snapshot(participant, months=answer.months),
        **_as_opened(actor, facts, today=today, now=now),
        **reporter,
    )
    session.add(case)
    session.flush()
    _record(
        session, actor=actor, now=now, verb="open", case=case, months_from=answer.months_from.value
    )
    compute_first(session, actor=actor, case=case, facts=facts, today=today, now=now)
    match_papers_to_case(session, case=case)
    refresh_stage(session, case_id=case.id)
    return case


def _check_opening(
    session: Session, *, participant: Participant, facts: BenefitFacts, today: date
) -> None:
    """Everything that may be refused, before a number is taken."""
    number = session.scalar(select(Case.number).where(Case.participant_id == participant.id))
    if number is not None:
        raise CaseAlreadyOpen(number=number)
    if participant.born_on is not None and facts.died_on < participant.born_on:
        raise DeathBeforeBirth(born_on=participant.born_on)
    benefit_by_law(facts, today=today)


def set_dispute(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    disputed: bool,
    now: datetime,
) -> Case:
    """Record "sengketa", or that it ended. The software refers it and takes no side.

    Raises:
        NotFound, Conflict
    """
    case = get_case(session, actor=actor, case_id=case_id)
    check_version(case, version)
    if case.disputed != disputed:
        case.disputed = disputed
        session.flush()
        verb = "dispute" if disputed else "end-dispute"
        _record(session, actor=actor, now=now, verb=verb, case=case)
        refresh_stage(session, case_id=case_id)
    return case


def lock_numbers(session: Session) -> None:
    """One opening at a time; on SQLite the write transaction is that lock already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": NUMBER_LOCK})


def _numbered(session: Session, *, year: int) -> dict[str, str | int]:
    last = session.scalar(select(func.max(Case.serial)).where(Case.year == year)) or 0
    serial = last + 1
    return {"year": year, "serial": serial, "number": f"{NUMBER_PREFIX}-{year}-{serial:04}"}


def _snapshot(participant: Participant, *, months: int | None) -> dict[str, object]:
    return {
        "participant_id": participant.id,
        "region_code": participant.region_code,
        "full_name": participant.full_name,
        "nik": participant.nik,
        "kpj": participant.kpj,
        "category": participant.category,
        "payer": participant.payer,
        "segment": participant.segment,
        "months_contributed": months,
    }


def _as_opened(
    actor: Actor, facts: BenefitFacts, *, today: date, now: datetime
) -> dict[str, object]:
    return {
        "died_on": facts.died_on,
        "programme": facts.programme,
        "wage": facts.wage,
        "opened_on": today,
        "opened_at": now,
        "opened_by": actor.user_id,
        "assigned_to": actor.user_id,  # who opens a case handles it first
        "stage": Stage.PAPERS,
        "turn": Turn.DINAS,
        "due_on": None,
        "disputed": False,
    }


def _record(
    session: Session, *, actor: Actor, now: datetime, verb: str, case: Case, **facts: str
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=f"case:{verb}",
        subject="case",
        subject_id=case.id,
        case_id=case.id,
        number=case.number,
        **facts,
    )
