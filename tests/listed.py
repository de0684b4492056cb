"""Data updates for tests: people of a desa, a list of them, and months paid for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.data_updates.actions.answers import LineAnswer, record_answers
from savings_app.data_updates.actions.deciding import submit_update
from savings_app.data_updates.actions.updates import create_updates
from savings_app.data_updates.kinds import Answer
from savings_app.data_updates.models import DataUpdate, DataUpdateLine
from savings_app.imports.kinds import BatchState, ImportKind
from savings_app.imports.models import ImportBatch
from savings_app.money import Rupiah
from savings_app.registry.models import Contribution, Participant, Payer
from tests.builders import NOW, TODAY, VILLAGE, make_participant

PREMIUM = 16_800


def make_people(session: Session, *names: str, region_code: str = VILLAGE) -> list[Participant]:
    return [make_participant(session, full_name=name, region_code=region_code) for name in names]


def make_list(session: Session, *, actor: Actor, region_code: str = VILLAGE) -> DataUpdate:
    """The list of everybody active in the desa."""
    made = create_updates(
        session,
        actor=actor,
        region_code=region_code,
        period="2026-11",
        category=None,
        payer=None,
        today=TODAY,
        now=NOW,
    )
    return session.get_one(DataUpdate, made.update_ids[0])


def lines_of(session: Session, update: DataUpdate) -> list[DataUpdateLine]:
    return list(
        session.scalars(
            select(DataUpdateLine)
            .where(DataUpdateLine.data_update_id == update.id)
            .order_by(DataUpdateLine.number)
        )
    )


def say(
    line: DataUpdateLine,
    answer: Answer,
    *,
    died_on: date | None = None,
    detail: str | None = None,
    version: int | None = None,
) -> LineAnswer:
    return LineAnswer(line.id, version, answer, died_on, detail)


def answer_all(
    session: Session, *, actor: Actor, update: DataUpdate, answers: Sequence[LineAnswer] = ()
) -> None:
    """These answers, and "masih bekerja" for everybody else."""
    given = {one.line_id: one for one in answers}
    rest = [
        say(line, Answer.WORKING)
        for line in lines_of(session, update)
        if line.id not in given and line.answer is Answer.NONE
    ]
    record_answers(
        session,
        actor=actor,
        update_id=update.id,
        answers=[*answers, *rest],
        today=TODAY,
        now=NOW,
    )


def submit(session: Session, *, actor: Actor, update: DataUpdate) -> None:
    submit_update(
        session,
        actor=actor,
        update_id=update.id,
        version=None,
        leave_rest=False,
        today=TODAY,
        now=NOW,
    )


def make_batch(
    session: Session, *, by: UUID | None = None, state: BatchState = BatchState.APPLIED
) -> ImportBatch:
    """A list of contributions that was taken in; each a minute later than the one before."""
    number = session.scalar(select(func.count()).select_from(ImportBatch)) or 0
    at = NOW + timedelta(minutes=number)
    batch = ImportBatch(
        kind=ImportKind.CONTRIBUTIONS,
        source=f"Daftar {number + 1}",
        region_code="75.03",
        state=state,
        stored_name=None,
        sha256="0" * 64,
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
        uploaded_by=by,
        uploaded_at=at,
        applied_by=by,
        applied_at=at,
    )
    session.add(batch)
    session.flush()
    return batch


def make_paid(
    session: Session,
    *,
    batch: ImportBatch,
    participant: Participant,
    month: date,
    payer: Payer = Payer.APBD,
    amount: int | None = PREMIUM,
    occurrence: int = 1,
) -> Contribution:
    paid = Contribution(
        participant_id=participant.id,
        month=month,
        payer=payer,
        amount=None if amount is None else Rupiah.of(amount),
        occurrence=occurrence,
        batch_id=batch.id,
    )
    session.add(paid)
    session.flush()
    return paid
