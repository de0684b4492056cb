"""The last day an account moved: its owner's own money, not the bank's bookings."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.cases.models import Account, Heir
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.errors import NotFound
from savings_app.reconciliation.queries.movements import list_last_movements
from tests.builders import (
    actor_of,
    family_actor,
    make_consent,
    make_payout,
    make_recipient,
    make_user,
)
from tests.domain.bank_rows import make_agreed, make_line


def last(session: Session, recipient: Heir, actor: Actor | None = None) -> list[date]:
    rows = list_last_movements(
        session, actor=actor or family_actor(recipient), recipient_id=recipient.id
    )
    return [row.last_on for row in rows]


@pytest.fixture
def agreed(session: Session) -> tuple[Heir, Account]:
    return make_agreed(session, scope=AnswerScope.LINES)


def test_an_account_nobody_told_of_is_not_there(
    session: Session, agreed: tuple[Heir, Account]
) -> None:
    assert last(session, agreed[0]) == []


def test_a_payout_counts_and_a_later_line_counts_more(
    session: Session, agreed: tuple[Heir, Account]
) -> None:
    recipient, account = agreed
    payout = make_payout(session, account=account)
    assert last(session, recipient) == [payout.paid_on]
    make_line(session, account=account, amount=50_000, on=date(2027, 1, 5))
    assert last(session, recipient) == [date(2027, 1, 5)]


def test_what_the_bank_books_itself_keeps_no_account_alive(
    session: Session, agreed: tuple[Heir, Account]
) -> None:
    recipient, account = agreed
    make_line(session, account=account, amount=50_000, on=date(2026, 2, 5))
    for text in ("BIAYA ADM", "Bunga bulan ini", "Bagi Hasil"):
        make_line(session, account=account, amount=2_000, on=date(2026, 12, 31), text=text)
    assert last(session, recipient) == [date(2026, 2, 5)]


def test_a_closed_account_is_left_out(session: Session, agreed: tuple[Heir, Account]) -> None:
    recipient, account = agreed
    make_payout(session, account=account)
    session.execute(sa.update(Account).values(ended_on=date(2026, 12, 1)))
    assert last(session, recipient) == []


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR])
def test_staff_see_it_only_with_the_fourth_consent(
    session: Session, agreed: tuple[Heir, Account], role: Role
) -> None:
    recipient, account = agreed
    payout = make_payout(session, account=account)
    staff = actor_of(make_user(session, role=role))
    assert last(session, recipient, staff) == []
    make_consent(session, recipient=recipient, kind=ConsentKind.STAFF_SEES)
    assert last(session, recipient, staff) == [payout.paid_on]


def test_another_family_does_not_find_it(session: Session, agreed: tuple[Heir, Account]) -> None:
    recipient, account = agreed
    make_payout(session, account=account)
    with pytest.raises(NotFound):
        last(session, recipient, family_actor(make_recipient(session)))
