"""What a caseworker is told about a day, with the lists behind it, and what a case opens with."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.opening import open_case
from savings_app.cases.kinds import Programme
from savings_app.cases.models import Case
from savings_app.cases.queries.benefit import find_benefit_in_force
from savings_app.errors import NotFound
from savings_app.imports.kinds import BatchState
from savings_app.money import Rupiah
from savings_app.registry.coverage_rules import Covered, MonthsFrom
from savings_app.registry.models import Participant
from savings_app.registry.queries import get_coverage
from savings_app.registry.rules import Payer
from tests.builders import actor_of, make_participant, make_user
from tests.paid import make_list, pay_months

DAY = date(2026, 10, 1)


def test_the_answer_stands_with_every_row_behind_it(session: Session) -> None:
    participant = make_participant(session, months=None)
    first = pay_months(session, participant=participant, first=date(2026, 1, 1), months=9)
    other = make_list(session, source="APBDes uji")
    pay_months(
        session, participant=participant, first=DAY, payer=Payer.APBDES, batch=other, amount=None
    )

    coverage = get_coverage(
        session, actor=actor_of(make_user(session)), participant_id=participant.id, day=DAY
    )

    assert (coverage.answer.covered, coverage.answer.payers) == (Covered.YES, (Payer.APBDES,))
    assert coverage.answer.months == 10
    assert [(row.month, row.batch_id) for row in coverage.rows] == [
        *((date(2026, month, 1), first.id) for month in range(1, 10)),
        (DAY, other.id),
    ]
    assert (coverage.rows[0].amount, coverage.rows[0].source) == (
        Rupiah.of(16_800),
        "BPJS cabang uji",
    )
    assert coverage.rows[-1].amount is None


@pytest.mark.parametrize(
    "state", [one for one in BatchState if one is not BatchState.APPLIED], ids=str
)
def test_rows_of_a_list_that_is_not_applied_count_nothing(
    session: Session, state: BatchState
) -> None:
    participant = make_participant(session, months=None)
    batch = make_list(session, state=state)
    pay_months(session, participant=participant, first=DAY, batch=batch)

    coverage = get_coverage(
        session, actor=actor_of(make_user(session)), participant_id=participant.id, day=DAY
    )

    assert coverage.answer.covered is Covered.UNKNOWN
    assert (coverage.rows, coverage.answer.months) == ([], None)


def test_a_month_no_list_was_taken_in_for_is_unknown_until_one_is(session: Session) -> None:
    participant = make_participant(session, months=None)
    pay_months(session, participant=participant, first=date(2026, 7, 1))
    actor = actor_of(make_user(session))

    def covered() -> Covered:
        return get_coverage(
            session, actor=actor, participant_id=participant.id, day=DAY
        ).answer.covered

    assert covered() is Covered.UNKNOWN
    # Another payer's list says nothing about this one.
    pay_months(session, participant=make_participant(session), first=DAY, payer=Payer.APBDES)
    assert covered() is Covered.UNKNOWN
    pay_months(session, participant=make_participant(session), first=DAY)
    assert covered() is Covered.NO


def test_nobody_asks_about_a_participant_of_another_region(session: Session) -> None:
    participant = make_participant(session)
    stranger = actor_of(make_user(session, region="75.03.06"))

    with pytest.raises(NotFound):
        get_coverage(session, actor=stranger, participant_id=participant.id, day=DAY)


def opened(session: Session, participant: Participant, now: datetime) -> Case:
    return open_case(
        session,
        actor=actor_of(make_user(session)),
        participant_id=participant.id,
        died_on=DAY,
        programme=Programme.JKM,
        reporter_name="Pelapor Uji",
        reporter_relation="tetangga",
        today=date(2026, 11, 23),
        now=now,
    )


def months_from(session: Session, case: Case) -> str:
    event = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "case:open", AuditEvent.case_id == case.id)
    ).one()
    return str(event.facts["months_from"])


def test_a_case_opens_with_the_months_the_lists_say(session: Session, now: datetime) -> None:
    participant = make_participant(session, months=2)
    participant.member_since = date(2026, 6, 1)
    # November is paid after the death: it is no month of this case.
    pay_months(session, participant=participant, first=date(2026, 6, 1), months=6)

    case = opened(session, participant, now)

    assert case.months_contributed == 5
    assert months_from(session, case) == MonthsFrom.ROWS
    benefit = find_benefit_in_force(session, case_id=case.id)
    assert benefit is not None
    assert benefit.computation.months_contributed == 5
    assert benefit.computation.total == Rupiah.of(42_000_000)


def test_a_case_opens_with_the_stated_months_where_no_list_is(
    session: Session, now: datetime
) -> None:
    case = opened(session, make_participant(session, months=2), now)

    assert (case.months_contributed, months_from(session, case)) == (2, MonthsFrom.STATED)


def test_two_months_on_the_lists_are_not_three(session: Session, now: datetime) -> None:
    participant = make_participant(session, months=None)
    pay_months(session, participant=participant, first=date(2026, 9, 1), months=2)

    case = opened(session, participant, now)

    benefit = find_benefit_in_force(session, case_id=case.id)
    assert benefit is not None
    assert (case.months_contributed, benefit.computation.total) == (2, Rupiah.of(10_000_000))
