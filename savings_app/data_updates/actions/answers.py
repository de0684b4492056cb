"""What the desa answered, keyed in forty at a time or one by one with a replacement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.data_updates.actions.updates import record_update
from savings_app.data_updates.kinds import Answer, Deed, UpdateState
from savings_app.data_updates.models import DataUpdate, DataUpdateLine
from savings_app.data_updates.queries.lines import get_line
from savings_app.data_updates.queries.updates import get_update
from savings_app.data_updates.rules import (
    Replacement,
    ReplacementNeedsName,
    check_answer,
    check_deed,
)
from savings_app.db import check_version
from savings_app.errors import DomainError, NotFound
from savings_app.registry.models import Category, Participant
from savings_app.registry.rules import CategoryUnknown, check_participant


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What is written down for a line; `version` is what the page showed."""

    line_id: UUID
    version: int | None
    answer: Answer
    died_on: date | None
    detail: str | None


class AnswersRefused(DomainError):
    """Some answers cannot stand; nothing was written.

    Fact: `refusals`, the refusal by the id of its line.
    """


def record_answers(
    session: Session,
    *,
    actor: Actor,
    update_id: UUID,
    answers: Sequence[LineAnswer],
    today: date,
    now: datetime,
) -> int:
    """All of them or none; returns how many lines changed.

    Raises:
        NotFound, UpdateNotInThisState, Conflict, AnswersRefused
    """
    update = get_update(session, actor=actor, update_id=update_id, lock=True)
    check_deed(Deed.ANSWER, update.state)
    lines = _lines_of(session, update_id=update_id, ids=[one.line_id for one in answers])
    refusals: dict[UUID, DomainError] = {}
    changed = 0
    for given in answers:
        if given.line_id not in lines:
            raise NotFound
        line, person = lines[given.line_id]
        if (line.answer, line.died_on, line.detail) == (given.answer, given.died_on, given.detail):
            continue
        check_version(line, given.version)
        try:
            check_answer(
                answer=given.answer,
                died_on=given.died_on,
                detail=given.detail,
                replaced=line.new_name is not None,
                born_on=person.born_on,
                today=today,
            )
        except DomainError as refusal:
            refusals[line.id] = refusal
            continue
        line.answer, line.died_on, line.detail = given.answer, given.died_on, given.detail
        mark_answered(line, actor=actor, now=now)
        changed += 1
    if refusals:
        raise AnswersRefused(refusals=refusals)
    if changed:
        mark_returned(session, actor=actor, update=update, now=now)
        record_update(session, actor=actor, now=now, verb="answer", update=update, lines=changed)
    return changed


def set_line(
    session: Session,
    *,
    actor: Actor,
    line_id: UUID,
    version: int | None,
    answer: Answer,
    died_on: date | None,
    detail: str | None,
    note: str | None,
    replacement: Replacement | None,
    today: date,
    now: datetime,
) -> DataUpdateLine:
    """One line with everything the desa said; `replacement` None: nobody instead.

    Raises:
        NotFound, UpdateNotInThisState, Conflict, ReplacementNeedsName, CategoryUnknown, and what
        `check_answer` and `check_participant` raise.
    """
    update, line, person = get_line(session, actor=actor, line_id=line_id, lock=True)
    check_deed(Deed.ANSWER, update.state)
    check_version(line, version)
    check_answer(
        answer=answer,
        died_on=died_on,
        detail=detail,
        replaced=replacement is not None,
        born_on=person.born_on,
        today=today,
    )
    if replacement is not None:
        check_replacement(session, replacement, today=today)
    line.answer, line.died_on, line.detail, line.note = answer, died_on, detail, note
    put_replacement(line, replacement)
    mark_answered(line, actor=actor, now=now)
    mark_returned(session, actor=actor, update=update, now=now)
    record_update(session, actor=actor, now=now, verb="answer", update=update, lines=1)
    return line


def check_replacement(session: Session, replacement: Replacement, *, today: date) -> None:
    """What must hold for anybody before a list is submitted; who holds a number is asked then.

    Raises:
        ReplacementNeedsName, CategoryUnknown, and what `check_participant` raises.
    """
    if not replacement.full_name:
        raise ReplacementNeedsName
    check_participant(
        nik=replacement.nik,
        nik_missing_reason=replacement.nik_missing_reason,
        born_on=replacement.born_on,
        months=None,
        today=today,
    )
    if replacement.category is not None:
        known = select(Category.id).where(
            Category.code == replacement.category, Category.starts <= today
        )
        if session.scalar(known) is None:
            raise CategoryUnknown


def put_replacement(line: DataUpdateLine, replacement: Replacement | None) -> None:
    """Write who is proposed instead, or that nobody is."""
    line.new_name = replacement.full_name if replacement else None
    line.new_nik = replacement.nik if replacement else None
    line.new_nik_missing_reason = replacement.nik_missing_reason if replacement else None
    line.new_kpj = replacement.kpj if replacement else None
    line.new_born_on = replacement.born_on if replacement else None
    line.new_sex = replacement.sex if replacement else None
    line.new_category = replacement.category if replacement else None


def replacement_of(line: DataUpdateLine) -> Replacement | None:
    """Who is proposed instead."""
    if line.new_name is None:
        return None
    return Replacement(
        full_name=line.new_name,
        nik=line.new_nik,
        nik_missing_reason=line.new_nik_missing_reason,
        kpj=line.new_kpj,
        born_on=line.new_born_on,
        sex=line.new_sex,
        category=line.new_category,
    )


def mark_answered(line: DataUpdateLine, *, actor: Actor, now: datetime) -> None:
    """Who keyed the answer that stands; nobody, where it was taken away again."""
    answered = line.answer is not Answer.NONE
    line.answered_by = actor.user_id if answered else None
    line.answered_at = now if answered else None


def mark_returned(session: Session, *, actor: Actor, update: DataUpdate, now: datetime) -> None:
    """The first answer says that the list is back."""
    if update.state in {UpdateState.DRAFT, UpdateState.OUT}:
        update.state = UpdateState.BACK
        update.returned_by, update.returned_at = actor.user_id, now
    session.flush()


def _lines_of(
    session: Session, *, update_id: UUID, ids: Sequence[UUID]
) -> dict[UUID, tuple[DataUpdateLine, Participant]]:
    rows = session.execute(
        select(DataUpdateLine, Participant)
        .join(Participant, Participant.id == DataUpdateLine.participant_id)
        .where(DataUpdateLine.data_update_id == update_id, DataUpdateLine.id.in_(ids))
    )
    return {row.DataUpdateLine.id: (row.DataUpdateLine, row.Participant) for row in rows}
