"""Which months were paid for whom, and which of those still count."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from savings_app.imports.kinds import BatchState
from savings_app.imports.models import ImportBatch
from savings_app.registry.models import Contribution


def contributions_that_count() -> ColumnElement[bool]:
    """A condition on `Contribution`: rows of a list that is applied and was not taken back.

    Contributions are never deleted; those of an undone batch stay as what was once written.
    """
    applied = select(ImportBatch.id).where(ImportBatch.state == BatchState.APPLIED)
    return Contribution.batch_id.in_(applied)
