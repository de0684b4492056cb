"""What an old spreadsheet is compared with, and what of it stands here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from savings_app.audit.models import AuditEvent
from savings_app.cases.models import Case, Heir, PastPayment
from savings_app.imports.handlers import in_portions
from savings_app.imports.models import ImportBatch

# Looking at a case builds nothing on it.
LOOKING = (
    "document:open",
    "document:preview",
    "account:open",
    "heir:show-numbers",
    "complaint:read",
)


@dataclass(frozen=True, slots=True)
class OldFile:
    """The spreadsheet a case comes from, and its row there."""

    source: str
    row: int | None
    batch_id: UUID


@dataclass(frozen=True, slots=True)
class PastPaymentRow:
    payment: PastPayment
    recipient: Heir


def find_old_file(session: Session, *, case: Case) -> OldFile | None:
    """Where the case was taken from; None for one opened here."""
    source = session.scalar(select(ImportBatch.source).where(ImportBatch.id == case.batch_id))
    if source is None or case.batch_id is None:
        return None
    return OldFile(source, case.batch_row, case.batch_id)


def list_past_payments(session: Session, *, case_id: UUID) -> list[PastPaymentRow]:
    """What the old spreadsheet says was paid, the earliest first."""
    rows = session.execute(
        select(PastPayment, Heir)
        .join(Heir, Heir.id == PastPayment.recipient_id)
        .where(PastPayment.case_id == case_id)
        .order_by(PastPayment.paid_on, PastPayment.row_number)
    )
    return [PastPaymentRow(*row) for row in rows]


def find_cases_of(session: Session, *, participant_ids: Iterable[UUID]) -> dict[UUID, Any]:
    """Participant → (number, died_on) of the case there is."""
    found: dict[UUID, Any] = {}
    for portion in in_portions(participant_ids):
        rows = session.execute(
            select(Case.participant_id, Case.number, Case.died_on).where(
                Case.participant_id.in_(portion), Case.withdrawn_at.is_(None)
            )
        )
        found.update({row.participant_id: row for row in rows})
    return found


def list_dead_by_place(
    session: Session, *, region_codes: Iterable[str]
) -> Iterator[tuple[str, str, date]]:
    """(name, desa, day of death) of every case of these desa."""
    for portion in in_portions(region_codes):
        rows = session.execute(
            select(Case.full_name, Case.region_code, Case.died_on).where(
                Case.region_code.in_(portion), Case.withdrawn_at.is_(None)
            )
        )
        for row in rows:
            yield row.full_name, row.region_code, row.died_on


def last_serials(session: Session, *, years: Iterable[int]) -> dict[int, int]:
    """Year → the last number given out in it; 0 where none was."""
    wanted = set(years)
    found = dict.fromkeys(wanted, 0)
    rows = session.execute(
        select(Case.year, func.max(Case.serial).label("last"))
        .where(Case.year.in_(wanted))
        .group_by(Case.year)
    )
    return found | {row.year: row.last for row in rows}


def list_cases_of_batch(session: Session, *, batch_id: UUID) -> list[tuple[Case, bool]]:
    """(case, whether somebody worked on it since it was taken in)."""
    worked_on = exists().where(AuditEvent.case_id == Case.id, AuditEvent.action.not_in(LOOKING))
    rows = session.execute(
        select(Case, worked_on.label("worked_on"))
        .where(Case.batch_id == batch_id, Case.withdrawn_at.is_(None))
        .order_by(Case.year, Case.serial)
    )
    return [(row.Case, bool(row.worked_on)) for row in rows]
