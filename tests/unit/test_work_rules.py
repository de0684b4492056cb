"""Overdue is counted in working days, late in calendar days; who reads a warning about staff."""

from __future__ import annotations

from datetime import date

import pytest

from savings_app.actors import Actor, Role
from savings_app.worklist.kinds import WarningKind, WarningState
from savings_app.worklist.rules import late_days, overdue_days
from savings_app.worklist.warning_rules import (
    Receiver,
    WarningNotDecided,
    check_decision,
    is_one_receiver,
    kinds_read_by,
    reads_about_staff,
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


def test_what_is_about_staff_is_read_by_supervisors_and_the_auditor() -> None:
    readers = {role for role in Role if reads_about_staff(Actor(role=role))}
    assert readers == {Role.SUPERVISOR, Role.AUDITOR}
    assert WarningKind.ONE_OFFICIAL not in kinds_read_by(Actor(role=Role.CASEWORKER))
    assert kinds_read_by(Actor(role=Role.AUDITOR)) == list(WarningKind)


def test_left_open_is_no_decision() -> None:
    check_decision(WarningState.REFERRED)
    with pytest.raises(WarningNotDecided):
        check_decision(WarningState.OPEN)


def test_one_receiver_is_one_nik_and_inside_a_family_one_name() -> None:
    mother = Receiver(family=1, name="hartin uji", nik="7503010101809001")
    as_guardian = Receiver(family=1, name="hartin uji", nik=None)
    brother = Receiver(family=1, name="yusup uji", nik=None)
    namesake = Receiver(family=2, name="hartin uji", nik=None)
    assert is_one_receiver([mother])
    assert is_one_receiver([as_guardian, mother, as_guardian])
    assert not is_one_receiver([mother, brother])
    assert not is_one_receiver([brother, namesake])
    assert not is_one_receiver([as_guardian, namesake])
    elsewhere = Receiver(family=2, name="hartin, istri", nik=mother.nik)
    assert is_one_receiver([mother, elsewhere])
