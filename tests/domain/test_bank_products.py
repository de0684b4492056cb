"""An officer's products and branches, their dated terms, and what is shipped of both."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.banks.actions import PRODUCTS, load_banks
from savings_app.banks.actions.products import (
    BranchFacts,
    TermFacts,
    add_branch,
    add_product,
    add_terms,
    close_branch,
    edit_branch,
    end_product,
)
from savings_app.banks.kinds import Contract, ProductKind
from savings_app.banks.models import Bank, BankProduct, BankProductTerm
from savings_app.banks.queries.products import (
    get_own_branch,
    get_own_product,
    list_branches,
    list_offered,
    list_own_branches,
    list_own_products,
    list_terms,
)
from savings_app.banks.rules import (
    AgreementNotInForce,
    BranchClosed,
    NisbahNotOfContract,
    ProductEnded,
    ProductNameTaken,
    RateNotOfContract,
    ShariaSaysInterest,
    TermsAfterEnd,
)
from savings_app.errors import Conflict, NotFound, NotPermitted
from savings_app.money import ZERO, Rupiah
from savings_app.policy.rules import FactStatus
from savings_app.words.bank_products import percent_words, profit_words
from tests.builders import TODAY, actor_of, find_agreement, make_user
from tests.domain.bank_rows import make_officer

FIRST = date(2026, 3, 1)


def terms(starts: date = FIRST, **more: object) -> TermFacts:
    facts: dict[str, object] = {
        "rate": None,
        "nisbah": None,
        "fee_month": ZERO,
        "minimum_opening": Rupiah.of(20_000),
        "minimum_balance": None,
        "note": None,
        "source": "Surat edaran 1",
    }
    return TermFacts(starts=starts, **{**facts, **more})  # type: ignore[arg-type]


def product(
    session: Session,
    officer: Actor,
    now: datetime,
    *,
    name: str = "Tabungan Uji",
    contract: Contract = Contract.CONVENTIONAL,
    first: TermFacts | None = None,
) -> BankProduct:
    return add_product(
        session,
        actor=officer,
        name=name,
        kind=ProductKind.SAVINGS,
        contract=contract,
        terms=first or terms(),
        now=now,
    )


def test_new_terms_hold_from_their_day_and_the_old_ones_stay(
    session: Session, now: datetime
) -> None:
    officer = make_officer(session)
    row = product(session, officer, now, first=terms(rate=25))
    later = date(2026, 12, 1)
    add_terms(session, actor=officer, product_id=row.id, terms=terms(later, rate=10), now=now)

    def rate_on(day: date) -> int | None:
        (found,) = list_offered(session, today=day)
        return found.terms.rate if found.terms else None

    assert [rate_on(day) for day in (FIRST, later - timedelta(days=1), later)] == [25, 25, 10]
    assert rate_on(FIRST - timedelta(days=1)) is None
    # A slip of the same day is put right by another row; the later written stands.
    add_terms(
        session,
        actor=officer,
        product_id=row.id,
        terms=terms(later, rate=12),
        now=now + timedelta(hours=1),
    )
    assert rate_on(later) == 12
    assert [one.rate for one in list_terms(session, product_id=row.id)] == [12, 10, 25]
    told = (
        select(AuditEvent.facts)
        .where(AuditEvent.action == "bank-product:terms")
        .order_by(AuditEvent.sequence)
    )
    assert [facts["rate"] for facts in session.scalars(told)] == [25, 10, 12]
    with pytest.raises(sa.exc.DBAPIError), session.begin_nested():
        session.execute(sa.update(BankProductTerm).values(rate=99))


def test_a_sharia_product_never_says_interest(session: Session, now: datetime) -> None:
    officer = make_officer(session)
    for contract, wrong, refusal in (
        (Contract.WADIAH, terms(rate=100), RateNotOfContract),
        (Contract.MUDHARABAH, terms(rate=100), RateNotOfContract),
        (Contract.WADIAH, terms(nisbah=1000), NisbahNotOfContract),
        (Contract.CONVENTIONAL, terms(nisbah=1000), NisbahNotOfContract),
        (Contract.WADIAH, terms(note="Bunga kecil"), ShariaSaysInterest),
    ):
        with pytest.raises(refusal), session.begin_nested():
            product(session, officer, now, contract=contract, first=wrong)
    with pytest.raises(ShariaSaysInterest):
        product(session, officer, now, name="Tabungan Tanpa Bunga", contract=Contract.WADIAH)
    assert session.scalar(select(func.count()).select_from(BankProductTerm)) == 0
    for one in Contract:
        for rate, nisbah in ((None, None), (25, None), (None, 1000)):
            said = profit_words(one.value, rate=rate, nisbah=nisbah)
            assert ("unga" in said) is (one is Contract.CONVENTIONAL)
            if one is not Contract.CONVENTIONAL:
                assert "dijanjikan" in said


def test_shares_are_exact() -> None:
    shown = [percent_words(one) for one in (0, 1, 25, 300, 325, 1000, 10_000)]
    assert shown == ["0%", "0,01%", "0,25%", "3%", "3,25%", "10%", "100%"]


def test_an_ended_product_is_not_offered_and_gets_no_terms(session: Session, now: datetime) -> None:
    officer = make_officer(session)
    row = product(session, officer, now)

    def end(version: int | None) -> None:
        end_product(
            session,
            actor=officer,
            product_id=row.id,
            version=version,
            ended_on=TODAY,
            reason="diganti",
            now=now,
        )

    with pytest.raises(Conflict):
        end(row.version + 1)
    end(row.version)
    with pytest.raises(ProductEnded):
        end(None)
    with pytest.raises(TermsAfterEnd):
        add_terms(session, actor=officer, product_id=row.id, terms=terms(TODAY), now=now)
    assert len(list_offered(session, today=TODAY - timedelta(days=1))) == 1
    assert list_offered(session, today=TODAY) == []
    assert len(list_own_products(session, actor=officer, today=TODAY)) == 1
    with pytest.raises(ProductNameTaken):
        product(session, officer, now)


def test_branches_are_changed_and_closed_not_deleted(session: Session, now: datetime) -> None:
    officer = make_officer(session)
    row = add_branch(session, actor=officer, facts=BranchFacts("Unit A", "Jalan 1", None), now=now)
    edit_branch(
        session,
        actor=officer,
        branch_id=row.id,
        version=row.version,
        facts=BranchFacts("Unit B", "Jalan 2", "0435"),
        now=now,
    )
    assert [(one.name, bank) for one, bank in list_branches(session, today=TODAY)] == [
        ("Unit B", "Bank BRI")
    ]

    def close() -> None:
        close_branch(
            session, actor=officer, branch_id=row.id, version=None, closed_on=TODAY, now=now
        )

    close()
    assert list_branches(session, today=TODAY) == []
    assert len(list_own_branches(session, actor=officer)) == 1
    with pytest.raises(BranchClosed):
        close()
    actions = session.scalars(
        select(AuditEvent.action)
        .where(AuditEvent.subject == "bank-branch")
        .order_by(AuditEvent.sequence)
    ).all()
    assert sorted(actions) == ["bank-branch:add", "bank-branch:close", "bank-branch:edit"]


def test_only_the_banks_own_officer_and_only_while_its_agreement_holds(
    session: Session, now: datetime
) -> None:
    officer = make_officer(session)
    row = product(session, officer, now)
    branch = add_branch(session, actor=officer, facts=BranchFacts("A", "B", None), now=now)
    add: Callable[[Actor], object] = lambda one: product(session, one, now, name="Lain")  # noqa: E731
    for role in (Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR):
        with pytest.raises(NotPermitted):
            add(actor_of(make_user(session, role=role)))
    other = make_officer(session, "BSG")
    for stranger in (other, officer):
        if stranger is officer:
            agreement = find_agreement(session)
            agreement.ended_on, agreement.ended_reason = TODAY, "uji"
            session.flush()
        with pytest.raises(NotFound):
            get_own_product(session, actor=stranger, product_id=row.id)
        with pytest.raises(NotFound):
            get_own_branch(session, actor=stranger, branch_id=branch.id)
        assert list_own_products(session, actor=stranger, today=TODAY) == []
        assert list_own_branches(session, actor=stranger) == []
    with pytest.raises(AgreementNotInForce):
        add(officer)


def test_shipped_products_are_drafts_with_a_source_and_are_loaded_once(session: Session) -> None:
    rows = tomllib.loads(PRODUCTS.read_text(encoding="utf-8"))["product"]
    assert {row["status"] for row in rows} == {FactStatus.DRAFT.value}
    assert all(row["source"] for row in rows)
    assert {row["bank"] for row in rows} == {"BSG", "BRI", "BSI", "BNI", "MANDIRI", "BTN"}
    load_banks(session)
    count = select(func.count()).select_from(BankProductTerm)
    assert session.scalar(count) == len(rows)
    assert load_banks(session) == 0
    assert session.scalar(count) == len(rows)
    offered = list_offered(session, today=TODAY)
    assert {one.bank.code for one in offered} == {"BSG", "BRI", "BSI"}
    by_name = [(one.bank.name, one.product.name) for one in offered]
    assert by_name == sorted(by_name)
    for one in offered:
        assert one.terms is not None
        sharia = session.get_one(Bank, one.bank.id).is_sharia
        assert sharia is (one.product.contract is not Contract.CONVENTIONAL)
        if sharia:
            said = f"{one.product.name} {one.terms.note}"
            assert not re.search(r"\bbunga", said, re.IGNORECASE)
