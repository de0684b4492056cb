"""Experiments as staff of the region see them. Nobody reads which family got which wording."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.errors import NotFound
from savings_app.experiments.kinds import ExperimentState, Topic
from savings_app.experiments.models import Experiment
from savings_app.paging import Order, Page, Place, Sorting, iterate_list, list_page
from savings_app.regions.queries import lies_within

SORTING = Sorting(
    id=Experiment.id,
    by={
        "starts": (Experiment.starts_on,),
        "name": (Experiment.name,),
        "topic": (Experiment.topic,),
        "state": (Experiment.state,),
        "families": (Experiment.families,),
    },
    default=Order("starts", descending=True),
)


@dataclass(frozen=True, slots=True)
class ExperimentFilter:
    """None leaves it wide."""

    state: ExperimentState | None = None
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class ExperimentRow:
    """A line of the list."""

    id: UUID
    name: str
    topic: Topic
    state: ExperimentState
    families: int
    wordings: int
    starts_on: date
    ends_on: date
    ethics_number: str | None


def experiments_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Experiment`: those of the region of whoever reads the overview."""
    if actor.region is None or not actor.may(Permission.OVERVIEW_READ):
        return false()
    return lies_within(Experiment.region_code, actor.region)


def list_experiments(
    session: Session,
    *,
    actor: Actor,
    wanted: ExperimentFilter,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[ExperimentRow]:
    """A page of them, the latest first day on top unless another `order` is wanted."""
    page = list_page(session, _rows(actor, wanted), sorting=SORTING, order=order, place=place)
    return page.of([_row(row) for row in page.rows])


def iterate_experiments(
    session: Session, *, actor: Actor, wanted: ExperimentFilter, order: Order | None = None
) -> Iterator[ExperimentRow]:
    """All of them in the order of the list, for an export."""
    for row in iterate_list(session, _rows(actor, wanted), sorting=SORTING, order=order):
        yield _row(row)


def get_experiment(session: Session, *, actor: Actor, experiment_id: UUID) -> Experiment:
    """
    Raises:
        NotFound: no such experiment, or of another region.
    """
    found = session.scalar(
        select(Experiment).where(Experiment.id == experiment_id, experiments_seen_by(actor))
    )
    if found is None:
        raise NotFound
    return found


def _rows(actor: Actor, wanted: ExperimentFilter) -> Select[*tuple[Any, ...]]:
    statement = select(Experiment).where(experiments_seen_by(actor))
    if wanted.state is not None:
        statement = statement.where(Experiment.state == wanted.state)
    if wanted.topic is not None:
        statement = statement.where(Experiment.topic == wanted.topic)
    return statement


def _row(row: Row[*tuple[Any, ...]]) -> ExperimentRow:
    one: Experiment = row[0]
    return ExperimentRow(
        id=one.id,
        name=one.name,
        topic=one.topic,
        state=one.state,
        families=one.families,
        wordings=len(one.variants),
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        ethics_number=one.ethics_number,
    )
