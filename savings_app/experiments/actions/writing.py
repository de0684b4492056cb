"""A supervisor writes a draft, another begins it, either ends it; nothing runs by itself."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.db import check_version, take_turn
from savings_app.errors import NotPermitted
from savings_app.experiments.kinds import ExperimentState
from savings_app.experiments.models import Experiment
from savings_app.experiments.queries.experiments import get_experiment
from savings_app.experiments.rules import (
    ExperimentPlan,
    ExperimentRuns,
    check_draft,
    check_plan,
    check_running,
    check_start,
)
from savings_app.outbox.actions import stop_drawn
from savings_app.regions.rules import is_within

# Any constant: it names the lock under which one experiment begins, or one form is one draft.
EXPERIMENT_LINE = 7515


def write_experiment(
    session: Session, *, actor: Actor, plan: ExperimentPlan, request_key: UUID, now: datetime
) -> Experiment:
    """A new draft for the actor's region. The same form sent twice is one draft.

    Raises:
        NotPermitted, and what `check_plan` raises
    """
    region = _region_of(actor)
    check_plan(plan)
    take_turn(session, line=EXPERIMENT_LINE)
    earlier = session.scalar(
        select(Experiment).where(
            Experiment.request_key == request_key, Experiment.written_by == actor.user_id
        )
    )
    if earlier is not None:
        return earlier
    one = Experiment(
        region_code=region,
        state=ExperimentState.DRAFT,
        written_by=actor.user_id,
        written_at=now,
        request_key=request_key,
    )
    _put(one, plan, actor)
    session.add(one)
    session.flush()
    _record(session, "experiment:write", one, actor=actor, now=now)
    return one


def change_experiment(
    session: Session,
    *,
    actor: Actor,
    experiment_id: UUID,
    plan: ExperimentPlan,
    version: int | None,
    now: datetime,
) -> Experiment:
    """Change a draft; whoever did so last does not begin it.

    Raises:
        NotFound, NotPermitted, Conflict, ExperimentNotDraft, and what `check_plan` raises
    """
    one = _to_run(session, actor=actor, experiment_id=experiment_id)
    check_version(one, version)
    check_draft(one.state)
    check_plan(plan)
    _put(one, plan, actor)
    session.flush()
    _record(session, "experiment:change", one, actor=actor, now=now)
    return one


def start_experiment(
    session: Session,
    *,
    actor: Actor,
    experiment_id: UUID,
    version: int | None,
    today: date,
    now: datetime,
) -> Experiment:
    """From its first day on, families who agree get a wording that is drawn.

    Raises:
        NotFound, NotPermitted, Conflict, ExperimentNotDraft, EthicsApprovalMissing,
        EthicsApprovalInFuture, ExperimentOver, ExperimentOwn, ExperimentRuns
    """
    one = _to_run(session, actor=actor, experiment_id=experiment_id)
    check_version(one, version)
    check_start(
        one.plan,
        state=one.state,
        today=today,
        actor_id=actor.user_id,
        written_by={one.written_by, one.changed_by},
    )
    take_turn(session, line=EXPERIMENT_LINE)
    end_past_experiments(session, today=today, now=now)
    for other in session.scalars(
        select(Experiment).where(
            Experiment.state == ExperimentState.RUNNING, Experiment.topic == one.topic
        )
    ):
        if _meet(other.region_code, one.region_code):
            raise ExperimentRuns(name=other.name)
    one.state = ExperimentState.RUNNING
    one.started_by, one.started_at = actor.user_id, now
    session.flush()
    _record(session, "experiment:start", one, actor=actor, now=now)
    return one


def end_experiment(
    session: Session,
    *,
    actor: Actor,
    experiment_id: UUID,
    reason: str | None,
    version: int | None,
    now: datetime,
) -> Experiment:
    """Everybody gets the ordinary wording again; what was counted stays, months still come.

    What waits in drawn words does not leave: the ordinary words follow the next morning. A draft
    that is ended never began.

    Raises:
        NotFound, NotPermitted, Conflict, ReasonNeeded, ExperimentNotRunning
    """
    one = _to_run(session, actor=actor, experiment_id=experiment_id)
    check_version(one, version)
    if not reason:
        raise ReasonNeeded
    is_draft = one.state is ExperimentState.DRAFT
    if not is_draft:
        check_running(one.state)
    one.state = ExperimentState.DROPPED if is_draft else ExperimentState.ENDED
    one.ended_by, one.ended_at, one.end_reason = actor.user_id, now, reason
    session.flush()
    stop_drawn(session, experiment_id=one.id)
    action = "experiment:drop" if is_draft else "experiment:end"
    _record(session, action, one, actor=actor, now=now)
    return one


def end_past_experiments(session: Session, *, today: date, now: datetime) -> int:
    """Those whose last day is past end by themselves; how many. Safe to repeat."""
    past = session.scalars(
        select(Experiment).where(
            Experiment.state == ExperimentState.RUNNING, Experiment.ends_on < today
        )
    ).all()
    for one in past:
        one.state, one.ended_at = ExperimentState.ENDED, now
        session.flush()
        _record(session, "experiment:end", one, actor=None, now=now)
    return len(past)


def _put(one: Experiment, plan: ExperimentPlan, actor: Actor) -> None:
    one.name, one.question = plan.name, plan.question
    one.topic, one.outcome = plan.topic, plan.outcome
    one.wordings = [{"id": other.indonesian, "en": other.english} for other in plan.others]
    one.families, one.expected_percent = plan.families, plan.expected_percent
    one.starts_on, one.ends_on = plan.starts_on, plan.ends_on
    one.ethics_number, one.ethics_body = plan.ethics_number, plan.ethics_body
    one.ethics_on = plan.ethics_on
    if actor.user_id is None:
        raise NotPermitted
    one.changed_by = actor.user_id


def _to_run(session: Session, *, actor: Actor, experiment_id: UUID) -> Experiment:
    """The experiment, locked, for somebody who may run it."""
    one = get_experiment(session, actor=actor, experiment_id=experiment_id)
    _region_of(actor)
    session.refresh(one, with_for_update=True)
    return one


def _region_of(actor: Actor) -> str:
    if actor.region is None or not actor.may(Permission.EXPERIMENT_RUN):
        raise NotPermitted
    return actor.region


def _meet(one: str, other: str) -> bool:
    return is_within(one, other) or is_within(other, one)


def _record(
    session: Session, action: str, one: Experiment, *, actor: Actor | None, now: datetime
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="experiment",
        subject_id=one.id,
        topic=one.topic.value,
    )
