"""Registering a period, holding erasure back, and erasing: the one door to append-only lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Delete,
    String,
    Update,
    cast,
    delete,
    exists,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Case, PayoutCredit
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.db import check_version, take_turn
from savings_app.deposits.actions.locks import lock_owners
from savings_app.deposits.models import Deposit
from savings_app.errors import NotFound, NotPermitted
from savings_app.reconciliation.actions.files import BANK_FILE_LINE
from savings_app.reconciliation.models import (
    BankLine,
    BankSection,
    LineDecision,
    LineEvent,
    LineOwner,
    LineStanding,
    Match,
)
from savings_app.reconciliation.queries.erased import is_erased
from savings_app.reconciliation.rules import ERASED
from savings_app.retention.kinds import RetentionBeginning, RetentionKind
from savings_app.retention.models import (
    ErasureDeclaration,
    RetentionErasure,
    RetentionHold,
    RetentionPeriod,
    RetentionRun,
)
from savings_app.retention.queries.records import get_hold, may_hold
from savings_app.retention.queries.waiting import find_period, kabupaten_of, list_due, list_periods
from savings_app.retention.rules import HoldReleased, HoldTwice, check_period

# What hangs on a line and is the family's own: the row stays for its sake.
KEEPERS: tuple[Any, ...] = (Match, Deposit, PayoutCredit)
# What hangs on a line and goes with it: it tells what stood in the line.
SAID: tuple[Any, ...] = (LineStanding, LineOwner, LineEvent, LineDecision)
# How many accounts one transaction erases: it holds the banks' files up meanwhile.
ACCOUNTS_A_RUN = 50


@dataclass(frozen=True, slots=True)
class Erased:
    """What went of one account."""

    deleted: int
    emptied: int
    balances: int


def register_period(
    session: Session,
    *,
    actor: Actor,
    days: int,
    begins: RetentionBeginning = RetentionBeginning.REVOKED,
    law: str,
    starts: date,
    today: date,
    now: datetime,
) -> RetentionPeriod:
    """From `starts` on, lines are kept so many days after their consent was taken back, or after
    the case's end where that is later.

    Raises:
        NotPermitted
        RetentionDaysImpossible, RetentionLawNeeded, RetentionStartsTooSoon
    """
    if not actor.may(Permission.REFERENCE_EDIT) or actor.user_id is None:
        raise NotPermitted
    region = kabupaten_of(actor)
    check_period(
        list_periods(session, region=region),
        days=days,
        begins=begins,
        law=law,
        starts=starts,
        today=today,
    )
    period = RetentionPeriod(
        id=uuid4(),
        region_code=region,
        kind=RetentionKind.LINES_REVOKED,
        days=days,
        begins=begins,
        law=law.strip(),
        starts=starts,
        registered_by=actor.user_id,
        registered_at=now,
    )
    session.add(period)
    record(
        session,
        actor=actor,
        now=now,
        action="retention:register",
        subject="retention_period",
        subject_id=period.id,
        kind=period.kind.value,
        days=days,
        begins=begins.value,
        starts=starts.isoformat(),
    )
    return period


def hold_case(
    session: Session, *, actor: Actor, case_number: str, reason: str, now: datetime
) -> RetentionHold:
    """Nothing of this case is erased until the same office releases it.

    Raises:
        NotPermitted, ReasonNeeded, HoldTwice
        NotFound: no such case, or not this person's to see.
    """
    origin = may_hold(actor)
    if origin is None or actor.user_id is None:
        raise NotPermitted
    if not reason.strip():
        raise ReasonNeeded
    case_id = session.scalar(
        select(Case.id)
        .where(Case.number == case_number.strip().upper(), cases_seen_by(actor))
        .with_for_update()
    )
    if case_id is None:
        raise NotFound
    if session.scalar(
        select(
            exists().where(
                RetentionHold.case_id == case_id,
                RetentionHold.origin == origin,
                RetentionHold.released_at.is_(None),
            )
        )
    ):
        raise HoldTwice
    hold = RetentionHold(
        id=uuid4(),
        case_id=case_id,
        origin=origin,
        reason=reason.strip(),
        held_by=actor.user_id,
        held_at=now,
        released_by=None,
        released_at=None,
        release_reason=None,
    )
    session.add(hold)
    _record_hold(session, hold, "hold", actor=actor, now=now)
    return hold


def release_hold(
    session: Session,
    *,
    actor: Actor,
    hold_id: UUID,
    version: int | None,
    reason: str,
    now: datetime,
) -> RetentionHold:
    """What was due meanwhile goes with the next run.

    Raises:
        NotFound, NotPermitted, Conflict, ReasonNeeded
        HoldReleased: it was released already.
    """
    hold = get_hold(session, actor=actor, hold_id=hold_id).hold
    check_version(hold, version)
    if hold.released_at is not None:
        raise HoldReleased
    if not reason.strip():
        raise ReasonNeeded
    hold.released_by, hold.released_at = actor.user_id, now
    hold.release_reason = reason.strip()
    session.flush()
    _record_hold(session, hold, "release", actor=actor, now=now)
    return hold


def _record_hold(
    session: Session, hold: RetentionHold, verb: str, *, actor: Actor, now: datetime
) -> None:
    # Without the case: its timeline is read by those it may be about.
    record(
        session,
        actor=actor,
        now=now,
        action=f"retention:{verb}",
        subject="retention_hold",
        subject_id=hold.id,
        origin=hold.origin.value,
    )


def erase_due(
    session: Session, *, region: str, today: date, now: datetime, most: int = ACCOUNTS_A_RUN
) -> RetentionRun | None:
    """Erase what is due in one kabupaten today, at most so many accounts; None: nothing is.

    A line on which a match, a deposit or a credit hangs keeps its day and amount, which are the
    family's own record, and loses its text and hash. Every other line goes, and the balances of
    every section. Running it again finds nothing: what is erased is due no more.
    """
    take_turn(session, line=BANK_FILE_LINE)
    period = find_period(session, region=region, today=today)
    if period is None:
        return None
    due = list_due(session, region=region, today=today, period=period, most=most)
    # A family that agrees again this very moment waits, and is then asked about once more.
    lock_owners(session, account_ids=due)
    due = list_due(session, region=region, today=today, period=period, most=most)
    if not due:
        return None
    with _declared(session):
        erased = {account_id: _erase_account(session, account_id) for account_id in due}
    return _write_down(session, region, period, erased, now=now)


@contextmanager
def _declared(session: Session) -> Iterator[None]:
    """The triggers of `bank_line` let erasure pass, and nothing else, while this lasts."""
    session.flush()
    declaration = ErasureDeclaration(id=uuid4(), seal_id=uuid4())
    session.add(declaration)
    session.flush()
    yield
    session.delete(declaration)
    session.flush()


def _erase_account(session: Session, account_id: UUID) -> Erased:
    of_account = BankLine.account_id == account_id
    lines = select(BankLine.id).where(of_account)
    _change(session, delete(LineStanding).where(LineStanding.partner_id.in_(lines)))
    for said in SAID:
        _change(session, delete(said).where(said.line_id.in_(lines)))
    section = BankSection.account_id == account_id
    deleted = _change(session, delete(BankLine).where(of_account, ~_is_family_record()))
    emptied = _change(
        session,
        update(BankLine)
        .where(of_account, ~is_erased())
        .values(text="", content_hash=literal(ERASED) + cast(BankLine.id, String), batch_hash=None),
    )
    balances = _change(
        session,
        update(BankSection)
        .where(section, or_(BankSection.opening.is_not(None), BankSection.closing.is_not(None)))
        .values(opening=None, closing=None),
    )
    bare = ~exists().where(BankLine.section_id == BankSection.id)
    _change(session, delete(BankSection).where(section, bare))
    # The rows went behind the session's back.
    session.expire_all()
    return Erased(deleted, emptied, balances)


def _change(session: Session, statement: Delete | Update) -> int:
    done = session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(done, CursorResult)  # noqa: S101  # what a change answers with
    return done.rowcount


def _is_family_record() -> ColumnElement[bool]:
    """EXISTS something on the line that is the family's own record, also what was taken back."""
    return or_(*(exists().where(table.line_id == BankLine.id) for table in KEEPERS))


def _write_down(
    session: Session,
    region: str,
    period: RetentionPeriod,
    erased: Mapping[UUID, Erased],
    *,
    now: datetime,
) -> RetentionRun:
    run = RetentionRun(
        id=uuid4(),
        region_code=region,
        kind=period.kind,
        period_id=period.id,
        ran_at=now,
        accounts=len(erased),
        lines_deleted=sum(one.deleted for one in erased.values()),
        lines_emptied=sum(one.emptied for one in erased.values()),
        balances=sum(one.balances for one in erased.values()),
    )
    session.add(run)
    session.flush()
    session.add_all(
        RetentionErasure(
            run_id=run.id,
            account_id=account_id,
            erased_at=now,
            lines=one.deleted + one.emptied,
            balances=one.balances,
        )
        for account_id, one in erased.items()
    )
    record(
        session,
        actor=None,
        now=now,
        action="retention:erase",
        subject="retention_run",
        subject_id=run.id,
        accounts=run.accounts,
        lines_deleted=run.lines_deleted,
        lines_emptied=run.lines_emptied,
        balances=run.balances,
        days=period.days,
    )
    return run
