"""Which months were paid for whom, and which of those still count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, String, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import AliasedClass

from savings_app.imports.handlers import in_portions
from savings_app.imports.kinds import BatchState
from savings_app.imports.models import ImportBatch
from savings_app.money import Rupiah
from savings_app.registry.models import Contribution
from savings_app.registry.queries.merged import find_records


def contributions_that_count(
    contribution: type[Contribution] | AliasedClass[Contribution] = Contribution,
) -> ColumnElement[bool]:
    """A condition on `Contribution`: rows of a list that is applied and was not taken back.

    `contribution` is the table by another name, where a statement asks it twice.
    Contributions are never deleted; those of an undone batch stay as what was once written.
    """
    applied = select(ImportBatch.id).where(ImportBatch.state == BatchState.APPLIED)
    return contribution.batch_id.in_(applied)


def found_ones_that_count() -> ColumnElement[bool]:
    """The same condition, for statements that come to few contributions by their participants.

    Said the other way round, so that no planner begins with every row of the lists instead.
    """
    others = select(ImportBatch.id).where(ImportBatch.state != BatchState.APPLIED)
    return Contribution.batch_id.not_in(others)


def list_paid(
    session: Session, *, participant_ids: Collection[UUID], months: Collection[date]
) -> dict[tuple[UUID, date, str], list[Rupiah | None]]:
    """What counts for these people and months: (participant, month, payer) → amounts, in order.

    Months of a record that was put into one of these are theirs.
    """
    found: dict[tuple[UUID, date, str], list[Rupiah | None]] = defaultdict(list)
    if not months:
        return found
    payer = type_coerce(Contribution.payer, String).label("payer")
    for portion in in_portions(participant_ids):
        records = find_records(session, person_ids=portion)
        rows = session.execute(
            select(Contribution.participant_id, Contribution.month, payer, Contribution.amount)
            .where(
                Contribution.participant_id.in_(records),
                Contribution.month.in_(months),
                contributions_that_count(),
            )
            .order_by(Contribution.occurrence)
        )
        for row in rows:
            found[records[row.participant_id], row.month, row.payer].append(row.amount)
    return found
