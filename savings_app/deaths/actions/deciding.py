"""What a person of the Dinas says of a line: who it is, who it is not, and why it waits no more."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.complaint_rules import check_mark
from savings_app.db import check_version
from savings_app.deaths.actions.lines import (
    ReportFacts,
    add_line,
    combine,
    list_reports,
    remember_if_certain,
)
from savings_app.deaths.actions.matching import (
    find_anew,
    find_participant,
    join_lines,
    link_case,
)
from savings_app.deaths.kinds import DeathState, Match, Told
from savings_app.deaths.models import DeathNotice, DeathReport
from savings_app.deaths.queries.scope import get_notice
from savings_app.deaths.rules import (
    DeathNotWaiting,
    DeathReasonNeeded,
    JoinedWithItself,
    OnlyOneSource,
    ParticipantDiedBefore,
    check_answer,
)
from savings_app.errors import NotFound
from savings_app.registry.queries import get_participant
from savings_app.words.labels import label


def choose_participant(
    session: Session,
    *,
    actor: Actor,
    notice_id: UUID,
    version: int | None,
    participant_id: UUID,
    now: datetime,
) -> DeathNotice:
    """A person says who it is: what looked alike is confirmed, or somebody else is chosen.

    Raises:
        NotFound, Conflict, DeathNotWaiting
        ParticipantDiedBefore: another line tells of this participant's death; join them.
    """
    notice = _waiting(session, actor=actor, notice_id=notice_id, version=version)
    participant = get_participant(session, actor=actor, participant_id=participant_id)
    other = session.scalar(
        select(DeathNotice.id).where(
            DeathNotice.participant_id == participant.id,
            DeathNotice.match_confirmed,
            DeathNotice.id != notice.id,
            DeathNotice.state.in_((DeathState.NO_CASE, DeathState.OPENED)),
        )
    )
    if other is not None:
        raise ParticipantDiedBefore
    notice.participant_id, notice.match, notice.match_confirmed = participant.id, Match.PERSON, True
    notice.ruled_out = [one for one in notice.ruled_out if one != str(participant.id)]
    _record(session, actor, now, "match", notice)
    link_case(session, notice=notice, now=now)
    remember_if_certain(session, notice=notice, now=now)
    return notice


def rule_out_participant(
    session: Session,
    *,
    actor: Actor,
    notice_id: UUID,
    version: int | None,
    participant_id: UUID,
    now: datetime,
) -> DeathNotice:
    """It is not this participant; that is remembered, so that nobody is asked again.

    Raises:
        NotFound, Conflict, DeathNotWaiting
    """
    notice = _waiting(session, actor=actor, notice_id=notice_id, version=version)
    notice.ruled_out = [*notice.ruled_out, str(participant_id)]
    if notice.participant_id == participant_id:
        notice.match_confirmed = False
    find_participant(session, notice=notice)
    _record(session, actor, now, "rule-out", notice)
    remember_if_certain(session, notice=notice, now=now)
    return notice


def answer_family(
    session: Session,
    *,
    actor: Actor,
    notice_id: UUID,
    version: int | None,
    told: Told,
    told_to: str,
    answer: str | None,
    answered_on: date | None,
    today: date,
    now: datetime,
) -> DeathNotice:
    """Write down what a caseworker told the family about the cover, to whom, and when.

    Raises:
        NotFound, Conflict, AnswerNeeded, AnswerDayImpossible
    """
    notice = get_notice(session, actor=actor, notice_id=notice_id)
    check_version(notice, version)
    check_answer(answered_on=answered_on, died_on=notice.died_on, today=today)
    notice.told, notice.told_to, notice.answer = told, told_to, answer
    notice.answered_on, notice.answered_by = answered_on, actor.user_id
    _record(session, actor, now, "answer", notice)
    return notice


def mark_line(
    session: Session,
    *,
    actor: Actor,
    notice_id: UUID,
    version: int | None,
    checked: bool,
    now: datetime,
) -> DeathNotice:
    """A person looked at what came in a flood and takes "perlu diperiksa" off, or puts it on again.

    Raises:
        NotFound, Conflict, NotToCheck
    """
    notice = get_notice(session, actor=actor, notice_id=notice_id)
    check_version(notice, version)
    reports = list_reports(session, notice_id=notice.id)
    check_mark(
        to_check=bool(reports) and all(one.to_check for one in reports),
        checked=notice.checked_at is not None,
        wanted=checked,
    )
    notice.checked_by = actor.user_id if checked else None
    notice.checked_at = now if checked else None
    _record(session, actor, now, "check" if checked else "mark-again", notice)
    return notice


def put_aside(
    session: Session,
    *,
    actor: Actor,
    notice_id: UUID,
    version: int | None,
    state: DeathState,
    reason: str | None,
    now: datetime,
) -> DeathNotice:
    """`bukan peserta` or `keliru`, with the reason; the line waits no more and stays readable.

    Raises:
        NotFound, Conflict, DeathNotWaiting, DeathReasonNeeded
    """
    notice = _waiting(session, actor=actor, notice_id=notice_id, version=version)
    if not (reason or "").strip():
        raise DeathReasonNeeded
    notice.state, notice.reason = state, (reason or "").strip()
    notice.decided_by, notice.decided_at = actor.user_id, now
    if state is DeathState.NOT_PARTICIPANT and notice.participant_id is not None:
        notice.ruled_out = [*notice.ruled_out, str(notice.participant_id)]
        notice.participant_id, notice.match, notice.match_confirmed = None, None, False
    _record(session, actor, now, "put-aside", notice)
    remember_if_certain(session, notice=notice, now=now)
    return notice


def take_up_again(
    session: Session,
    *,
    actor: Actor,
    notice_id: UUID,
    version: int | None,
    reason: str | None,
    now: datetime,
) -> DeathNotice:
    """What was put aside waits again, with the reason. A line whose case is open does not.

    Raises:
        NotFound, Conflict, DeathNotWaiting, DeathReasonNeeded
    """
    notice = get_notice(session, actor=actor, notice_id=notice_id)
    check_version(notice, version)
    if notice.state not in (DeathState.NOT_PARTICIPANT, DeathState.WRONG):
        raise DeathNotWaiting(state=label("death_state", notice.state))
    if not (reason or "").strip():
        raise DeathReasonNeeded
    notice.state, notice.reason = DeathState.NO_CASE, (reason or "").strip()
    notice.decided_by, notice.decided_at = actor.user_id, now
    find_participant(session, notice=notice)
    _record(session, actor, now, "take-up", notice)
    link_case(session, notice=notice, now=now)
    remember_if_certain(session, notice=notice, now=now)
    return notice


def join_with(
    session: Session,
    *,
    actor: Actor,
    notice_id: UUID,
    version: int | None,
    other_id: UUID,
    now: datetime,
) -> DeathNotice:
    """A person sees that two lines tell of one death; the other line, with all sources.

    Raises:
        NotFound, Conflict, DeathNotWaiting, JoinedWithItself
    """
    notice = _waiting(session, actor=actor, notice_id=notice_id, version=version)
    other = get_notice(session, actor=actor, notice_id=other_id)
    if other.id == notice.id:
        raise JoinedWithItself
    if other.state in (DeathState.DOUBLE, DeathState.WRONG):
        raise DeathNotWaiting(state=label("death_state", other.state))
    notice.decided_by = actor.user_id
    join_lines(session, notice=notice, into=other, now=now)
    _record(session, actor, now, "join", notice)
    return other


def take_apart(
    session: Session,
    *,
    actor: Actor,
    notice_id: UUID,
    report_id: UUID,
    now: datetime,
) -> DeathNotice:
    """A source tells of another death after all: it becomes a line of its own, which is returned.

    Raises:
        NotFound, OnlyOneSource
    """
    notice = get_notice(session, actor=actor, notice_id=notice_id)
    report = session.get(DeathReport, report_id)
    if report is None or report.notice_id != notice.id:
        raise NotFound
    if len(list_reports(session, notice_id=notice.id)) == 1:
        raise OnlyOneSource
    facts = ReportFacts(
        **{name: getattr(report, name) for name in ReportFacts.__dataclass_fields__}
    )
    own = add_line(session, facts=facts, now=report.recorded_at)
    report.notice_id = own.id
    session.flush()
    combine(session, notice=notice)
    find_anew(session, notice=notice)
    find_participant(session, notice=own)
    own.matched_at = now
    _record(session, actor, now, "take-apart", notice)
    for one in (notice, own):
        link_case(session, notice=one, now=now)
        remember_if_certain(session, notice=one, now=now)
    return own


def _waiting(
    session: Session, *, actor: Actor, notice_id: UUID, version: int | None
) -> DeathNotice:
    notice = get_notice(session, actor=actor, notice_id=notice_id)
    check_version(notice, version)
    if notice.state is not DeathState.NO_CASE:
        raise DeathNotWaiting(state=label("death_state", notice.state))
    return notice


def _record(session: Session, actor: Actor, now: datetime, verb: str, notice: DeathNotice) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=f"death:{verb}",
        subject="death_notice",
        subject_id=notice.id,
        state=notice.state.value,
    )
