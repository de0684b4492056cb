"""Branches and products of banks, each product with the terms that hold on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor, Permission
from savings_app.banks.models import Bank, BankBranch, BankProduct, BankProductTerm
from savings_app.banks.queries.agreements import has_agreement
from savings_app.errors import NotFound


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product with the terms in force on the day asked; None where none has begun."""

    product: BankProduct
    bank: Bank
    terms: BankProductTerm | None


def _is_own(actor: Actor, bank_id: UUID | None) -> bool:
    return bank_id is not None and actor.may(Permission.BANK_PRODUCT_EDIT)


def own_branches(actor: Actor) -> ColumnElement[bool]:
    """A condition on `BankBranch`: of the officer's bank, while its agreement holds."""
    if not _is_own(actor, actor.bank_id):
        return false()
    return and_(
        BankBranch.bank_id == actor.bank_id, has_agreement(BankBranch.bank_id, on=actor.acts_on)
    )


def own_products(actor: Actor) -> ColumnElement[bool]:
    """A condition on `BankProduct`: of the officer's bank, while its agreement holds."""
    if not _is_own(actor, actor.bank_id):
        return false()
    return and_(
        BankProduct.bank_id == actor.bank_id, has_agreement(BankProduct.bank_id, on=actor.acts_on)
    )


def list_own_branches(session: Session, *, actor: Actor) -> Sequence[BankBranch]:
    """The officer's bank's branches by name, those that closed too."""
    return session.scalars(
        select(BankBranch).where(own_branches(actor)).order_by(BankBranch.name, BankBranch.id)
    ).all()


def get_own_branch(session: Session, *, actor: Actor, branch_id: UUID) -> BankBranch:
    """
    Raises:
        NotFound: no such branch, another bank's, or no agreement holds.
    """
    branch = session.scalar(
        select(BankBranch).where(BankBranch.id == branch_id, own_branches(actor))
    )
    if branch is None:
        raise NotFound
    return branch


def list_own_products(session: Session, *, actor: Actor, today: date) -> Sequence[ProductRow]:
    """The officer's bank's products by name, those that ended too."""
    rows = session.execute(
        select(BankProduct, Bank)
        .join(Bank, Bank.id == BankProduct.bank_id)
        .where(own_products(actor))
        .order_by(BankProduct.name, BankProduct.id)
    )
    return _with_terms(session, [(row[0], row[1]) for row in rows], today)


def get_own_product(session: Session, *, actor: Actor, product_id: UUID) -> BankProduct:
    """
    Raises:
        NotFound: no such product, another bank's, or no agreement holds.
    """
    product = session.scalar(
        select(BankProduct).where(BankProduct.id == product_id, own_products(actor))
    )
    if product is None:
        raise NotFound
    return product


def list_terms(session: Session, *, product_id: UUID) -> Sequence[BankProductTerm]:
    """All terms of a product the caller may see, the latest first; of one day the later written."""
    return session.scalars(
        select(BankProductTerm)
        .where(BankProductTerm.product_id == product_id)
        .order_by(
            BankProductTerm.starts.desc(), BankProductTerm.recorded_at.desc(), BankProductTerm.id
        )
    ).all()


def list_offered(session: Session, *, today: date) -> Sequence[ProductRow]:
    """What partner banks offer today, for anybody: by product, then bank, ranked by nothing."""
    rows = session.execute(
        select(BankProduct, Bank)
        .join(Bank, Bank.id == BankProduct.bank_id)
        .where(Bank.is_partner, or_(BankProduct.ended_on.is_(None), BankProduct.ended_on > today))
        .order_by(Bank.name, BankProduct.name, BankProduct.id)
    )
    return _with_terms(session, [(row[0], row[1]) for row in rows], today)


def list_branches(session: Session, *, today: date) -> Sequence[tuple[BankBranch, str]]:
    """Where a partner bank can be gone to today, by bank and name."""
    rows = session.execute(
        select(BankBranch, Bank.name)
        .join(Bank, Bank.id == BankBranch.bank_id)
        .where(Bank.is_partner, or_(BankBranch.closed_on.is_(None), BankBranch.closed_on > today))
        .order_by(Bank.name, BankBranch.name, BankBranch.id)
    )
    return [(row[0], row[1]) for row in rows]


def _with_terms(
    session: Session, products: Sequence[tuple[BankProduct, Bank]], today: date
) -> list[ProductRow]:
    terms = _terms_on(session, [product.id for product, _bank in products], today)
    return [ProductRow(product, bank, terms.get(product.id)) for product, bank in products]


def _terms_on(
    session: Session, product_ids: Iterable[UUID], today: date
) -> dict[UUID, BankProductTerm]:
    """The terms that hold that day; only those, whatever the history has grown to."""
    later = aliased(BankProductTerm)
    overtaken = (
        select(later.id)
        .where(
            later.product_id == BankProductTerm.product_id,
            later.starts <= today,
            or_(
                later.starts > BankProductTerm.starts,
                and_(
                    later.starts == BankProductTerm.starts,
                    later.recorded_at > BankProductTerm.recorded_at,
                ),
            ),
        )
        .exists()
    )
    found = session.scalars(
        select(BankProductTerm).where(
            BankProductTerm.product_id.in_(list(product_ids)),
            BankProductTerm.starts <= today,
            ~overtaken,
        )
    )
    return {one.product_id: one for one in found}
