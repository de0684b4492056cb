"""Comparing lines with one another and with the registry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.models import Case
from savings_app.deaths.actions.lines import combine, remember_if_certain
from savings_app.deaths.kinds import DeathState, Match
from savings_app.deaths.models import DeathNotice, DeathReport
from savings_app.deaths.queries.candidates import Candidates, find_double, said_by
from savings_app.deaths.queries.scope import deaths_seen_by
from savings_app.deaths.rules import find_person

AT_ONCE = 500


def match_line(
    session: Session,
    *,
    notice: DeathNotice,
    now: datetime,
    candidates: Candidates | None = None,
) -> DeathNotice:
    """Find who it is, then whether another line tells of the same death; the line that stays.

    Who was chosen by a person stays chosen. `candidates` are read once for many lines.
    """
    find_participant(session, notice=notice, candidates=candidates)
    notice.matched_at = now
    session.flush()
    waits = notice.state is DeathState.NO_CASE
    other = find_double(session, notice=notice) if waits else None
    if other is not None:
        join_lines(session, notice=notice, into=other, now=now)
        return other
    link_case(session, notice=notice, now=now)
    remember_if_certain(session, notice=notice, now=now)
    return notice


def find_participant(
    session: Session, *, notice: DeathNotice, candidates: Candidates | None = None
) -> None:
    """Look for the participant, leaving out whom a person has ruled out."""
    if notice.match_confirmed:
        return
    said = said_by(notice)
    pool = candidates or Candidates(session, [said])
    ruled_out = set(notice.ruled_out)
    verdict = find_person(said, [one for one in pool.of(said) if str(one.id) not in ruled_out])
    notice.match, notice.participant_id = verdict.match, verdict.participant_id
    notice.match_confirmed = verdict.is_sure


def find_anew(session: Session, *, notice: DeathNotice) -> None:
    """A source is gone: who was found by its word alone is looked for again.

    Whom a person chose stays, and so does who has a case by now.
    """
    if notice.match is Match.PERSON or notice.case_id is not None:
        return
    notice.match_confirmed = False
    find_participant(session, notice=notice)


def join_lines(session: Session, *, notice: DeathNotice, into: DeathNotice, now: datetime) -> None:
    """All sources of `notice` tell of the line `into` from now on; nothing they said is lost.

    Where `into` was put aside as no participant's and the new source says whose it is, it waits
    again.
    """
    session.execute(
        update(DeathReport).where(DeathReport.notice_id == notice.id).values(notice_id=into.id)
    )
    notice.state, notice.joined_into = DeathState.DOUBLE, into.id
    notice.decided_at = now
    into.recorded_at = min(into.recorded_at, notice.recorded_at)
    if not into.match_confirmed and notice.match_confirmed:
        into.match, into.participant_id = notice.match, notice.participant_id
        into.match_confirmed = True
    session.flush()
    combine(session, notice=into)
    remember_if_certain(session, notice=notice, now=now)
    # What it heard now may be enough to find out who it is.
    find_participant(session, notice=into)
    if into.match_confirmed and into.state is DeathState.NOT_PARTICIPANT:
        into.state = DeathState.NO_CASE
    link_case(session, notice=into, now=now)
    remember_if_certain(session, notice=into, now=now)


def link_case(session: Session, *, notice: DeathNotice, now: datetime) -> None:
    """Whoever has a case already is linked to it, and waits no more."""
    if notice.state is not DeathState.NO_CASE or not notice.match_confirmed:
        return
    case_id = session.scalar(select(Case.id).where(Case.participant_id == notice.participant_id))
    if case_id is not None:
        notice.state, notice.case_id, notice.decided_at = DeathState.OPENED, case_id, now
    session.flush()


def link_cases_of(session: Session, *, participant_id: UUID, now: datetime) -> None:
    """A case was opened: every line that waited for this participant is linked."""
    waiting = session.scalars(
        select(DeathNotice).where(
            DeathNotice.participant_id == participant_id,
            DeathNotice.state == DeathState.NO_CASE,
            DeathNotice.match_confirmed,
        )
    )
    for notice in waiting:
        link_case(session, notice=notice, now=now)


def match_waiting(session: Session, *, now: datetime) -> int:
    """Compare what was not compared yet, the first in first; a worker calls this. How many."""
    waiting = session.scalars(
        select(DeathNotice)
        .where(DeathNotice.matched_at.is_(None), DeathNotice.state == DeathState.NO_CASE)
        .order_by(DeathNotice.recorded_at, DeathNotice.id)
        .limit(AT_ONCE)
    ).all()
    compared = match_lines(session, waiting, now=now)
    _link_open_cases(session, now=now)
    return compared


def _link_open_cases(session: Session, *, now: datetime) -> None:
    """Cases that came another way, from an old spreadsheet, end the waiting too."""
    there = exists().where(Case.participant_id == DeathNotice.participant_id)
    waiting = session.scalars(
        select(DeathNotice)
        .where(DeathNotice.state == DeathState.NO_CASE, DeathNotice.match_confirmed, there)
        .limit(AT_ONCE)
    )
    for notice in waiting.all():
        link_case(session, notice=notice, now=now)


def match_again(session: Session, *, actor: Actor, now: datetime) -> int:
    """Compare what waits in the actor's region once more: the registry has grown. How many.

    The longest not compared first, and no more than a short transaction can hold.
    """
    waiting = session.scalars(
        select(DeathNotice)
        .where(deaths_seen_by(actor), DeathNotice.state == DeathState.NO_CASE)
        .order_by(DeathNotice.matched_at, DeathNotice.id)
        .limit(AT_ONCE)
    ).all()
    compared = match_lines(session, waiting, now=now)
    record(
        session,
        actor=actor,
        now=now,
        action="death:compare",
        subject="death_notice",
        lines=compared,
    )
    return compared


def match_lines(session: Session, lines: Sequence[DeathNotice], *, now: datetime) -> int:
    """Compare these lines, the registry read once for all of them. How many."""
    candidates = Candidates(session, [said_by(one) for one in lines])
    for notice in lines:
        if notice.state is DeathState.NO_CASE:  # not joined to one before it
            match_line(session, notice=notice, now=now, candidates=candidates)
    return len(lines)
