"""Pledges are wishes of the family: made, changed and cancelled any day, without a question."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.kinds import AccountPurpose
from savings_app.cases.models import Account, Heir
from savings_app.cases.queries.cases import get_entitlement, get_own_recipient
from savings_app.cases.queries.money import get_paid_to
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.models import Pledge
from savings_app.deposits.queries import sum_kept
from savings_app.deposits.rules import (
    CODE_COUNT,
    PledgeNotLive,
    check_account,
    check_amount,
    check_until,
    code_of,
)
from savings_app.errors import NotFound
from savings_app.money import Rupiah
from savings_app.planning.models import Pot
from savings_app.planning.rules import check_called


def make_pledge(
    session: Session,
    *,
    actor: Actor,
    kind: PledgeKind,
    account_id: UUID,
    amount: Rupiah,
    until_on: date,
    goal: str | None,
    request_key: UUID,
    today: date,
    now: datetime,
    plan_id: UUID | None = None,
    in_name_of: str | None = None,
    pot_id: UUID | None = None,
) -> Pledge:
    """The recipient means to save. The same `request_key` again gives the first pledge.

    `in_name_of` is the family's own word for whose account it is; None: the recipient's own.
    `pot_id` is the pot of the plan it is made from, whatever either is called.

    Raises:
        NotFound: the actor is no family, or the account or the pot is not the recipient's.
        PledgeExceedsBenefit, PledgeDayNotAhead, PledgeDayTooFar, PledgeNeedsBenefitAccount,
        PledgeNeedsSavingAccount, NumberInName
    """
    check_called(in_name_of)
    recipient = _alone_with(session, actor=actor)
    made = _find_by_key(session, recipient=recipient, request_key=request_key)
    if made is not None:
        return made
    account = _own_account(session, recipient=recipient, account_id=account_id, kind=kind)
    _check_own_pot(session, recipient=recipient, pot_id=pot_id)
    check_until(until_on=until_on, today=today)
    _check_amount(session, recipient=recipient, kind=kind, amount=amount)
    pledge = Pledge(
        recipient_id=recipient.id,
        account_id=account.id,
        plan_id=plan_id,
        kind=kind,
        amount=amount,
        until_on=until_on,
        goal=goal,
        pot_id=pot_id,
        in_name_of=in_name_of,
        code=_free_code(session),
        made_on=today,
        made_at=now,
        assisted_by=actor.assisted_by,
        request_key=request_key,
        cancelled_at=None,
        replaced_by=None,
    )
    session.add(pledge)
    session.flush()
    _record(session, "pledge:make", pledge, actor=actor, now=now)
    return pledge


def change_pledge(
    session: Session,
    *,
    actor: Actor,
    pledge_id: UUID,
    amount: Rupiah,
    until_on: date,
    goal: str | None,
    pot_id: UUID | None,
    request_key: UUID,
    today: date,
    now: datetime,
) -> Pledge:
    """A new pledge stands in the old one's place; the old one stays to be read, with its code.

    Raises:
        NotFound: not a pledge or not a pot of this recipient.
        PledgeNotLive: it was cancelled or changed already.
        PledgeExceedsBenefit, PledgeDayNotAhead, PledgeDayTooFar
    """
    recipient = _alone_with(session, actor=actor)
    made = _find_by_key(session, recipient=recipient, request_key=request_key)
    if made is not None:
        return made
    old = _get_own(session, recipient=recipient, pledge_id=pledge_id)
    if old.cancelled_at is not None or old.replaced_by is not None:
        raise PledgeNotLive
    _check_own_pot(session, recipient=recipient, pot_id=pot_id)
    check_until(until_on=until_on, today=today)
    _check_amount(session, recipient=recipient, kind=old.kind, amount=amount, without=old.id)
    pledge = Pledge(
        recipient_id=recipient.id,
        account_id=old.account_id,
        plan_id=old.plan_id,
        kind=old.kind,
        amount=amount,
        until_on=until_on,
        goal=goal,
        pot_id=pot_id,
        in_name_of=old.in_name_of,
        code=_free_code(session),
        made_on=today,
        made_at=now,
        assisted_by=actor.assisted_by,
        request_key=request_key,
        cancelled_at=None,
        replaced_by=None,
    )
    session.add(pledge)
    session.flush()
    old.replaced_by = pledge.id
    _record(session, "pledge:change", pledge, actor=actor, now=now, replaces=str(old.id))
    return pledge


def cancel_pledge(session: Session, *, actor: Actor, pledge_id: UUID, now: datetime) -> Pledge:
    """The pledge stands no more. No reason is asked; cancelling again changes nothing.

    Raises:
        NotFound: not a pledge of this recipient.
        PledgeNotLive: it was changed into another one.
    """
    recipient = _alone_with(session, actor=actor)
    pledge = _get_own(session, recipient=recipient, pledge_id=pledge_id)
    if pledge.replaced_by is not None:
        raise PledgeNotLive
    if pledge.cancelled_at is None:
        pledge.cancelled_at = now
        _record(session, "pledge:cancel", pledge, actor=actor, now=now)
    return pledge


def _alone_with(session: Session, *, actor: Actor) -> Heir:
    """The family's own recipient, locked: two forms sent at once cannot together exceed a limit."""
    recipient = get_own_recipient(session, actor=actor)
    session.execute(select(Heir.id).where(Heir.id == recipient.id).with_for_update())
    return recipient


