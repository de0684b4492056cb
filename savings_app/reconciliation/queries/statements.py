"""What is stored beside the statements of a file that waits: for what is odd about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from savings_app.banks.models import Bank
from savings_app.cases.models import Account
from savings_app.errors import Problem
from savings_app.identifiers import AccountNumber
from savings_app.reconciliation.import_rules import AcceptedSection
from savings_app.reconciliation.models import BankFile, BankFileState, BankLine, BankSection
from savings_app.reconciliation.queries.files import is_of_applied_file
from savings_app.reconciliation.readers import BankFile as FoundFile
from savings_app.reconciliation.readers import FileFormat
from savings_app.reconciliation.statement_rules import (
    Before,
    Movement,
    list_breaks,
    list_other_lengths,
    list_twins,
    movements_to_compare,
    shortened,
)

# Of these a movement may come twice, as a notice and in the statement.
_TWICE = {FileFormat.MT940, FileFormat.MT942, FileFormat.CAMT_052, FileFormat.CAMT_053,
          FileFormat.CAMT_054}  # fmt: skip


def list_odd(
    session: Session, *, bank: Bank, found: FoundFile, sections: Sequence[AcceptedSection]
) -> list[Problem]:
    """Warnings about a file; `sections` are those whose account may be shown, a page of them."""
    problems = list_breaks(found, sections, _list_before(session, bank.id, sections))
    if found.format in _TWICE:
        wanted = movements_to_compare(sections)
        problems += list_twins(found, sections, _count_kept(session, bank.id, wanted))
    problems += list_other_lengths(found, bank.account_digits)
    return shortened(problems)


def _list_before(
    session: Session, bank_id: UUID, sections: Sequence[AcceptedSection]
) -> dict[str, Before]:
    """By number, the latest stored statement that begins before the file's own ends."""
    until = {
        accepted.number: accepted.section.days[1] + timedelta(days=1)
        for accepted in sections
        if accepted.section.days is not None
    }
    if not until:
        return {}
    begins_before = or_(
        *(
            and_(Account.number == number, BankSection.first_on < next_on)
            for number, next_on in until.items()
        )
    )
    nearest = (
        func.row_number()
        .over(
            partition_by=Account.number,
            order_by=(BankSection.next_on.desc(), BankFile.applied_at.desc(), BankSection.id),
        )
        .label("nearest")
    )
    stored = (
        select(Account.number, BankSection.next_on, BankSection.closing, nearest)
        .join(BankSection, BankSection.account_id == Account.id)
        .join(BankFile, BankFile.id == BankSection.file_id)
        .where(Account.bank_id == bank_id, BankFile.state == BankFileState.APPLIED, begins_before)
        .subquery()
    )
    rows = session.execute(
        select(stored.c.number, stored.c.next_on, stored.c.closing).where(stored.c.nearest == 1)
    )
    return {number.full: Before(next_on, closing) for number, next_on, closing in rows}


def _count_kept(session: Session, bank_id: UUID, wanted: set[Movement]) -> dict[Movement, int]:
    """How many stored lines there are of each of these movements."""
    if not wanted:
        return {}
    numbers = {AccountNumber(number) for number, *_rest in wanted}
    days = [on for _number, on, *_rest in wanted]
    rows = session.execute(
        select(Account.number, BankLine.on, BankLine.direction, BankLine.amount, func.count())
        .join(Account, Account.id == BankLine.account_id)
        .where(
            Account.bank_id == bank_id,
            Account.number.in_(numbers),
            BankLine.on.between(min(days), max(days)),
            is_of_applied_file(),
        )
        .group_by(Account.number, BankLine.on, BankLine.direction, BankLine.amount)
    )
    counted = {
        (number.full, on, direction, amount): count for number, on, direction, amount, count in rows
    }
    return {move: count for move, count in counted.items() if move in wanted}
