"""Months paid, written down whole from a list that somebody has read already: one applied batch."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.imports.kinds import BatchState, ImportKind
from savings_app.imports.models import ImportBatch
from savings_app.money import Rupiah
from savings_app.registry.coverage_rules import month_of
from savings_app.registry.models import Contribution
from savings_app.registry.rules import Payer, PlaceOutsideScope


@dataclass(frozen=True, slots=True)
class PaidRow:
    """One person's month; only its year and month count."""

    participant_id: UUID
    month: date
    payer: Payer
    amount: Rupiah | None


def record_paid_list(
    session: Session, *, actor: Actor, source: str, rows: Sequence[PaidRow], now: datetime
) -> ImportBatch:
    """A batch of `source` in the actor's region, and its months in one statement.

    Raises:
        PlaceOutsideScope: the actor works for no region.
    """
    if not actor.region:
        raise PlaceOutsideScope
    told = "\n".join(f"{row.participant_id} {row.month} {row.payer}" for row in rows)
    batch = _batch(actor, source, told, len(rows), now)
    session.add(batch)
    session.flush()
    if rows:
        session.execute(insert(Contribution), _values(rows, batch.id))
    record(
        session,
        actor=actor,
        now=now,
        action="contribution:list",
        subject="import-batch",
        subject_id=batch.id,
        rows=len(rows),
    )
    return batch


def _values(rows: Sequence[PaidRow], batch_id: UUID) -> list[dict[str, object]]:
    """The rows of the table; a person's second equal row is its second occurrence."""
    seen: dict[tuple[UUID, date, Payer], int] = {}
    values: list[dict[str, object]] = []
    for row in rows:
        key = (row.participant_id, month_of(row.month), row.payer)
        seen[key] = seen.get(key, 0) + 1
        values.append(
            {
                "id": uuid4(),
                "participant_id": row.participant_id,
                "month": key[1],
                "payer": row.payer,
                "amount": row.amount,
                "occurrence": seen[key],
                "batch_id": batch_id,
            }
        )
    return values


def _batch(actor: Actor, source: str, told: str, rows: int, now: datetime) -> ImportBatch:
    return ImportBatch(
        kind=ImportKind.CONTRIBUTIONS,
        source=source,
        region_code=actor.region,
        state=BatchState.APPLIED,
        stored_name=None,
        sha256=hashlib.sha256(told.encode()).hexdigest(),
        size=len(told),
        format="csv",
        sheet=None,
        header_row=1,
        column_map={},
        facts={},
        rows_in=rows,
        rows_new=rows,
        rows_changed=0,
        rows_same=0,
        rows_refused=0,
        rows_done=rows,
        problems=[],
        uploaded_by=actor.user_id,
        uploaded_at=now,
        applied_by=actor.user_id,
        applied_at=now,
        undone_by=None,
        undone_at=None,
        undo_reason=None,
    )
