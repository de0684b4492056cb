"""Which paid months somebody should look at, and for which reason."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import Date, Select, String, func, literal, null, select, type_coerce, union_all

from savings_app.cases.models import Case
from savings_app.data_updates.kinds import Answer
from savings_app.data_updates.models import DataUpdateLine
from savings_app.deaths.kinds import DeathState
from savings_app.deaths.models import DeathNotice
from savings_app.imports.models import ImportBatch
from savings_app.registry.models import Contribution, Participant
from savings_app.registry.queries import contributions_that_count


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

    counts = contributions_that_count()
    by_case = (
        select(*of(Reason.AFTER_DEATH, Case.died_on, nobody))
        .join(Case, Case.participant_id == Contribution.participant_id)
        .where(Contribution.month > Case.died_on, counts)
    )
    by_line = (
        select(*of(Reason.AFTER_DEATH, DataUpdateLine.died_on, nobody))
        .join(DataUpdateLine, DataUpdateLine.participant_id == Contribution.participant_id)
        .where(
            DataUpdateLine.answer == Answer.DIED,
            DataUpdateLine.stopped_on.is_not(None),
            DataUpdateLine.reversed_at.is_(None),
            Contribution.month > DataUpdateLine.died_on,
            counts,
        )
    )
    by_notice = (
        select(*of(Reason.AFTER_DEATH, DeathNotice.died_on, nobody))
        .join(DeathNotice, DeathNotice.participant_id == Contribution.participant_id)
        .where(
            DeathNotice.match_confirmed,
            DeathNotice.state == DeathState.NO_CASE,  # with a case, the case says the day
            Contribution.month > DeathNotice.died_on,
            counts,
        )
    )
    stopped = (
        select(*of(Reason.AFTER_STOP, nothing, nobody))
        .join(Participant, Participant.id == Contribution.participant_id)
        .where(Contribution.month >= Participant.stopped_on, counts)
    )
    return union_all(by_case, by_line, by_notice, stopped, _twice(nothing))  # type: ignore[return-value]


def _twice(nothing: Any) -> Select[*tuple[Any, ...]]:
    """Every payment of a month but the first: by the list that was applied first."""
    doubled = (
        select(Contribution.participant_id, Contribution.month)
        .where(contributions_that_count())
        .group_by(Contribution.participant_id, Contribution.month)
        .having(func.count() > 1)
        .subquery()
    )
    window = {
        "partition_by": (Contribution.participant_id, Contribution.month),
        "order_by": (ImportBatch.applied_at, Contribution.occurrence, Contribution.id),
    }
    ranked = (
        select(
            Contribution.id,
            func.row_number().over(**window).label("turn"),  # type: ignore[arg-type]
            func.first_value(Contribution.payer).over(**window).label("first"),  # type: ignore[arg-type]
        )
        .join(
            doubled,
            (doubled.c.participant_id == Contribution.participant_id)
            & (doubled.c.month == Contribution.month),
        )
        .join(ImportBatch, ImportBatch.id == Contribution.batch_id)
        .where(contributions_that_count())
        .subquery()
    )
    return select(
        ranked.c.id.label("of"),
        literal(Reason.TWICE.value, String).label("reason"),
        nothing.label("died_on"),
        type_coerce(ranked.c.first, String).label("also"),
    ).where(ranked.c.turn > 1)
