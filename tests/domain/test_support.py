"""Help to begin again: asked by a family, taken back any day, and followed up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.cases.models import Heir
from savings_app.errors import Conflict, NotFound, NotPermitted
from savings_app.support.actions import ask_support, record_support_step, withdraw_support
from savings_app.support.kinds import SupportKind, SupportState, SupportStepKind
from savings_app.support.models import SupportRequest, SupportStep
from savings_app.support.queries import SupportFilter, count_open, get_support, iterate_support
from savings_app.support.rules import (
    SupportNotOpen,
    SupportStepBeforeAsked,
    SupportStepInFuture,
)
from savings_app.worklist.kinds import WorkKind
from savings_app.worklist.queries.work import WorkFilter, WorkRow, list_work
from tests.builders import NOW, TODAY, actor_of, make_recipient, make_user


@pytest.fixture
def recipient(session: Session) -> Heir:
    return make_recipient(session)


@pytest.fixture
def family(recipient: Heir) -> Actor:
    return Actor(Role.FAMILY, case_id=recipient.case_id, recipient_id=recipient.id)


def ask(
    session: Session, actor: Actor, recipient: Heir, kind: SupportKind = SupportKind.BUSINESS
) -> SupportRequest:
    return ask_support(
        session,
        actor=actor,
        recipient_id=recipient.id,
        kind=kind,
        wish=" Ingin berjualan kue. ",
        today=TODAY,
        now=NOW,
    )


def step(
    session: Session,
    actor: Actor,
    request: SupportRequest,
    kind: SupportStepKind,
    *,
    on: date = TODAY,
    version: int | None = None,
) -> SupportStep:
    return record_support_step(
        session,
        actor=actor,
        support_id=request.id,
        version=version,
        kind=kind,
        on=on,
        note=None,
        today=TODAY,
        now=NOW,
    )


def waiting(session: Session, actor: Actor, today: date = TODAY) -> list[WorkRow]:
    wanted = WorkFilter(kind=WorkKind.SUPPORT)
    return list(list_work(session, actor=actor, wanted=wanted, today=today).rows)


def test_what_a_family_asks_waits_a_week_in_the_work_of_the_dinas(
    session: Session, asker: Actor, family: Actor, recipient: Heir
) -> None:
    request = ask(session, family, recipient)
    assert (request.state, request.by_family) == (SupportState.ASKED, True)
    assert request.wish == "Ingin berjualan kue."
    (row,) = waiting(session, asker)
    assert (row.id, row.due_on) == (request.id, TODAY + timedelta(days=7))
    assert row.about == recipient.full_name
    assert waiting(session, asker, TODAY + timedelta(days=20))[0].overdue > 0


def test_the_same_wish_is_one_request_and_another_kind_another(
    session: Session, asker: Actor, family: Actor, recipient: Heir
) -> None:
    first = ask(session, family, recipient)
    assert ask(session, asker, recipient).id == first.id
    other = ask(session, asker, recipient, SupportKind.TRAINING)
    assert (other.by_family, other.recorded_by) == (False, asker.user_id)
    assert count_open(session, actor=asker) == 2


def test_taken_back_on_any_day_it_waits_no_more_and_can_be_asked_again(
    session: Session, asker: Actor, family: Actor, recipient: Heir
) -> None:
    request = ask(session, family, recipient)
    step(session, asker, request, SupportStepKind.CONTACT)
    for _ in range(2):
        withdraw_support(session, actor=family, support_id=request.id, today=TODAY, now=NOW)
    assert (request.state, request.ended_on) == (SupportState.WITHDRAWN, TODAY)
    assert waiting(session, asker) == []
    with pytest.raises(SupportNotOpen):
        step(session, asker, request, SupportStepKind.HELPED)
    assert ask(session, family, recipient).id != request.id


def test_a_talk_gives_a_fortnight_and_an_outcome_ends_it(
    session: Session, asker: Actor, family: Actor, recipient: Heir
) -> None:
    request = ask(session, family, recipient)
    step(session, asker, request, SupportStepKind.CONTACT)
    assert waiting(session, asker)[0].due_on == TODAY + timedelta(days=14)
    step(session, asker, request, SupportStepKind.UNAVAILABLE)
    assert (request.state, request.ended_on) == (SupportState.ENDED, TODAY)
    assert waiting(session, asker) == []
    steps = get_support(session, actor=asker, support_id=request.id).steps
    assert {one.kind for one, _name in steps} == {
        SupportStepKind.CONTACT,
        SupportStepKind.UNAVAILABLE,
    }
    with pytest.raises(SupportNotOpen):
        withdraw_support(session, actor=family, support_id=request.id, today=TODAY, now=NOW)


def test_a_step_on_an_impossible_day_or_over_another_leaves_nothing(
    session: Session, asker: Actor, family: Actor, recipient: Heir
) -> None:
    request = ask(session, family, recipient)
    contact = SupportStepKind.CONTACT
    with pytest.raises(SupportStepInFuture):
        step(session, asker, request, contact, on=TODAY + timedelta(days=1))
    with pytest.raises(SupportStepBeforeAsked):
        step(session, asker, request, contact, on=TODAY - timedelta(days=1))
    with pytest.raises(NotPermitted):
        step(session, family, request, contact)
    seen = request.version
    step(session, asker, request, contact)
    with pytest.raises(Conflict):
        step(session, asker, request, SupportStepKind.HELPED, version=seen)
    assert len(session.scalars(select(SupportStep)).all()) == 1


def test_nobody_else_sees_or_asks(
    session: Session, asker: Actor, family: Actor, recipient: Heir
) -> None:
    request = ask(session, family, recipient)
    stranger = actor_of(make_user(session, region="75.03.06"))
    brother = make_recipient(session)
    other = Actor(Role.FAMILY, case_id=brother.case_id, recipient_id=brother.id)
    for nobody in (stranger, other):
        with pytest.raises(NotFound):
            get_support(session, actor=nobody, support_id=request.id)
        with pytest.raises(NotFound):
            withdraw_support(session, actor=nobody, support_id=request.id, today=TODAY, now=NOW)
        with pytest.raises(NotFound):
            ask(session, nobody, recipient)
    assert list(iterate_support(session, actor=stranger, wanted=SupportFilter())) == []
    assert count_open(session, actor=stranger) == 0
    assert waiting(session, stranger) == []
    assert len(list(iterate_support(session, actor=asker, wanted=SupportFilter()))) == 1
