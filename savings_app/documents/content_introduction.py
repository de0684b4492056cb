"""The introduction of a recipient to a branch of a bank: who comes, and what the Dinas asks.

The bank learns nothing of the death, of the other heirs or of the plan; of a wish to save only
what the recipient agreed it may be told (consent 2).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.banks.models import Bank
from savings_app.cases.kinds import AccountPurpose
from savings_app.cases.models import Account
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import find_live
from savings_app.deposits.models import Pledge
from savings_app.deposits.queries.scope import is_live
from savings_app.documents.asked import Asked


def introduction_content(session: Session, asked: Asked) -> dict[str, Any]:
    """To the bank of the live account for the santunan, or, while there is none, to whichever bank
    the recipient chooses: its name is then written by hand, and no wish is told.
    """
    recipient = asked.recipient
    row = session.execute(
        select(Account, Bank.name)
        .join(Bank, Bank.id == Account.bank_id)
        .where(
            Account.recipient_id == recipient.id,
            Account.purpose == AccountPurpose.BENEFIT,
            Account.ended_on.is_(None),
        )
        .order_by(Account.recorded_at.desc(), Account.id)
        .limit(1)
    ).first()
    account, bank = row or (None, None)
    return {
        "nik": str(recipient.nik) if recipient.nik else None,
        "guardian": recipient.guardian_name,
        "guardian_nik": str(recipient.guardian_nik) if recipient.guardian_nik else None,
        "bank": bank,
        "account": str(account.number) if account else None,
        "pledges": _pledges(session, asked, account) if account else [],
    }


def _pledges(session: Session, asked: Asked, account: Account) -> list[dict[str, Any]]:
    """Live wishes for accounts at this very bank, while the recipient lets it be told of them."""
    recipient_id = asked.recipient.id
    if find_live(session, recipient_id=recipient_id, kind=ConsentKind.TELL_BANK) is None:
        return []
    rows = session.execute(
        select(Pledge, Account.number)
        .join(Account, Account.id == Pledge.account_id)
        .where(
            Pledge.recipient_id == recipient_id,
            Account.bank_id == account.bank_id,
            Account.ended_on.is_(None),
            is_live(),
        )
        .order_by(Pledge.made_on, Pledge.made_at, Pledge.id)
    )
    return [
        {
            "kind": pledge.kind.value,
            "amount": pledge.amount,
            "until": pledge.until_on,
            "account": str(number),
            "code": pledge.code,
        }
        for pledge, number in rows
    ]
