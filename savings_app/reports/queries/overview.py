"""The overview of a supervisor: counts and sums, grouped, and never a list of who did better.

By kecamatan a count under five is not shown, so that nobody is recognised in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from savings_app.actors import Actor, Permission
from savings_app.cases.kinds import PlanOutcome, Stage, Turn
from savings_app.cases.models import Case, Heir
from savings_app.cases.queries.facts import as_rupiah
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.consents.queries import staff_see_bank
from savings_app.deposits.kinds import Answer, PledgeKind
from savings_app.deposits.models import BankAnswer, Deposit, Pledge
from savings_app.deposits.queries.scope import is_live, stands
from savings_app.errors import NotPermitted
from savings_app.money import Rupiah
from savings_app.planning.kinds import PlanState
from savings_app.planning.models import Plan
from savings_app.regions.models import Region
from savings_app.reports.rules import SMALLEST_SHOWN, Hidden, shown_counts
from savings_app.support.kinds import ENDS, OPEN_STATES, SupportState, SupportStepKind
from savings_app.support.models import SupportRequest, SupportStep

DISTRICT_CODE = 8  # letters of "75.03.11"
T = TypeVar("T")
_ARRIVED = (Stage.ARRIVED, Stage.FINISHED)


@dataclass(frozen=True, slots=True)
class Plans:
    """How recipients ended their plan. "Belum sekarang" is as finished as any other."""

    agreed: int
    not_now: int
    open: int
    assisted: int  # of the finished ones, made with staff at the device

    @property
    def finished(self) -> int:
        return self.agreed + self.not_now


@dataclass(frozen=True, slots=True)
class Pledges:
    """Live pledges, and what banks said of those whose recipient lets staff see it (3, 4)."""

    count: int
    amount: Rupiah
    assisted: int
    seen: int
    left_out: int
    still_there: int
    still_there_amount: Rupiah
    paid_in: int
    paid_in_amount: Rupiah

    @property
    def still_there_shown(self) -> Rupiah | Hidden | None:
        """What banks said is still there; None where none of them may be looked at."""
        return self._shown(self.still_there, self.still_there_amount)

    @property
    def paid_in_shown(self) -> Rupiah | Hidden | None:
        """What was paid into other accounts, by the bank's lines; None as above."""
        return self._shown(self.paid_in, self.paid_in_amount)

    def _shown(self, count: int, amount: Rupiah) -> Rupiah | Hidden | None:
        if not self.seen:
            return None
        # A sum of so few would show somebody's own money.
        return Hidden.FEW if 0 < count < SMALLEST_SHOWN else amount


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """One kecamatan, its counts as they may be shown; see `rules.shown_counts`."""

    code: str
    name: str
    cases: int | Hidden
    arrived: int | Hidden
    finished: int | Hidden


@dataclass(frozen=True, slots=True)
class Overview:
    """`late`: cases BPJS should have paid by now. `arrived`: the family said all of it came.

    `support`: requests for help by where they stand; of those that ended, by what came of them.
    """

    cases: int
    stages: tuple[tuple[Stage, int], ...]
    turns: tuple[tuple[Turn, int], ...]
    late: int
    arrived: int
    plans: Plans
    pledges: Pledges
    support: tuple[tuple[SupportState | SupportStepKind, int], ...]
    districts: Sequence[DistrictRow]


def get_overview(
    session: Session, *, actor: Actor, today: date, year: int | None = None
) -> Overview:
    """The overview of the actor's region, of all years or of the cases opened in one; 8 queries.

    Raises:
        NotPermitted
    """
    if not actor.may(Permission.OVERVIEW_READ):
        raise NotPermitted
    scope = cases_seen_by(actor)
    if year is not None:
        scope = and_(scope, Case.year == year)
    stages = _counted(session, Case.stage, scope)
    turns = _counted(session, Case.turn, scope)
    late = session.scalar(select(func.count()).where(scope, Case.due_on < today)) or 0
    return Overview(
        cases=sum(stages.values()),
        stages=tuple((stage, stages.get(stage, 0)) for stage in Stage),
        turns=tuple((turn, turns.get(turn, 0)) for turn in Turn),
        late=late,
        arrived=sum(stages.get(stage, 0) for stage in _ARRIVED),
        plans=_plans(session, scope),
        pledges=_pledges(session, scope),
        support=_support(session, scope),
        districts=_districts(session, scope),
    )


def list_years(session: Session, *, actor: Actor) -> Sequence[int]:
    """The years cases of the actor's region were opened in, the latest first."""
    return session.scalars(
        select(Case.year).distinct().where(cases_seen_by(actor)).order_by(Case.year.desc())
    ).all()


def _counted(
    session: Session, column: InstrumentedAttribute[T], scope: ColumnElement[bool]
) -> dict[T, int]:
    rows = session.execute(select(column, func.count()).where(scope).group_by(column))
    return {row[0]: row[1] for row in rows}


