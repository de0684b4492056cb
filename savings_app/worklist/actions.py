"""Finding warnings anew, and a person's decision on one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.work_rules import check_note
from savings_app.db import check_version, take_turn
from savings_app.errors import NotPermitted
from savings_app.worklist.kinds import WarningState
from savings_app.worklist.models import CaseWarning, WarningCase
from savings_app.worklist.queries.sign import Sign
from savings_app.worklist.queries.signals import find_signs
from savings_app.worklist.queries.warnings import get_warning
from savings_app.worklist.warning_rules import check_decision, may_decide

# Any constant: two who look at once would both find a new sign new.
REFRESH_LINE = 7_503_011


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many warnings were new, changed, gone, or the same as before."""

    new: int
    changed: int
    gone: int
    same: int


def refresh_warnings(
    session: Session, *, actor: Actor | None, today: date, now: datetime
) -> Refreshed:
    """Look at everything again. A decision stands until the facts of its warning change.

    `actor=None` is the nightly task.
    """
    take_turn(session, line=REFRESH_LINE)
    there = {(row.kind, row.key): row for row in session.scalars(select(CaseWarning))}
    linked: dict[UUID, set[UUID]] = {row.id: set() for row in there.values()}
    for warning_id, case_id in session.execute(select(WarningCase.warning_id, WarningCase.case_id)):
        linked[warning_id].add(case_id)
    new = changed = same = 0
    for sign in find_signs(session, today=today):
        row = there.pop((sign.kind, sign.key), None)
        if row is None:
            _link(session, _add(session, sign, now), sign.case_ids, set())
            new += 1
        elif _differs(row, sign, linked[row.id]):
            _reopen(row, sign, now)
            _link(session, row.id, sign.case_ids, linked[row.id])
            changed += 1
        else:
            same += 1
    gone = [row for row in there.values() if row.gone_at is None]
    for row in gone:
        row.gone_at = now
    session.flush()
    found = Refreshed(new=new, changed=changed, gone=len(gone), same=same)
    record(
        session,
        actor=actor,
        now=now,
        action="warning:refresh",
        subject="warning",
        new=found.new,
        changed=found.changed,
        gone=found.gone,
    )
    return found


def _differs(row: CaseWarning, sign: Sign, case_ids: set[UUID]) -> bool:
    return (
        row.gone_at is not None
        or row.facts != sign.facts
        or row.subject_user_id != sign.subject_user_id
        or case_ids != sign.case_ids
    )


def _add(session: Session, sign: Sign, now: datetime) -> UUID:
    row = CaseWarning(
        kind=sign.kind,
        key=sign.key,
        facts=sign.facts,
        subject_user_id=sign.subject_user_id,
        first_seen_at=now,
        changed_at=now,
        gone_at=None,
        state=WarningState.OPEN,
    )
    session.add(row)
    session.flush()
    return row.id


def _reopen(row: CaseWarning, sign: Sign, now: datetime) -> None:
    """Other facts are another question. What was decided before stays readable in the trail."""
    row.facts, row.subject_user_id = sign.facts, sign.subject_user_id
    row.changed_at, row.gone_at = now, None
    row.state, row.decided_by, row.decided_at, row.note = WarningState.OPEN, None, None, None


def _link(session: Session, warning_id: UUID, wanted: frozenset[UUID], linked: set[UUID]) -> None:
    if surplus := linked - wanted:
        session.execute(
            delete(WarningCase).where(
                WarningCase.warning_id == warning_id, WarningCase.case_id.in_(surplus)
            )
        )
    for case_id in wanted - linked:
        session.add(WarningCase(warning_id=warning_id, case_id=case_id))
    session.flush()


def decide_warning(
    session: Session,
    *,
    actor: Actor,
    warning_id: UUID,
    version: int | None,
    state: WarningState,
    note: str | None,
    now: datetime,
) -> CaseWarning:
    """ "Sudah dijelaskan" or "dirujuk", with what was found out. It changes nothing of the case.

    Raises:
        NotFound, NotPermitted, Conflict, WarningNotDecided, NoteEmpty, NoteTooLong
    """
    seen = get_warning(session, actor=actor, warning_id=warning_id)
    if not may_decide(actor, about_staff=seen.subject_user_id is not None):
        raise NotPermitted
    check_decision(state)
    plain = check_note(note)
    row = session.get_one(CaseWarning, warning_id)
    check_version(row, version)
    row.state, row.note = state, plain
    row.decided_by, row.decided_at = actor.user_id, now
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="warning:decide",
        subject="warning",
        subject_id=row.id,
        kind=row.kind.value,
        state=state.value,
    )
    return row
