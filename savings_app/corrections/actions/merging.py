"""Putting two records of one person together, and telling them apart again: asked, then applied.

Contributions are append-only and never move; `registry.queries.merged` reads them for the record
that stands. What people edit (a case, a death, an open list) is led there, and written down in the
request, so that a separation leads it back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.snapshot import follow_participant
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Case
from savings_app.corrections.actions.asking import ask
from savings_app.corrections.fact_rules import read
from savings_app.corrections.kinds import CorrectionSubject
from savings_app.corrections.merge_rules import (
    MergeChange,
    MergeHasOpenRequest,
    is_outdated,
    merge_changes,
    separation_changes,
)
from savings_app.corrections.models import CorrectionRequest
from savings_app.corrections.queries.merges import (
    check_merge,
    find_cases,
    find_merge_of,
    get_pair,
    given_up_reason,
    has_open_request,
    record_facts,
)
from savings_app.corrections.rules import CorrectionOutdated
from savings_app.data_updates.kinds import OPEN
from savings_app.data_updates.models import DataUpdate, DataUpdateLine
from savings_app.deaths.actions.matching import link_cases_of
from savings_app.deaths.models import DeathNotice
from savings_app.errors import NotFound
from savings_app.registry.models import KnownDeath, Participant
from savings_app.registry.queries import find_namesake
from savings_app.registry.rules import KpjTaken, NikTaken

# What points to a person and is edited, by the name under which a request keeps it.
LED: Mapping[str, Any] = {
    "case": Case,
    "death_notice": DeathNotice,
    "known_death": KnownDeath,
    "data_update_line": DataUpdateLine,
}


def request_merge(
    session: Session,
    *,
    actor: Actor,
    participant_id: UUID,
    other_id: UUID,
    reason: str | None,
    today: date,
    now: datetime,
) -> CorrectionRequest:
    """Ask that the record `other_id` be put into `participant_id`; nothing changes yet.

    Raises:
        NotFound, ReasonNeeded, and what `merge_rules.check_pair` refuses.
    """
    one, other = get_pair(session, actor=actor, participant_id=participant_id, other_id=other_id)
    check_merge(session, one=one, other=other, today=today)
    changes = merge_changes(
        record_facts(one), record_facts(other), today=today, given_up=given_up_reason()
    )
    return _ask(session, actor, now, CorrectionSubject.MERGE, (one, other), changes, reason)


def request_separation(
    session: Session,
    *,
    actor: Actor,
    participant_id: UUID,
    other_id: UUID,
    reason: str | None,
    now: datetime,
) -> CorrectionRequest:
    """Ask that two records be told apart again; each gets back what it was.

    Raises:
        NotFound, NotMergedInto, MergeHasOpenRequest, ReasonNeeded
    """
    one, other = get_pair(session, actor=actor, participant_id=participant_id, other_id=other_id)
    merge = find_merge_of(session, one=one, other=other)
    if has_open_request(session, ids=[one.id, other.id], but=None):
        raise MergeHasOpenRequest
    changes = separation_changes(merge.changes, record_facts(one), record_facts(other))
    return _ask(session, actor, now, CorrectionSubject.SEPARATION, (one, other), changes, reason)


def apply_merge(
    session: Session, *, actor: Actor, request: CorrectionRequest, today: date, now: datetime
) -> None:
    """What a second person agreed to, checked once more.

    Raises:
        NotFound, CorrectionOutdated, and what `merge_rules.check_pair` refuses.
    """
    one, other = _locked_pair(session, actor, request)
    check_merge(session, one=one, other=other, today=today, but=request.id)
    _check_as_asked(request, one, other)
    # A number is written down once: the record that goes gives it up first.
    _write(other, request.changes, "other_after")
    other.merged_into_id = one.id
    session.flush()
    _write(one, request.changes, "after")
    session.flush()
    request.moved = _lead(session, other.id, one.id)
    session.flush()
    link_cases_of(session, participant_id=one.id, now=now)
    _let_cases_follow(session, actor, (one,), now)
    _record(session, actor, now, "merge", one, other)


def apply_separation(
    session: Session, *, actor: Actor, request: CorrectionRequest, now: datetime
) -> None:
    """Each record is what it was, and what was led over is led back.

    Raises:
        NotFound, NotMergedInto, CorrectionOutdated, NikTaken, KpjTaken
    """
    one, other = _locked_pair(session, actor, request)
    merge = find_merge_of(session, one=one, other=other)
    _check_as_asked(request, one, other)
    _check_numbers_free(session, request, one, other)
    _write(one, request.changes, "after")
    session.flush()
    _write(other, request.changes, "other_after")
    other.merged_into_id = None
    session.flush()
    for name, ids in (merge.moved or {}).items():
        for row in _rows(session, name, one.id, [UUID(text) for text in ids]):
            row.participant_id = other.id
    session.flush()
    _let_cases_follow(session, actor, (one, other), now)
    _record(session, actor, now, "separate", one, other)


def _ask(
    session: Session,
    actor: Actor,
    now: datetime,
    subject: CorrectionSubject,
    pair: tuple[Participant, Participant],
    changes: Sequence[MergeChange],
    reason: str | None,
) -> CorrectionRequest:
    if not reason:
        raise ReasonNeeded
    one, other = pair
    cases = find_cases(session, ids=[one.id, other.id])
    case = cases.get(one.id) or cases.get(other.id)
    return ask(
        session,
        actor=actor,
        now=now,
        subject=subject,
        participant_id=one.id,
        other_participant_id=other.id,
        heir_id=None,
        case_id=case.id if case else None,
        region_code=one.region_code,
        full_name=one.full_name,
        changes=list(changes),
        moved=None,
        reason=reason,
        evidence="",  # both records are the proof, side by side
    )


def _locked_pair(
    session: Session, actor: Actor, request: CorrectionRequest
) -> tuple[Participant, Participant]:
    if request.participant_id is None or request.other_participant_id is None:
        raise NotFound
    one, other = get_pair(
        session,
        actor=actor,
        participant_id=request.participant_id,
        other_id=request.other_participant_id,
    )
    for record_ in sorted((one, other), key=lambda side: side.id):
        session.refresh(record_, with_for_update=True)
    return one, other


def _check_as_asked(request: CorrectionRequest, one: Participant, other: Participant) -> None:
    mine, theirs = record_facts(one), record_facts(other)
    if any(is_outdated(change, mine, theirs) for change in request.changes):
        raise CorrectionOutdated


def _check_numbers_free(
    session: Session, request: CorrectionRequest, one: Participant, other: Participant
) -> None:
    """A number that goes back may be somebody else's by now."""
    for side in ("after", "other_after"):
        facts = {change["field"]: change[side] for change in request.changes}
        holders = find_namesake(
            session,
            nik=read("nik", facts["nik"]),
            kpj=read("kpj", facts["kpj"]),
            other_than=None,
        )
        for holder, refusal in zip(holders, (NikTaken, KpjTaken), strict=True):
            if holder is not None and holder.id not in {one.id, other.id}:
                raise refusal(holder=holder.full_name)


