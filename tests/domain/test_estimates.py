"""Expected interest beside posted: who sees it, what it rests on, and that nothing is stored."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.banks.kinds import DataPass
from savings_app.cases.models import Account, Heir
from savings_app.consents.actions import revoke_consent
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.deposits.models import Deposit
from savings_app.errors import NotFound, NotPermitted
from savings_app.money import Rupiah
from savings_app.reconciliation.actions.deciding import decide_line
from savings_app.reconciliation.actions.files import import_file
from savings_app.reconciliation.actions.products import ProductSaidAhead, say_product
from savings_app.reconciliation.estimate_rules import EstimateGap, Explanation
from savings_app.reconciliation.kinds import LineClass
from savings_app.reconciliation.models import AccountProduct, BankLine
from savings_app.reconciliation.queries.estimates import (
    AccountEstimates,
    get_estimates,
    list_estimates_of,
    list_own_estimates,
)
from tests.bank_files import Row, as_stored, csv_file, csv_section, read
from tests.builders import (
    NOW,
    TODAY,
    actor_of,
    family_actor,
    find_agreement,
    make_consent,
    make_user,
)
from tests.domain.bank_rows import make_agreed, make_officer
from tests.domain.interest_rows import SINCE, product_with, tell_months


@pytest.fixture
def officer(session: Session) -> Actor:
    return make_officer(session)


@pytest.fixture
def account(session: Session, officer: Actor) -> Account:
    """Ten million since August, with interest and tax posted at the end of two months."""
    _recipient, account = make_agreed(session, scope=AnswerScope.LINES)
    tell_months(session, officer=officer, account=account)
    return account


def say(
    session: Session,
    officer: Actor,
    account: Account,
    rate: int | None = 100,
    *,
    now: datetime = NOW,
) -> None:
    say_product(
        session,
        actor=officer,
        account_id=account.id,
        product_id=product_with(session, rate).id,
        starts=SINCE,
        today=TODAY,
        now=now,
    )


def seen(session: Session, officer: Actor, account: Account) -> AccountEstimates:
    return get_estimates(session, actor=officer, account_id=account.id, today=TODAY)


def gaps(found: AccountEstimates) -> list[EstimateGap | None]:
    return [one.gap for one in found.months]


def test_until_the_bank_says_the_product_there_is_no_number(
    session: Session, officer: Actor, account: Account
) -> None:
    found = seen(session, officer, account)
    assert found.product is None
    assert gaps(found) == [EstimateGap.NO_PRODUCT] * 3
    assert found.months[1].posted.interest == Rupiah.of(8_219)


def test_the_officer_says_the_product_and_sees_estimate_and_posting(
    session: Session, officer: Actor, account: Account
) -> None:
    before = session.scalar(select(func.count(BankLine.id)))
    say(session, officer, account)
    found = seen(session, officer, account)
    assert found.product is not None
    assert found.product.name == "Tabungan 100"
    october, september, august = found.months
    # Ten million since the 15th, nothing before: 10,000,000 × 1 % × 17 / 365, and a fifth of it.
    assert august.expected is not None
    assert (august.expected.interest, august.expected.tax) == (Rupiah(465_753), Rupiah(93_151))
    assert august.why == (Explanation.NOT_POSTED, Explanation.FROM_NOTHING)
    assert september.expected is not None
    assert (september.expected.interest, september.expected.tax) == (
        Rupiah(821_918),
        Rupiah(164_384),
    )
    assert (september.why, october.why) == ((Explanation.ROUNDED,), (Explanation.ROUNDED,))
    # Nothing of it becomes a line or a deposit.
    assert session.scalar(select(func.count(BankLine.id))) == before
    assert session.scalar(select(func.count(Deposit.id))) == 0


def test_of_one_day_the_later_said_stands(
    session: Session, officer: Actor, account: Account
) -> None:
    say(session, officer, account, 100)
    say(session, officer, account, None, now=NOW + timedelta(hours=1))
    assert gaps(seen(session, officer, account)) == [EstimateGap.NO_RATE] * 3


def test_a_product_cannot_be_said_ahead_nor_by_a_stranger(
    session: Session, officer: Actor, account: Account
) -> None:
    facts: dict[str, Any] = {
        "account_id": account.id,
        "product_id": product_with(session, 100).id,
        "now": NOW,
        "today": TODAY,
    }
    with pytest.raises(ProductSaidAhead):
        say_product(session, actor=officer, starts=date(2026, 11, 24), **facts)
    with pytest.raises(NotFound):
        say_product(session, actor=make_officer(session, "BSG"), starts=SINCE, **facts)
    with pytest.raises(NotPermitted):
        say_product(session, actor=Actor(Role.SUPERVISOR), starts=SINCE, **facts)
    assert session.scalar(select(func.count(AccountProduct.id))) == 0


def test_what_was_said_is_never_changed(session: Session, officer: Actor, account: Account) -> None:
    say(session, officer, account)
    said = session.scalars(select(AccountProduct)).one()
    said.starts = date(2026, 2, 1)
    with pytest.raises(DatabaseError):
        session.flush()


def test_the_family_sees_its_own_and_nobody_else_does(
    session: Session, officer: Actor, account: Account
) -> None:
    owner = session.get_one(Heir, account.recipient_id)
    other, _account = make_agreed(session, scope=AnswerScope.LINES)
    (own,) = list_own_estimates(session, actor=family_actor(owner), today=TODAY)
    assert len(own.months) == 3
    assert list_own_estimates(session, actor=family_actor(other), today=TODAY) == []
    assert list_own_estimates(session, actor=Actor(Role.SUPERVISOR), today=TODAY) == []
    with pytest.raises(NotFound):
        seen(session, make_officer(session, "BSG"), account)


def test_a_consent_taken_back_takes_the_estimates_with_it(
    session: Session, officer: Actor, account: Account
) -> None:
    owner = session.get_one(Heir, account.recipient_id)
    revoke_consent(
        session,
        actor=family_actor(owner),
        recipient_id=owner.id,
        kind=ConsentKind.BANK_ANSWERS,
        now=NOW,
    )
    assert list_own_estimates(session, actor=family_actor(owner), today=TODAY) == []
    with pytest.raises(NotFound):
        seen(session, officer, account)


def test_a_line_a_person_decided_to_be_interest_counts_as_such(
    session: Session, officer: Actor, account: Account
) -> None:
    """ "PENYESUAIAN" says nothing; the officer knows it is the interest of November."""
    section = csv_section(
        account.number.full,
        [Row(date(2026, 11, 1), 8_222, "PENYESUAIAN"), Row(date(2026, 11, 1), -1_644, "KOREKSI X")],
        opening=10_013_374,
    )
    data = csv_file(section)
    stored = as_stored(data)
    import_file(
        session, actor=officer, bank_id=account.bank_id, sha256=stored.sha256, size=stored.size,
        found=read(data), now=NOW,
    )  # fmt: skip
    say(session, officer, account)
    october = seen(session, officer, account).months[0]
    assert (october.month, october.posted.interest) == (date(2026, 10, 1), Rupiah.of(8_499))
    lines = session.scalars(
        select(BankLine).where(BankLine.on == date(2026, 11, 1)).order_by(BankLine.amount)
    ).all()
    for line, kind in zip(lines, (LineClass.TAX, LineClass.RETURN), strict=True):
        decide_line(
            session, actor=officer, line_id=line.id, kind=kind, reason="menurut sistem bank",
            now=NOW,
        )  # fmt: skip
    october = seen(session, officer, account).months[0]
    # Interest of the first day is told with the month before.
    assert october.posted.interest == Rupiah.of(8_499 + 8_222)
    assert october.posted.tax == Rupiah.of(1_700 + 1_644)


def test_staff_sees_them_only_while_both_consents_stand_and_an_agreement_holds(
    session: Session, officer: Actor, account: Account
) -> None:
    say(session, officer, account)
    caseworker = actor_of(make_user(session))
    owner = session.get_one(Heir, account.recipient_id)

    def shown() -> list[str]:
        found = list_estimates_of(session, actor=caseworker, recipient_id=owner.id, today=TODAY)
        return [str(one.number) for one in found]

    assert shown() == []  # nobody asked about consent 4
    make_consent(session, recipient=owner, kind=ConsentKind.STAFF_SEES)
    assert shown() == [str(account.number)]
    for kind in (ConsentKind.STAFF_SEES, ConsentKind.BANK_ANSWERS):
        revoke_consent(
            session, actor=family_actor(owner), recipient_id=owner.id, kind=kind, now=NOW
        )
        assert shown() == []
        make_consent(session, recipient=owner, kind=kind, scope=SCOPES.get(kind))
        assert shown() == [str(account.number)]
    agreement = find_agreement(session)
    agreement.data = [one for one in agreement.data if one.data is not DataPass.LINES]
    session.flush()
    assert shown() == []
    stranger = actor_of(make_user(session, region="75.01"))
    with pytest.raises(NotFound):
        list_estimates_of(session, actor=stranger, recipient_id=owner.id, today=TODAY)


SCOPES = {ConsentKind.BANK_ANSWERS: AnswerScope.LINES}
