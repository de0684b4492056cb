"""What came of the families: from plans and from what banks said, never from silence."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from savings_app.cases.models import Case, Heir
from savings_app.consents.actions import revoke_consent
from savings_app.consents.kinds import ConsentKind
from savings_app.deposits.kinds import Answer
from savings_app.deposits.models import BankAnswer
from savings_app.experiments.kinds import Outcome, Topic
from savings_app.experiments.models import Experiment
from savings_app.experiments.outcome_rules import Arm, Tally
from savings_app.experiments.queries.outcomes import get_arms
from savings_app.money import Rupiah
from savings_app.planning.kinds import PlanState, PlanStep
from savings_app.planning.models import Plan
from tests.builders import (
    NOW,
    family_actor,
    let_staff_see,
    make_account,
    make_pledge,
    make_recipient,
)
from tests.pledged import answer
from tests.trials import draw, joined, make_running

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09.00 WITA
TOPIC = Topic.PLEDGE_DATE.value


LATER = date(2027, 3, 1)  # February, the third month, is over


def counted(session: Session, one: Experiment, *, on: date = LATER) -> Arm:
    """The only family's wording, or that of all families together where they share one."""
    session.flush()
    arms = [arm for arm in get_arms(session, experiment=one, today=on) if arm.families or arm.left]
    (arm,) = arms
    return arm


def pledge_of(session: Session, family: Heir, said: Answer | None, *, seen: bool = True) -> None:
    if seen:
        let_staff_see(session, recipient=family)
    pledge = make_pledge(session, account=make_account(session, recipient=family))
    if said is not None:
        answer(session, pledge, said, on=date(2027, 2, 5))


@pytest.mark.parametrize(
    ("said", "tally"),
    [
        (Answer.YES, Tally(yes=1)),
        (Answer.PARTLY, Tally(no=1)),
        (Answer.NO, Tally(no=1)),
        (Answer.CANNOT_SAY, Tally(silent=1)),
        (None, Tally(silent=1)),
    ],
)
def test_a_deposit_is_counted_from_what_the_bank_answered(
    session: Session, said: Answer | None, tally: Tally
) -> None:
    one = make_running(session)
    family = joined(session)
    draw(session, family)
    pledge_of(session, family, said)
    arm = counted(session, one)
    assert arm.tallies[Outcome.KEPT_3] == tally
    assert arm.tallies[Outcome.KEPT_12] == Tally(waiting=1)


def test_an_answer_taken_back_is_no_word(session: Session) -> None:
    one = make_running(session)
    family = joined(session)
    draw(session, family)
    let_staff_see(session, recipient=family)
    pledge = make_pledge(session, account=make_account(session, recipient=family))
    first = answer(session, pledge, Answer.YES, on=date(2027, 2, 5))
    session.add(
        BankAnswer(
            pledge_id=pledge.id,
            on=first.on,
            asked_amount=first.asked_amount,
            answer=None,
            answered_by=first.answered_by,
            answered_at=NOW,
            request_key=uuid4(),
            reverses_id=first.id,
            reason="keliru",
        )
    )
    assert counted(session, one).tallies[Outcome.KEPT_3] == Tally(silent=1)


@pytest.mark.parametrize("kind", [ConsentKind.STAFF_SEES, ConsentKind.LEARN])
def test_a_widow_who_takes_her_consent_back_is_counted_no_more_at_once(
    session: Session, kind: ConsentKind
) -> None:
    one = make_running(session)
    family = joined(session)
    draw(session, family)
    pledge_of(session, family, Answer.YES)
    assert counted(session, one).tallies[Outcome.KEPT_3] == Tally(yes=1)
    revoke_consent(session, actor=family_actor(family), recipient_id=family.id, kind=kind, now=NOW)
    arm = counted(session, one)
    if kind is ConsentKind.STAFF_SEES:
        assert arm.tallies[Outcome.KEPT_3] == Tally(silent=1)
    else:
        assert (arm.families, arm.left) == (0, 1)
        assert set(arm.tallies.values()) == {Tally()}


def plan_of(session: Session, family: Heir, *, state: PlanState, at: datetime) -> None:
    session.add(
        Plan(
            recipient_id=family.id,
            number=1,
            state=state,
            reached=PlanStep.REVIEW,
            amount=Rupiah.of(42_000_000),
            household_members=3,
            school_children=0,
            started_at=at,
            finished_at=at,
            suggestion=None,
            suggestion_basis=None,
            assisted_by=None,
        )
    )
    session.flush()


@pytest.mark.parametrize(
    ("state", "at", "tally"),
    [
        (PlanState.AGREED, datetime(2026, 12, 1, tzinfo=UTC), Tally(yes=1)),
        (PlanState.REPLACED, datetime(2026, 12, 1, tzinfo=UTC), Tally(yes=1)),
        (PlanState.NOT_NOW, datetime(2026, 12, 1, tzinfo=UTC), Tally(no=1)),
        # 22 November in Greenwich, the morning of the 23rd in Gorontalo.
        (PlanState.AGREED, datetime(2026, 11, 22, 20, 0, tzinfo=UTC), Tally(yes=1)),
        (PlanState.AGREED, datetime(2026, 11, 22, 8, 0, tzinfo=UTC), Tally(no=1)),
    ],
)
def test_a_plan_is_counted_that_was_agreed_after_the_drawing(
    session: Session, state: PlanState, at: datetime, tally: Tally
) -> None:
    one = make_running(session)
    family = joined(session)
    draw(session, family)
    plan_of(session, family, state=state, at=at)
    assert counted(session, one).tallies[Outcome.PLAN] == tally


def test_a_brother_who_does_not_take_part_is_not_counted(session: Session) -> None:
    one = make_running(session)
    family = joined(session)
    draw(session, family)
    brother = make_recipient(session, case=session.get_one(Case, family.case_id))
    pledge_of(session, brother, Answer.YES)
    plan_of(session, brother, state=PlanState.AGREED, at=datetime(2026, 12, 1, tzinfo=UTC))
    arm = counted(session, one)
    assert (arm.tallies[Outcome.KEPT_3], arm.tallies[Outcome.PLAN]) == (
        Tally(silent=1),
        Tally(no=1),
    )


def test_the_statements_of_counting_do_not_grow_with_the_families(session: Session) -> None:
    one = make_running(session)

    def statements() -> int:
        session.flush()
        seen: list[str] = []

        def note(*args: object) -> None:
            seen.append(str(args[2]))

        event.listen(session.get_bind(), "before_cursor_execute", note)
        get_arms(session, experiment=one, today=LATER)
        event.remove(session.get_bind(), "before_cursor_execute", note)
        return len(seen)

    draw(session, joined(session))
    few = statements()
    families = [joined(session) for _ in range(6)]
    draw(session, *families)
    for family in families:
        pledge_of(session, family, Answer.YES)
    assert statements() == few == 4
