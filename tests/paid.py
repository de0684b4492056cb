"""Lists taken in and the months they say were paid, for tests of coverage."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from savings_app.imports.kinds import BatchState, ImportKind
from savings_app.imports.models import ImportBatch
from savings_app.money import Rupiah
from savings_app.registry.coverage_rules import add_months
from savings_app.registry.models import Contribution, Participant
from savings_app.registry.rules import Payer
from tests.builders import NOW


def make_list(
    session: Session,
    *,
    state: BatchState = BatchState.APPLIED,
    source: str = "BPJS cabang uji",
    region_code: str = "75.03",
) -> ImportBatch:
    """A payment list that was taken in."""
    batch = ImportBatch(
        kind=ImportKind.CONTRIBUTIONS,
        source=source,
        region_code=region_code,
        state=state,
        stored_name=None,
        sha256=uuid4().hex * 2,
        size=1,
        format="csv",
        sheet=None,
        header_row=1,
        column_map={},
        facts={},
        rows_in=0,
        rows_new=0,
        rows_changed=0,
        rows_same=0,
        rows_refused=0,
        rows_done=0,
        problems=[],
        uploaded_by=None,
        uploaded_at=NOW,
        applied_by=None,
        applied_at=NOW,
        undone_by=None,
        undone_at=None,
        undo_reason=None,
    )
    session.add(batch)
    session.flush()
    return batch


def pay_months(
    session: Session,
    *,
    participant: Participant | UUID,
    first: date,
    months: int = 1,
    payer: Payer = Payer.APBD,
    batch: ImportBatch | None = None,
    occurrence: int = 1,
    amount: int | None = 16_800,
) -> ImportBatch:
    """So many months in a row from `first`, on one list."""
    batch = batch or make_list(session)
    session.add_all(
        Contribution(
            participant_id=participant if isinstance(participant, UUID) else participant.id,
            month=add_months(first, step),
            payer=payer,
            amount=None if amount is None else Rupiah.of(amount),
            occurrence=occurrence,
            batch_id=batch.id,
        )
        for step in range(months)
    )
    session.flush()
    return batch
