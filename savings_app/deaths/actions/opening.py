"""From a death that was heard of to its case: what is known already is not asked again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.opening import open_case
from savings_app.cases.models import Case
from savings_app.deaths.actions.matching import link_cases_of
from savings_app.deaths.kinds import DeathState
from savings_app.deaths.queries.scope import get_notice
from savings_app.deaths.rules import DeathNotWaiting, MatchNeeded, MatchNotConfirmed
from savings_app.words.labels import label


def open_heard_of(
    session: Session,
    *,
    actor: Actor,
    participant_id: UUID,
    notice_id: UUID | None = None,
    today: date,
    now: datetime,
    **facts: Any,
) -> Case:
    """`open_case` with `facts`, and every line that waited for this participant is linked to it.

    Of the line `notice_id` the place of death and the certificate are carried over.

    Raises:
        NotFound, DeathNotWaiting, MatchNeeded, MatchNotConfirmed, and what `open_case` refuses.
    """
    notice = get_notice(session, actor=actor, notice_id=notice_id) if notice_id else None
    if notice is not None:
        if notice.state is not DeathState.NO_CASE:
            raise DeathNotWaiting(state=label("death_state", notice.state))
        if notice.participant_id != participant_id:
            raise MatchNeeded
        if not notice.match_confirmed:
            raise MatchNotConfirmed
    case = open_case(
        session, actor=actor, participant_id=participant_id, today=today, now=now, **facts
    )
    if notice is not None:
        case.died_at_place = notice.died_at_place
        case.certificate_number = notice.certificate_number
        case.certificate_on = notice.certificate_on
        notice.decided_by = actor.user_id
        record(
            session,
            actor=actor,
            now=now,
            action="death:open",
            subject="death_notice",
            subject_id=notice.id,
            case_id=case.id,
        )
    link_cases_of(session, participant_id=participant_id, now=now)
    session.flush()
    return case
