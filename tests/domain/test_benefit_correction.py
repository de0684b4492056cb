"""A benefit is computed once; a corrected fact stands beside it and needs a second person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.cases.actions.benefit import correct_benefit, decide_correction
from savings_app.cases.benefit_rules import (
    BenefitFacts,
    CorrectionChangesNothing,
    CorrectionDecided,
    CorrectionPending,
    SamePerson,
    benefit_by_law,
    read_scholarship,
)
from savings_app.cases.kinds import Programme, SchoolLevel
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import BenefitComputation, Case
from savings_app.cases.people_rules import DeathBeforeBirth
from savings_app.cases.queries.benefit import find_benefit_in_force, list_benefits
from savings_app.cases.queries.corrections import facts_in_force
from savings_app.errors import NotFound
from savings_app.money import Rupiah
from savings_app.policy import rules as policy
from savings_app.policy import series
from savings_app.registry.rules import Segment
from tests.builders import actor_of, make_recipient, make_user
from tests.opened import opened_case

TODAY = date(2026, 11, 23)


@pytest.fixture
def case(session: Session, asker: Actor, now: datetime) -> Case:
    return opened_case(session, asker, now=now, children=[SchoolLevel.SD, SchoolLevel.SMA])


FACTS = BenefitFacts(
    died_on=date(2026, 10, 1),
    programme=Programme.JKM,
    segment=Segment.BPU,
    months=44,
    wage=None,
    children=(SchoolLevel.SD, SchoolLevel.SMA),
)


def correct(
    session: Session, asker: Actor, case: Case, now: datetime, **change: Any
) -> BenefitComputation:
    reason = change.pop("reason", "Surat kematian menyebut hari lain")
    return correct_benefit(
        session,
        actor=asker,
        case_id=case.id,
        facts=replace(FACTS, **change),
        reason=reason,
        today=TODAY,
        now=now,
    )


def total_in_force(session: Session, case: Case) -> Rupiah:
    benefit = find_benefit_in_force(session, case_id=case.id)
    assert benefit is not None
    return benefit.computation.total


def test_a_correction_waits_and_changes_nothing_until_a_second_person_agrees(
    session: Session, asker: Actor, second: Actor, case: Case, now: datetime
) -> None:
    made = correct(session, asker, case, now, died_on=date(2019, 12, 1))

    assert made.total == Rupiah.of(24_000_000)
    assert total_in_force(session, case) == Rupiah.of(42_000_000)
    assert (case.died_on, case.turn) == (date(2026, 10, 1), "supervisor")

    decide_correction(
        session, actor=second, computation_id=made.id, approved=True, reason=None, now=now
    )

    assert total_in_force(session, case) == Rupiah.of(24_000_000)
    assert (case.died_on, case.turn) == (date(2019, 12, 1), "dinas")
    totals = [one.computation.total.rupiah for one in list_benefits(session, case_id=case.id)]
    assert totals == [42_000_000, 24_000_000]


def test_who_asked_may_not_decide_and_nobody_decides_twice(
    session: Session, asker: Actor, second: Actor, case: Case, now: datetime
) -> None:
    made = correct(session, asker, case, now, months=2)

    def decide(actor: Actor, *, approved: bool, reason: str | None = None) -> None:
        decide_correction(
            session,
            actor=actor,
            computation_id=made.id,
            approved=approved,
            reason=reason,
            now=now,
        )

    with pytest.raises(SamePerson):
        decide(asker, approved=True)
    with pytest.raises(ReasonNeeded):
        decide(second, approved=False)
    with pytest.raises(NotFound):
        decide(actor_of(make_user(session, role=Role.SUPERVISOR, region="75.03.06")), approved=True)
    decide(second, approved=False, reason="Bukti belum cukup")
    with pytest.raises(CorrectionDecided):
        decide(second, approved=True)

    assert total_in_force(session, case) == Rupiah.of(42_000_000)
    assert case.months_contributed == 44


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({}, CorrectionChangesNothing),
        ({"months": 2, "reason": ""}, ReasonNeeded),
        ({"died_on": date(1969, 1, 1)}, DeathBeforeBirth),
        ({"died_on": date(2026, 11, 24)}, policy.DeathInFuture),
        ({"programme": Programme.JKK}, policy.WageNeeded),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(
    session: Session,
    asker: Actor,
    case: Case,
    now: datetime,
    change: dict[str, Any],
    refusal: type[Exception],
) -> None:
    with pytest.raises(refusal):
        correct(session, asker, case, now, **change)

    assert len(list_benefits(session, case_id=case.id)) == 1


def test_one_correction_at_a_time(
    session: Session, asker: Actor, case: Case, now: datetime
) -> None:
    correct(session, asker, case, now, months=2)

    with pytest.raises(CorrectionPending):
        correct(session, asker, case, now, months=1)


def test_an_approved_work_accident_asks_for_its_report_and_forgets_old_shares(
    session: Session, asker: Actor, second: Actor, case: Case, now: datetime
) -> None:
    heirs = [
        make_recipient(session, case=case, share=Rupiah.of(amount))
        for amount in (30_000_000, 12_000_000)
    ]
    made = correct(session, asker, case, now, programme=Programme.JKK, wage=Rupiah.of(1_000_000))

    decide_correction(
        session, actor=second, computation_id=made.id, approved=True, reason=None, now=now
    )

    assert total_in_force(session, case) == Rupiah.of(70_000_000)
    assert [heir.share for heir in heirs] == [None, None]


def test_the_scholarship_is_read_as_it_was_stored(session: Session, case: Case) -> None:
    benefit = find_benefit_in_force(session, case_id=case.id)
    assert benefit is not None

    stored = read_scholarship(benefit.computation.scholarship)

    assert stored == benefit_by_law(FACTS, today=TODAY).scholarship
    assert stored is not None
    assert stored.per_year == Rupiah.of(4_500_000)
    assert facts_in_force([benefit]) == FACTS


def test_a_later_law_never_changes_what_was_computed(
    session: Session, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = total_in_force(session, case)
    known = policy.parameter

    def raised(name: str) -> series.Series:
        values = known(name).values
        if name != "lump_sum":
            return series.Series(values)
        later = replace(
            values[-1], starts=date(2026, 9, 1), amounts={"rupiah": 30_000_000}, law="PP 99/2026"
        )
        return series.Series((*values, later))

    monkeypatch.setattr(policy, "parameter", raised)
    session.expire_all()

    assert benefit_by_law(FACTS, today=TODAY).total == Rupiah.of(52_000_000)
    assert total_in_force(session, case) == before == Rupiah.of(42_000_000)


def test_the_database_itself_refuses_to_rewrite_a_computation(session: Session, case: Case) -> None:
    with pytest.raises(sa.exc.DBAPIError):
        session.execute(
            sa.update(BenefitComputation)
            .where(BenefitComputation.case_id == case.id)
            .values(total=Rupiah.of(1))
        )
