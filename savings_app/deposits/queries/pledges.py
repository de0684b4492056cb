"""The pledges of one recipient and the accounts they can be about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BigInteger, Select, func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.banks.kinds import DataPass
from savings_app.banks.models import Bank
from savings_app.bulk import in_chunks
from savings_app.cases.kinds import AccountPurpose
from savings_app.cases.models import Account, Heir
from savings_app.cases.queries.cases import get_own_recipient, get_recipient
from savings_app.cases.queries.facts import as_rupiah
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.consents.queries import live_consent
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.models import Pledge
from savings_app.deposits.queries.scope import accounts_seen_by_bank, is_live
from savings_app.errors import NotFound
from savings_app.money import Rupiah


@dataclass(frozen=True, slots=True)
class PledgeRow:
    """A pledge with the account it is about."""

    pledge: Pledge
    account: Account
    bank: Bank

    @property
    def is_live(self) -> bool:
        """Neither cancelled nor changed into another."""
        return self.pledge.cancelled_at is None and self.pledge.replaced_by is None


def list_pledges(session: Session, *, actor: Actor, recipient_id: UUID) -> Sequence[PledgeRow]:
    """The recipient's live pledges, oldest first.

    Raises:
        NotFound: no such recipient, or not this person's.
    """
    get_recipient(session, actor=actor, recipient_id=recipient_id)
    rows = session.execute(
        select(Pledge, Account, Bank)
        .join(Account, Account.id == Pledge.account_id)
        .join(Bank, Bank.id == Account.bank_id)
        .where(Pledge.recipient_id == recipient_id, is_live())
        .order_by(Pledge.made_at, Pledge.id)
    )
    return [PledgeRow(*row) for row in rows]


def get_own_pledge(session: Session, *, actor: Actor, pledge_id: UUID) -> PledgeRow:
    """A pledge, live or not, of the recipient the family's actor stands for.

    Raises:
        NotFound
    """
    recipient = get_own_recipient(session, actor=actor)
    row = session.execute(
        select(Pledge, Account, Bank)
        .join(Account, Account.id == Pledge.account_id)
        .join(Bank, Bank.id == Account.bank_id)
        .where(Pledge.id == pledge_id, Pledge.recipient_id == recipient.id)
    ).first()
    if row is None:
        raise NotFound
    return PledgeRow(*row)


def list_pledge_accounts(
    session: Session, *, actor: Actor, kind: PledgeKind
) -> Sequence[tuple[Account, Bank]]:
    """The recipient's own live accounts a pledge of this kind can be about.

    Raises:
        NotFound
    """
    recipient = get_own_recipient(session, actor=actor)
    purpose = AccountPurpose.BENEFIT if kind is PledgeKind.KEPT else AccountPurpose.SAVING
    rows = session.execute(
        select(Account, Bank)
        .join(Bank, Bank.id == Account.bank_id)
        .where(
            Account.recipient_id == recipient.id,
            Account.purpose == purpose,
            Account.ended_on.is_(None),
        )
        .order_by(Account.recorded_at, Account.id)
    )
    return [(account, bank) for account, bank in rows]


def sum_kept(session: Session, *, recipient_id: UUID, without: UUID | None = None) -> Rupiah:
    """What the recipient's live *disimpan* pledges come to, leaving out one of them."""
    statement = select(func.sum(Pledge.amount, type_=BigInteger())).where(
        Pledge.recipient_id == recipient_id, Pledge.kind == PledgeKind.KEPT, is_live()
    )
    if without is not None:
        statement = statement.where(Pledge.id != without)
    return as_rupiah(session.scalar(statement))


def find_pledge_by_code(session: Session, *, actor: Actor, code: str) -> Pledge | None:
    """The live *disetor* pledge a transfer's remark names, in the officer's bank.

    A pledge that was changed leads to the one it became. Only with a live consent to lines.
    """
    pledge = session.scalar(select(Pledge).where(Pledge.code == code))
    while pledge is not None and pledge.replaced_by is not None:
        pledge = session.get(Pledge, pledge.replaced_by)
    if pledge is None or pledge.cancelled_at is not None:
        return None
    return session.scalar(
        _pledges_of_bank(actor).where(Pledge.id == pledge.id, Pledge.kind == PledgeKind.PAID_IN)
    )


def get_pledge_of_bank(session: Session, *, actor: Actor, pledge_id: UUID) -> tuple[Pledge, Heir]:
    """A pledge on an account at the officer's bank whose recipient agreed to lines.

    Raises:
        NotFound
    """
    pledge = session.scalar(_pledges_of_bank(actor).where(Pledge.id == pledge_id))
    if pledge is None:
        raise NotFound
    return pledge, session.get_one(Heir, pledge.recipient_id)


def find_pledges_of_bank(
    session: Session, *, actor: Actor, pledge_ids: Collection[UUID]
) -> dict[UUID, tuple[Pledge, UUID]]:
    """Those of these pledges that `get_pledge_of_bank` would find, each with its case."""
    found: dict[UUID, tuple[Pledge, UUID]] = {}
    for some in in_chunks(pledge_ids):
        rows = session.execute(
            _pledges_of_bank(actor)
            .join(Heir, Heir.id == Pledge.recipient_id)
            .add_columns(Heir.case_id)
            .where(Pledge.id.in_(some))
        )
        found.update((pledge.id, (pledge, case_id)) for pledge, case_id in rows)
    return found


def _pledges_of_bank(actor: Actor) -> Select[Pledge]:
    return (
        select(Pledge)
        .join(Account, Account.id == Pledge.account_id)
        .where(
            accounts_seen_by_bank(actor, passing=DataPass.PLEDGES),
            live_consent(
                ConsentKind.BANK_ANSWERS, of=Account.recipient_id, scope=AnswerScope.LINES
            ),
        )
    )
