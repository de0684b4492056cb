"""Which paid months somebody should look at, and for which reason."""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from savings_app.cases.models import Case
from savings_app.data_updates.kinds import Answer
from savings_app.data_updates.models import DataUpdateLine
from savings_app.deaths.kinds import DeathState
from savings_app.deaths.models import DeathNotice
from savings_app.imports.models import ImportBatch
from savings_app.registry.models import Contribution, Participant
from savings_app.registry.queries.contributions import found_ones_that_count
from savings_app.registry.queries.merged import (
    is_in_two_records,
    is_record,
    merged_pairs,
    other_records,
    person_of,
    stands_alone,
)


class Reason(StrEnum):
    """Why a paid month should be looked at."""

    AFTER_DEATH = "sesudah_meninggal"
    TWICE = "dua_kali"
    AFTER_STOP = "sesudah_berhenti"


def payment_marks() -> Select[*tuple[Any, ...]]:
    """(contribution, reason, day of death, first payer): one row for each reason of each month.

    `month` is a first day, so a month is after the one of the death exactly when it is later than
    the day of death itself; and a month is stopped when it begins on or after the stop.
    """
    nothing, nobody = type_coerce(null(), Date), type_coerce(null(), String)

    def of(reason: Reason, died: Any, also: Any) -> list[Any]:
        return [
            Contribution.id.label("of"),
            literal(reason.value, String).label("reason"),
            died.label("died_on"),
            also.label("also"),
        ]

    by_case = (
        select(*of(Reason.AFTER_DEATH, Case.died_on, nobody))
        .select_from(Contribution)
        .join(Case, Contribution.month > Case.died_on)
    )
    by_line = (
        select(*of(Reason.AFTER_DEATH, DataUpdateLine.died_on, nobody))
        .select_from(Contribution)
        .join(DataUpdateLine, Contribution.month > DataUpdateLine.died_on)
        .where(
            DataUpdateLine.answer == Answer.DIED,
            DataUpdateLine.stopped_on.is_not(None),
            DataUpdateLine.reversed_at.is_(None),
        )
    )
    by_notice = (
        select(*of(Reason.AFTER_DEATH, DeathNotice.died_on, nobody))
        .select_from(Contribution)
        .join(DeathNotice, Contribution.month > DeathNotice.died_on)
        .where(
            DeathNotice.match_confirmed,
            DeathNotice.state == DeathState.NO_CASE,  # with a case, the case says the day
        )
    )
    stopped = (
        select(*of(Reason.AFTER_STOP, nothing, nobody))
        .select_from(Contribution)
        .join(Participant, Contribution.month >= Participant.stopped_on)
        .where(Participant.stopped_on.is_not(None), stands_alone())
    )
    return union_all(  # type: ignore[return-value]
        *_both(by_case, Case.participant_id),
        *_both(by_line, DataUpdateLine.participant_id),
        *_both(by_notice, DeathNotice.participant_id),
        *_both(stopped, Participant.id),
        _twice(nothing),
        _twice_in_two_records(nothing),
    )


def _both(statement: Select[*tuple[Any, ...]], whose: Any) -> list[Select[*tuple[Any, ...]]]:
    """Months in the record a fact hangs on, and those in another record of the same person."""
    counts, of_one = found_ones_that_count(), other_records()
    theirs = statement.join(of_one, _few(of_one.c.other_id) == Contribution.participant_id)
    return [
        statement.where(_few(whose) == Contribution.participant_id, counts),
        theirs.where(whose == of_one.c.one_id, counts),
    ]


def _few(column: Any) -> ColumnElement[Any]:
    """The same value, which no index finds: there are few of these and a million months, so months
    are looked up for these and never these for every month.
    """
    return func.coalesce(column, column)


def _twice(nothing: Any) -> Select[*tuple[Any, ...]]:
    """Every payment of a month but the first: by the list that was applied first."""
    doubled = (
        select(Contribution.participant_id, Contribution.month)
        .where(found_ones_that_count())
        .group_by(Contribution.participant_id, Contribution.month)
        .having(func.count() > 1)
        .subquery()
    )
    of_doubled = (doubled.c.participant_id == Contribution.participant_id) & (
        doubled.c.month == Contribution.month
    )
    return _after_the_first(
        select(*_ranked(Contribution.participant_id))
        .join(doubled, of_doubled)
        .where(~is_in_two_records()),
        nothing,
    )


def _twice_in_two_records(nothing: Any) -> Select[*tuple[Any, ...]]:
    """The same of people with two records, whose months are read together."""
    pairs = merged_pairs("of_twice")
    return _after_the_first(
        select(*_ranked(person_of(pairs)))
        .outerjoin(pairs, is_record(pairs))
        .where(is_in_two_records()),
        nothing,
    )


def _ranked(whose: ColumnElement[UUID] | InstrumentedAttribute[UUID]) -> list[Any]:
    window = {
        "partition_by": (whose, Contribution.month),
        "order_by": (ImportBatch.applied_at, Contribution.occurrence, Contribution.id),
    }
    return [
        Contribution.id,
        func.row_number().over(**window).label("turn"),  # type: ignore[arg-type]
        func.first_value(Contribution.payer).over(**window).label("first"),  # type: ignore[arg-type]
    ]


def _after_the_first(statement: Select[*tuple[Any, ...]], nothing: Any) -> Select[Any, Any, Any]:
    ranked = (
        statement.join(ImportBatch, ImportBatch.id == Contribution.batch_id)
        .where(found_ones_that_count())
        .subquery()
    )
    return select(
        ranked.c.id.label("of"),
        literal(Reason.TWICE.value, String).label("reason"),
        nothing.label("died_on"),
        type_coerce(ranked.c.first, String).label("also"),
    ).where(ranked.c.turn > 1)
