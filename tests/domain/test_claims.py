"""Claims: working days over holidays, returned with a reason, handed in again."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.actions.claims import file_claim, return_claim
from savings_app.cases.kinds import Programme, Stage, Turn
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Case, Claim
from savings_app.cases.money_rules import (
    ClaimBeforeDeath,
    ClaimInFuture,
    ClaimNotOpen,
    ClaimStillOpen,
    ReturnedBeforeFiled,
)
from savings_app.cases.queries.money import find_live_claim, list_claims
from savings_app.errors import Conflict
from savings_app.regions.models import HolidayChange
from tests.builders import actor_of, make_case, make_recipient, make_user

NEXT_YEAR = date(2027, 1, 29)


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session))


@pytest.fixture
def case(session: Session) -> Case:
    case = make_case(session)
    make_recipient(session, case=case)
    return case


def file(
    session: Session, actor: Actor, case: Case, filed_on: date, now: datetime, today: date
) -> Claim:
    return file_claim(
        session,
        actor=actor,
        case_id=case.id,
        filed_on=filed_on,
        receipt_number="TT-1",
        today=today,
        now=now,
    )


def test_a_jkm_claim_is_due_after_three_working_days(
    session: Session, actor: Actor, case: Case, now: datetime, today: date
) -> None:
    # Friday: Saturday and Sunday do not count.
    claim = file(session, actor, case, date(2026, 11, 20), now, today)
    assert claim.due_on == date(2026, 11, 25)
    assert (case.stage, case.turn, case.due_on) == (Stage.CLAIMED, Turn.BPJS, claim.due_on)


def test_a_jkk_claim_is_due_after_seven(
    session: Session, actor: Actor, case: Case, now: datetime, today: date
) -> None:
    case.programme = Programme.JKK
    assert file(session, actor, case, date(2026, 11, 20), now, today).due_on == date(2026, 12, 1)


def test_public_holidays_are_no_working_days_also_over_the_new_year(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    # Wednesday; Thursday and Monday count, 1 January and Isra Mikraj (5 January) do not.
    claim = file(session, actor, case, date(2026, 12, 30), now, NEXT_YEAR)
    assert claim.due_on == date(2027, 1, 6)


def test_a_holiday_the_operator_added_moves_the_day(
    session: Session, actor: Actor, case: Case, now: datetime, today: date
) -> None:
    session.add(
        HolidayChange(day=date(2026, 11, 4), is_holiday=True, name="Pilkada", law="Keppres")
    )
    session.flush()
    assert file(session, actor, case, date(2026, 11, 2), now, today).due_on == date(2026, 11, 6)


def test_a_claim_is_recorded_when_it_happened(
    session: Session, actor: Actor, case: Case, now: datetime, today: date
) -> None:
    with pytest.raises(ClaimBeforeDeath):
        file(session, actor, case, date(2026, 9, 30), now, today)
    with pytest.raises(ClaimInFuture):
        file(session, actor, case, date(2026, 11, 24), now, today)
    assert list_claims(session, case_id=case.id) == []


def test_one_claim_at_a_time_and_a_new_one_once_it_came_back(
    session: Session, actor: Actor, case: Case, now: datetime, today: date
) -> None:
    first = file(session, actor, case, date(2026, 11, 2), now, today)
    with pytest.raises(ClaimStillOpen):
        file(session, actor, case, date(2026, 11, 3), now, today)
    give_back = {"actor": actor, "claim_id": first.id, "today": today, "now": now}
    with pytest.raises(ReasonNeeded):
        return_claim(session, returned_on=date(2026, 11, 4), reason=" ", **give_back)  # type: ignore[arg-type]
    with pytest.raises(ReturnedBeforeFiled):
        return_claim(session, returned_on=date(2026, 11, 1), reason="KK buram", **give_back)  # type: ignore[arg-type]
    return_claim(session, returned_on=date(2026, 11, 4), reason="KK buram", **give_back)  # type: ignore[arg-type]
    assert (case.stage, case.due_on) == (Stage.PAPERS, None)
    with pytest.raises(ClaimNotOpen):
        return_claim(session, returned_on=date(2026, 11, 5), reason="lagi", **give_back)  # type: ignore[arg-type]
    second = file(session, actor, case, date(2026, 11, 9), now, today)
    assert [row.claim.id for row in list_claims(session, case_id=case.id)] == [second.id, first.id]
    live = find_live_claim(session, case_id=case.id)
    assert live is not None
    assert (live.id, case.due_on) == (second.id, date(2026, 11, 12))


def test_a_claim_somebody_changed_meanwhile_is_not_returned(
    session: Session, actor: Actor, case: Case, now: datetime, today: date
) -> None:
    claim = file(session, actor, case, date(2026, 11, 2), now, today)
    with pytest.raises(Conflict):
        return_claim(
            session,
            actor=actor,
            claim_id=claim.id,
            returned_on=today,
            reason="KK buram",
            seen_version=claim.version - 1,
            today=today,
            now=now,
        )
