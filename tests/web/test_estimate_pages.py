"""Estimates beside what the bank posted, on the officer's page and on the family's."""

from __future__ import annotations

import gzip
import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.banks.kinds import Contract
from savings_app.banks.models import BankProductTerm
from savings_app.cases.models import Account, Heir
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.policy.rules import FactStatus
from savings_app.reconciliation.models import AccountProduct
from tests.builders import (
    NOW,
    actor_of,
    get_bank,
    load_reference,
    make_consent,
    make_letter,
    make_user,
)
from tests.conftest import Clock
from tests.domain.bank_rows import make_agreed
from tests.domain.interest_rows import SINCE, product_with, tell_months
from tests.web.doors import enter_as, enter_with
from tests.web.test_agreement_pages import day

FAMILY = "/family/savings/estimates"
MOST_BYTES = 14_000


@pytest.fixture(autouse=True)
def standing(clock: Clock) -> None:
    """Every page of these tests is of 23 November 2026."""


@pytest.fixture
def officer(session: Session) -> User:
    load_reference(session)
    return make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session))


@pytest.fixture
def told(session: Session, officer: User) -> tuple[Heir, Account]:
    owner, account = make_agreed(session, scope=AnswerScope.LINES)
    tell_months(session, officer=actor_of(officer), account=account)
    return owner, account


def test_the_officer_says_the_product_and_both_see_estimate_beside_posting(
    client: FlaskClient, session: Session, officer: User, told: tuple[Heir, Account]
) -> None:
    owner, account = told
    enter_as(client, officer)
    place = f"/bank/interest/{account.id}"
    before = client.get(place).text
    assert "bank belum menyebut produk rekening ini" in before
    assert "bunga Rp8.219, pajak Rp1.644" in before
    product = product_with(session, 100)
    sent = {"product_id": str(product.id), **day("starts", SINCE)}
    assert client.post(place, data=sent).status_code == 303
    after = client.get(place).text
    assert "bunga Rp8.219,18, pajak Rp1.643,84" in after
    assert "Hanya beda pembulatan." in after
    enter_with(client, make_letter(session, recipient=owner))
    page = client.get(FAMILY)
    assert "bunga Rp8.219,18, pajak Rp1.643,84" in page.text
    assert "bunga Rp8.219, pajak Rp1.644" in page.text
    assert str(account.number) in page.text
    assert account.number.full not in page.text
    assert FAMILY in client.get("/family/savings/").text
    css = client.get("/static/app.css").data
    assert len(gzip.compress(page.data)) + len(gzip.compress(css)) < MOST_BYTES


def test_a_day_that_has_not_come_is_refused_and_nothing_written(
    client: FlaskClient, session: Session, officer: User, told: tuple[Heir, Account]
) -> None:
    enter_as(client, officer)
    product = product_with(session, 100)
    sent = {"product_id": str(product.id), **day("starts", date(2026, 12, 1))}
    answer = client.post(f"/bank/interest/{told[1].id}", data=sent)
    assert answer.status_code == 200
    assert "Hari ini belum tiba" in answer.text
    assert session.scalar(select(func.count(AccountProduct.id))) == 0


def test_a_sharia_bank_is_never_told_of_interest(
    client: FlaskClient, session: Session, officer: User, told: tuple[Heir, Account]
) -> None:
    get_bank(session).is_sharia = True
    session.flush()
    owner, _account = told
    enter_with(client, make_letter(session, recipient=owner))
    page = client.get(FAMILY).text
    assert "bagi hasil Rp8.219" in page
    assert not re.search(r"\bbunga\b", page.casefold())


def test_strangers_find_no_estimate(
    client: FlaskClient, session: Session, told: tuple[Heir, Account]
) -> None:
    other = make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session, "BSG"))
    enter_as(client, other)
    assert client.get(f"/bank/interest/{told[1].id}").status_code == 404
    brother, _account = make_agreed(session, scope=AnswerScope.LINES)
    enter_with(client, make_letter(session, recipient=brother))
    page = client.get(FAMILY).text
    assert "Belum ada catatan bank" in page
    assert str(told[1].number) not in page


def test_staff_sees_the_estimates_while_the_family_lets_them(
    client: FlaskClient, session: Session, officer: User, told: tuple[Heir, Account]
) -> None:
    owner, account = told
    product = product_with(session, 100)
    enter_as(client, officer)
    sent = {"product_id": str(product.id), **day("starts", SINCE)}
    assert client.post(f"/bank/interest/{account.id}", data=sent).status_code == 303
    enter_as(client, make_user(session))
    place = f"/government/savings/{owner.id}/estimates"
    closed = client.get(place).text
    assert "Tidak terbuka untuk petugas" in closed
    assert "8.219" not in closed
    make_consent(session, recipient=owner, kind=ConsentKind.STAFF_SEES)
    page = client.get(place).text
    assert "bunga Rp8.219,18, pajak Rp1.643,84" in page
    assert "Dihitung sejak uang pertama masuk" in page
    assert f"Produk rekening: {product.name}." in page
    assert account.number.full not in page
    assert place in client.get(f"/government/savings/{owner.id}").text
    enter_as(client, make_user(session, region="75.01"))
    assert client.get(place).status_code == 404


def test_of_a_sharia_product_the_nisbah_is_told_and_no_sum(
    client: FlaskClient, session: Session, officer: User, told: tuple[Heir, Account]
) -> None:
    product = product_with(session, None)
    product.contract = Contract.MUDHARABAH
    session.add(
        BankProductTerm(
            product_id=product.id, starts=date(2026, 2, 1), rate=None, nisbah=1_000,
            fee_month=None, minimum_opening=None, minimum_balance=None, note=None, source="uji",
            status=FactStatus.DRAFT, recorded_by=None, recorded_at=NOW,
        )
    )  # fmt: skip
    session.flush()
    enter_as(client, officer)
    sent = {"product_id": str(product.id), **day("starts", SINCE)}
    assert client.post(f"/bank/interest/{told[1].id}", data=sent).status_code == 303
    page = client.get(f"/bank/interest/{told[1].id}").text
    assert "Bagi hasil: 10% dari hasilnya untuk Anda." in page
    assert "Bagi hasil atau bonus tidak dijanjikan, jadi tidak diperkirakan." in page
