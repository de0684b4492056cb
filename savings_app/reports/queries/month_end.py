"""What is still open before a month is closed: shown, and no condition of closing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.kinds import ComplaintState, Stage
from savings_app.cases.models import Case
from savings_app.cases.queries.complaints import count_complaints
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.cases.queries.visits import count_unsigned_visits
from savings_app.corrections.kinds import CorrectionState
from savings_app.corrections.queries.listing import CorrectionFilter, count_corrections
from savings_app.deaths.queries.listing import count_waiting
from savings_app.imports.kinds import BatchState
from savings_app.imports.models import ImportBatch
from savings_app.regions.queries import lies_within
from savings_app.reports.month_rules import next_month

_WAITING = (BatchState.READING, BatchState.STAGED, BatchState.APPLYING)


class Waiting(StrEnum):
    """A kind of work that would change the month's figures once it is done."""

    IMPORTS = "impor"
    DEATHS = "kematian"
    CLAIMS = "klaim_siap"
    OVERDUE = "lewat_batas"
    CORRECTIONS = "perbaikan"
    COMPLAINTS = "laporan"
    SIGNATURES = "tanda_tangan"


@dataclass(frozen=True, slots=True)
class Open:
    """How much of it waits now."""

    kind: Waiting
    count: int


def list_open(session: Session, *, actor: Actor, month: date) -> Sequence[Open]:
    """What waits in the actor's region, each kind in one statement, nothing left out at zero."""
    end = next_month(month)
    counts = {
        Waiting.IMPORTS: _count_imports(session, actor),
        Waiting.DEATHS: count_waiting(session, actor=actor),
        Waiting.CLAIMS: _count_cases(session, actor, Case.stage == Stage.READY),
        Waiting.OVERDUE: _count_cases(session, actor, Case.due_on < end),
        Waiting.CORRECTIONS: count_corrections(
            session, actor=actor, wanted=CorrectionFilter(state=CorrectionState.REQUESTED)
        ),
        Waiting.COMPLAINTS: count_complaints(
            session, actor=actor, about_staff=False, state=ComplaintState.OPEN
        ),
        Waiting.SIGNATURES: count_unsigned_visits(session, actor=actor),
    }
    return [Open(kind, counts[kind]) for kind in Waiting]


def _count_imports(session: Session, actor: Actor) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(ImportBatch)
            .where(
                lies_within(ImportBatch.region_code, actor.region or "-"),
                ImportBatch.state.in_(_WAITING),
            )
        )
        or 0
    )


def _count_cases(session: Session, actor: Actor, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(cases_seen_by(actor), *conditions)) or 0
