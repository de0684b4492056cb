"""Which wording a message is written in: drawn once for a family, and kept.

Nothing but the wording of the topics of the closed list can be asked for here, and the answer is a
wording: there is no way from here to an amount, a claim or a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import SystemRandom
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.db import take_turn
from savings_app.experiments.actions.writing import EXPERIMENT_LINE
from savings_app.experiments.kinds import Topic, Variant
from savings_app.experiments.models import Experiment, ExperimentAssignment
from savings_app.experiments.queries.running import list_joined, list_running
from savings_app.experiments.rules import Wording, check_topic, draw
from savings_app.regions.rules import is_within


@dataclass(frozen=True, slots=True)
class Drawn:
    """The experiment a message belongs to; `wording` is None where it is the ordinary one."""

    experiment_id: UUID
    wording: Wording | None


def draw_wordings(
    session: Session, *, asked: Mapping[UUID, str], today: date, now: datetime
) -> dict[UUID, Drawn]:
    """For recipients who are about to be reminded, by topic: those who take part, and in what.

    Whoever is not in the answer reads the ordinary wording. Where nothing runs this is one
    statement. A family has one wording in an experiment, whoever of it is written to, and however
    often.

    Raises:
        TopicNotAllowed: this topic never varies.
    """
    topics = {recipient: check_topic(topic) for recipient, topic in asked.items()}
    if not topics:
        return {}
    running = list_running(session, today=today, topics=set(topics.values()))
    if not running:
        return {}
    joined = list_joined(session, recipients=topics)
    if not joined:
        return {}
    # One draws after the other: a block is filled in turn.
    take_turn(session, line=EXPERIMENT_LINE)
    kept = _kept(session, [one.id for one in running])
    drawn: dict[UUID, Drawn] = {}
    for recipient, (case_id, region) in joined.items():
        one = _running_for(running, topics[recipient], region)
        if one is None:
            continue
        of_experiment = kept[one.id]
        if case_id not in of_experiment:
            of_experiment[case_id] = _assign(
                session,
                one,
                case_id=case_id,
                given=Counter(of_experiment.values()),
                at=(today, now),
            )
        drawn[recipient] = Drawn(one.id, one.wording_of(of_experiment[case_id]))
    session.flush()
    return drawn


def _running_for(running: Sequence[Experiment], topic: Topic, region: str) -> Experiment | None:
    return next(
        (one for one in running if one.topic is topic and is_within(region, one.region_code)), None
    )


def _kept(session: Session, experiments: Sequence[UUID]) -> dict[UUID, dict[UUID, Variant]]:
    kept: dict[UUID, dict[UUID, Variant]] = {one: {} for one in experiments}
    rows = session.execute(
        select(
            ExperimentAssignment.experiment_id,
            ExperimentAssignment.case_id,
            ExperimentAssignment.variant,
        ).where(ExperimentAssignment.experiment_id.in_(experiments))
    )
    for experiment_id, case_id, variant in rows:
        kept[experiment_id][case_id] = variant
    return kept


def _assign(
    session: Session,
    one: Experiment,
    *,
    case_id: UUID,
    given: Mapping[Variant, int],
    at: tuple[date, datetime],
) -> Variant:
    variant = draw(given, variants=one.variants, by=SystemRandom())
    session.add(
        ExperimentAssignment(
            experiment_id=one.id,
            case_id=case_id,
            variant=variant,
            assigned_on=at[0],
            assigned_at=at[1],
        )
    )
    return variant
