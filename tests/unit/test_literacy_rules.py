"""What is written down of a learning session."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from savings_app.cases.event_kinds import EventState
from savings_app.literacy.rules import (
    AttendanceImpossible,
    AttendanceMissing,
    RecipientCameAlone,
    SessionInFuture,
    SessionNotOpen,
    check_attendance,
    check_held_on,
    check_open,
)

FIRST, SECOND, HEIR = uuid4(), uuid4(), uuid4()
NUMBERS = {FIRST: "BB-2026-0001", SECOND: "BB-2026-0002"}


def test_every_family_has_a_number_also_when_nobody_came() -> None:
    check_attendance({FIRST: 3, SECOND: 0}, recipients={FIRST: [HEIR]}, numbers=NUMBERS)
    with pytest.raises(AttendanceMissing) as missing:
        check_attendance({FIRST: 3}, recipients={}, numbers=NUMBERS)
    assert missing.value.facts == {"number": "BB-2026-0002"}
    for wrong in (-1, 21):
        with pytest.raises(AttendanceImpossible):
            check_attendance({FIRST: wrong, SECOND: 0}, recipients={}, numbers=NUMBERS)
    with pytest.raises(RecipientCameAlone):
        check_attendance({FIRST: 0, SECOND: 1}, recipients={FIRST: [HEIR]}, numbers=NUMBERS)


def test_it_is_written_down_once_and_not_before_it_happened() -> None:
    check_open(EventState.PLANNED)
    for state in (EventState.HELD, EventState.CANCELLED):
        with pytest.raises(SessionNotOpen):
            check_open(state)
    check_held_on(date(2026, 11, 23), today=date(2026, 11, 23))
    with pytest.raises(SessionInFuture):
        check_held_on(date(2026, 11, 24), today=date(2026, 11, 23))