def _write(record_: Participant, changes: Sequence[MergeChange], side: str) -> None:
    for change in changes:
        value = change[side]  # type: ignore[literal-required]
        setattr(record_, change["field"], read(change["field"], value))


def _lead(session: Session, from_id: UUID, to_id: UUID) -> dict[str, Any]:
    """What hangs on the one record hangs on the other: name → ids, as the request keeps them."""
    led = {}
    for name in LED:
        rows = _rows(session, name, from_id, None)
        for row in rows:
            row.participant_id = to_id
        led[name] = [str(row.id) for row in rows]
    return led


def _rows(session: Session, name: str, owner_id: UUID, ids: Sequence[UUID] | None) -> list[Any]:
    """Those of a record, or of these ids those that still are; of lists only the open ones."""
    kind = LED[name]
    statement = select(kind).where(kind.participant_id == owner_id)
    if ids is not None:
        statement = statement.where(kind.id.in_(ids))
    if kind is DataUpdateLine:
        # A list that is decided is history: its stops were told to BPJS with the numbers of then.
        statement = statement.join(DataUpdate, DataUpdate.id == DataUpdateLine.data_update_id)
        statement = statement.where(DataUpdate.state.in_(OPEN))
    return list(session.scalars(statement))


def _let_cases_follow(
    session: Session, actor: Actor, records: Sequence[Participant], now: datetime
) -> None:
    cases = find_cases(session, ids=[one.id for one in records])
    for one in records:
        if one.id in cases:
            follow_participant(session, actor=actor, case=cases[one.id], participant=one, now=now)


def _record(
    session: Session,
    actor: Actor,
    now: datetime,
    verb: str,
    one: Participant,
    other: Participant,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=f"participant:{verb}",
        subject="participant",
        subject_id=other.id,
        into=str(one.id),
    )
