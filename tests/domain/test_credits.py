"""The bank's line that shows a payout: once, undone once, and never beside a reversed payout."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from savings_app.cases.actions.credits import record_credit, reverse_credit
from savings_app.cases.actions.payouts import reverse_payout
from savings_app.cases.models import Payout, PayoutCredit
from savings_app.cases.money_rules import (
    CreditAlreadyReversed,
    PayoutAlreadyReversed,
    PayoutHasCredit,
    PayoutIsReversal,
)
from savings_app.cases.queries.money import find_live_credit
from savings_app.errors import NotFound
from savings_app.money import Rupiah
from tests.builders import actor_of, make_account, make_payout, make_recipient, make_user
from tests.domain.bank_rows import make_line, make_officer

ON = date(2026, 11, 12)
WHOLE = Rupiah.of(42_000_000)


class Matched:
    """A payout into an account of BRI, and a line of that bank."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.officer = make_officer(session)
        self.account = make_account(session, recipient=make_recipient(session))
        self.payout = make_payout(session, account=self.account)
        self.line = make_line(session, account=self.account, amount=42_000_000)

    def credit(self, payout: Payout | None = None) -> PayoutCredit:
        return record_credit(
            self.session,
            actor=self.officer,
            payout_id=(payout or self.payout).id,
            line_id=self.line.id,
            amount=WHOLE,
            on=ON,
            now=self.now,
        )

    def undo(self, credit: PayoutCredit) -> PayoutCredit:
        return reverse_credit(self.session, actor=self.officer, credit_id=credit.id, now=self.now)

    def reverse(self) -> Payout:
        return reverse_payout(
            self.session,
            actor=actor_of(make_user(self.session)),
            payout_id=self.payout.id,
            reason="salah tulis",
            request_key=uuid4(),
            now=self.now,
        )


@pytest.fixture
def matched(session: Session, now: datetime) -> Matched:
    return Matched(session, now)


def test_one_line_shows_a_payout_until_the_match_is_undone(matched: Matched) -> None:
    credit = matched.credit()
    assert find_live_credit(matched.session, payout_id=matched.payout.id) is credit
    with pytest.raises(PayoutHasCredit):
        matched.credit()
    undone = matched.undo(credit)
    assert (undone.amount, undone.reverses_id) == (-WHOLE, credit.id)
    assert find_live_credit(matched.session, payout_id=matched.payout.id) is None
    for row in (credit, undone):
        with pytest.raises(CreditAlreadyReversed):
            matched.undo(row)
    matched.credit()


def test_a_matched_payout_is_not_reversed_and_a_reversed_one_not_matched(matched: Matched) -> None:
    credit = matched.credit()
    with pytest.raises(PayoutHasCredit):
        matched.reverse()
    matched.undo(credit)
    reversal = matched.reverse()
    with pytest.raises(PayoutAlreadyReversed):
        matched.credit()
    with pytest.raises(PayoutIsReversal):
        matched.credit(reversal)


def test_the_officer_of_another_bank_finds_no_such_payout(matched: Matched) -> None:
    credit = matched.credit()
    matched.officer = make_officer(matched.session, "BSG")
    with pytest.raises(NotFound):
        matched.undo(credit)
    with pytest.raises(NotFound):
        matched.credit()
