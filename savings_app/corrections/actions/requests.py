"""Asking for a correction, deciding on it, and what one person may still change alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.actions.heirs import edit_heir
from savings_app.cases.actions.snapshot import follow_participant
from savings_app.cases.benefit_rules import AssentGiven
from savings_app.cases.models import Heir
from savings_app.cases.people_rules import HeirFacts, tidy_phone
from savings_app.cases.queries.heirs import get_heir
from savings_app.corrections.actions.asking import ask, record_request
from savings_app.corrections.actions.merging import apply_merge, apply_separation
from savings_app.corrections.fact_rules import heir_columns, read_facts, stored_facts
from savings_app.corrections.kinds import CorrectionState, CorrectionStep, CorrectionSubject
from savings_app.corrections.models import CorrectionAssent, CorrectionRequest
from savings_app.corrections.queries.assents import get_approvals
from savings_app.corrections.queries.requests import (
    facts_now,
    find_case_of,
    get_request,
    heir_facts,
    participant_facts,
    recipient_is_rested_on,
)
from savings_app.corrections.rules import (
    CorrectionOutdated,
    SecondPersonNeeded,
    changed,
    check_request,
    check_step,
    needing_second_person,
    standings,
)
from savings_app.db import check_version
from savings_app.registry.actions import ParticipantFacts, edit_participant
from savings_app.registry.models import Participant
from savings_app.registry.queries import get_participant
from savings_app.words.labels import label


def edit_participant_alone(
    session: Session,
    *,
    actor: Actor,
    participant_id: UUID,
    version: int | None,
    facts: ParticipantFacts,
    today: date,
    now: datetime,
) -> Participant:
    """Correct a participant at once, where no case was made out with the facts that change.

    Raises:
        SecondPersonNeeded, and what `registry.actions.edit_participant` raises.
    """
    participant = get_participant(session, actor=actor, participant_id=participant_id)
    check_version(participant, version)
    _check_alone(
        CorrectionSubject.PARTICIPANT,
        before=participant_facts(participant),
        after=stored_facts(facts.columns()),
        rested_on=find_case_of(session, participant_id=participant_id) is not None,
    )
    return edit_participant(
        session,
        actor=actor,
        participant_id=participant_id,
        version=version,
        facts=facts,
        today=today,
        now=now,
    )


def edit_heir_alone(
    session: Session,
    *,
    actor: Actor,
    heir_id: UUID,
    version: int | None,
    facts: HeirFacts,
    today: date,
    now: datetime,
) -> Heir:
    """Correct an heir at once, where no account or payout is in the name that changes.

    Raises:
        SecondPersonNeeded, and what `cases.actions.heirs.edit_heir` raises.
    """
    _case, heir = get_heir(session, actor=actor, heir_id=heir_id)
    check_version(heir, version)
    _check_alone(
        CorrectionSubject.HEIR,
        before=heir_facts(heir),
        after=_of_heir(facts),
        rested_on=recipient_is_rested_on(session, heir_id=heir_id),
    )
    return edit_heir(
        session,
        actor=actor,
        heir_id=heir_id,
        version=version,
        facts=facts,
        today=today,
        now=now,
    )


def request_for_participant(
    session: Session,
    *,
    actor: Actor,
    participant_id: UUID,
    version: int | None,
    facts: ParticipantFacts,
    reason: str | None,
    evidence: str | None,
    now: datetime,
) -> CorrectionRequest:
    """Ask that facts of a participant with a case be corrected; nothing changes yet.

    Raises:
        NotFound, Conflict, CorrectionChangesNothing, CorrectionNotNeeded, ReasonNeeded,
        EvidenceNeeded
    """
    participant = get_participant(session, actor=actor, participant_id=participant_id)
    check_version(participant, version)
    case = find_case_of(session, participant_id=participant_id)
    changes = changed(participant_facts(participant), stored_facts(facts.columns()))
    check_request(
        CorrectionSubject.PARTICIPANT,
        changes,
        rested_on=case is not None,
        reason=reason,
        evidence=evidence,
    )
    return ask(
        session,
        actor=actor,
        now=now,
        subject=CorrectionSubject.PARTICIPANT,
        participant_id=participant_id,
        other_participant_id=None,
        heir_id=None,
        case_id=case.id if case else None,
        region_code=participant.region_code,
        full_name=participant.full_name,
        changes=changes,
        moved=None,
        reason=reason,
        evidence=evidence,
    )


def request_for_heir(
    session: Session,
    *,
    actor: Actor,
    heir_id: UUID,
    version: int | None,
    facts: HeirFacts,
    reason: str | None,
    evidence: str | None,
    now: datetime,
) -> CorrectionRequest:
    """Ask that facts of a recipient with an account or a payout be corrected.

    Raises:
        PhoneInvalid, and what `request_for_participant` raises.
    """
    case, heir = get_heir(session, actor=actor, heir_id=heir_id)
    check_version(heir, version)
    changes = changed(heir_facts(heir), _of_heir(facts))
    check_request(
        CorrectionSubject.HEIR,
        changes,
        rested_on=recipient_is_rested_on(session, heir_id=heir_id),
        reason=reason,
        evidence=evidence,
    )
    return ask(
        session,
        actor=actor,
        now=now,
        subject=CorrectionSubject.HEIR,
        participant_id=None,
        other_participant_id=None,
        heir_id=heir_id,
        case_id=case.id,
        region_code=case.region_code,
        full_name=heir.full_name,
        changes=changes,
        moved=None,
        reason=reason,
        evidence=evidence,
    )


def take_step(
    session: Session,
    *,
    actor: Actor,
    request_id: UUID,
    version: int | None,
    step: CorrectionStep,
    reason: str | None,
    today: date,
    now: datetime,
) -> CorrectionRequest:
    """Approve, refuse or take back a request; the last approval that is needed writes the facts in
    the same breath.

    Raises:
        NotFound, Conflict, CorrectionOutdated, AssentGiven, what `rules.check_step` refuses, and
        what the action of the package refuses that owns the facts.
    """
    request = get_request(session, actor=actor, request_id=request_id)
    # Two who agree at once would each be the first of two.
    session.refresh(request, with_for_update=True)
    check_version(request, version)
    state = check_step(
        step,
        state=request.state,
        actor=actor,
        requested_by=request.requested_by,
        reason=reason,
    )
    if step is CorrectionStep.APPROVE:
        approvals = get_approvals(session, request=request)
        if actor.user_id in approvals.given_by:
            raise AssentGiven
        if not approvals.is_last:
            _assent(session, actor=actor, request=request, now=now)
            return request
    request.state = state
    request.decided_by, request.decided_at, request.decision_reason = actor.user_id, now, reason
    session.flush()
    record_request(session, actor=actor, now=now, verb=step.value, request=request)
    if request.state is CorrectionState.APPROVED:
        _apply(session, actor=actor, request=request, today=today, now=now)
    return request


def _assent(session: Session, *, actor: Actor, request: CorrectionRequest, now: datetime) -> None:
    """A yes that is not the last one needed: nothing changes yet."""
    session.add(CorrectionAssent(request_id=request.id, decided_by=actor.user_id, decided_at=now))
    session.flush()
    record_request(session, actor=actor, now=now, verb="assent", request=request)


def record_values_shown(
    session: Session, *, actor: Actor, request_id: UUID, now: datetime
) -> CorrectionRequest:
    """Somebody opens the full numbers of a request; written down before they are shown.

    Raises:
        NotFound
    """
    request = get_request(session, actor=actor, request_id=request_id)
    record_request(session, actor=actor, now=now, verb="show-numbers", request=request)
    return request


def _apply(
    session: Session, *, actor: Actor, request: CorrectionRequest, today: date, now: datetime
) -> None:
    """Through the action of the package that owns the facts, which checks them once more."""
    if request.subject is CorrectionSubject.MERGE:
        apply_merge(session, actor=actor, request=request, today=today, now=now)
        return
    if request.subject is CorrectionSubject.SEPARATION:
        apply_separation(session, actor=actor, request=request, now=now)
        return
    current = facts_now(session, actor=actor, request=request)
    if any(one.is_outdated for one in standings(request.changes, current)):
        raise CorrectionOutdated
    after = current | {change["field"]: change["after"] for change in request.changes}
    facts = read_facts(after)
    if request.heir_id is not None:
        edit_heir(
            session,
            actor=actor,
            heir_id=request.heir_id,
            version=None,
            facts=HeirFacts(**facts),
            today=today,
            now=now,
        )
    if request.participant_id is not None:
        participant = edit_participant(
            session,
            actor=actor,
            participant_id=request.participant_id,
            version=None,
            facts=ParticipantFacts(**facts),
            today=today,
            now=now,
        )
        case = find_case_of(session, participant_id=participant.id)
        if case is not None:
            follow_participant(session, actor=actor, case=case, participant=participant, now=now)


def _check_alone(
    subject: CorrectionSubject,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    rested_on: bool,
) -> None:
    names = needing_second_person(subject, changed(before, after), rested_on=rested_on)
    if names:
        raise SecondPersonNeeded(fields=", ".join(label("fact", name) for name in names))


def _of_heir(facts: HeirFacts) -> dict[str, Any]:
    """As they would be written down: the phone tidy, so that spaces are no change."""
    return stored_facts(heir_columns(facts) | {"phone": tidy_phone(facts.phone)})
