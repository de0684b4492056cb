"""Registered accounts and mismatches: the bank sees its own, staff those of their cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor, Permission, Role
from savings_app.bank_api.kinds import MismatchAbout, RegistrationState
from savings_app.bank_api.models import AccountRegistration, Mismatch
from savings_app.bank_api.report_rules import recipient_named
from savings_app.banks.kinds import DataPass
from savings_app.banks.models import Bank, CooperationAgreement
from savings_app.banks.queries.agreements import agreements_seen_by
from savings_app.cases.models import Account, Case, Heir
from savings_app.cases.money_rules import names_agree
from savings_app.cases.queries.cases import recipient_number
from savings_app.cases.queries.scope import cases_seen_by, recipients_seen_by
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import live_consent
from savings_app.deposits.models import Pledge
from savings_app.deposits.queries import accounts_seen_by_bank
from savings_app.deposits.rules import codes_in
from savings_app.errors import NotFound
from savings_app.paging import Order, Page, Place, Sorting, in_order, list_page
from savings_app.reconciliation.models import BankFile


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """What is wanted of either kind. `waiting`: only what nobody answered yet."""

    waiting: bool = False


def find_named_recipient(session: Session, *, reference: str) -> UUID | None:
    """Whom a reference names here: by a pledge's code, or by the number on a family's letters."""
    for code in codes_in(reference):
        found = session.scalar(select(Pledge.recipient_id).where(Pledge.code == code))
        if found is not None:
            return found
    named = recipient_named(reference)
    if named is None:
        return None
    return session.scalar(
        select(Heir.id)
        .join(Case, Case.id == Heir.case_id)
        .where(
            Case.number == named[0],
            Heir.position == named[1],
            Heir.is_recipient,
            Case.withdrawn_at.is_(None),
        )
    )


def get_subject(
    session: Session, *, actor: Actor, about: MismatchAbout, subject_id: UUID
) -> UUID | None:
    """Whose money a report is about; None where it is about a file or nobody known.

    Raises:
        NotFound: the bank of this actor was never told of it, or may not be any more.
    """
    statements: dict[MismatchAbout, Select[UUID | None]] = {
        MismatchAbout.PLEDGE: select(Pledge.recipient_id)
        .join(Account, Account.id == Pledge.account_id)
        .where(Pledge.id == subject_id, accounts_seen_by_bank(actor, passing=DataPass.PLEDGES)),
        MismatchAbout.REGISTRATION: select(AccountRegistration.recipient_id).where(
            AccountRegistration.id == subject_id, AccountRegistration.bank_id == actor.bank_id
        ),
        MismatchAbout.FILE: select(BankFile.id).where(
            BankFile.id == subject_id, BankFile.bank_id == actor.bank_id
        ),
    }
    row = session.execute(statements[about]).first()
    if row is None:
        raise NotFound
    return None if about is MismatchAbout.FILE else row[0]


# --- registered accounts -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """A registered account with whom its reference names."""

    row: AccountRegistration
    bank_name: str
    recipient: Heir
    case: Case

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def number(self) -> str:
        return recipient_number(self.case, self.recipient)

    @property
    def names_agree(self) -> bool:
        """Whether the bank's name of the holder is the recipient's or the guardian's."""
        return names_agree(
            self.row.holder_name or "", self.recipient.full_name, self.recipient.guardian_name
        )


# Nobody opens more for one heir at a time.
MOST_WAITING = 5
REGISTRATIONS = Sorting(
    id=AccountRegistration.id,
    by={"received": (AccountRegistration.received_at,), "name": (Heir.full_name,)},
    default=Order("received", descending=True),
)


