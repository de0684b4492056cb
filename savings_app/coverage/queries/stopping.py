"""What a stop would mean for families: people covered, and months toward the scholarship."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    Subquery,
    and_,
    case,
    extract,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.coverage.queries.covered import paid_for_in, people_seen_by
from savings_app.policy.rules import parameter
from savings_app.registry.coverage_rules import MONTHS_A_YEAR
from savings_app.registry.known_deaths import is_known_dead
from savings_app.registry.models import Contribution, Participant
from savings_app.registry.queries import contributions_that_count
from savings_app.registry.queries.merged import (
    is_in_two_records,
    is_record,
    merged_pairs,
    person_of,
)
from savings_app.registry.rules import Payer

SOONER, LATER = 6, 12  # months ahead in which somebody would reach the scholarship


@dataclass(frozen=True, slots=True)
class StopGroup:
    """People of one desa and payer who are covered in the last month before the stop.

    `short` of them have fewer months than the scholarship asks, `short_months` together;
    `reach_sooner` would have enough within 6 months more, `reach_later` within 12.
    """

    region_code: str
    payer: Payer
    people: int
    short: int
    short_months: int
    reach_sooner: int
    reach_later: int


def scholarship_months(on: date) -> int:
    """How many months a JKM death on that day needs for the scholarship.

    Raises:
        NotYetInForce
    """
    return parameter("scholarship_months").on(on).amount


def count_stop(
    session: Session, *, actor: Actor, last_month: date, needed: int, payer: Payer | None
) -> Sequence[StopGroup]:
    """By desa and payer, in one statement: the living, since a stop takes nothing from the dead.

    Months are counted as for one person: see `registry.coverage_rules`; rows decide unless they
    begin too late for what is stated.
    """
    person = _months_of_everybody(last_month).subquery()
    months = person.c.months
    rows = session.execute(
        select(
            Participant.region_code,
            person.c.payer,
            func.count(),
            func.sum(case((months < needed, 1), else_=0)),
            func.sum(case((months < needed, months), else_=0)),
            *(
                func.sum(case((and_(months < needed, months + ahead >= needed), 1), else_=0))
                for ahead in (SOONER, LATER)
            ),
        )
        .join(person, person.c.participant_id == Participant.id)
        .where(
            people_seen_by(actor),
            not_(is_known_dead()),
            *([person.c.payer == payer] if payer else []),
        )
        .group_by(Participant.region_code, person.c.payer)
        .order_by(Participant.region_code, person.c.payer)
    )
    return [
        StopGroup(code, Payer(paid_by), *(int(figure) for figure in figures))
        for code, paid_by, *figures in rows
    ]


def _months_of_everybody(last_month: date) -> Select[Any, Any, Any]:
    """(participant_id, payer of the last month, months) of those paid for in that month."""
    now, since = paid_for_in(last_month), _months_in_rows(last_month)
    stated = Participant.months_contributed
    span = literal(_month_number(last_month)) - _number(since.c.first) + 1
    rows_decide = or_(
        stated.is_(None),
        span >= stated,
        stated <= since.c.rows,
        _number(since.c.first) <= _number(Participant.member_since),
    )
    return (
        select(
            now.c.participant_id,
            now.c.payer,
            case((rows_decide, since.c.rows), else_=stated).label("months"),
        )
        .join(since, since.c.participant_id == now.c.participant_id)
        .join(Participant, Participant.id == now.c.participant_id)
    )


def _months_in_rows(last_month: date) -> Subquery:
    """(participant_id, rows, first): of nearly everybody from the index of one record; of the few
    with two records together, so that a month in both is one.
    """
    counts = (Contribution.month <= last_month, contributions_that_count())
    figures = (
        func.count(Contribution.month.distinct()).label("rows"),
        func.min(Contribution.month).label("first"),
    )
    pairs = merged_pairs("of_months")
    person = person_of(pairs).label("participant_id")
    of_one = (
        select(Contribution.participant_id, *figures)
        .where(*counts, ~is_in_two_records())
        .group_by(Contribution.participant_id)
    )
    of_two = (
        select(person, *figures)
        .outerjoin(pairs, is_record(pairs))
        .where(*counts, is_in_two_records())
        .group_by(person)
    )
    return union_all(of_one, of_two).subquery()


def _month_number(month: date) -> int:
    return month.year * MONTHS_A_YEAR + month.month


def _number(
    month: SQLColumnExpression[date] | SQLColumnExpression[date | None],
) -> ColumnElement[int]:
    return extract("year", month) * MONTHS_A_YEAR + extract("month", month)
