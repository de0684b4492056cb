"""The request for the consents about a bank account, on paper, with the law beside each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.banks.models import Bank
from savings_app.banks.queries.agreements import agreed_until
from savings_app.cases.models import Account
from savings_app.consents.rules import WORDS_VERSION
from savings_app.documents.asked import Asked
from savings_app.policy.series import parameter

LAWS = ("bank_secrecy_act", "bank_secrecy_rule", "data_protection_consent")


def consent_content(session: Session, asked: Asked) -> dict[str, Any]:
    """Whose accounts are asked about, in which words, and the law of today.

    Whoever has no account yet is asked with empty lines to write its bank and number on. What was
    answered already is not told: the paper asks, it does not remind.
    """
    recipient, today = asked.recipient, asked.today
    rows = session.execute(
        select(Account.number, Bank.id, Bank.name)
        .join(Bank, Bank.id == Account.bank_id)
        .where(Account.recipient_id == recipient.id, Account.ended_on.is_(None))
        .order_by(Account.recorded_at, Account.id)
    ).all()
    until = {
        (bank_id, name): agreed_until(session, bank_id=bank_id, today=today)
        for _number, bank_id, name in rows
    }
    laws = [parameter(name).on(today) for name in LAWS]
    return {
        "guardian": recipient.guardian_name,
        "accounts": [{"bank": name, "account": str(number)} for number, _bank_id, name in rows],
        "agreements": [
            {"bank": name, "until": last} for (_bank_id, name), last in until.items() if last
        ],
        "words_version": WORDS_VERSION,
        "laws": [{"law": value.law, "status": value.status.value} for value in laws],
    }
