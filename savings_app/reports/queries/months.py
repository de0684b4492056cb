"""A month's figures as they are known now, and those of closed months as they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, extract, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from savings_app.actors import Actor, Permission
from savings_app.cases.kinds import ComplaintAbout, PayoutKind
from savings_app.cases.models import Case, Claim, Complaint, Payout
from savings_app.cases.queries.facts import as_rupiah
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.errors import NotFound, NotPermitted
from savings_app.money import ZERO, Rupiah
from savings_app.regions.models import Region
from savings_app.regions.queries import lies_within
from savings_app.registry.models import Category
from savings_app.registry.rules import Payer
from savings_app.reports.models import ClosedMonth
from savings_app.reports.month_rules import (
    DECEMBER,
    Figures,
    Late,
    Line,
    begins_at,
    median_days,
    month_of,
    next_month,
    read,
)

DISTRICT_CODE = 8  # letters of "75.03.11"
Counts = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A line of the list of months; `closed` is the closing in force, or None."""

    month: date
    happened: int
    recorded: int
    closed: ClosedMonth | None


def check_may_read(actor: Actor) -> None:
    """
    Raises:
        NotPermitted
    """
    if not actor.may(Permission.OVERVIEW_READ) or actor.region is None:
        raise NotPermitted


def count_month(session: Session, *, actor: Actor, month: date) -> Figures:
    """The figures of the actor's region as they are known now, in nine statements.

    Raises:
        NotPermitted
    """
    check_may_read(actor)
    first, end = month_of(month), next_month(month)
    scope = cases_seen_by(actor)
    happened = and_(Case.died_on >= first, Case.died_on < end)
    recorded = and_(Case.opened_on >= first, Case.opened_on < end)
    rows = session.execute(
        select(
            Case.region_code,
            Case.category,
            Case.payer,
            func.count(case((happened, 1))).label("happened"),
            func.count(case((recorded, 1))).label("recorded"),
        )
        .where(scope, or_(happened, recorded))
        .group_by(Case.region_code, Case.category, Case.payer)
    ).all()
    villages = _summed((row.region_code, row.happened, row.recorded) for row in rows)
    districts = _summed((code[:DISTRICT_CODE], was, written) for code, was, written in villages)
    categories = _summed((row.category, row.happened, row.recorded) for row in rows)
    payers = _summed((row.payer.value, row.happened, row.recorded) for row in rows)
    places = _names(session, Region.code, Region.name, [*villages, *districts])
    kinds = _names(session, Category.code, Category.name, categories)
    paid, spans = _paid(session, scope, first, end)
    return Figures(
        month=first,
        happened=sum(was for _code, was, _written in villages),
        recorded=sum(written for _code, _was, written in villages),
        late=_late(session, scope, recorded, first),
        districts=_lines(districts, places),
        villages=_lines(villages, places),
        categories=_lines(categories, kinds),
        payers=_lines(payers, {payer.value: payer.value for payer in Payer}),
        claims_filed=_count_claims(session, scope, Claim.filed_on, first, end),
        claims_recorded=_count_claims(
            session, scope, Claim.recorded_at, begins_at(first), begins_at(end)
        ),
        paid=len(paid),
        paid_recorded=_count_recorded(session, scope, first, end),
        paid_amount=sum((amount for _case, amount in paid), ZERO),
        days_to_pay=median_days(spans),
        overdue=_count_overdue(session, scope, end),
        complaints=_count_complaints(session, actor, first, end),
    )


def list_months(session: Session, *, actor: Actor, year: int, today: date) -> Sequence[MonthRow]:
    """The months of a year up to today's, the latest first, in three statements.

    A closed month has the figures it was closed with, as its report has.

    Raises:
        NotPermitted
    """
    check_may_read(actor)
    last = DECEMBER if year < today.year else today.month if year == today.year else 0
    happened = _by_month(session, actor, Case.died_on, year)
    recorded = _by_month(session, actor, Case.opened_on, year)
    closings = {
        row.month: row
        for row in session.scalars(
            _closings(actor).where(
                ClosedMonth.month >= date(year, 1, 1), ClosedMonth.month <= date(year, 12, 1)
            )
        )
        if row.reopened_at is None
    }
    rows = []
    for number in range(last, 0, -1):
        closed = closings.get(date(year, number, 1))
        kept = read(closed.figures) if closed else None
        rows.append(
            MonthRow(
                month=date(year, number, 1),
                happened=kept.happened if kept else happened.get(number, 0),
                recorded=kept.recorded if kept else recorded.get(number, 0),
                closed=closed,
            )
        )
    return rows


def first_year(session: Session, *, actor: Actor, today: date) -> int:
    """The year of the earliest death of the actor's region, for the way back."""
    earliest = session.scalar(select(func.min(Case.died_on)).where(cases_seen_by(actor)))
    return earliest.year if earliest else today.year


def list_closings(session: Session, *, actor: Actor, month: date) -> Sequence[ClosedMonth]:
    """Every closing of the month, the latest first; an earlier one was reopened."""
    return session.scalars(
        _closings(actor)
        .where(ClosedMonth.month == month_of(month))
        .order_by(ClosedMonth.number.desc())
    ).all()


def find_closing_in_force(session: Session, *, actor: Actor, month: date) -> ClosedMonth | None:
    """The closing that holds, None while the month is open."""
    closings = list_closings(session, actor=actor, month=month)
    return closings[0] if closings and closings[0].reopened_at is None else None


def get_closing(session: Session, *, actor: Actor, month: date, number: int) -> ClosedMonth:
    """
    Raises:
        NotFound
    """
    for row in list_closings(session, actor=actor, month=month):
        if row.number == number:
            return row
    raise NotFound