def _plans(session: Session, scope: ColumnElement[bool]) -> Plans:
    finished = aliased(Plan)
    row = session.execute(
        select(
            func.count(case((Heir.plan_outcome == PlanOutcome.AGREED, 1))).label("agreed"),
            func.count(case((Heir.plan_outcome == PlanOutcome.NOT_NOW, 1))).label("not_now"),
            func.count(case((Heir.plan_outcome.is_(None), 1))).label("open"),
            func.count(finished.assisted_by).label("assisted"),
        )
        .select_from(Heir)
        .join(Case, Case.id == Heir.case_id)
        .outerjoin(
            finished,
            and_(
                finished.recipient_id == Heir.id,
                finished.state.in_((PlanState.AGREED, PlanState.NOT_NOW)),
            ),
        )
        .where(scope, Heir.is_recipient)
    ).one()
    return Plans(row.agreed, row.not_now, row.open, row.assisted)


def _pledges(session: Session, scope: ColumnElement[bool]) -> Pledges:
    staff_sees = staff_see_bank(of=Pledge.recipient_id)
    live = _live_pledges(scope)
    row = session.execute(
        live.with_only_columns(
            func.count().label("pledges"),
            func.sum(Pledge.amount).label("amount"),
            func.count(Pledge.assisted_by).label("assisted"),
            func.count(case((staff_sees, 1))).label("seen"),
        )
    ).one()
    still_there = session.execute(
        live.with_only_columns(
            func.count().label("pledges"),
            func.sum(_latest(BankAnswer.asked_amount)).label("amount"),
        ).where(
            staff_sees, Pledge.kind == PledgeKind.KEPT, _latest(BankAnswer.answer) == Answer.YES
        )
    ).one()
    paid_in = session.execute(
        live.with_only_columns(
            func.count(Pledge.id.distinct()).label("pledges"),
            func.sum(Deposit.amount).label("amount"),
        )
        .join(Deposit, Deposit.pledge_id == Pledge.id)
        .where(staff_see_bank(of=Pledge.recipient_id, lines=True))
    ).one()
    return Pledges(
        count=row.pledges,
        amount=as_rupiah(row.amount),
        assisted=row.assisted,
        seen=row.seen,
        left_out=row.pledges - row.seen,
        still_there=still_there.pledges,
        still_there_amount=as_rupiah(still_there.amount),
        paid_in=paid_in.pledges,
        paid_in_amount=as_rupiah(paid_in.amount),
    )


def _support(
    session: Session, scope: ColumnElement[bool]
) -> tuple[tuple[SupportState | SupportStepKind, int], ...]:
    """One line for each state and each end, also where it is none."""
    ended = and_(
        SupportStep.request_id == SupportRequest.id,
        SupportRequest.state == SupportState.ENDED,
        SupportStep.kind.in_(ENDS),
    )
    rows = session.execute(
        select(SupportRequest.state, SupportStep.kind, func.count())
        .select_from(SupportRequest)
        .join(Heir, Heir.id == SupportRequest.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .outerjoin(SupportStep, ended)
        .where(scope)
        .group_by(SupportRequest.state, SupportStep.kind)
    )
    counts: dict[SupportState | SupportStepKind, int] = {
        end or state: count for state, end, count in rows
    }
    lines = (*OPEN_STATES, *ENDS, SupportState.WITHDRAWN)
    return tuple((line, counts.get(line, 0)) for line in lines)


def _live_pledges(scope: ColumnElement[bool]) -> Select[Pledge]:
    return (
        select(Pledge)
        .join(Heir, Heir.id == Pledge.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(scope, is_live())
    )


def _latest(column: InstrumentedAttribute[Any]) -> ScalarSelect[Any]:
    """That column of the latest answer that still stands for the pledge."""
    return (
        select(column)
        .where(BankAnswer.pledge_id == Pledge.id, stands())
        .order_by(BankAnswer.on.desc(), BankAnswer.answered_at.desc())
        .limit(1)
        .correlate(Pledge)
        .scalar_subquery()
    )


def _districts(session: Session, scope: ColumnElement[bool]) -> list[DistrictRow]:
    """By the code of the kecamatan, which ranks nothing."""
    district = func.substr(Case.region_code, 1, DISTRICT_CODE)
    rows = session.execute(
        select(
            Region.code,
            Region.name,
            func.count().label("cases"),
            func.count(case((Case.stage.in_(_ARRIVED), 1))).label("arrived"),
            func.count(case((Case.stage == Stage.FINISHED, 1))).label("finished"),
        )
        .select_from(Case)
        .join(Region, Region.code == district)
        .where(scope)
        .group_by(Region.code, Region.name)
        .order_by(Region.code)
    )
    found = rows.all()
    columns = zip(
        shown_counts([row.cases for row in found]),
        shown_counts([row.arrived for row in found]),
        shown_counts([row.finished for row in found]),
        strict=True,
    )
    return [
        DistrictRow(row.code, row.name, *counts) for row, counts in zip(found, columns, strict=True)
    ]
