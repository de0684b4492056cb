"""How far each recipient of a case is, for the page that leads to everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.cases.kinds import AccountPurpose, LetterState
from savings_app.cases.models import AccessLetter, Account, Heir
from savings_app.cases.queries.facts import Standing
from savings_app.cases.rules import RecipientFacts


@dataclass(frozen=True, slots=True)
class Progress:
    """One recipient: the live letter and the account for the benefit, if any, and the facts."""

    recipient: Heir
    letter_state: LetterState | None
    handed_over_on: date | None
    account_id: UUID | None
    facts: RecipientFacts


def list_progress(
    session: Session, *, case_id: UUID, heirs: Sequence[Heir], standing: Standing
) -> Sequence[Progress]:
    """The recipients in their order, in two queries; `standing` is that of the same case."""
    recipients = [heir for heir in heirs if heir.is_recipient]
    letters = {
        letter.recipient_id: letter
        for letter in session.scalars(
            select(AccessLetter)
            .join(Heir, Heir.id == AccessLetter.recipient_id)
            .where(Heir.case_id == case_id, AccessLetter.state != LetterState.REPLACED)
        )
    }
    rows = session.execute(
        select(Account.recipient_id, Account.id)
        .join(Heir, Heir.id == Account.recipient_id)
        .where(
            Heir.case_id == case_id,
            Account.purpose == AccountPurpose.BENEFIT,
            Account.ended_on.is_(None),
        )
    )
    accounts = {row.recipient_id: row.id for row in rows}
    return [
        Progress(
            recipient=heir,
            letter_state=letter.state if (letter := letters.get(heir.id)) else None,
            handed_over_on=letter.handed_over_on if letter else None,
            account_id=accounts.get(heir.id),
            facts=facts,
        )
        for heir, facts in zip(recipients, standing.facts.recipients, strict=True)
    ]
