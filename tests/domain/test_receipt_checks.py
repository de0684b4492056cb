"""Asked again by somebody who never touched the case; a "no" opens a complaint by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.audit.actions import record
from savings_app.cases.actions.receipt_checks import Asked, ask_again
from savings_app.cases.actions.receipts import confirm_all_arrived
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.complaint_kinds import CheckAnswer, CheckChannel, ComplaintChannel
from savings_app.cases.kinds import Stage, Turn
from savings_app.cases.models import (
    AssistedVisit,
    Case,
    Claim,
    Complaint,
    Heir,
    Payout,
    ReceiptCheck,
)
from savings_app.cases.queries.complaints import get_complaint
from savings_app.cases.queries.receipt_checks import count_to_ask, has_handled, list_to_ask
from savings_app.cases.receipt_rules import (
    AskedBeforePayment,
    AskedInFuture,
    AskerHandledCase,
    NothingIsMissing,
    NothingPaidYet,
)
from savings_app.money import Rupiah
from tests.builders import (
    actor_of,
    family_actor,
    make_account,
    make_letter,
    make_payout,
    make_recipient,
    make_user,
)

ASKED_ON = date(2026, 11, 20)


@pytest.fixture
def recipient(session: Session, now: datetime) -> Heir:
    """Paid, and said three weeks ago that all of it arrived."""
    recipient = make_recipient(session)
    make_payout(session, account=make_account(session, recipient=recipient))
    payouts = session.scalars(select(Payout)).all()
    assert len(payouts) == 1
    confirm_all_arrived(session, actor=family_actor(recipient), request_key=uuid4(), now=now)
    return recipient


def ask(
    session: Session,
    user: User,
    recipient: Heir,
    now: datetime,
    answer: CheckAnswer = CheckAnswer.ALL,
    *,
    amount: int | None = None,
    asked_on: date = ASKED_ON,
    key: UUID | None = None,
) -> ReceiptCheck:
    return ask_again(
        session,
        actor=actor_of(user),
        recipient_id=recipient.id,
        asked=Asked(
            CheckChannel.PHONE,
            answer,
            asked_on,
            Rupiah.of(amount) if amount else None,
            "Katanya begitu.",
        ),
        request_key=key or uuid4(),
        today=date(2026, 11, 23),
        now=now,
    )


def may_ask(session: Session, user: User, before: datetime) -> bool:
    actor = actor_of(user)
    page = list_to_ask(session, actor=actor, said_before=before)
    assert page.total == count_to_ask(session, actor=actor, said_before=before)
    return page.total == 1


def test_the_list_shows_who_spoke_long_enough_ago(
    session: Session, recipient: Heir, now: datetime
) -> None:
    fresh = make_user(session)
    assert may_ask(session, fresh, now)
    assert not may_ask(session, fresh, now - timedelta(days=1))
    assert not may_ask(session, make_user(session, region="75.03.06"), now)
    assert not may_ask(session, make_user(session, role=Role.BANK_OFFICER), now)


def _recorded(session: Session, user: User, recipient: Heir, now: datetime) -> None:
    actor = actor_of(user)
    case_id = recipient.case_id
    record(session, actor=actor, now=now, action="paper:set", subject="case", case_id=case_id)


def _sat_beside(session: Session, user: User, recipient: Heir, now: datetime) -> None:
    actor = family_actor(recipient, assisted_by=user.id)
    record(session, actor=actor, now=now, action="plan:begin", subject="plan")


def _visited(session: Session, user: User, recipient: Heir, now: datetime) -> None:
    visit = AssistedVisit(
        recipient_id=recipient.id,
        user_id=user.id,
        began_at=now,
        ended_at=now,
        signed_on=None,
        signed_recorded_by=None,
    )
    session.add(visit)


def _opened(session: Session, user: User, recipient: Heir, now: datetime) -> None:
    session.get_one(Case, recipient.case_id).opened_by = user.id


def _is_assigned(session: Session, user: User, recipient: Heir, now: datetime) -> None:
    session.get_one(Case, recipient.case_id).assigned_to = user.id


def _wrote_the_account(session: Session, user: User, recipient: Heir, now: datetime) -> None:
    make_account(session, recipient=recipient).recorded_by = user.id


def _checked_the_name(session: Session, user: User, recipient: Heir, now: datetime) -> None:
    make_account(session, recipient=recipient).name_checked_by = user.id


def _wrote_the_claim(session: Session, user: User, recipient: Heir, now: datetime) -> None:
    claim = Claim(
        case_id=recipient.case_id,
        filed_on=date(2026, 11, 1),
        receipt_number=None,
        due_on=date(2026, 11, 4),
        recorded_by=user.id,
        recorded_at=now,
        returned_on=None,
        return_reason=None,
    )
    session.add(claim)


def _wrote_a_payout(session: Session, user: User, recipient: Heir, now: datetime) -> None:
    account = make_account(session, recipient=recipient)
    payout = Payout(
        case_id=recipient.case_id,
        recipient_id=recipient.id,
        account_id=account.id,
        kind="jht",
        amount=Rupiah.of(1),
        paid_on=date(2026, 11, 10),
        recorded_by=user.id,
        recorded_at=now,
        request_key=uuid4(),
        reverses_id=None,
        reason=None,
    )
    session.add(payout)


def _issued_a_letter(session: Session, user: User, recipient: Heir, now: datetime) -> None:
    make_letter(session, recipient=recipient).issued_by = user.id


TOUCHES: list[Callable[[Session, User, Heir, datetime], None]] = [
    _recorded,
    _sat_beside,
    _visited,
    _opened,
    _is_assigned,
    _wrote_the_account,
    _checked_the_name,
    _wrote_the_claim,
    _wrote_a_payout,
    _issued_a_letter,
]


@pytest.mark.parametrize("touch", TOUCHES, ids=lambda one: one.__name__)
def test_whoever_did_anything_in_the_case_does_not_ask(
    session: Session,
    recipient: Heir,
    now: datetime,
    touch: Callable[[Session, User, Heir, datetime], None],
) -> None:
    user, other = make_user(session), make_user(session)
    assert may_ask(session, user, now)
    touch(session, user, recipient, now)
    session.flush()
    assert not may_ask(session, user, now)
    assert may_ask(session, other, now)
    assert has_handled(session, case_id=recipient.case_id, user_id=user.id)
    with pytest.raises(AskerHandledCase):
        ask(session, user, recipient, now)
    assert session.scalars(select(ReceiptCheck)).all() == []


def test_who_reached_nobody_may_try_again_until_there_is_an_answer(
    session: Session, recipient: Heir, now: datetime
) -> None:
    user = make_user(session)
    for answer in (CheckAnswer.NOT_REACHED, CheckAnswer.UNSURE):
        ask(session, user, recipient, now, answer)
        assert may_ask(session, user, now)
    ask(session, user, recipient, now)
    assert not may_ask(session, user, now)
    assert session.scalars(select(Complaint)).all() == []


def test_a_no_opens_a_complaint_by_itself_and_turns_the_case(
    session: Session, recipient: Heir, now: datetime
) -> None:
    case = session.get_one(Case, recipient.case_id)
    refresh_stage(session, case_id=case.id)
    assert case.stage is Stage.ARRIVED
    user, key = make_user(session), uuid4()
    later = now + timedelta(days=20)
    check = ask(session, user, recipient, later, CheckAnswer.SHORT, amount=22_000_000, key=key)
    again = ask(session, user, recipient, later, CheckAnswer.SHORT, amount=22_000_000, key=key)
    assert again.id == check.id
    (complaint,) = session.scalars(select(Complaint)).all()
    assert check.complaint_id == complaint.id
    assert complaint.channel is ComplaintChannel.SECOND_ASKING
    assert "Rp22.000.000" in complaint.text
    assert "Rp42.000.000" in complaint.text
    assert (case.stage, case.turn) == (Stage.SHORT, Turn.SUPERVISOR)
    get_complaint(session, actor=family_actor(recipient), complaint_id=complaint.id)
    # The family's own later word stands above it.
    confirm_all_arrived(
        session,
        actor=family_actor(recipient),
        request_key=uuid4(),
        now=later + timedelta(hours=1),
    )
    assert session.get_one(Case, case.id).stage is Stage.ARRIVED


def test_what_cannot_be_is_refused(session: Session, recipient: Heir, now: datetime) -> None:
    user = make_user(session)
    with pytest.raises(AskedInFuture):
        ask(session, user, recipient, now, asked_on=date(2026, 11, 24))
    with pytest.raises(AskedBeforePayment):
        ask(session, user, recipient, now, asked_on=date(2026, 11, 9))
    with pytest.raises(NothingIsMissing):
        ask(session, user, recipient, now, CheckAnswer.SHORT, amount=42_000_000)
    with pytest.raises(NothingPaidYet):
        ask(session, user, make_recipient(session), now)
    assert session.scalars(select(Complaint)).all() == []
