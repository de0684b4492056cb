"""The family's own word on what arrived."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.cases.actions.receipts import confirm_all_arrived, report_missing
from savings_app.cases.kinds import ComplaintAbout, Stage
from savings_app.cases.models import Case, Complaint, Heir, Receipt
from savings_app.cases.queries.receipts import get_arrival
from savings_app.cases.receipt_rules import NothingIsMissing, NothingPaidYet
from savings_app.errors import NotFound
from savings_app.money import Rupiah
from tests.builders import (
    actor_of,
    family_actor,
    make_account,
    make_payout,
    make_recipient,
    make_user,
)


@pytest.fixture
def paid(session: Session) -> Heir:
    recipient = make_recipient(session)
    make_payout(session, account=make_account(session, recipient=recipient))
    return recipient


def count(session: Session, table: type[Receipt | Complaint]) -> int | None:
    return session.scalar(select(func.count()).select_from(table))


def test_yes_is_kept_with_the_case_moved_on(session: Session, paid: Heir, now: datetime) -> None:
    receipt = confirm_all_arrived(session, actor=family_actor(paid), request_key=uuid4(), now=now)
    assert receipt.complete
    assert receipt.amount is None
    assert session.get_one(Case, paid.case_id).stage is Stage.ARRIVED


def test_a_double_click_gives_one_row(session: Session, paid: Heir, now: datetime) -> None:
    key = uuid4()
    first = confirm_all_arrived(session, actor=family_actor(paid), request_key=key, now=now)
    second = confirm_all_arrived(session, actor=family_actor(paid), request_key=key, now=now)
    assert first.id == second.id
    assert count(session, Receipt) == 1


def test_no_says_how_much_arrived_and_opens_one_complaint(
    session: Session, paid: Heir, now: datetime
) -> None:
    key = uuid4()
    for _twice in range(2):
        report_missing(
            session,
            actor=family_actor(paid),
            amount=Rupiah.of(22_000_000),
            text="Diminta di jalan.",
            request_key=key,
            now=now,
        )
    complaint = session.scalars(select(Complaint)).one()
    assert complaint.about is ComplaintAbout.AMOUNT
    assert complaint.text == (
        "Yang masuk: Rp22.000.000. Hak penerima: Rp42.000.000.\nDiminta di jalan."
    )
    receipt = session.scalars(select(Receipt)).one()
    assert (receipt.complete, receipt.amount) == (False, Rupiah.of(22_000_000))
    assert session.get_one(Case, paid.case_id).stage is Stage.SHORT


def test_nothing_is_missing_where_the_whole_arrived(
    session: Session, paid: Heir, now: datetime
) -> None:
    with pytest.raises(NothingIsMissing) as refused:
        report_missing(
            session,
            actor=family_actor(paid),
            amount=Rupiah.of(42_000_000),
            text=None,
            request_key=uuid4(),
            now=now,
        )
    assert refused.value.facts == {"own": Rupiah.of(42_000_000)}
    assert count(session, Receipt) == count(session, Complaint) == 0


def test_before_a_payout_there_is_nothing_to_confirm(session: Session, now: datetime) -> None:
    recipient = make_recipient(session)
    with pytest.raises(NothingPaidYet):
        confirm_all_arrived(session, actor=family_actor(recipient), request_key=uuid4(), now=now)


def test_a_later_word_stands_beside_the_earlier(
    session: Session, paid: Heir, now: datetime
) -> None:
    actor = family_actor(paid)
    report_missing(session, actor=actor, amount=None, text=None, request_key=uuid4(), now=now)
    assert get_arrival(session, recipient_id=paid.id).said_complete is False
    confirm_all_arrived(session, actor=actor, request_key=uuid4(), now=now + timedelta(days=2))
    assert get_arrival(session, recipient_id=paid.id).said_complete is True
    assert count(session, Receipt) == 2


def test_only_the_recipient_speaks(session: Session, paid: Heir, now: datetime) -> None:
    for actor in (actor_of(make_user(session)), family_actor(make_recipient(session))):
        with pytest.raises((NotFound, NothingPaidYet)):
            confirm_all_arrived(session, actor=actor, request_key=uuid4(), now=now)
    assert count(session, Receipt) == 0