def _registrations(
    actor: Actor, wanted: ReportFilter
) -> Select[AccountRegistration, str, Heir, Case]:
    statement = (
        select(AccountRegistration, Bank.name, Heir, Case)
        .join(Bank, Bank.id == AccountRegistration.bank_id)
        .join(Heir, Heir.id == AccountRegistration.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(_seen_by(actor))
    )
    if wanted.waiting:
        statement = statement.where(AccountRegistration.state == RegistrationState.RECEIVED)
    return statement


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    """The family those for itself, staff those for families of their cases."""
    if actor.may(Permission.CASE_READ) or actor.may(Permission.OWN_READ):
        return recipients_seen_by(actor)
    return false()


def list_own_waiting(session: Session, *, actor: Actor) -> Sequence[RegistrationRow]:
    """What a family has not answered yet, the newest first; whoever sends more is not shown."""
    statement = _registrations(actor, ReportFilter(waiting=True))
    rows = session.execute(
        statement.order_by(AccountRegistration.received_at.desc(), AccountRegistration.id).limit(
            MOST_WAITING
        )
    )
    return [RegistrationRow(*row) for row in rows]


def list_registrations(
    session: Session,
    *,
    actor: Actor,
    wanted: ReportFilter,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[RegistrationRow]:
    page = list_page(
        session, _registrations(actor, wanted), sorting=REGISTRATIONS, order=order, place=place
    )
    return page.of([RegistrationRow(*row) for row in page.rows])


def iterate_registrations(
    session: Session, *, actor: Actor, wanted: ReportFilter, order: Order | None = None
) -> Iterator[RegistrationRow]:
    """The whole filtered list, for a file."""
    statement = in_order(_registrations(actor, wanted), sorting=REGISTRATIONS, order=order)
    for row in session.execute(statement):
        yield RegistrationRow(*row)


def get_registration_row(
    session: Session, *, actor: Actor, registration_id: UUID
) -> RegistrationRow:
    """
    Raises:
        NotFound
    """
    found = session.execute(
        _registrations(actor, ReportFilter()).where(AccountRegistration.id == registration_id)
    ).first()
    if found is None:
        raise NotFound
    return RegistrationRow(*found)


def get_registration(
    session: Session, *, actor: Actor, registration_id: UUID
) -> AccountRegistration:
    """One the bank registered, for its own system; one of a case this member of staff sees; or
    one for this family.

    Raises:
        NotFound
    """
    if actor.role is not Role.BANK_OFFICER:
        return get_registration_row(session, actor=actor, registration_id=registration_id).row
    row = session.scalar(
        select(AccountRegistration).where(
            AccountRegistration.id == registration_id,
            AccountRegistration.bank_id == actor.bank_id,
        )
    )
    if row is None:
        raise NotFound
    return row


# --- mismatches ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MismatchRow:
    """A report. `may_read`: whether its words may be read by who asks (consent 4 of the heir).

    `recipient` and `case`: whose money it is about, where anybody's, for staff.
    """

    row: Mismatch
    bank_name: str
    may_read: bool
    recipient: Heir | None = None
    case: Case | None = None

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def number(self) -> str:
        if self.case is None or self.recipient is None:
            return ""
        return recipient_number(self.case, self.recipient)


MISMATCHES = Sorting(
    id=Mismatch.id,
    by={"received": (Mismatch.received_at,), "bank": (Bank.name,)},
    default=Order("received", descending=True),
)


def mismatches_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Mismatch`: the bank's own; for staff those of their cases and banks."""
    if actor.role is Role.BANK_OFFICER:
        return Mismatch.bank_id == actor.bank_id
    if not actor.may(Permission.CASE_READ):
        return false()
    of_a_case = exists().where(
        Heir.id == Mismatch.recipient_id, Case.id == Heir.case_id, cases_seen_by(actor)
    )
    of_a_bank = exists().where(
        CooperationAgreement.bank_id == Mismatch.bank_id, agreements_seen_by(actor)
    )
    return or_(of_a_case, and_(Mismatch.recipient_id.is_(None), of_a_bank))


def _mismatches(actor: Actor, wanted: ReportFilter) -> Select[*tuple[Any, ...]]:
    # What a bank says of one family is read by staff while that family lets them.
    readable = or_(
        Mismatch.recipient_id.is_(None),
        live_consent(ConsentKind.STAFF_SEES, of=Mismatch.recipient_id),  # type: ignore[arg-type]
    )
    own = actor.role is Role.BANK_OFFICER
    # Names of their own: the condition of who sees it speaks of heirs and cases too.
    whose, of_case = aliased(Heir), aliased(Case)
    statement: Select[*tuple[Any, ...]] = select(
        Mismatch, Bank.name, Mismatch.id.is_not(None) if own else readable
    )
    statement = statement.join(Bank, Bank.id == Mismatch.bank_id).where(mismatches_seen_by(actor))
    if not own:
        statement = (
            statement.outerjoin(whose, whose.id == Mismatch.recipient_id)
            .outerjoin(of_case, of_case.id == whose.case_id)
            .add_columns(whose, of_case)
        )
    if wanted.waiting:
        statement = statement.where(Mismatch.answered_at.is_(None))
    return statement


def list_mismatches(
    session: Session,
    *,
    actor: Actor,
    wanted: ReportFilter,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[MismatchRow]:
    page = list_page(
        session, _mismatches(actor, wanted), sorting=MISMATCHES, order=order, place=place
    )
    return page.of([MismatchRow(*row) for row in page.rows])


def iterate_mismatches(
    session: Session, *, actor: Actor, wanted: ReportFilter, order: Order | None = None
) -> Iterator[MismatchRow]:
    """The whole filtered list, for a file."""
    statement = in_order(_mismatches(actor, wanted), sorting=MISMATCHES, order=order)
    for row in session.execute(statement):
        yield MismatchRow(*row)


def get_mismatch_row(session: Session, *, actor: Actor, mismatch_id: UUID) -> MismatchRow:
    """
    Raises:
        NotFound
    """
    found = session.execute(
        _mismatches(actor, ReportFilter()).where(Mismatch.id == mismatch_id)
    ).first()
    if found is None:
        raise NotFound
    return MismatchRow(*found)


def get_mismatch(session: Session, *, actor: Actor, mismatch_id: UUID) -> Mismatch:
    """
    Raises:
        NotFound
    """
    return get_mismatch_row(session, actor=actor, mismatch_id=mismatch_id).row
