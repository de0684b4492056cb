"""Pulls: planned, taken by a worker, ended one way or the other. No call to a bank is made here.

What the bank told is taken in by the one rule of preview and apply, in the transaction that ends
the pull: a worker killed between two steps leaves a row that is tried again and adds nothing twice.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.db import check_version, take_turn
from savings_app.errors import NotPermitted
from savings_app.reconciliation.actions.files import import_file
from savings_app.reconciliation.readers import BankFile as FoundFile
from savings_app.snap.kinds import PullCause, PullState
from savings_app.snap.models import SnapPull
from savings_app.snap.pull_rules import (
    LEFT_BEHIND,
    Hours,
    PullNotFailed,
    Span,
    check_span,
    due_span,
    next_try,
)
from savings_app.snap.queries import (
    OUTSTANDING,
    get_pull,
    get_seen_pull,
    is_agreed,
    list_askable,
    pulls_seen_by,
)

PULL_LINE = 7530
_STOPS = frozenset({PullCause.CONSENT, PullCause.AGREEMENT})


def plan_pulls(
    session: Session,
    *,
    bank_id: UUID,
    longest: int,
    hours: Hours,
    today: date,
    now: datetime,
    after: UUID | None = None,
) -> tuple[int, UUID | None]:
    """Ask what is due, for one portion of the accounts that may be asked about; safe to repeat.

    Returns how many pulls were made, and the account to go on after (None: that was all).
    """
    take_turn(session, line=PULL_LINE)
    found = list_askable(session, bank_id=bank_id, today=today, after=after)
    made = 0
    for one in found:
        span = due_span(told_until=one.told_until, longest=longest, now=now)
        if span is None or one.waits:
            continue
        if one.asked_until is not None and one.asked_until >= span.last:
            continue  # it failed or was stopped: a person looks, or tomorrow asks for more
        pull = _new(bank_id, one.account_id, span, now=now)
        pull.next_try_at = hours.next_opening(now)
        session.add(pull)
        made += 1
    if made:
        record(
            session,
            actor=None,
            now=now,
            action="snap-pull:plan",
            subject="bank",
            subject_id=bank_id,
            count=made,
        )
    return made, found[-1].account_id if found else None


def ask_pulls(
    session: Session,
    *,
    bank_id: UUID,
    span: Span,
    longest: int,
    today: date,
    now: datetime,
) -> list[UUID]:
    """Ask for these days of every account of the bank that may be asked about, for a command.

    Raises:
        PullRangeBackwards, PullRangeTooLong, PullTooEarly
    """
    check_span(span, longest=longest, now=now)
    take_turn(session, line=PULL_LINE)
    asked: list[UUID] = []
    after = None
    while found := list_askable(session, bank_id=bank_id, today=today, after=after):
        kept = {
            pull.account_id: pull
            for pull in session.scalars(
                select(SnapPull).where(
                    SnapPull.account_id.in_([one.account_id for one in found]),
                    SnapPull.first_on == span.first,
                    SnapPull.last_on == span.last,
                )
            )
        }
        for one in found:
            pull = kept.get(one.account_id)
            if pull is None:
                pull = _new(bank_id, one.account_id, span, now=now)
                session.add(pull)
            else:
                _again(pull, now=now)
            asked.append(pull.id)
        session.flush()
        after = found[-1].account_id
    if asked:
        record(
            session,
            actor=None,
            now=now,
            action="snap-pull:plan",
            subject="bank",
            subject_id=bank_id,
            count=len(asked),
        )
    return asked


def claim_pull(session: Session, *, pull_id: UUID, now: datetime) -> SnapPull | None:
    """A worker takes the pull; None where it is over, not due, or another has it."""
    take_turn(session, line=PULL_LINE)
    pull = get_pull(session, pull_id=pull_id)
    if pull.state is not PullState.WAITING or pull.next_try_at > now:
        return None
    if pull.worked_at is not None and pull.worked_at > now - LEFT_BEHIND:
        return None
    pull.worked_at = now
    pull.tries += 1
    return pull


def put_off(session: Session, *, pull_id: UUID, until: datetime) -> None:
    """The bank does not answer at this hour: it waits, and no try is counted."""
    pull = get_pull(session, pull_id=pull_id)
    if pull.worked_at is not None:
        pull.worked_at = None
        pull.tries -= 1
    pull.next_try_at = until


def finish_pull(
    session: Session,
    *,
    pull_id: UUID,
    found: FoundFile,
    sha256: str,
    size: int,
    repeated: int,
    now: datetime,
) -> SnapPull:
    """Take in what the bank told and end the pull, in one transaction.

    Also of an account that rested: that nothing moved on these days is what the bank told.

    Raises:
        BankFileNotBalanced, AgreementNotInForce: nothing is written; the caller notes why.
    """
    pull = get_pull(session, pull_id=pull_id)
    file, done = import_file(
        session,
        actor=None,
        bank_id=pull.bank_id,
        sha256=sha256,
        size=size,
        found=found,
        now=now,
    )
    session.flush()
    pull.file_id = file.id
    pull.rows_in, pull.rows_new = done.rows_in, done.new
    pull.rows_same, pull.rows_refused = done.same, done.refused
    pull.rows_repeated = repeated
    pull.cause = pull.last_code = None
    _end(pull, PullState.DONE, now)
    record(
        session,
        actor=None,
        now=now,
        action="snap-pull:finish",
        subject="snap_pull",
        subject_id=pull.id,
        rows_in=pull.rows_in,
        rows_new=pull.rows_new,
        rows_same=pull.rows_same,
        rows_refused=pull.rows_refused,
        rows_repeated=pull.rows_repeated,
    )
    return pull


def note_failure(
    session: Session,
    *,
    pull_id: UUID,
    cause: PullCause,
    code: str | None = None,
    wait: timedelta | None = None,
    today: date,
    now: datetime,
) -> SnapPull:
    """It brought nothing: tried again later, stopped, or failed until a person looks."""
    pull = get_pull(session, pull_id=pull_id)
    if cause is PullCause.CONSENT and not is_agreed(session, bank_id=pull.bank_id, today=today):
        cause = PullCause.AGREEMENT
    pull.cause, pull.last_code = cause, code
    again = next_try(cause, tries=pull.tries, now=now, asked_for=wait)
    if again is not None:
        pull.next_try_at, pull.worked_at = again, None
    else:
        _end(pull, PullState.STOPPED if cause in _STOPS else PullState.FAILED, now)
        record(
            session,
            actor=None,
            now=now,
            action="snap-pull:fail",
            subject="snap_pull",
            subject_id=pull.id,
            cause=cause.value,
            code=code,
        )
    return pull


def retry_pull(
    session: Session,
    *,
    actor: Actor,
    pull_id: UUID,
    seen_version: int | None = None,
    now: datetime,
) -> SnapPull:
    """A person asks for what failed once more, from the beginning of its tries.

    Raises:
        NotPermitted, NotFound
        Conflict: it changed since it was seen.
        PullNotFailed
    """
    if not (actor.may(Permission.BANK_FILE_UPLOAD) or actor.may(Permission.REFERENCE_EDIT)):
        raise NotPermitted
    pull = get_seen_pull(session, actor=actor, pull_id=pull_id)
    check_version(pull, seen_version)
    if pull.state not in OUTSTANDING:
        raise PullNotFailed
    _again(pull, now=now)
    pull.asked_by = actor.user_id
    record(
        session,
        actor=actor,
        now=now,
        action="snap-pull:retry",
        subject="snap_pull",
        subject_id=pull.id,
    )
    return pull


def retry_failed(session: Session, *, actor: Actor, now: datetime) -> int:
    """All that failed and this person may see, once more; how many these are.

    Raises:
        NotPermitted
    """
    if not (actor.may(Permission.BANK_FILE_UPLOAD) or actor.may(Permission.REFERENCE_EDIT)):
        raise NotPermitted
    take_turn(session, line=PULL_LINE)
    failed = session.scalars(
        select(SnapPull).where(pulls_seen_by(actor), SnapPull.state == PullState.FAILED)
    ).all()
    for pull in failed:
        _again(pull, now=now)
        pull.asked_by = actor.user_id
    record(
        session,
        actor=actor,
        now=now,
        action="snap-pull:retry",
        subject="snap_pull",
        count=len(failed),
    )
    return len(failed)


def _new(bank_id: UUID, account_id: UUID, span: Span, *, now: datetime) -> SnapPull:
    return SnapPull(
        id=uuid4(),
        bank_id=bank_id,
        account_id=account_id,
        first_on=span.first,
        last_on=span.last,
        state=PullState.WAITING,
        cause=None,
        last_code=None,
        tries=0,
        asked_at=now,
        asked_by=None,
        next_try_at=now,
        worked_at=None,
        ended_at=None,
        file_id=None,
        rows_in=0,
        rows_new=0,
        rows_same=0,
        rows_refused=0,
        rows_repeated=0,
    )


def _again(pull: SnapPull, *, now: datetime) -> None:
    pull.state, pull.tries, pull.next_try_at = PullState.WAITING, 0, now
    pull.worked_at = pull.ended_at = None


def _end(pull: SnapPull, state: PullState, now: datetime) -> None:
    pull.state, pull.worked_at, pull.ended_at = state, None, now