def list_recorded_since(
    session: Session, *, actor: Actor, closing: ClosedMonth
) -> Sequence[tuple[date, int]]:
    """(month of recording, deaths): of this month, recorded after it was closed."""
    first, end = closing.month, next_month(closing.month)
    rows = session.execute(
        select(extract("year", Case.opened_on), extract("month", Case.opened_on), func.count())
        .where(
            cases_seen_by(actor),
            Case.died_on >= first,
            Case.died_on < end,
            Case.opened_at > closing.closed_at,
        )
        .group_by(extract("year", Case.opened_on), extract("month", Case.opened_on))
    )
    return sorted((date(int(year), int(month), 1), count) for year, month, count in rows)


def _closings(actor: Actor) -> Select[ClosedMonth]:
    check_may_read(actor)
    return select(ClosedMonth).where(ClosedMonth.region_code == actor.region)


def _by_month(
    session: Session, actor: Actor, column: InstrumentedAttribute[date], year: int
) -> dict[int, int]:
    rows = session.execute(
        select(extract("month", column), func.count())
        .where(cases_seen_by(actor), column >= date(year, 1, 1), column < date(year + 1, 1, 1))
        .group_by(extract("month", column))
    )
    return {int(month): count for month, count in rows}


def _summed(rows: Iterable[Counts]) -> list[Counts]:
    """The rows of each code together, in the order of the codes, which ranks nothing."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for code, was, written in rows:
        sums[code][0] += was
        sums[code][1] += written
    return [(code, *counts) for code, counts in sorted(sums.items())]  # type: ignore[misc]


def _names(
    session: Session,
    code: InstrumentedAttribute[str],
    name: InstrumentedAttribute[str],
    counted: Sequence[Counts],
) -> dict[str, str]:
    rows = session.execute(select(code, name).where(code.in_([one[0] for one in counted])))
    return {row[0]: row[1] for row in rows}


def _lines(counted: Sequence[Counts], names: dict[str, str]) -> tuple[Line, ...]:
    return tuple(Line(code, names.get(code, code), was, written) for code, was, written in counted)


def _late(
    session: Session, scope: ColumnElement[bool], recorded: ColumnElement[bool], first: date
) -> tuple[Late, ...]:
    year, month = extract("year", Case.died_on), extract("month", Case.died_on)
    rows = session.execute(
        select(year, month, func.count())
        .where(scope, recorded, Case.died_on < first)
        .group_by(year, month)
    )
    found = [Late(date(int(row[0]), int(row[1]), 1), row[2]) for row in rows]
    return tuple(sorted(found, key=lambda late: late.month))


def _count_claims(
    session: Session,
    scope: ColumnElement[bool],
    column: InstrumentedAttribute[Any],
    first: object,
    end: object,
) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(Claim)
            .join(Case, Case.id == Claim.case_id)
            .where(scope, column >= first, column < end)
        )
        or 0
    )


def _paid(
    session: Session, scope: ColumnElement[bool], first: date, end: date
) -> tuple[list[tuple[UUID, Rupiah]], list[tuple[date, date]]]:
    """Cases paid in the month with their amount; and from which claim to which payment."""
    rows = session.execute(
        select(
            Payout.case_id,
            func.sum(Payout.amount).label("amount"),
            func.min(Payout.paid_on).label("paid_on"),
        )
        .join(Case, Case.id == Payout.case_id)
        .where(
            scope,
            Payout.kind == PayoutKind.BENEFIT,
            Payout.paid_on >= first,
            Payout.paid_on < end,
        )
        .group_by(Payout.case_id)
        .having(func.sum(Payout.amount) > ZERO)
    ).all()
    filed = {
        row.case_id: row.filed_on
        for row in session.execute(
            select(Claim.case_id, func.max(Claim.filed_on).label("filed_on"))
            .where(Claim.case_id.in_([row.case_id for row in rows]), Claim.returned_on.is_(None))
            .group_by(Claim.case_id)
        )
    }
    spans = [
        (filed[row.case_id], row.paid_on)
        for row in rows
        if row.case_id in filed and filed[row.case_id] <= row.paid_on
    ]
    return [(row.case_id, as_rupiah(row.amount)) for row in rows], spans


def _count_recorded(session: Session, scope: ColumnElement[bool], first: date, end: date) -> int:
    return (
        session.scalar(
            select(func.count(Payout.case_id.distinct()))
            .join(Case, Case.id == Payout.case_id)
            .where(
                scope,
                Payout.kind == PayoutKind.BENEFIT,
                Payout.reverses_id.is_(None),
                Payout.recorded_at >= begins_at(first),
                Payout.recorded_at < begins_at(end),
            )
        )
        or 0
    )


def _count_overdue(session: Session, scope: ColumnElement[bool], end: date) -> int:
    """Claims due by the month's end, not returned by then, with nothing paid by then."""
    paid = exists().where(
        Payout.case_id == Claim.case_id,
        Payout.kind == PayoutKind.BENEFIT,
        Payout.paid_on < end,
    )
    return (
        session.scalar(
            select(func.count())
            .select_from(Claim)
            .join(Case, Case.id == Claim.case_id)
            .where(
                scope,
                Claim.due_on < end,
                or_(Claim.returned_on.is_(None), Claim.returned_on >= end),
                ~paid,
            )
        )
        or 0
    )


def _count_complaints(session: Session, actor: Actor, first: date, end: date) -> int:
    """Those of the region, with a case or without one; about staff is nobody's figure."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Complaint)
            .where(
                lies_within(Complaint.region_code, actor.region or "-"),
                Complaint.about != ComplaintAbout.STAFF,
                Complaint.opened_at >= begins_at(first),
                Complaint.opened_at < begins_at(end),
            )
        )
        or 0
    )
