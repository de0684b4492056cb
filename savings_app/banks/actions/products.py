"""An officer keeps his bank's branches and products; new terms are a new row with its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.banks.kinds import Contract, ProductKind
from savings_app.banks.models import BankBranch, BankProduct, BankProductTerm
from savings_app.banks.queries.agreements import check_agreement
from savings_app.banks.queries.products import get_own_branch, get_own_product
from savings_app.banks.rules import (
    BranchClosed,
    ProductEnded,
    ProductNameTaken,
    TermsAfterEnd,
    check_terms,
    check_words,
)
from savings_app.db import check_version
from savings_app.errors import NotPermitted
from savings_app.money import Rupiah
from savings_app.policy.rules import FactStatus


@dataclass(frozen=True, slots=True)
class BranchFacts:
    """What is written down of a branch; names are those of the columns."""

    name: str
    address: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class TermFacts:
    """What a product costs and yields from `starts` on; names are those of the columns."""

    starts: date
    rate: int | None  # hundredths of a percent, as `nisbah`
    nisbah: int | None
    fee_month: Rupiah | None
    minimum_opening: Rupiah | None
    minimum_balance: Rupiah | None
    note: str | None
    source: str


def add_branch(session: Session, *, actor: Actor, facts: BranchFacts, now: datetime) -> BankBranch:
    """
    Raises:
        NotPermitted, AgreementNotInForce
    """
    bank_id = _check_officer(session, actor)
    branch = BankBranch(
        bank_id=bank_id, name=facts.name, address=facts.address, phone=facts.phone, closed_on=None
    )
    session.add(branch)
    session.flush()
    _record(session, actor, now, "bank-branch:add", branch.id, name=branch.name)
    return branch


def edit_branch(
    session: Session,
    *,
    actor: Actor,
    branch_id: UUID,
    version: int | None,
    facts: BranchFacts,
    now: datetime,
) -> BankBranch:
    """
    Raises:
        NotFound, Conflict, NotPermitted, AgreementNotInForce
        BranchClosed: it is no longer there.
    """
    _check_officer(session, actor)
    branch = get_own_branch(session, actor=actor, branch_id=branch_id)
    check_version(branch, version)
    if branch.closed_on is not None:
        raise BranchClosed
    before = branch.name
    branch.name, branch.address, branch.phone = facts.name, facts.address, facts.phone
    session.flush()
    _record(
        session, actor, now, "bank-branch:edit", branch.id, name=branch.name, before_name=before
    )
    return branch


def close_branch(
    session: Session,
    *,
    actor: Actor,
    branch_id: UUID,
    version: int | None,
    closed_on: date,
    now: datetime,
) -> BankBranch:
    """Families no longer see it from that day on; the row stays.

    Raises:
        NotFound, Conflict, NotPermitted, AgreementNotInForce, BranchClosed
    """
    _check_officer(session, actor)
    branch = get_own_branch(session, actor=actor, branch_id=branch_id)
    check_version(branch, version)
    if branch.closed_on is not None:
        raise BranchClosed
    branch.closed_on = closed_on
    session.flush()
    _record(
        session,
        actor,
        now,
        "bank-branch:close",
        branch.id,
        name=branch.name,
        on=closed_on.isoformat(),
    )
    return branch


def add_product(
    session: Session,
    *,
    actor: Actor,
    name: str,
    kind: ProductKind,
    contract: Contract,
    terms: TermFacts,
    now: datetime,
) -> BankProduct:
    """A product and its first terms.

    Raises:
        NotPermitted, AgreementNotInForce, ProductNameTaken
        RateNotOfContract, NisbahNotOfContract, ShareImpossible, ShariaSaysInterest
    """
    bank_id = _check_officer(session, actor)
    check_words(contract, name, field="name")
    taken = select(BankProduct.id).where(BankProduct.bank_id == bank_id, BankProduct.name == name)
    if session.scalar(taken) is not None:
        raise ProductNameTaken
    product = BankProduct(
        bank_id=bank_id, name=name, kind=kind, contract=contract, ended_on=None, ended_reason=None
    )
    session.add(product)
    session.flush()
    _record(session, actor, now, "bank-product:add", product.id, name=name)
    _add_terms(session, actor, product, terms, now)
    return product


def add_terms(
    session: Session, *, actor: Actor, product_id: UUID, terms: TermFacts, now: datetime
) -> BankProductTerm:
    """New terms from a day on; those before stay to be read.

    Raises:
        NotFound, NotPermitted, AgreementNotInForce
        TermsAfterEnd: the product is no longer offered by then.
        RateNotOfContract, NisbahNotOfContract, ShareImpossible, ShariaSaysInterest
    """
    _check_officer(session, actor)
    product = get_own_product(session, actor=actor, product_id=product_id)
    if product.ended_on is not None and terms.starts >= product.ended_on:
        raise TermsAfterEnd(on=product.ended_on)
    return _add_terms(session, actor, product, terms, now)


def end_product(
    session: Session,
    *,
    actor: Actor,
    product_id: UUID,
    version: int | None,
    ended_on: date,
    reason: str,
    now: datetime,
) -> BankProduct:
    """It is not offered any more from that day on; families do not see it, its terms stay.

    Raises:
        NotFound, Conflict, NotPermitted, AgreementNotInForce, ProductEnded
    """
    _check_officer(session, actor)
    product = get_own_product(session, actor=actor, product_id=product_id)
    check_version(product, version)
    if product.ended_on is not None:
        raise ProductEnded
    product.ended_on, product.ended_reason = ended_on, reason
    session.flush()
    _record(
        session,
        actor,
        now,
        "bank-product:end",
        product.id,
        name=product.name,
        on=ended_on.isoformat(),
    )
    return product


def _add_terms(
    session: Session, actor: Actor, product: BankProduct, facts: TermFacts, now: datetime
) -> BankProductTerm:
    check_terms(product.contract, rate=facts.rate, nisbah=facts.nisbah, note=facts.note)
    terms = BankProductTerm(
        product_id=product.id,
        starts=facts.starts,
        rate=facts.rate,
        nisbah=facts.nisbah,
        fee_month=facts.fee_month,
        minimum_opening=facts.minimum_opening,
        minimum_balance=facts.minimum_balance,
        note=facts.note,
        source=facts.source,
        # The bank's own word on its own product.
        status=FactStatus.VERIFIED,
        recorded_by=actor.user_id,
        recorded_at=now,
    )
    session.add(terms)
    session.flush()
    _record(
        session,
        actor,
        now,
        "bank-product:terms",
        product.id,
        name=product.name,
        starts=facts.starts.isoformat(),
        rate=facts.rate,
        nisbah=facts.nisbah,
        fee_sen=facts.fee_month.sen if facts.fee_month else None,
        source=facts.source,
    )
    return terms


def _check_officer(session: Session, actor: Actor) -> UUID:
    if not actor.may(Permission.BANK_PRODUCT_EDIT) or actor.bank_id is None:
        raise NotPermitted
    check_agreement(session, bank_id=actor.bank_id, on=actor.acts_on)
    return actor.bank_id


def _record(
    session: Session,
    actor: Actor,
    now: datetime,
    action: str,
    subject_id: UUID,
    **facts: str | int | None,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject=action.partition(":")[0],
        subject_id=subject_id,
        case_id=None,
        **facts,
    )
