"""A plan step by step, its versions, and the suggestion it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.receipts import report_missing
from savings_app.cases.kinds import PlanOutcome, Stage
from savings_app.cases.models import Case, Heir
from savings_app.errors import Conflict, NotFound
from savings_app.money import Rupiah, total
from savings_app.planning.actions import (
    StepAnswer,
    answer_step,
    begin_plan,
    change_amount,
    finish_plan,
    revise_plan,
    say_not_now,
)
from savings_app.planning.kinds import AmountSource, NeedKind, PlanState, PlanStep
from savings_app.planning.models import Plan
from savings_app.planning.queries import (
    get_plan_money,
    get_plan_view,
    list_lines,
    list_plans,
)
from savings_app.planning.rules import (
    Line,
    LinesExceedAmount,
    PlanAmountExceedsBenefit,
    PlanAmountUnknown,
    PlanFinished,
    PlanNotComplete,
    living_line,
)
from savings_app.regulation.actions import load_regulation, load_shipped_regulation
from savings_app.regulation.reading import parse_regulation
from tests.builders import (
    actor_of,
    family_actor,
    make_account,
    make_case,
    make_payout,
    make_recipient,
    make_user,
)

HOUSEHOLD = StepAnswer(household_members=4, school_children=2)
ANSWERS: Sequence[tuple[PlanStep, StepAnswer]] = (
    (PlanStep.HOUSEHOLD, HOUSEHOLD),
    (PlanStep.NEEDS, StepAnswer(lines=(Line(NeedKind.DEBT, Rupiah.of(3_000_000), "Warung"),))),
    (PlanStep.COMMEMORATION, StepAnswer()),
    (PlanStep.SCHOOL, StepAnswer()),
    (PlanStep.BUSINESS, StepAnswer()),
    (
        PlanStep.LIVING,
        StepAnswer(lines=(living_line(monthly=Rupiah.of(2_000_000), months=6),)),
    ),
    (PlanStep.SAVING, StepAnswer(lines=(Line(NeedKind.SAVING, Rupiah.of(9_000_000), "SMP"),))),
)


@pytest.fixture
def recipient(session: Session, now: datetime) -> Heir:
    load_shipped_regulation(session, now=now)
    return make_recipient(session)


def answer(
    session: Session, plan: Plan, recipient: Heir, step: PlanStep, what: StepAnswer, now: datetime
) -> Plan:
    return answer_step(
        session,
        actor=family_actor(recipient),
        plan_id=plan.id,
        step=step,
        answer=what,
        seen=plan.version,
        today=date(2026, 11, 23),
        now=now,
    )


def planned(session: Session, recipient: Heir, now: datetime) -> Plan:
    """A draft with every question answered."""
    plan = begin_plan(session, actor=family_actor(recipient), recipient_id=recipient.id, now=now)
    for step, what in ANSWERS:
        answer(session, plan, recipient, step, what, now)
    return plan


def finish(session: Session, plan: Plan, recipient: Heir, now: datetime, shown: int) -> Plan:
    return finish_plan(
        session,
        actor=family_actor(recipient),
        plan_id=plan.id,
        shown=Rupiah.of(shown),
        seen=plan.version,
        today=date(2026, 11, 23),
        now=now,
    )


def test_every_answer_is_kept_and_the_parts_are_the_whole(
    session: Session, recipient: Heir, now: datetime, today: date
) -> None:
    plan = planned(session, recipient, now)
    view = get_plan_view(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        plan_id=plan.id,
        today=today,
    )
    assert view.reached is PlanStep.REVIEW
    assert view.amount == Rupiah.of(42_000_000)
    assert (view.household_members, view.school_children) == (4, 2)
    assert [(line.kind, line.amount) for line in view.lines] == [
        (NeedKind.DEBT, Rupiah.of(3_000_000)),
        (NeedKind.LIVING, Rupiah.of(12_000_000)),
        (NeedKind.SAVING, Rupiah.of(9_000_000)),
    ]
    assert view.rest == Rupiah.of(18_000_000)
    assert view.months == 9  # 18 million at 2 million a month
    assert view.planned + view.rest == view.amount


def test_the_suggestion_is_computed_on_the_familys_own_needs(
    session: Session, recipient: Heir, now: datetime, today: date
) -> None:
    plan = planned(session, recipient, now)
    view = get_plan_view(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        plan_id=plan.id,
        today=today,
    )
    # The worked example of the regulation: 20 + 12 million, a debt of 3 million.
    assert view.suggestion is not None
    assert view.suggestion.base == Rupiah.of(32_000_000)
    assert view.suggestion.deducted == Rupiah.of(3_000_000)
    assert view.suggestion.amount == Rupiah.of(9_600_000)
    assert view.suggestion.free == Rupiah.of(19_400_000)
    assert not view.suggestion.is_issued


def test_a_finished_plan_keeps_the_suggestion_it_was_shown_whatever_comes_later(
    session: Session, recipient: Heir, now: datetime
) -> None:
    plan = finish(session, planned(session, recipient, now), recipient, now, shown=9_600_000)
    later = b"""
        code = "contoh-rancangan"
        title = "Yang baru"
        issuer_region = "75.03"
        force = "anjuran"
        [[version]]
        starts = 2026-11-01
        status = "berlaku"
        included_parts = ["santunan_sekaligus"]
        deductible_needs = []
        minimum_free = 0
        no_suggestion_below = 0
        rounding = 1
        [[version.bracket]]
        percent = 1
    """
    load_regulation(session, actor=None, regulation=parse_regulation(later), now=now)
    session.expire_all()
    kept = get_plan_view(
        session, actor=family_actor(recipient), recipient_id=recipient.id, plan_id=plan.id
    ).suggestion
    assert kept is not None
    assert (kept.amount, kept.title) == (
        Rupiah.of(9_600_000),
        "Contoh rancangan pemanfaatan santunan",
    )
    assert kept.status.value == "rancangan"


def test_finishing_tells_the_case_and_is_in_the_audit_trail(
    session: Session, recipient: Heir, now: datetime
) -> None:
    make_payout(session, account=make_account(session, recipient=recipient))
    plan = finish(session, planned(session, recipient, now), recipient, now, shown=9_600_000)
    assert plan.state is PlanState.AGREED
    assert recipient.plan_outcome is PlanOutcome.AGREED
    assert session.get_one(Case, recipient.case_id).stage is Stage.PAID
    actions = session.scalars(
        select(AuditEvent.action)
        .where(AuditEvent.subject_id == plan.id)
        .order_by(AuditEvent.sequence)
    )
    assert list(actions) == ["plan:begin", *["plan:answer"] * 7, "plan:finish"]


def test_a_finished_plan_never_changes(session: Session, recipient: Heir, now: datetime) -> None:
    plan = finish(session, planned(session, recipient, now), recipient, now, shown=9_600_000)
    with pytest.raises(PlanFinished):
        answer(session, plan, recipient, PlanStep.HOUSEHOLD, HOUSEHOLD, now)
    with pytest.raises(PlanFinished):
        finish(session, plan, recipient, now, shown=9_600_000)
    with pytest.raises(PlanFinished):
        begin_plan(session, actor=family_actor(recipient), recipient_id=recipient.id, now=now)


def test_a_revision_copies_the_last_and_leaves_it_as_it_was(
    session: Session, recipient: Heir, now: datetime
) -> None:
    first = finish(session, planned(session, recipient, now), recipient, now, shown=9_600_000)
    before = list_lines(session, plan_id=first.id)
    second = revise_plan(session, actor=family_actor(recipient), recipient_id=recipient.id, now=now)
    assert (second.number, second.state) == (2, PlanState.DRAFT)
    assert list_lines(session, plan_id=second.id) == before
    again = revise_plan(session, actor=family_actor(recipient), recipient_id=recipient.id, now=now)
    assert again.id == second.id

    answer(session, second, recipient, PlanStep.SAVING, StepAnswer(), now)
    finish(session, second, recipient, now, shown=9_600_000)
    assert list_lines(session, plan_id=first.id) == before
    assert first.state is PlanState.REPLACED
    page = list_plans(session, actor=family_actor(recipient), recipient_id=recipient.id)
    assert page.total == 2
    assert [(v.number, v.state) for v in page.rows] == [
        (2, PlanState.AGREED),
        (1, PlanState.REPLACED),
    ]


def test_not_now_is_finished_from_any_question_and_keeps_what_was_answered(
    session: Session, recipient: Heir, now: datetime, today: date
) -> None:
    plan = begin_plan(session, actor=family_actor(recipient), recipient_id=recipient.id, now=now)
    answer(session, plan, recipient, *ANSWERS[0], now)
    answer(session, plan, recipient, *ANSWERS[1], now)
    ended = say_not_now(
        session, actor=family_actor(recipient), recipient_id=recipient.id, today=today, now=now
    )
    assert ended is plan
    assert plan.state is PlanState.NOT_NOW
    assert recipient.plan_outcome is PlanOutcome.NOT_NOW
    assert total(line.amount for line in list_lines(session, plan_id=plan.id)) == Rupiah.of(
        3_000_000
    )
    resumed = revise_plan(
        session, actor=family_actor(recipient), recipient_id=recipient.id, now=now
    )
    assert resumed.reached is PlanStep.COMMEMORATION
    assert resumed.household_members == 4


def test_not_now_before_any_plan_is_finished_too(
    session: Session, recipient: Heir, now: datetime, today: date
) -> None:
    ended = say_not_now(
        session, actor=family_actor(recipient), recipient_id=recipient.id, today=today, now=now
    )
    assert ended is None
    assert recipient.plan_outcome is PlanOutcome.NOT_NOW
    assert session.scalar(select(func.count()).select_from(Plan)) == 0


def test_not_now_while_revising_leaves_the_agreed_plan_in_force(
    session: Session, recipient: Heir, now: datetime, today: date
) -> None:
    actor = family_actor(recipient)
    first = finish(session, planned(session, recipient, now), recipient, now, shown=9_600_000)
    revise_plan(session, actor=actor, recipient_id=recipient.id, now=now)
    say_not_now(session, actor=actor, recipient_id=recipient.id, today=today, now=now)
    assert recipient.plan_outcome is PlanOutcome.AGREED
    assert get_plan_view(session, actor=actor, recipient_id=recipient.id).plan_id == first.id


def test_lines_over_the_amount_are_refused_by_how_much(
    session: Session, recipient: Heir, now: datetime
) -> None:
    plan = begin_plan(session, actor=family_actor(recipient), recipient_id=recipient.id, now=now)
    answer(session, plan, recipient, *ANSWERS[0], now)
    answer(session, plan, recipient, *ANSWERS[1], now)
    feast = StepAnswer(lines=(Line(NeedKind.COMMEMORATION, Rupiah.of(40_000_000)),))
    with pytest.raises(LinesExceedAmount) as refused:
        answer(session, plan, recipient, PlanStep.COMMEMORATION, feast, now)
    assert refused.value.facts["over"] == Rupiah.of(1_000_000)


def test_where_less_money_came_the_plan_is_brought_down_page_by_page(
    session: Session, recipient: Heir, now: datetime
) -> None:
    plan = planned(session, recipient, now)  # 24 million
    make_payout(session, account=make_account(session, recipient=recipient), amount=10_000_000)
    answer(session, plan, recipient, PlanStep.HOUSEHOLD, HOUSEHOLD, now)
    answer(session, plan, recipient, PlanStep.SAVING, StepAnswer(), now)  # 15 million
    with pytest.raises(LinesExceedAmount):
        finish(session, plan, recipient, now, shown=0)
    answer(session, plan, recipient, PlanStep.LIVING, StepAnswer(), now)  # 3 million
    more = StepAnswer(lines=(Line(NeedKind.SCHOOL, Rupiah.of(7_000_001)),))
    with pytest.raises(LinesExceedAmount) as refused:
        answer(session, plan, recipient, PlanStep.SCHOOL, more, now)
    assert refused.value.facts == {"over": Rupiah.of(1), "amount": Rupiah.of(10_000_000)}


def test_a_later_page_waits_for_the_earlier_ones(
    session: Session, recipient: Heir, now: datetime
) -> None:
    plan = begin_plan(session, actor=family_actor(recipient), recipient_id=recipient.id, now=now)
    with pytest.raises(PlanNotComplete):
        answer(session, plan, recipient, PlanStep.SAVING, StepAnswer(), now)
    with pytest.raises(PlanNotComplete):
        finish(session, plan, recipient, now, shown=0)


def test_a_stale_page_is_a_conflict_also_where_only_lines_changed(
    session: Session, recipient: Heir, now: datetime
) -> None:
    plan = planned(session, recipient, now)
    session.flush()
    seen = plan.version
    answer(session, plan, recipient, *ANSWERS[1], now)
    session.flush()
    assert plan.version > seen
    with pytest.raises(Conflict):
        answer_step(
            session,
            actor=family_actor(recipient),
            plan_id=plan.id,
            step=PlanStep.NEEDS,
            answer=StepAnswer(),
            seen=seen,
            today=date(2026, 11, 23),
            now=now,
        )


def test_a_suggestion_that_is_no_longer_the_shown_one_is_a_conflict(
    session: Session, recipient: Heir, now: datetime
) -> None:
    plan = planned(session, recipient, now)
    with pytest.raises(Conflict):
        finish(session, plan, recipient, now, shown=8_000_000)
    assert recipient.plan_outcome is None


def test_several_recipients_with_shares_plan_with_their_own(
    session: Session, recipient: Heir, now: datetime, today: date
) -> None:
    case = make_case(session)
    first = make_recipient(session, case=case, share=Rupiah.of(21_000_000))
    make_recipient(session, case=case, share=Rupiah.of(21_000_000))
    plan = begin_plan(session, actor=family_actor(first), recipient_id=first.id, now=now)
    assert plan.amount == Rupiah.of(21_000_000)
    view = get_plan_view(
        session, actor=family_actor(first), recipient_id=first.id, plan_id=plan.id, today=today
    )
    # Half of 20 and of 12 million count: 16; 10 × 20 % + 6 × 40 % = 4.4 million.
    assert view.suggestion is not None
    assert view.suggestion.base == Rupiah.of(16_000_000)
    assert view.suggestion.amount == Rupiah.of(4_400_000)


def test_several_recipients_without_shares_write_their_amount(
    session: Session, recipient: Heir, now: datetime
) -> None:
    case = make_case(session)
    first = make_recipient(session, case=case)
    make_recipient(session, case=case)
    actor = family_actor(first)
    assert get_plan_money(session, recipient=first).source is AmountSource.UNKNOWN
    with pytest.raises(PlanAmountUnknown):
        begin_plan(session, actor=actor, recipient_id=first.id, now=now)
    with pytest.raises(PlanAmountExceedsBenefit):
        begin_plan(
            session, actor=actor, recipient_id=first.id, amount=Rupiah.of(42_000_001), now=now
        )
    plan = begin_plan(
        session, actor=actor, recipient_id=first.id, amount=Rupiah.of(15_000_000), now=now
    )
    assert plan.amount == Rupiah.of(15_000_000)
    changed = change_amount(
        session,
        actor=actor,
        plan_id=plan.id,
        amount=Rupiah.of(16_000_000),
        seen=plan.version,
        now=now,
    )
    assert changed.amount == Rupiah.of(16_000_000)


def test_the_money_is_what_was_paid_and_then_what_the_family_says_arrived(
    session: Session, recipient: Heir, now: datetime
) -> None:
    assert get_plan_money(session, recipient=recipient).source is AmountSource.ENTITLED
    account = make_account(session, recipient=recipient)
    make_payout(session, account=account, amount=40_000_000)
    money = get_plan_money(session, recipient=recipient)
    assert (money.source, money.amount) == (AmountSource.PAID, Rupiah.of(40_000_000))
    report_missing(
        session,
        actor=family_actor(recipient),
        amount=Rupiah.of(22_000_000),
        text=None,
        request_key=uuid4(),
        now=now,
    )
    money = get_plan_money(session, recipient=recipient)
    assert (money.source, money.amount) == (AmountSource.RECEIVED, Rupiah.of(22_000_000))


def test_a_second_click_begins_the_same_plan(
    session: Session, recipient: Heir, now: datetime
) -> None:
    actor = family_actor(recipient)
    first = begin_plan(session, actor=actor, recipient_id=recipient.id, now=now)
    assert begin_plan(session, actor=actor, recipient_id=recipient.id, now=now).id == first.id


def test_what_was_done_with_staff_at_the_device_is_marked(
    session: Session, recipient: Heir, now: datetime
) -> None:
    staff = make_user(session)
    actor = family_actor(recipient, assisted_by=staff.id)
    plan = begin_plan(session, actor=actor, recipient_id=recipient.id, now=now)
    assert plan.assisted_by == staff.id
    answer(session, plan, recipient, *ANSWERS[0], now)  # alone, later
    assert get_plan_view(session, actor=actor, recipient_id=recipient.id).is_assisted


def test_another_familys_plan_does_not_exist(
    session: Session, recipient: Heir, now: datetime
) -> None:
    plan = planned(session, recipient, now)
    stranger = make_recipient(session)
    elsewhere = replace(actor_of(make_user(session)), region="75.01")
    for actor in (family_actor(stranger), elsewhere):
        with pytest.raises(NotFound):
            get_plan_view(session, actor=actor, recipient_id=recipient.id, plan_id=plan.id)
        with pytest.raises(NotFound):
            list_plans(session, actor=actor, recipient_id=recipient.id)
        with pytest.raises(NotFound):
            answer_step(
                session,
                actor=actor,
                plan_id=plan.id,
                step=PlanStep.NEEDS,
                answer=StepAnswer(),
                seen=None,
                today=date(2026, 11, 23),
                now=now,
            )
