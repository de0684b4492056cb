"""Keeping on the case where it stands and whose turn it is."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.cases.models import Account, Case, Heir
from savings_app.cases.money_rules import names_agree
from savings_app.cases.queries.facts import get_standing
from savings_app.cases.rules import open_due_on, stage_of, turn_of


def refresh_stage(session: Session, *, case_id: UUID) -> None:
    """Compute stage, turn and due day anew. Every action that changes a case calls this last.

    `Case.due_on` is empty once BPJS paid everything, so `due_on < today` means late. Whether an
    account stands in another name is kept along, for whoever looks before the claim goes out.
    """
    session.flush()
    standing = get_standing(session, case_id=case_id)
    case = session.get_one(Case, case_id)
    case.stage = stage_of(standing.facts)
    case.turn = turn_of(standing.facts)
    case.due_on = open_due_on(standing.facts, claim_due_on=standing.claim_due_on)
    _compare_names(session, case_id)
    session.flush()


def _compare_names(session: Session, case_id: UUID) -> None:
    """A passbook in another name sends a claim back, so it is seen before the claim goes out."""
    for account, heir in session.execute(
        select(Account, Heir)
        .join(Heir, Heir.id == Account.recipient_id)
        .where(Heir.case_id == case_id, Account.ended_on.is_(None))
    ):
        differs = not names_agree(account.holder_name, heir.full_name, heir.guardian_name)
        if account.name_differs != differs:
            account.name_differs = differs
