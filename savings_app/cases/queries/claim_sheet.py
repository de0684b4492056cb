"""Everything the form of BPJS asks about one recipient, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.heir_rules import search
from savings_app.cases.kinds import AccountPurpose, HeirTier, PaperState, Relation
from savings_app.cases.models import Case, Heir, Paper
from savings_app.cases.queries.cases import get_case, get_recipient, list_heirs, list_papers
from savings_app.cases.queries.heir_search import find_answers
from savings_app.cases.queries.money import AccountRow, list_payable_accounts
from savings_app.cases.queries.papers import FileRow, list_paper_files
from savings_app.registry.models import Participant


@dataclass(frozen=True, slots=True)
class PaperWithFiles:
    """A paper in the order of the form, with the files that were not withdrawn."""

    paper: Paper
    files: Sequence[FileRow]


@dataclass(frozen=True, slots=True)
class ClaimSheet:
    """One recipient's claim: relation, heir, worker, children, attachments."""

    case: Case
    recipient: Heir
    participant: Participant
    account: AccountRow | None
    heirs: Sequence[Heir]
    papers: Sequence[PaperWithFiles]
    tier: HeirTier | None

    @property
    def children(self) -> list[Heir]:
        return [heir for heir in self.heirs if heir.relation is Relation.CHILD]

    @property
    def missing_papers(self) -> int:
        return sum(one.paper.state is not PaperState.RECEIVED for one in self.papers)

    @property
    def bytes_together(self) -> int:
        return sum(row.file.size for one in self.papers for row in one.files)


def get_claim_sheet(session: Session, *, actor: Actor, recipient_id: UUID) -> ClaimSheet:
    """
    Raises:
        NotFound
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    case = get_case(session, actor=actor, case_id=recipient.case_id)
    accounts = [
        row
        for row in list_payable_accounts(session, case_id=case.id, recipient_id=recipient_id)
        if row.account.purpose is AccountPurpose.BENEFIT
    ]
    files: Mapping[UUID, Sequence[FileRow]] = list_paper_files(session, case_id=case.id)
    return ClaimSheet(
        case=case,
        recipient=recipient,
        # Of a case the actor sees, also where the person was registered elsewhere.
        participant=session.get_one(Participant, case.participant_id),
        account=accounts[-1] if accounts else None,
        heirs=list_heirs(session, case_id=case.id),
        papers=[
            PaperWithFiles(
                paper,
                [row for row in files.get(paper.id, ()) if row.file.withdrawn_at is None],
            )
            for paper in list_papers(session, case_id=case.id)
        ],
        tier=search(find_answers(session, case_id=case.id)).tier,
    )
