"""The questions about who receives, as the family answered them, and a dispute referred."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.heir_search import answer_step, record_outcome, refer_dispute
from savings_app.cases.heir_rules import (
    HeirStepNotReached,
    OutcomeDayImpossible,
    ReferralDayImpossible,
    SaidOnImpossible,
    search,
)
from savings_app.cases.kinds import (
    HeirAnswer,
    HeirStep,
    HeirTier,
    PaperKind,
    ReferredTo,
)
from savings_app.cases.models import Case, DisputeReferral, HeirSearch
from savings_app.cases.queries.cases import list_papers
from savings_app.cases.queries.heir_search import find_answers, list_referrals, list_search
from savings_app.errors import Conflict, NotFound
from tests.builders import actor_of, make_case, make_user

TODAY = date(2026, 11, 23)
YES, NO = HeirAnswer.YES, HeirAnswer.NO


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session, region="75.03.11"))


@pytest.fixture
def stranger(session: Session) -> Actor:
    return actor_of(make_user(session, region="75.03.06"))


@pytest.fixture
def case(session: Session) -> Case:
    return make_case(session)


def answer(
    session: Session,
    actor: Actor,
    case: Case,
    now: datetime,
    step: HeirStep,
    said: HeirAnswer,
    *,
    version: int | None = None,
    said_on: date = TODAY,
) -> HeirSearch:
    return answer_step(
        session,
        actor=actor,
        case_id=case.id,
        step=step,
        version=version,
        answer=said,
        said_by="Sri, adik almarhum",
        said_on=said_on,
        note=None,
        today=TODAY,
        now=now,
    )


def test_answers_lead_to_a_tier_and_its_papers_and_are_kept_with_who_said_them(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    for step in list(HeirStep)[:4]:
        answer(session, actor, case, now, step, NO)
    answer(session, actor, case, now, HeirStep.NAMED, YES)

    rows = list_search(session, case_id=case.id)

    assert search(find_answers(session, case_id=case.id)).tier is HeirTier.NAMED
    assert list(rows) == list(HeirStep)
    assert {row.said_by for row in rows.values()} == {"Sri, adik almarhum"}
    assert {row.recorded_by for row in rows.values()} == {actor.user_id}
    kinds = {paper.kind for paper in list_papers(session, case_id=case.id)}
    assert PaperKind.WILL in kinds
    event = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.action == "heir-search:answer")
        .order_by(AuditEvent.sequence)
    ).all()[-1]
    assert event.facts == {"step": "wasiat", "answer": "ada"}


def test_an_answer_can_be_changed_and_the_papers_follow(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    for step in list(HeirStep)[:4]:
        answer(session, actor, case, now, step, NO)
    answer(session, actor, case, now, HeirStep.NAMED, YES)
    first = list_search(session, case_id=case.id)[HeirStep.SPOUSE_OR_CHILD]

    answer(session, actor, case, now, HeirStep.SPOUSE_OR_CHILD, YES, version=first.version)

    assert search(find_answers(session, case_id=case.id)).tier is HeirTier.SPOUSE_OR_CHILD
    kinds = {paper.kind for paper in list_papers(session, case_id=case.id)}
    assert PaperKind.WILL not in kinds


def test_two_officers_who_answer_at_once_do_not_write_over_each_other(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    row = answer(session, actor, case, now, HeirStep.SPOUSE_OR_CHILD, NO)
    seen = row.version
    with pytest.raises(Conflict):  # the form of the second showed no answer yet
        answer(session, actor, case, now, HeirStep.SPOUSE_OR_CHILD, YES)
    answer(session, actor, case, now, HeirStep.SPOUSE_OR_CHILD, YES, version=seen)
    with pytest.raises(Conflict):
        answer(session, actor, case, now, HeirStep.SPOUSE_OR_CHILD, NO, version=seen)


def test_what_is_refused_leaves_nothing(
    session: Session, actor: Actor, stranger: Actor, case: Case, now: datetime
) -> None:
    with pytest.raises(HeirStepNotReached):
        answer(session, actor, case, now, HeirStep.SIBLING, YES)
    with pytest.raises(SaidOnImpossible):
        answer(session, actor, case, now, HeirStep.SPOUSE_OR_CHILD, YES, said_on=date(2026, 11, 24))
    with pytest.raises(NotFound):
        answer(session, stranger, case, now, HeirStep.SPOUSE_OR_CHILD, YES)
    assert session.scalar(select(func.count()).select_from(HeirSearch)) == 0


def test_a_dispute_is_referred_once_a_form_and_gets_its_outcome(
    session: Session, actor: Actor, stranger: Actor, case: Case, now: datetime
) -> None:
    key = uuid4()

    def refer(who: Actor, on: date = TODAY) -> DisputeReferral:
        return refer_dispute(
            session,
            actor=who,
            case_id=case.id,
            referred_to=ReferredTo.RELIGIOUS_COURT,
            referred_on=on,
            request_key=key,
            today=TODAY,
            now=now,
        )

    with pytest.raises(NotFound):
        refer(stranger)
    with pytest.raises(ReferralDayImpossible):
        refer(actor, date(2026, 9, 30))
    referral = refer(actor)
    assert refer(actor).id == referral.id
    assert list_referrals(session, case_id=case.id) == [referral]

    def conclude(who: Actor, on: date, version: int) -> DisputeReferral:
        return record_outcome(
            session,
            actor=who,
            referral_id=referral.id,
            version=version,
            outcome="Kedua pihak sepakat.",
            outcome_on=on,
            today=TODAY,
            now=now,
        )

    seen = referral.version
    with pytest.raises(NotFound):
        conclude(stranger, TODAY, seen)
    with pytest.raises(OutcomeDayImpossible):
        conclude(actor, date(2026, 11, 22), seen)
    conclude(actor, TODAY, seen)
    with pytest.raises(Conflict):
        conclude(actor, TODAY, seen)
    assert referral.outcome_on == TODAY
    # The software does not end the dispute by itself.
    assert not case.disputed
