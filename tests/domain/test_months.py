"""A closed month stays as it was; what is recorded late stands in the month it was recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.kinds import ComplaintAbout
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Case, Claim
from savings_app.errors import Conflict, NotPermitted
from savings_app.money import Rupiah
from savings_app.reports.actions import close_month, reopen_month
from savings_app.reports.models import ClosedMonth
from savings_app.reports.month_rules import (
    Late,
    MonthClosedAlready,
    MonthNotClosed,
    MonthNotOver,
    fingerprint,
    read,
)
from savings_app.reports.queries.month_end import Waiting, list_open
from savings_app.reports.queries.months import (
    count_month,
    list_closings,
    list_months,
    list_recorded_since,
)
from tests.builders import (
    NOW,
    actor_of,
    make_account,
    make_case,
    make_participant,
    make_payout,
    make_recipient,
    make_user,
)
from tests.web.world import some_complaint

OCTOBER = date(2026, 10, 1)
NOVEMBER = date(2026, 11, 1)
TODAY = date(2026, 11, 23)
ELSEWHERE = "75.03.06.2007"


@pytest.fixture
def supervisor(session: Session) -> Actor:
    return actor_of(make_user(session, role=Role.SUPERVISOR))


def death(
    session: Session, died_on: date, opened_on: date, *, region_code: str | None = None
) -> Case:
    participant = (
        make_participant(session, region_code=region_code)
        if region_code
        else make_participant(session)
    )
    case = make_case(session, participant=participant, died_on=died_on)
    case.opened_on = opened_on
    case.opened_at = datetime(opened_on.year, opened_on.month, opened_on.day, 3, tzinfo=UTC)
    session.flush()
    return case


def close(session: Session, actor: Actor, now: datetime, month: date = OCTOBER) -> ClosedMonth:
    return close_month(session, actor=actor, month=month, today=TODAY, now=now)


def test_a_month_counts_by_the_day_it_happened_and_by_the_day_recorded(
    session: Session, supervisor: Actor
) -> None:
    death(session, date(2026, 10, 5), date(2026, 10, 9))
    death(session, date(2026, 9, 30), date(2026, 10, 1), region_code=ELSEWHERE)
    death(session, date(2026, 10, 31), date(2026, 11, 2))

    figures = count_month(session, actor=supervisor, month=OCTOBER)

    assert (figures.happened, figures.recorded) == (2, 2)
    assert figures.late == (Late(date(2026, 9, 1), 1),)
    assert [(d.name, d.happened, d.recorded) for d in figures.districts] == [
        ("Tilongkabila", 0, 1),
        ("Suwawa Timur", 2, 1),
    ]
    assert [v.name for v in figures.villages] == ["Tamboo", "Dumbaya Bulan"]
    assert [(c.name, c.happened) for c in figures.categories] == [("Pekerja rentan", 2)]
    assert [(p.code, p.recorded) for p in figures.payers] == [("apbd", 2)]


def test_a_death_recorded_late_does_not_change_a_closed_month(
    session: Session, supervisor: Actor, now: datetime
) -> None:
    death(session, date(2026, 10, 5), date(2026, 10, 9))
    closed = close(session, supervisor, now)
    before = dict(closed.figures)
    late = death(session, date(2026, 10, 20), TODAY)
    late.opened_at = now + timedelta(hours=1)
    session.flush()
    session.expire_all()

    assert closed.figures == before
    assert read(closed.figures).happened == 1
    assert fingerprint(closed.figures) == closed.sha256
    november = count_month(session, actor=supervisor, month=NOVEMBER)
    assert (november.happened, november.recorded) == (0, 1)
    assert november.late == (Late(OCTOBER, 1),)
    since = list_recorded_since(session, actor=supervisor, closing=closed)
    assert since == [(NOVEMBER, 1)]
    rows = list_months(session, actor=supervisor, year=2026, today=TODAY)
    assert [(row.month, row.happened, row.recorded) for row in rows][:2] == [
        (NOVEMBER, 0, 1),
        (OCTOBER, 1, 1),  # as its report says, not 2
    ]


def test_a_month_that_is_not_over_and_one_that_is_closed_are_refused(
    session: Session, supervisor: Actor, now: datetime
) -> None:
    with pytest.raises(MonthNotOver):
        close(session, supervisor, now, NOVEMBER)
    close(session, supervisor, now)
    with pytest.raises(MonthClosedAlready):
        close(session, supervisor, now)

    assert len(list_closings(session, actor=supervisor, month=OCTOBER)) == 1


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUDITOR, Role.BANK_OFFICER])
def test_only_a_supervisor_closes_and_reopens(session: Session, now: datetime, role: Role) -> None:
    actor = actor_of(make_user(session, role=role))
    with pytest.raises(NotPermitted):
        close(session, actor, now)
    with pytest.raises(NotPermitted):
        reopen_month(session, actor=actor, month=OCTOBER, version=None, reason="Keliru", now=now)


def test_reopening_says_why_and_keeps_what_was(
    session: Session, supervisor: Actor, now: datetime
) -> None:
    def reopen(reason: str | None, version: int | None = None) -> ClosedMonth:
        return reopen_month(
            session, actor=supervisor, month=OCTOBER, version=version, reason=reason, now=now
        )

    with pytest.raises(MonthNotClosed):
        reopen("Keliru")
    first = close(session, supervisor, now)
    with pytest.raises(ReasonNeeded):
        reopen(None)
    with pytest.raises(Conflict):
        reopen("Keliru", first.version + 1)
    reopen("Satu kematian tertinggal")
    death(session, date(2026, 10, 5), date(2026, 10, 9))
    second = close(session, supervisor, now)

    closings = list_closings(session, actor=supervisor, month=OCTOBER)
    assert [(one.number, read(one.figures).happened) for one in closings] == [(2, 1), (1, 0)]
    assert (first.reopen_reason, second.reopen_reason) == ("Satu kematian tertinggal", None)
    actions = session.scalars(
        select(AuditEvent.action)
        .where(AuditEvent.subject == "closed_month")
        .order_by(AuditEvent.sequence)
    ).all()
    assert actions == ["month:close", "month:reopen", "month:close"]


def test_money_claims_and_complaints_are_counted_by_their_own_days(
    session: Session, supervisor: Actor
) -> None:
    case = death(session, date(2026, 9, 20), date(2026, 9, 22))
    recipient = make_recipient(session, case=case)
    user = make_user(session)
    session.add(
        Claim(
            case_id=case.id,
            filed_on=date(2026, 10, 5),
            receipt_number=None,
            due_on=date(2026, 10, 8),
            recorded_by=user.id,
            recorded_at=NOW,  # written down in November
            returned_on=None,
            return_reason=None,
        )
    )
    for about in (ComplaintAbout.AMOUNT, ComplaintAbout.STAFF):
        complaint = some_complaint(recipient, about)
        # Just after midnight of 1 October in Gorontalo.
        complaint.opened_at = datetime(2026, 9, 30, 16, 30, tzinfo=UTC)
        session.add(complaint)
    session.flush()
    october = count_month(session, actor=supervisor, month=OCTOBER)
    assert (october.claims_filed, october.claims_recorded) == (1, 0)
    assert (october.overdue, october.paid, october.days_to_pay) == (1, 0, None)
    assert october.complaints == 1  # one about staff is nobody's figure

    make_payout(
        session, account=make_account(session, recipient=recipient), paid_on=date(2026, 11, 10)
    )
    november = count_month(session, actor=supervisor, month=NOVEMBER)
    assert (november.paid, november.paid_recorded) == (1, 1)
    assert november.paid_amount == Rupiah.of(42_000_000)
    assert (november.days_to_pay, november.overdue) == (36.0, 0)
    assert count_month(session, actor=supervisor, month=OCTOBER).overdue == 1


def test_each_region_closes_its_own_and_sees_no_other(
    session: Session, supervisor: Actor, now: datetime
) -> None:
    death(session, date(2026, 10, 5), date(2026, 10, 9))
    close(session, supervisor, now)
    neighbour = actor_of(make_user(session, role=Role.SUPERVISOR, region="75.03.06"))

    assert list_closings(session, actor=neighbour, month=OCTOBER) == []
    assert count_month(session, actor=neighbour, month=OCTOBER).happened == 0
    rows = list_months(session, actor=supervisor, year=2026, today=TODAY)
    assert [(row.month.month, row.happened, row.closed is not None) for row in rows][:2] == [
        (11, 0, False),
        (10, 1, True),
    ]
    assert len(rows) == 11


def test_what_is_still_open_is_listed_before_closing(session: Session, supervisor: Actor) -> None:
    case = death(session, date(2026, 10, 5), date(2026, 10, 9))
    case.due_on = date(2026, 10, 20)
    session.flush()

    waiting = {one.kind: one.count for one in list_open(session, actor=supervisor, month=OCTOBER)}

    assert set(waiting) == set(Waiting)
    assert {kind: count for kind, count in waiting.items() if count} == {Waiting.OVERDUE: 1}
