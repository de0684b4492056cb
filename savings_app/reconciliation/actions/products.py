"""The officer says which product an account is of: what an estimate of its interest rests on."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.banks.queries.products import get_own_product
from savings_app.errors import DomainError, NotPermitted
from savings_app.reconciliation.models import AccountProduct
from savings_app.reconciliation.queries.estimates import check_seen


class ProductSaidAhead(DomainError):
    """What an account will be of is not known before its day."""

    field = "starts"


def say_product(
    session: Session,
    *,
    actor: Actor,
    account_id: UUID,
    product_id: UUID,
    starts: date,
    today: date,
    now: datetime,
) -> AccountProduct:
    """From `starts` on the account is of this product; of one day the later said stands.

    Raises:
        NotPermitted
        NotFound: an account or a product this officer may not see.
        ProductSaidAhead
    """
    if not actor.may(Permission.BANK_PRODUCT_EDIT) or actor.user_id is None:
        raise NotPermitted
    account = check_seen(session, actor=actor, account_id=account_id)
    product = get_own_product(session, actor=actor, product_id=product_id)
    if starts > today:
        raise ProductSaidAhead
    said = AccountProduct(
        account_id=account.id,
        product_id=product.id,
        starts=starts,
        recorded_by=actor.user_id,
        recorded_at=now,
    )
    session.add(said)
    record(
        session,
        actor=actor,
        now=now,
        action="account-product:say",
        subject="account",
        subject_id=account.id,
    )
    return said
