"""A list is submitted, approved by two persons or sent back, and written into the registry."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.data_updates.actions.updates import record_update
from savings_app.data_updates.kinds import STOPPING, Answer, Deed, UpdateState
from savings_app.data_updates.models import DataUpdate, DataUpdateApproval, DataUpdateLine
from savings_app.data_updates.queries.deaths import find_told_by
from savings_app.data_updates.queries.lines import get_line
from savings_app.data_updates.queries.problems import list_replacement_problems
from savings_app.data_updates.queries.returning import find_returning, list_replacements
from savings_app.data_updates.queries.updates import (
    Approvals,
    count_answers,
    get_update,
    list_approvals,
)
from savings_app.data_updates.rules import (
    STOP_REASON,
    ApprovedAlready,
    LineNotInForce,
    LinesRefused,
    LinesUnanswered,
    NothingAnswered,
    ParticipantChangedSince,
    UpdateReasonNeeded,
    check_deed,
    stops_on,
)
from savings_app.db import check_version
from savings_app.deaths.actions.deciding import choose_participant, put_aside
from savings_app.deaths.actions.lines import ReportFacts
from savings_app.deaths.actions.reporting import record_death
from savings_app.deaths.kinds import DeathSource, DeathState
from savings_app.deaths.rules import ParticipantDiedBefore
from savings_app.registry.actions import (
    ParticipantFacts,
    add_participant,
    edit_participant,
    resume_participant,
    stop_participant,
)
from savings_app.registry.models import Participant
from savings_app.registry.queries.merged import stands_alone
from savings_app.registry.rules import StopReason

LONGEST_NAME = 120


def submit_update(
    session: Session,
    *,
    actor: Actor,
    update_id: UUID,
    version: int | None,
    leave_rest: bool,
    today: date,
    now: datetime,
) -> DataUpdate:
    """Whoever keyed it hands it to the two who approve; `leave_rest`: no answer changes nothing.

    Raises:
        NotFound, Conflict, UpdateNotInThisState, NothingAnswered, LinesUnanswered, LinesRefused
    """
    update = get_update(session, actor=actor, update_id=update_id, lock=True)
    check_version(update, version)
    check_deed(Deed.SUBMIT, update.state)
    counts = count_answers(session, update_id=update_id)
    if not counts.answered:
        raise NothingAnswered
    if counts.answered < counts.people and not leave_rest:
        raise LinesUnanswered(count=counts.people - counts.answered)
    _check_replacements(session, actor=actor, update=update, today=today)
    update.state = UpdateState.SUBMITTED
    update.submission += 1
    update.submitted_by, update.submitted_at = actor.user_id, now
    session.flush()
    record_update(session, actor=actor, now=now, verb="submit", update=update)
    return update


def send_back(
    session: Session, *, actor: Actor, update_id: UUID, reason: str | None, now: datetime
) -> DataUpdate:
    """Something is wrong: back to be keyed; approvals given so far count no more.

    Raises:
        NotFound, UpdateNotInThisState, UpdateReasonNeeded
    """
    update = get_update(session, actor=actor, update_id=update_id, lock=True)
    check_deed(Deed.SEND_BACK, update.state)
    if not reason:
        raise UpdateReasonNeeded
    update.state, update.reason = UpdateState.BACK, reason
    session.flush()
    record_update(session, actor=actor, now=now, verb="send-back", update=update)
    return update


def approve_update(
    session: Session,
    *,
    actor: Actor,
    update_id: UUID,
    version: int | None,
    today: date,
    now: datetime,
) -> Approvals:
    """One person's word; the last one needed writes the list into the registry, all or nothing.

    Raises:
        NotFound, Conflict, UpdateNotInThisState, ApprovedAlready, LinesRefused, and what
        `add_participant` raises.
    """
    update = get_update(session, actor=actor, update_id=update_id, lock=True)
    check_version(update, version)
    check_deed(Deed.APPROVE, update.state)
    before = list_approvals(session, update=update)
    if actor.user_id is None or actor.user_id in {one.approved_by for one in before.given}:
        raise ApprovedAlready
    session.add(
        DataUpdateApproval(
            data_update_id=update.id,
            submission=update.submission,
            approved_by=actor.user_id,
            as_supervisor=actor.may(Permission.DATA_UPDATE_APPROVE),
            approved_at=now,
        )
    )
    session.flush()
    record_update(session, actor=actor, now=now, verb="approve", update=update)
    approvals = list_approvals(session, update=update)
    if not approvals.gaps:
        _check_replacements(session, actor=actor, update=update, today=today)
        _put_in_force(session, actor=actor, update=update, today=today, now=now)
    return approvals


def reverse_line(
    session: Session,
    *,
    actor: Actor,
    line_id: UUID,
    version: int | None,
    reason: str | None,
    today: date,
    now: datetime,
) -> DataUpdateLine:
    """What one line did is taken back with a reason; the line and its answer stay to be read.

    The person is paid for again, and who came instead stops. Where either was changed meanwhile, a
    new list is the way.

    Raises:
        NotFound, Conflict, UpdateNotInThisState, LineNotInForce, UpdateReasonNeeded,
        ParticipantChangedSince
    """
    update, line, person = get_line(session, actor=actor, line_id=line_id, lock=True)
    check_version(line, version)
    check_deed(Deed.REVERSE, update.state)
    if line.reversed_at is not None or (line.stopped_on is None and line.added_id is None):
        raise LineNotInForce
    if not reason:
        raise UpdateReasonNeeded
    _check_not_merged(session, line)
    if line.stopped_on is not None:
        if person.stopped_on != line.stopped_on:
            raise ParticipantChangedSince
        resume_participant(session, actor=actor, participant_id=person.id, now=now)
    if line.added_id is not None:
        stop_participant(
            session,
            actor=actor,
            participant_id=line.added_id,
            stopped_on=today,
            reason=StopReason.OTHER,
            now=now,
        )
    if line.answer is Answer.DIED:
        _withdraw_death(session, line, reason, actor=actor, now=now)
    line.reversed_by, line.reversed_at, line.reverse_reason = actor.user_id, now, reason
    session.flush()
    record_update(session, actor=actor, now=now, verb="reverse", update=update, line=line.number)
    return line


def _check_not_merged(session: Session, line: DataUpdateLine) -> None:
    """A stop of a record that was put into another is not taken back on who stands for it."""
    ids = [one for one in (line.participant_id, line.added_id) if one is not None]
    merged = select(Participant.id).where(Participant.id.in_(ids), ~stands_alone())
    if session.scalars(merged).first() is not None:
        raise ParticipantChangedSince


def _check_replacements(session: Session, *, actor: Actor, update: DataUpdate, today: date) -> None:
    refused = list_replacement_problems(session, actor=actor, update_id=update.id, today=today)
    if refused:
        raise LinesRefused(count=len(refused))


def _put_in_force(
    session: Session, *, actor: Actor, update: DataUpdate, today: date, now: datetime
) -> None:
    rows = session.execute(
        select(DataUpdateLine, Participant)
        .join(Participant, Participant.id == DataUpdateLine.participant_id)
        .where(DataUpdateLine.data_update_id == update.id, DataUpdateLine.answer.in_(STOPPING))
        .order_by(DataUpdateLine.number)
    ).all()
    lines = list_replacements(session, update_id=update.id)
    returning = find_returning(session, actor=actor, lines=lines)
    stops = additions = 0
    for line, person in rows:
        day = stops_on(answer=line.answer, died_on=line.died_on, approved_on=today)
        if stop_participant(
            session,
            actor=actor,
            participant_id=person.id,
            stopped_on=day,
            reason=STOP_REASON[line.answer],
            now=now,
        ):
            line.stopped_on = day
            stops += 1
        if line.answer is Answer.DIED and line.answered_by is not None:
            _tell_death(session, line, person, actor=actor, today=today, now=now)
        if line.new_name is not None:
            back = returning.get(line.id)
            line.added_id = _add(session, line, person, back, actor=actor, today=today, now=now)
            additions += 1
    update.state, update.approved_at = UpdateState.APPROVED, now
    session.flush()
    record_update(
        session,
        actor=actor,
        now=now,
        verb="put-in-force",
        update=update,
        stops=stops,
        additions=additions,
        returning=len(returning),
    )


def _tell_death(
    session: Session,
    line: DataUpdateLine,
    person: Participant,
    *,
    actor: Actor,
    today: date,
    now: datetime,
) -> None:
    """What the desa answered is one more source of the list of deaths; whose it is, is known.

    Where another line of that list tells of this participant's death already, a person joins them.
    """
    if line.died_on is None:
        return
    facts = ReportFacts(
        source=DeathSource.VILLAGE_BOOK,
        full_name=person.full_name,
        died_on=line.died_on,
        region_code=person.region_code,
        nik=person.nik,
        kpj=person.kpj,
        born_on=person.born_on,
        reporter_name=(line.detail or "")[:LONGEST_NAME] or None,
    )
    notice = record_death(
        session, actor=actor, facts=facts, request_key=line.id, today=today, now=now
    )
    if notice.match_confirmed or notice.state is not DeathState.NO_CASE:
        return
    with suppress(ParticipantDiedBefore):
        choose_participant(
            session,
            actor=actor,
            notice_id=notice.id,
            version=None,
            participant_id=person.id,
            now=now,
        )


def _withdraw_death(
    session: Session, line: DataUpdateLine, reason: str, *, actor: Actor, now: datetime
) -> None:
    """The list of deaths heard of it from this line alone: put aside as wrong, and kept."""
    notice = find_told_by(session, request_key=line.id)
    if notice is not None and notice.state is DeathState.NO_CASE:
        put_aside(
            session,
            actor=actor,
            notice_id=notice.id,
            version=None,
            state=DeathState.WRONG,
            reason=reason,
            now=now,
        )


def _add(
    session: Session,
    line: DataUpdateLine,
    replaced: Participant,
    back: Participant | None,
    *,
    actor: Actor,
    today: date,
    now: datetime,
) -> UUID:
    """Who comes instead is written down, or is paid for again where they were stopped before."""
    facts = _facts_instead(line, replaced, back)
    if back is None:
        return add_participant(session, actor=actor, facts=facts, today=today, now=now).id
    resume_participant(session, actor=actor, participant_id=back.id, now=now)
    return edit_participant(
        session,
        actor=actor,
        participant_id=back.id,
        version=None,
        facts=facts,
        today=today,
        now=now,
    ).id


def _facts_instead(
    line: DataUpdateLine, replaced: Participant, back: Participant | None
) -> ParticipantFacts:
    """The place, the payer and the segment of whom they replace; what was known before stays."""
    nik = line.new_nik or (back.nik if back else None)
    return ParticipantFacts(
        full_name=back.full_name if back else line.new_name or "",
        nik=nik,
        nik_missing_reason=None if nik else line.new_nik_missing_reason,
        kpj=line.new_kpj or (back.kpj if back else None),
        born_on=(back.born_on if back else None) or line.new_born_on,
        sex=(back.sex if back else None) or line.new_sex,
        segment=replaced.segment,
        category=line.new_category or replaced.category,
        payer=replaced.payer,
        months_contributed=back.months_contributed if back else None,
        region_code=replaced.region_code,
    )
