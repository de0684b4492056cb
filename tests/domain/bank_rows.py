"""What tests of bank officers need: a recipient who agreed, and lines of a bank file."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from uuid import uuid4

from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.banks.models import Bank
from savings_app.cases.kinds import AccountPurpose, NameCheck
from savings_app.cases.models import Account, Heir
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.money import Rupiah
from savings_app.reconciliation.actions.sorting import sort_lines
from savings_app.reconciliation.models import (
    BankFile,
    BankFileState,
    BankLine,
    BankSection,
    Direction,
)
from tests.builders import (
    NOW,
    actor_of,
    get_bank,
    load_reference,
    make_account,
    make_consent,
    make_recipient,
    make_user,
)

_serial = count(1)


def make_officer(session: Session, code: str = "BRI") -> Actor:
    """An officer of this bank."""
    return actor_of(make_user(session, role=Role.BANK_OFFICER, bank=_bank(session, code)))


def _bank(session: Session, code: str) -> Bank:
    load_reference(session)
    return get_bank(session, code)


def make_agreed(
    session: Session,
    *,
    bank: str = "BRI",
    scope: AnswerScope | None = AnswerScope.KEPT_ONLY,
    purpose: AccountPurpose = AccountPurpose.BENEFIT,
    name_check: NameCheck = NameCheck.CONFIRMED,
    full_name: str = "Hartin Uji",
) -> tuple[Heir, Account]:
    """A recipient whose bank is told (2) and, with a scope, answers (3)."""
    recipient = make_recipient(session, full_name=full_name)
    make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
    if scope is not None:
        make_consent(session, recipient=recipient, kind=ConsentKind.BANK_ANSWERS, scope=scope)
    account = make_account(
        session,
        recipient=recipient,
        bank=_bank(session, bank),
        purpose=purpose,
        name_check=name_check,
    )
    return recipient, account


def make_line(
    session: Session,
    *,
    account: Account,
    amount: int,
    on: date = date(2026, 11, 12),
    text: str = "SETOR",
) -> BankLine:
    """A credit of an applied file."""
    number = next(_serial)
    file = BankFile(
        bank_id=account.bank_id,
        stored_name=uuid4(),
        sha256=f"{number:064}",
        size=1,
        format="mt940",
        state=BankFileState.APPLIED,
        uploaded_by=None,
        uploaded_at=NOW,
        applied_at=NOW,
        first_on=on,
        last_on=on,
        rows_in=1,
        rows_new=1,
        rows_same=0,
        rows_refused=0,
        problems=[],
    )
    session.add(file)
    session.flush()
    section = BankSection(
        file_id=file.id, account_id=account.id, currency="IDR", opening=None, closing=None
    )
    session.add(section)
    session.flush()
    line = BankLine(
        section_id=section.id,
        account_id=account.id,
        on=on,
        direction=Direction.CREDIT,
        amount=Rupiah.of(amount),
        text=text,
        content_hash=f"{number:064}",
        occurrence=1,
    )
    session.add(line)
    session.flush()
    return line


def sorted_now(session: Session, actor: Actor, now: datetime) -> Actor:
    """The officer, once the lines of his bank are sorted as a page does before it lists them."""
    assert actor.bank_id is not None
    sort_lines(session, bank_id=actor.bank_id, now=now)
    return actor
