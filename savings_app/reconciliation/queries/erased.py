"""Lines whose text and hash were erased: a family's own record hangs on the row, nothing else."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from savings_app.reconciliation.models import BankLine
from savings_app.reconciliation.rules import ERASED


def is_erased() -> ColumnElement[bool]:
    """A condition on `BankLine`. It is no line to be read, matched or counted any more."""
    return BankLine.content_hash.startswith(ERASED, autoescape=True)
