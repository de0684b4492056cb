"""Payouts: recorded once, flagged beside the law, reversed by a row of their own."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.actions.accounts import end_account
from savings_app.cases.actions.claims import file_claim
from savings_app.cases.actions.payouts import record_payout, reverse_payout
from savings_app.cases.kinds import AccountPurpose, PayoutKind, Stage, Turn
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Account, Case, Heir, Payout
from savings_app.cases.money_rules import (
    AccountNotLive,
    PayoutAlreadyReversed,
    PayoutBeforeClaim,
    PayoutBeforeDeath,
    PayoutInFuture,
    PayoutIsReversal,
    PayoutRecordedAlready,
    PayoutWithoutClaim,
)
from savings_app.cases.queries.money import get_paid_summary, list_payouts
from savings_app.errors import NotFound
from savings_app.money import ZERO, Rupiah
from savings_app.words.formats import AmountNotPositive
from tests.builders import actor_of, make_account, make_case, make_recipient, make_user

WHOLE = Rupiah.of(42_000_000)
FILED = date(2026, 11, 2)
PAID = date(2026, 11, 5)


class Money:
    """A case with a claim of 2 November 2026 and one recipient with an account."""

    def __init__(self, session: Session, today: date, now: datetime) -> None:
        self.session, self.today, self.now = session, today, now
        self.actor = actor_of(make_user(session))
        self.case: Case = make_case(session)
        self.recipient: Heir = make_recipient(session, case=self.case)
        self.account: Account = make_account(session, recipient=self.recipient)
        file_claim(
            session,
            actor=self.actor,
            case_id=self.case.id,
            filed_on=FILED,
            receipt_number=None,
            today=today,
            now=now,
        )

    def pay(
        self,
        amount: Rupiah = WHOLE,
        *,
        paid_on: date = PAID,
        kind: PayoutKind = PayoutKind.BENEFIT,
        account: Account | None = None,
        actor: Actor | None = None,
        key: object = None,
    ) -> Payout:
        return record_payout(
            self.session,
            actor=actor or self.actor,
            recipient_id=self.recipient.id,
            account_id=(account or self.account).id,
            kind=kind,
            amount=amount,
            paid_on=paid_on,
            request_key=key or uuid4(),  # type: ignore[arg-type]
            today=self.today,
            now=self.now,
        )

    def reverse(self, payout: Payout, *, reason: str = "salah tulis", key: object = None) -> Payout:
        return reverse_payout(
            self.session,
            actor=self.actor,
            payout_id=payout.id,
            reason=reason,
            request_key=key or uuid4(),  # type: ignore[arg-type]
            now=self.now,
        )


@pytest.fixture
def money(session: Session, today: date, now: datetime) -> Money:
    return Money(session, today, now)


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Payout)) or 0


def test_a_payout_of_the_whole_waits_for_the_family_s_word(money: Money) -> None:
    assert (money.case.stage, money.case.due_on) == (Stage.CLAIMED, date(2026, 11, 5))
    payout = money.pay()
    summary = get_paid_summary(money.session, case_id=money.case.id)
    assert (summary.entitled, summary.paid, summary.differs) == (WHOLE, WHOLE, False)
    assert (money.case.stage, money.case.turn, money.case.due_on) == (
        Stage.PAID,
        Turn.FAMILY,
        None,
    )
    assert (payout.recorded_by, payout.recorded_at) == (money.actor.user_id, money.now)


def test_a_double_click_records_one_payout(money: Money) -> None:
    key = uuid4()
    first = money.pay(key=key)
    assert money.pay(key=key).id == first.id
    assert count(money.session) == 1


def test_the_same_santunan_from_another_tab_is_refused_until_the_first_is_reversed(
    money: Money,
) -> None:
    first = money.pay()
    with pytest.raises(PayoutRecordedAlready):
        money.pay()
    assert count(money.session) == 1
    money.reverse(first)
    money.pay()
    summary = get_paid_summary(money.session, case_id=money.case.id)
    assert (summary.paid, count(money.session)) == (WHOLE, 3)


def test_paid_is_not_entitled_is_flagged_and_never_refused(money: Money) -> None:
    money.pay(Rupiah.of(40_000_000))
    summary = get_paid_summary(money.session, case_id=money.case.id)
    assert (summary.differs, summary.difference) == (True, Rupiah.of(2_000_000))
    assert (money.case.stage, money.case.turn) == (Stage.SHORT, Turn.DINAS)
    assert money.case.due_on == date(2026, 11, 5)


def test_other_kinds_are_lines_of_their_own(money: Money) -> None:
    money.pay()
    money.pay(Rupiah.of(12_000_000), kind=PayoutKind.SCHOLARSHIP)
    money.pay(Rupiah.of(420_000), kind=PayoutKind.LATE_COMPENSATION)
    summary = get_paid_summary(money.session, case_id=money.case.id)
    assert (summary.paid, summary.differs) == (WHOLE, False)
    assert summary.other == (
        (PayoutKind.SCHOLARSHIP, Rupiah.of(12_000_000)),
        (PayoutKind.LATE_COMPENSATION, Rupiah.of(420_000)),
    )


def test_a_reversal_is_a_row_of_its_own_with_its_reason(money: Money) -> None:
    payout = money.pay()
    reversal = money.reverse(payout)
    assert (reversal.amount, reversal.reverses_id) == (-WHOLE, payout.id)
    assert (reversal.reason, reversal.recorded_by) == ("salah tulis", money.actor.user_id)
    assert get_paid_summary(money.session, case_id=money.case.id).paid == ZERO
    assert (money.case.stage, money.case.due_on) == (Stage.CLAIMED, date(2026, 11, 5))
    rows = list_payouts(money.session, case_id=money.case.id)
    assert [row.can_be_reversed for row in rows] == [False, False]


def test_a_double_click_reverses_once(money: Money) -> None:
    payout, key = money.pay(), uuid4()
    assert money.reverse(payout, key=key).id == money.reverse(payout, key=key).id
    assert count(money.session) == 2


def test_a_payout_is_reversed_once_and_a_reversal_never(money: Money) -> None:
    payout = money.pay()
    with pytest.raises(ReasonNeeded):
        money.reverse(payout, reason="  ")
    reversal = money.reverse(payout)
    with pytest.raises(PayoutAlreadyReversed):
        money.reverse(payout)
    with pytest.raises(PayoutIsReversal):
        money.reverse(reversal)
    assert count(money.session) == 2


@pytest.mark.parametrize(
    "statement", ["UPDATE payout SET amount = 1", "DELETE FROM payout"], ids=["update", "delete"]
)
def test_a_payout_is_never_changed_or_deleted(money: Money, statement: str) -> None:
    money.pay()
    with pytest.raises(DBAPIError, match="append-only"), money.session.begin_nested():
        money.session.execute(text(statement))
    assert count(money.session) == 1


def test_money_cannot_have_moved_before_the_death_the_claim_or_after_today(money: Money) -> None:
    with pytest.raises(PayoutBeforeDeath):
        money.pay(paid_on=date(2026, 9, 30))
    with pytest.raises(PayoutBeforeClaim):
        money.pay(paid_on=date(2026, 11, 1))
    with pytest.raises(PayoutInFuture):
        money.pay(paid_on=date(2026, 11, 24))
    with pytest.raises(AmountNotPositive):
        money.pay(ZERO)
    assert count(money.session) == 0


def test_a_santunan_without_a_claim_is_refused(session: Session, money: Money) -> None:
    other = make_recipient(session)
    account = make_account(session, recipient=other)
    with pytest.raises(PayoutWithoutClaim):
        record_payout(
            session,
            actor=money.actor,
            recipient_id=other.id,
            account_id=account.id,
            kind=PayoutKind.BENEFIT,
            amount=WHOLE,
            paid_on=PAID,
            request_key=uuid4(),
            today=money.today,
            now=money.now,
        )


def test_money_goes_only_into_a_live_account_of_the_recipient(
    session: Session, money: Money
) -> None:
    strangers = make_account(session, recipient=make_recipient(session))
    savings = make_account(session, recipient=money.recipient, purpose=AccountPurpose.SAVING)
    for account in (strangers, savings):
        with pytest.raises(AccountNotLive):
            money.pay(account=account)
    money.pay(Rupiah.of(1_500_000), kind=PayoutKind.SCHOLARSHIP, account=savings)
    end_account(
        session, actor=money.actor, account_id=money.account.id, today=money.today, now=money.now
    )
    with pytest.raises(AccountNotLive):
        money.pay()


def test_an_officer_of_another_district_sees_no_such_recipient(
    session: Session, money: Money
) -> None:
    stranger = actor_of(make_user(session, region="75.03.06"))
    with pytest.raises(NotFound):
        money.pay(actor=stranger)
