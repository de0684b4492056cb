"""A day off added or struck out moves the legal days of open claims, and nothing that is closed."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.claims import file_claim, return_claim
from savings_app.cases.actions.follow_ups import plan_follow_ups
from savings_app.cases.actions.holidays import preview_holiday, set_holiday, undo_holiday
from savings_app.cases.models import Case, Claim, FollowUpVisit
from savings_app.errors import NotFound, NotPermitted
from savings_app.regions.holidays import HolidayOrigin, HolidayUnchanged, list_holidays
from savings_app.regions.models import HolidayChange
from tests.builders import actor_of, make_account, make_case, make_payout, make_recipient, make_user

# A Monday; filed the Friday before, the claim is due on Wednesday 25 November.
DAY = date(2026, 11, 23)
FILED_ON = date(2026, 11, 20)


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session, role=Role.SUPERVISOR))


def filed(session: Session, actor: Actor, now: datetime, on: date = FILED_ON) -> Claim:
    case = make_case(session)
    make_recipient(session, case=case)
    return file_claim(
        session,
        actor=actor,
        case_id=case.id,
        filed_on=on,
        receipt_number=None,
        today=date(2026, 11, 23),
        now=now,
    )


def strike(session: Session, actor: Actor, now: datetime, day: date, *, off: bool) -> int:
    return set_holiday(
        session, actor=actor, day=day, is_holiday=off, name="Hari uji", law="Keppres uji", now=now
    )


def test_an_added_holiday_moves_open_claims_alone(
    session: Session, actor: Actor, now: datetime
) -> None:
    moves = filed(session, actor, now)
    later = filed(session, actor, now, on=DAY)  # the day itself is not counted
    closed = filed(session, actor, now)
    return_claim(
        session,
        actor=actor,
        claim_id=closed.id,
        returned_on=DAY,
        reason="KK buram",
        today=DAY,
        now=now,
    )
    preview = preview_holiday(session, actor=actor, day=DAY, is_holiday=True)
    assert [(one.claim_id, one.before, one.after) for one in preview] == [
        (moves.id, date(2026, 11, 25), date(2026, 11, 26))
    ]
    assert moves.due_on == date(2026, 11, 25)

    assert strike(session, actor, now, DAY, off=True) == 1

    assert moves.due_on == date(2026, 11, 26)
    assert session.get_one(Case, moves.case_id).due_on == date(2026, 11, 26)
    assert later.due_on == date(2026, 11, 26)
    assert closed.due_on == date(2026, 11, 25)
    told = session.scalars(
        select(AuditEvent.case_id).where(AuditEvent.action == "claim:move-due")
    ).all()
    assert told == [moves.case_id]


def test_taking_the_change_back_moves_them_back(
    session: Session, actor: Actor, now: datetime
) -> None:
    claim = filed(session, actor, now)
    strike(session, actor, now, DAY, off=True)
    change = session.scalars(select(HolidayChange)).one()
    assert undo_holiday(session, actor=actor, change_id=change.id, now=now) == 1
    assert claim.due_on == date(2026, 11, 25)
    assert session.scalars(select(HolidayChange)).all() == []


def test_a_struck_holiday_is_a_working_day_again(
    session: Session, actor: Actor, now: datetime
) -> None:
    # 25 December 2026 is a Friday; filed on Wednesday 23, Monday and Tuesday follow.
    case = make_case(session)
    make_recipient(session, case=case)
    before = file_claim(
        session,
        actor=actor,
        case_id=case.id,
        filed_on=date(2026, 12, 22),
        receipt_number=None,
        today=date(2026, 12, 22),
        now=now,
    )
    due = before.due_on
    strike(session, actor, now, date(2026, 12, 25), off=False)
    assert before.due_on < due
    rows = {row.day: row for row in list_holidays(session, year=2026)}
    struck = rows[date(2026, 12, 25)]
    assert (struck.is_holiday, struck.origin, struck.law) == (
        False,
        HolidayOrigin.OWN,
        "Keppres uji",
    )


def test_a_day_that_is_off_already_changes_nothing(
    session: Session, actor: Actor, now: datetime
) -> None:
    with pytest.raises(HolidayUnchanged):
        strike(session, actor, now, date(2026, 12, 25), off=True)
    with pytest.raises(HolidayUnchanged):
        strike(session, actor, now, DAY, off=False)
    assert session.scalars(select(HolidayChange)).all() == []


def test_the_year_holds_the_library_the_shipped_and_our_own(
    session: Session, actor: Actor, now: datetime
) -> None:
    strike(session, actor, now, date(2025, 11, 12), off=True)
    rows = {row.day: row for row in list_holidays(session, year=2025)}
    assert rows[date(2025, 8, 18)].origin is HolidayOrigin.SHIPPED
    assert rows[date(2025, 11, 12)].origin is HolidayOrigin.OWN
    christmas = rows[date(2025, 12, 25)]
    assert (christmas.origin, christmas.name) == (HolidayOrigin.LIBRARY, "Hari Raya Natal")
    assert [row.day for row in list_holidays(session, year=2025)] == sorted(rows)


def test_who_works_for_one_kecamatan_sets_no_day_of_the_kabupaten(
    session: Session, actor: Actor, now: datetime
) -> None:
    local = actor_of(make_user(session, role=Role.SUPERVISOR, region="75.03.11"))
    with pytest.raises(NotPermitted):
        strike(session, local, now, DAY, off=True)
    strike(session, actor, now, DAY, off=True)
    change = session.scalars(select(HolidayChange)).one()
    with pytest.raises(NotFound):
        undo_holiday(session, actor=local, change_id=change.id, now=now)


def test_a_visit_on_the_new_holiday_moves_to_the_next_working_day(
    session: Session, actor: Actor, now: datetime
) -> None:
    recipient = make_recipient(session)
    make_payout(
        session, account=make_account(session, recipient=recipient), paid_on=date(2026, 11, 9)
    )
    plan_follow_ups(session)
    visit = session.scalars(select(FollowUpVisit).order_by(FollowUpVisit.month).limit(1)).one()
    assert visit.due_on == date(2026, 12, 9)
    strike(session, actor, now, date(2026, 12, 9), off=True)
    assert visit.due_on == date(2026, 12, 10)
