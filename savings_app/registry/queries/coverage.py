"""Months paid for one participant, with the lists that say so, and what they answer for a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.imports.models import ImportBatch
from savings_app.money import Rupiah
from savings_app.regions.queries import REGENCY_CODE, lies_within
from savings_app.registry.coverage_rules import CoverageAnswer, PaidMonth, answer_coverage
from savings_app.registry.models import Contribution, Participant
from savings_app.registry.queries.contributions import contributions_that_count
from savings_app.registry.queries.merged import find_records
from savings_app.registry.queries.people import get_participant
from savings_app.registry.rules import Payer


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """A month as one list says it was paid, with the list: whose it is and when it was taken in."""

    month: date
    payer: Payer
    amount: Rupiah | None
    occurrence: int
    batch_id: UUID
    source: str
    taken_in_at: datetime


@dataclass(frozen=True, slots=True)
class Coverage:
    """The answer for a day, and every row there is, oldest month first, also after that day."""

    participant: Participant
    answer: CoverageAnswer
    rows: Sequence[ContributionRow]

    @property
    def paid(self) -> Sequence[PaidMonth]:
        return [PaidMonth(row.month, row.payer, row.amount) for row in self.rows]


def get_coverage(session: Session, *, actor: Actor, participant_id: UUID, day: date) -> Coverage:
    """Was this participant covered on `day`, by whom, for how many months, and what says so.

    Raises:
        NotFound: no such participant, or not of this actor's region.
    """
    participant = get_participant(session, actor=actor, participant_id=participant_id)
    rows = _rows(session, participant_id)
    answer = answer_coverage(
        [PaidMonth(row.month, row.payer, row.amount) for row in rows],
        day=day,
        segment=participant.segment,
        stated_months=participant.months_contributed,
        member_since=participant.member_since,
        stopped_on=participant.stopped_on,
        lists_until=_lists_until(session, participant),
    )
    return Coverage(participant, answer, rows)


def list_paid_months(session: Session, *, record_ids: Sequence[UUID]) -> list[PaidMonth]:
    """What lists that count say was paid in these records, and in no other of the same person."""
    rows = session.execute(
        select(Contribution.month, Contribution.payer, Contribution.amount)
        .where(Contribution.participant_id.in_(record_ids), contributions_that_count())
        .order_by(Contribution.month)
    )
    return [PaidMonth(row.month, row.payer, row.amount) for row in rows]


def _rows(session: Session, participant_id: UUID) -> list[ContributionRow]:
    records = find_records(session, person_ids=[participant_id])
    found = session.execute(
        select(Contribution, ImportBatch.source, ImportBatch.uploaded_at)
        .join(ImportBatch, ImportBatch.id == Contribution.batch_id)
        .where(Contribution.participant_id.in_(records), contributions_that_count())
        .order_by(Contribution.month, ImportBatch.uploaded_at, Contribution.occurrence)
    )
    return [
        ContributionRow(
            month=row.month,
            payer=row.payer,
            amount=row.amount,
            occurrence=row.occurrence,
            batch_id=row.batch_id,
            source=source,
            taken_in_at=uploaded_at,
        )
        for row, source, uploaded_at in found
    ]


def _lists_until(session: Session, participant: Participant) -> date | None:
    """The newest month any list of this payer was taken in for, in the whole kabupaten."""
    return session.scalar(
        select(Contribution.month)
        .join(Participant, Participant.id == Contribution.participant_id)
        .where(
            Contribution.payer == participant.payer,
            lies_within(Participant.region_code, participant.region_code[:REGENCY_CODE]),
            contributions_that_count(),
        )
        .order_by(Contribution.month.desc())
        .limit(1)
    )
