"""The agreements with the partner banks, one of which ends within 60 days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from savings_app.banks.actions.agreements import AgreementFacts, add_agreement
from savings_app.banks.kinds import DataPass
from savings_app.banks.queries import list_banks
from savings_app.banks.queries.agreements import agreed_until

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from savings_app.actors import Actor

# All stories are younger than this.
AGO, AHEAD = timedelta(days=1100), timedelta(days=700)
ENDS_SOON, SOON = "BSG", timedelta(days=45)


def agree_with_banks(session: Session, supervisor: Actor, *, today: date, now: datetime) -> None:
    """One for each partner bank that has none today; a second run changes nothing."""
    for number, bank in enumerate(list_banks(session), start=1):
        if not bank.is_partner or agreed_until(session, bank_id=bank.id, today=today):
            continue
        starts = today - AGO
        add_agreement(
            session,
            actor=supervisor,
            facts=AgreementFacts(
                bank_id=bank.id,
                number=f"{number:03}/PKS-CONTOH/{bank.code}/{starts.year}",
                parties=f"Dinas Nakerkum Contoh, BPJS Ketenagakerjaan, {bank.name}",
                starts=starts,
                ends=today + (SOON if bank.code == ENDS_SOON else AHEAD),
                passes=list(DataPass),
            ),
            file=None,
            now=now,
        )
