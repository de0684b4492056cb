"""Accounts a bank registered and mismatches it reported: kept, and decided by a person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission, Role
from savings_app.audit.actions import record
from savings_app.bank_api.kinds import DecidedBy, MismatchAbout, MismatchKind, RegistrationState
from savings_app.bank_api.models import AccountRegistration, ApiClient, Mismatch
from savings_app.bank_api.queries.reports import (
    find_named_recipient,
    get_mismatch,
    get_registration,
    get_subject,
)
from savings_app.bank_api.report_rules import (
    LONGEST_WAIT,
    FamilyMustConfirm,
    MismatchAnswered,
    PassbookMustBeSeen,
    RegistrationDecided,
)
from savings_app.cases.actions.accounts import record_account
from savings_app.cases.kinds import AccountPurpose
from savings_app.cases.models import Account, Heir
from savings_app.cases.money_rules import AccountUsedElsewhere, HolderNameDiffers
from savings_app.db import check_version
from savings_app.errors import NotPermitted
from savings_app.identifiers import AccountNumber


def register_account(
    session: Session,
    *,
    actor: Actor,
    client: ApiClient,
    number: AccountNumber,
    holder_name: str,
    branch: str | None,
    reference: str,
    now: datetime,
) -> AccountRegistration:
    """The bank opened an account for an heir. Whether the reference names one is not told."""
    row = AccountRegistration(
        client_id=client.id,
        bank_id=client.bank_id,
        recipient_id=find_named_recipient(session, reference=reference),
        reference=reference,
        number=number,
        holder_name=holder_name,
        branch=branch,
        state=RegistrationState.RECEIVED,
        received_at=now,
        decided_as=None,
        decided_by=None,
        decided_at=None,
        account_id=None,
    )
    session.add(row)
    session.flush()
    _record(session, actor, now, "account-registration:receive", row)
    return row


def confirm_registration(
    session: Session,
    *,
    actor: Actor,
    registration_id: UUID,
    version: int | None,
    purpose: AccountPurpose,
    now: datetime,
    family_confirms: bool = False,
    name_accepted: bool = False,
) -> AccountRegistration:
    """The family says the account is its own: by itself, or to staff, who then say so.

    Only staff accept another name, with the passbook before them.

    Raises:
        NotPermitted, NotFound, Conflict, RegistrationDecided, FamilyMustConfirm
        PassbookMustBeSeen: the family itself, where a person has to look first.
        AccountAlreadyRecorded, HolderNameDiffers, AccountUsedElsewhere: see `record_account`.
    """
    row = _open_registration(session, actor, registration_id, version)
    if actor.role is Role.FAMILY:
        try:
            account = _keep_account(session, row, actor, purpose, name_accepted=False, now=now)
        except (HolderNameDiffers, AccountUsedElsewhere) as differs:
            raise PassbookMustBeSeen from differs
    elif family_confirms:
        account = _keep_account(session, row, actor, purpose, name_accepted=name_accepted, now=now)
    else:
        raise FamilyMustConfirm
    row.account_id = account.id
    _decide(row, RegistrationState.CONFIRMED, by=actor, now=now)
    _record(session, actor, now, "account-registration:confirm", row)
    return row


def _keep_account(
    session: Session,
    row: AccountRegistration,
    actor: Actor,
    purpose: AccountPurpose,
    *,
    name_accepted: bool,
    now: datetime,
) -> Account:
    assert row.recipient_id is not None  # noqa: S101  # nobody sees another
    assert row.number is not None  # noqa: S101  # it is open
    return record_account(
        session,
        actor=actor,
        recipient_id=row.recipient_id,
        bank_id=row.bank_id,
        number=row.number,
        holder_name=row.holder_name or "",
        purpose=purpose,
        name_accepted=name_accepted,
        now=now,
    )


def decline_registration(
    session: Session,
    *,
    actor: Actor,
    registration_id: UUID,
    version: int | None,
    now: datetime,
) -> AccountRegistration:
    """The family does not know the account; number and name are erased.

    Raises:
        NotPermitted, NotFound, Conflict, RegistrationDecided
    """
    row = _open_registration(session, actor, registration_id, version)
    _decide(row, RegistrationState.NOT_CONFIRMED, by=actor, now=now)
    _record(session, actor, now, "account-registration:decline", row)
    return row


def expire_registrations(session: Session, *, now: datetime) -> int:
    """What nobody decided in thirty days is erased; returns how many."""
    old = session.scalars(
        select(AccountRegistration).where(
            AccountRegistration.state == RegistrationState.RECEIVED,
            AccountRegistration.received_at < now - LONGEST_WAIT,
        )
    ).all()
    for row in old:
        _decide(row, RegistrationState.NOT_CONFIRMED, by=None, now=now)
        _record(session, None, now, "account-registration:expire", row)
    return len(old)


def report_mismatch(
    session: Session,
    *,
    actor: Actor,
    client: ApiClient,
    about: MismatchAbout,
    subject_id: UUID,
    kind: MismatchKind,
    note: str | None,
    now: datetime,
) -> Mismatch:
    """Something does not fit.

    Raises:
        NotFound: no such thing, or this bank was never told of it.
    """
    subject = get_subject(session, actor=actor, about=about, subject_id=subject_id)
    row = Mismatch(
        client_id=client.id,
        bank_id=client.bank_id,
        about=about,
        subject_id=subject_id,
        recipient_id=subject,
        kind=kind,
        note=note,
        received_at=now,
        answer=None,
        answered_by=None,
        answered_at=None,
    )
    session.add(row)
    session.flush()
    _record(session, actor, now, "bank-mismatch:report", row, kind=kind.value)
    return row


def answer_mismatch(
    session: Session,
    *,
    actor: Actor,
    mismatch_id: UUID,
    version: int | None,
    answer: str,
    now: datetime,
) -> Mismatch:
    """Say what was done about it; the bank reads it.

    Raises:
        NotPermitted, NotFound, Conflict, MismatchAnswered
    """
    _check_staff(actor)
    row = get_mismatch(session, actor=actor, mismatch_id=mismatch_id)
    check_version(row, version)
    if row.answered_at is not None:
        raise MismatchAnswered
    row.answer, row.answered_by, row.answered_at = answer, actor.user_id, now
    _record(session, actor, now, "bank-mismatch:answer", row)
    return row


def _check_staff(actor: Actor) -> None:
    if not actor.may(Permission.CASE_EDIT):
        raise NotPermitted


def _open_registration(
    session: Session, actor: Actor, registration_id: UUID, version: int | None
) -> AccountRegistration:
    if not (actor.may(Permission.CASE_EDIT) or actor.may(Permission.OWN_PLAN)):
        raise NotPermitted
    row = get_registration(session, actor=actor, registration_id=registration_id)
    check_version(row, version)
    if row.state is not RegistrationState.RECEIVED:
        raise RegistrationDecided
    return row


def _decide(
    row: AccountRegistration, state: RegistrationState, *, by: Actor | None, now: datetime
) -> None:
    """`by=None`: its time ran out."""
    row.state, row.decided_at = state, now
    if by is None:
        row.decided_as, row.decided_by = DecidedBy.NOBODY, None
    elif by.role is Role.FAMILY:
        row.decided_as, row.decided_by = DecidedBy.FAMILY, by.assisted_by
    else:
        row.decided_as, row.decided_by = DecidedBy.STAFF, by.user_id
    row.number = row.holder_name = None


def _record(
    session: Session,
    actor: Actor | None,
    now: datetime,
    action: str,
    row: AccountRegistration | Mismatch,
    **facts: str | bool | None,
) -> None:
    heir = session.get(Heir, row.recipient_id) if row.recipient_id else None
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject=row.__tablename__,
        subject_id=row.id,
        case_id=heir.case_id if heir else None,
        **facts,
    )