def _own_account(
    session: Session, *, recipient: Heir, account_id: UUID, kind: PledgeKind
) -> Account:
    account = session.scalar(
        select(Account).where(Account.id == account_id, Account.recipient_id == recipient.id)
    )
    if account is None:
        raise NotFound
    check_account(
        kind=kind,
        is_benefit_account=account.purpose is AccountPurpose.BENEFIT,
        is_live=account.ended_on is None,
    )
    return account


def _check_own_pot(session: Session, *, recipient: Heir, pot_id: UUID | None) -> None:
    if pot_id is None:
        return
    found = session.scalar(select(Pot.id).where(Pot.id == pot_id, Pot.recipient_id == recipient.id))
    if found is None:
        raise NotFound


def _find_by_key(session: Session, *, recipient: Heir, request_key: UUID) -> Pledge | None:
    return session.scalar(
        select(Pledge).where(Pledge.request_key == request_key, Pledge.recipient_id == recipient.id)
    )


def _get_own(session: Session, *, recipient: Heir, pledge_id: UUID) -> Pledge:
    pledge = session.scalar(
        select(Pledge).where(Pledge.id == pledge_id, Pledge.recipient_id == recipient.id)
    )
    if pledge is None:
        raise NotFound
    return pledge


def _check_amount(
    session: Session,
    *,
    recipient: Heir,
    kind: PledgeKind,
    amount: Rupiah,
    without: UUID | None = None,
) -> None:
    entitlement = get_entitlement(session, recipient=recipient)
    check_amount(
        kind=kind,
        amount=amount,
        kept=sum_kept(session, recipient_id=recipient.id, without=without),
        # While several recipients have not said who gets what, nobody can have more than all.
        entitled=entitlement.own or entitlement.total,
        received=get_paid_to(session, recipient_id=recipient.id),
    )


def _free_code(session: Session) -> str:
    """A code no pledge ever had: a remark written years ago still means one pledge."""
    while True:
        code = code_of(secrets.randbelow(CODE_COUNT))
        if session.scalar(select(Pledge.id).where(Pledge.code == code)) is None:
            return code


def _record(
    session: Session,
    action: str,
    pledge: Pledge,
    *,
    actor: Actor,
    now: datetime,
    replaces: str | None = None,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="pledge",
        subject_id=pledge.id,
        case_id=actor.case_id,
        kind=pledge.kind.value,
        replaces=replaces,
    )
