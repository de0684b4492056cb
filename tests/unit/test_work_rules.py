"""Overdue is counted in working days, late in calendar days; who may decide a warning."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from savings_app.actors import Actor, Role
from savings_app.worklist.kinds import WarningState
from savings_app.worklist.rules import late_days, overdue_days
from savings_app.worklist.warning_rules import (
    WarningAboutStaff,
    WarningAboutYourself,
    WarningNotDecided,
    check_decision,
)

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23)


def test_nothing_is_overdue_on_its_own_day() -> None:
    assert overdue_days(MONDAY, today=MONDAY, holidays=set()) == 0


def test_a_weekend_is_no_working_day_but_overdue_is_at_least_one() -> None:
    assert overdue_days(FRIDAY, today=MONDAY, holidays=set()) == 1
    assert overdue_days(FRIDAY, today=SATURDAY, holidays=set()) == 1
    assert overdue_days(date(2026, 11, 16), today=MONDAY, holidays={date(2026, 11, 18)}) == 4


def test_compensation_counts_every_day() -> None:
    assert late_days(FRIDAY, today=MONDAY) == 3
    assert late_days(MONDAY, today=FRIDAY) == 0


def test_nobody_decides_about_himself() -> None:
    supervisor = Actor(role=Role.SUPERVISOR, user_id=uuid4())
    with pytest.raises(WarningAboutYourself):
        check_decision(
            actor=supervisor, subject_user_id=supervisor.user_id, state=WarningState.EXPLAINED
        )
    check_decision(actor=supervisor, subject_user_id=uuid4(), state=WarningState.EXPLAINED)


def test_what_is_about_staff_is_a_supervisors() -> None:
    caseworker = Actor(role=Role.CASEWORKER, user_id=uuid4())
    with pytest.raises(WarningAboutStaff):
        check_decision(actor=caseworker, subject_user_id=uuid4(), state=WarningState.REFERRED)
    check_decision(actor=caseworker, subject_user_id=None, state=WarningState.REFERRED)
    with pytest.raises(WarningNotDecided):
        check_decision(actor=caseworker, subject_user_id=None, state=WarningState.OPEN)
