"""Where a family's money is now: everything its first page needs, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.banks.models import Bank
from savings_app.cases.kinds import AccountPurpose, BringsIt, PaperState
from savings_app.cases.models import Account, Case, Heir, Paper
from savings_app.cases.queries.cases import (
    Entitlement,
    get_case,
    get_entitlement,
    get_own_recipient,
    list_papers,
)
from savings_app.cases.queries.money import find_live_claim
from savings_app.cases.queries.receipts import Arrival, get_arrival
from savings_app.identifiers import AccountNumber
from savings_app.registry.models import Participant, Sex


@dataclass(frozen=True, slots=True)
class Situation:
    """One recipient's view of the case: the papers, the way of the money, and what arrived.

    `bank_name` and `account_number` are of the recipient's own account for the santunan;
    `filed_on` and `due_on` of the claim that is with BPJS. None: there is none yet. `sex` is of the
    one who died, as the registry has it.
    """

    case: Case
    sex: Sex | None
    recipient: Heir
    entitlement: Entitlement
    papers: Sequence[Paper]
    bank_name: str | None
    account_number: AccountNumber | None
    filed_on: date | None
    due_on: date | None
    arrival: Arrival

    @property
    def received_papers(self) -> int:
        return sum(paper.state is PaperState.RECEIVED for paper in self.papers)

    @property
    def papers_to_bring(self) -> tuple[Paper, ...]:
        """What the family itself still has to bring."""
        return tuple(
            paper
            for paper in self.papers
            if paper.state is PaperState.MISSING and paper.brings is BringsIt.FAMILY
        )

    @property
    def has_all_papers(self) -> bool:
        return self.received_papers == len(self.papers)


def get_situation(session: Session, *, actor: Actor) -> Situation:
    """
    Raises:
        NotFound: the actor is no recipient.
    """
    recipient = get_own_recipient(session, actor=actor)
    case = get_case(session, actor=actor, case_id=recipient.case_id)
    claim = find_live_claim(session, case_id=recipient.case_id)
    account = session.execute(
        select(Account.number, Bank.name)
        .join(Bank, Bank.id == Account.bank_id)
        .where(
            Account.recipient_id == recipient.id,
            Account.purpose == AccountPurpose.BENEFIT,
            Account.ended_on.is_(None),
        )
        .order_by(Account.recorded_at.desc())
        .limit(1)
    ).first()
    return Situation(
        case=case,
        sex=find_sex(session, case=case),
        recipient=recipient,
        entitlement=get_entitlement(session, recipient=recipient),
        papers=list_papers(session, case_id=recipient.case_id),
        bank_name=account.name if account else None,
        account_number=account.number if account else None,
        filed_on=claim.filed_on if claim else None,
        due_on=claim.due_on if claim else None,
        arrival=get_arrival(session, recipient_id=recipient.id),
    )


def find_sex(session: Session, *, case: Case) -> Sex | None:
    """Of the one who died, as the registry has it."""
    return session.scalar(select(Participant.sex).where(Participant.id == case.participant_id))
