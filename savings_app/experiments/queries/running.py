"""What runs on a day: for whoever writes a message, and for a family that is asked to join."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.models import Case, Heir
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import live_consent
from savings_app.experiments.kinds import ExperimentState, Topic
from savings_app.experiments.models import Experiment
from savings_app.regions.rules import is_within


@dataclass(frozen=True, slots=True)
class Study:
    """What a family reads of it before it says yes or no."""

    ethics_number: str
    ethics_body: str
    ethics_on: date
    ends_on: date


def is_running(today: date) -> ColumnElement[bool]:
    """A condition on `Experiment`: begun, and today lies between its days."""
    return and_(
        Experiment.state == ExperimentState.RUNNING,
        Experiment.starts_on <= today,
        Experiment.ends_on >= today,
    )


def list_running(
    session: Session, *, today: date, topics: Collection[Topic]
) -> Sequence[Experiment]:
    """Those that run for these topics, wherever; usually none."""
    return session.scalars(
        select(Experiment)
        .where(is_running(today), Experiment.topic.in_(topics))
        .order_by(Experiment.started_at)
    ).all()


def list_joined(session: Session, *, recipients: Collection[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Of these recipients, those who agreed to take part: their case and its region."""
    rows = session.execute(
        select(Heir.id, Heir.case_id, Case.region_code)
        .join(Case, Case.id == Heir.case_id)
        .where(Heir.id.in_(recipients), live_consent(ConsentKind.LEARN))
        .order_by(Heir.id)
    )
    return {heir: (case, region) for heir, case, region in rows}


def list_studies(session: Session, *, actor: Actor, today: date) -> Sequence[Study]:
    """What runs where this family lives: without any, it is not asked to take part."""
    region = session.scalar(select(Case.region_code).where(Case.id == actor.case_id))
    running = list_running(session, today=today, topics=tuple(Topic))
    return [
        Study(one.ethics_number, one.ethics_body, one.ethics_on, one.ends_on)
        for one in running
        if region is not None
        and is_within(region, one.region_code)
        and one.ethics_number
        and one.ethics_body
        and one.ethics_on
    ]
