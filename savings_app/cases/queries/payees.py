"""Cases, recipients and accounts that the rows of a payout list may mean; looked up in sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from savings_app.cases.kinds import AccountPurpose, PayoutKind
from savings_app.cases.models import (
    Account,
    BenefitApproval,
    BenefitComputation,
    Case,
    Claim,
    Heir,
    Payout,
)
from savings_app.cases.queries.facts import as_rupiah
from savings_app.imports.handlers import in_portions
from savings_app.money import ZERO, Rupiah


@dataclass(frozen=True, slots=True)
class Payee:
    """A live account of a recipient."""

    recipient_id: UUID
    name: str
    account_id: UUID
    number: str
    holder: str
    purpose: AccountPurpose


@dataclass(slots=True)
class PaidCase:
    """A case as a payout list may mean it; `filed_on` is the day of its live claim."""

    id: UUID
    number: str
    region_code: str
    full_name: str
    died_on: date
    filed_on: date | None
    recipients: dict[UUID, str] = field(default_factory=dict)
    accounts: list[Payee] = field(default_factory=list)


# How a row names a case, the plainest first.
KEYS = ("case_number", "kpj", "nik", "claim_number")


class PaidCases:
    """All cases the rows name by number, with who is paid in them."""

    def __init__(self, session: Session, wanted: dict[str, set[str]]) -> None:
        self._ids: dict[tuple[str, str], set[UUID]] = {}
        for name, values in wanted.items():
            for key, case_id in _find(session, name, values):
                self._ids.setdefault((name, key), set()).add(case_id)
        ids = {one for found in self._ids.values() for one in found}
        self._cases = {case.id: case for case in _cases(session, ids)}
        for heir in _rows(session, select(Heir.case_id, Heir.id, Heir.full_name), ids):
            self._cases[heir.case_id].recipients[heir.id] = heir.full_name
        for row in _rows(session, _accounts(), ids):
            self._cases[row.case_id].accounts.append(Payee(*row[1:]))

    def of(self, name: str, key: str) -> set[UUID]:
        """The cases a number names: one, none, or several."""
        return self._ids.get((name, key), set())

    def get(self, case_id: UUID) -> PaidCase:
        return self._cases[case_id]


def _find(session: Session, name: str, values: Iterable[str]) -> Iterator[tuple[str, UUID]]:
    column: Any = {
        "case_number": Case.number,
        "kpj": type_coerce(Case.kpj, String),
        "nik": type_coerce(Case.nik, String),
        "claim_number": Claim.receipt_number,
    }[name]
    for portion in in_portions(values):
        statement = select(column, Case.id).where(column.in_(portion), Case.withdrawn_at.is_(None))
        if name == "claim_number":
            statement = statement.join(Claim, Claim.case_id == Case.id)
        found: Iterable[Any] = session.execute(statement)
        yield from found


def _cases(session: Session, ids: set[UUID]) -> Iterator[PaidCase]:
    for portion in in_portions(ids):
        rows = session.execute(
            select(
                Case.id,
                Case.number,
                Case.region_code,
                Case.full_name,
                Case.died_on,
                func.max(Claim.filed_on),
            )
            .outerjoin(Claim, (Claim.case_id == Case.id) & Claim.returned_on.is_(None))
            .where(Case.id.in_(portion))
            .group_by(Case.id, Case.number, Case.region_code, Case.full_name, Case.died_on)
        )
        for row in rows:
            yield PaidCase(*row)


def _accounts() -> Any:
    return (
        select(
            Heir.case_id,
            Heir.id,
            Heir.full_name,
            Account.id,
            type_coerce(Account.number, String),
            Account.holder_name,
            Account.purpose,
        )
        .join(Account, Account.recipient_id == Heir.id)
        .where(Account.ended_on.is_(None))
    )


def _rows(session: Session, statement: Any, ids: set[UUID]) -> Iterator[Any]:
    for portion in in_portions(ids):
        yield from session.execute(
            statement.where(Heir.case_id.in_(portion), Heir.is_recipient).order_by(Heir.position)
        )


def count_paid(
    session: Session, *, case_ids: Iterable[UUID]
) -> dict[tuple[UUID, PayoutKind, Rupiah, date], int]:
    """(recipient, kind, amount, day) → how many such payouts stand, reversed ones taken off."""
    reversal = aliased(Payout)
    found: dict[tuple[UUID, PayoutKind, Rupiah, date], int] = {}
    for portion in in_portions(case_ids):
        rows = session.execute(
            select(Payout.recipient_id, Payout.kind, Payout.amount, Payout.paid_on)
            .outerjoin(reversal, reversal.reverses_id == Payout.id)
            .where(Payout.case_id.in_(portion), Payout.reverses_id.is_(None), reversal.id.is_(None))
        )
        for row in rows:
            key = (row.recipient_id, row.kind, row.amount, row.paid_on)
            found[key] = found.get(key, 0) + 1
    return found


@dataclass(frozen=True, slots=True)
class Due:
    """The santunan the law gives for a case, and what of it was paid, reversals taken off."""

    entitled: Rupiah
    paid: Rupiah


def list_due(session: Session, *, case_ids: Iterable[UUID]) -> dict[UUID, Due]:
    """Case → its santunan by the computation in force; cases without one are left out."""
    found: dict[UUID, Due] = {}
    for portion in in_portions(case_ids):
        paid = {
            case_id: as_rupiah(amount)
            for case_id, amount in session.execute(
                select(Payout.case_id, func.sum(Payout.amount))
                .where(Payout.case_id.in_(portion), Payout.kind == PayoutKind.BENEFIT)
                .group_by(Payout.case_id)
            )
        }
        in_force = session.execute(
            select(BenefitComputation.case_id, BenefitComputation.total)
            .outerjoin(BenefitApproval, BenefitApproval.computation_id == BenefitComputation.id)
            .where(
                BenefitComputation.case_id.in_(portion),
                (BenefitComputation.number == 1) | BenefitApproval.approved.is_(True),
            )
            .order_by(BenefitComputation.number)
        )
        for case_id, entitled in in_force:  # the latest stands
            found[case_id] = Due(entitled, paid.get(case_id, ZERO))
    return found


def find_imported_payouts(session: Session, *, keys: Iterable[UUID]) -> list[Payout]:
    """Payouts recorded under these request keys and not taken back since."""
    reversal = aliased(Payout)
    found: list[Payout] = []
    for portion in in_portions(keys):
        found.extend(
            session.scalars(
                select(Payout)
                .outerjoin(reversal, reversal.reverses_id == Payout.id)
                .where(Payout.request_key.in_(portion), reversal.id.is_(None))
            )
        )
    return found
