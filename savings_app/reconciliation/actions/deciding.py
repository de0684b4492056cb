"""A person says what a line is that is nobody's payout or pledge, and whose work it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import Told, record, record_all
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.reconciliation.actions.matching import begin
from savings_app.reconciliation.actions.sorting import sort_accounts
from savings_app.reconciliation.class_rules import (
    ClassNotPossible,
    DecisionReversed,
    LineClass,
    LineNoteEmpty,
    LineSpokenOf,
    LineTaken,
    choices_for,
)
from savings_app.reconciliation.kinds import LineEventKind
from savings_app.reconciliation.models import LineDecision, LineEvent, LineOwner
from savings_app.reconciliation.queries.decisions import find_owner, find_standing_decision
from savings_app.reconciliation.queries.lines import LineRow
from savings_app.reconciliation.queries.matches import find_standing_match


def decide_line(
    session: Session, *, actor: Actor, line_id: UUID, kind: LineClass, reason: str, now: datetime
) -> LineDecision:
    """The officer says what class the line is. Saying the same again changes nothing.

    Raises:
        NotPermitted, AgreementNotInForce, NotFound, ReasonNeeded
        ClassNotPossible: no line of this direction is that, or only a match makes it so.
        LineSpokenOf: it is matched, or somebody decided otherwise.
    """
    row = _begin(session, actor=actor, line_id=line_id)
    standing = find_standing_decision(session, line_id=line_id)
    if standing is not None and standing.kind is kind:
        return standing
    if standing is not None or find_standing_match(session, line_id=line_id) is not None:
        raise LineSpokenOf
    if kind not in choices_for(row.line.direction):
        raise ClassNotPossible
    if not reason.strip():
        raise ReasonNeeded
    decision = _add(session, line_id, kind, reason, actor=actor, now=now)
    session.flush()
    _record(session, "bank-line:decide", decision, actor=actor, now=now)
    _sort(session, row, actor=actor, now=now)
    return decision


def reverse_decision(
    session: Session, *, actor: Actor, line_id: UUID, reason: str, now: datetime
) -> LineDecision:
    """Take the line's decision back, saying why: a row of its own.

    Raises:
        NotPermitted, AgreementNotInForce, NotFound, ReasonNeeded
        DecisionReversed: none stands.
    """
    row = _begin(session, actor=actor, line_id=line_id)
    standing = find_standing_decision(session, line_id=line_id)
    if standing is None:
        raise DecisionReversed
    (reversal,) = reverse_decisions(
        session, actor=actor, decisions=[standing], reason=reason, now=now
    )
    _sort(session, row, actor=actor, now=now)
    return reversal


def reverse_decisions(
    session: Session, *, actor: Actor, decisions: Sequence[LineDecision], reason: str, now: datetime
) -> list[LineDecision]:
    """Take standing decisions back, for a caller who has seen to it that he may.

    Raises:
        ReasonNeeded
    """
    if not reason.strip():
        raise ReasonNeeded
    reversals = [
        _add(session, one.line_id, one.kind, reason, actor=actor, now=now, reverses_id=one.id)
        for one in decisions
    ]
    session.flush()
    events = [
        Told("bank-line:reverse", "line_decision", one.id, facts={"class": one.kind.value})
        for one in reversals
    ]
    record_all(session, actor=actor, now=now, events=events)
    return reversals


def take_line(session: Session, *, actor: Actor, line_id: UUID, now: datetime) -> None:
    """ "Saya urus". Taking it twice changes nothing; a colleague's stays a colleague's.

    Raises:
        NotPermitted, AgreementNotInForce, NotFound
        LineTaken: a colleague has it.
    """
    _begin(session, actor=actor, line_id=line_id)
    owner = find_owner(session, line_id=line_id)
    if owner is not None:
        if owner[0].user_id == actor.user_id:
            return
        raise LineTaken(name=owner[1])
    assert actor.user_id is not None  # noqa: S101  # an officer is a user
    session.add(LineOwner(line_id=line_id, user_id=actor.user_id, taken_at=now))
    _tell(session, line_id, LineEventKind.TAKEN, actor=actor, now=now)


def hand_back_line(session: Session, *, actor: Actor, line_id: UUID, now: datetime) -> None:
    """It is nobody's again. Any colleague may hand it back: people go on leave.

    Raises:
        NotPermitted, AgreementNotInForce, NotFound
    """
    _begin(session, actor=actor, line_id=line_id)
    owner = find_owner(session, line_id=line_id)
    if owner is None:
        return
    session.delete(owner[0])
    _tell(session, line_id, LineEventKind.HANDED_BACK, actor=actor, now=now)


def note_line(session: Session, *, actor: Actor, line_id: UUID, text: str, now: datetime) -> None:
    """A note for colleagues of the same bank.

    Raises:
        NotPermitted, AgreementNotInForce, NotFound, LineNoteEmpty
    """
    _begin(session, actor=actor, line_id=line_id)
    if not text.strip():
        raise LineNoteEmpty
    _tell(session, line_id, LineEventKind.NOTE, text=text.strip(), actor=actor, now=now)


def _begin(session: Session, *, actor: Actor, line_id: UUID) -> LineRow:
    return begin(session, actor=actor, line_ids=[line_id])[line_id]


def _add(
    session: Session,
    line_id: UUID,
    kind: LineClass,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
    reverses_id: UUID | None = None,
) -> LineDecision:
    decision = LineDecision(
        id=uuid4(),
        line_id=line_id,
        kind=kind,
        reason=reason.strip(),
        decided_by=actor.user_id,
        decided_at=now,
        reverses_id=reverses_id,
    )
    session.add(decision)
    return decision


def _tell(
    session: Session,
    line_id: UUID,
    kind: LineEventKind,
    *,
    actor: Actor,
    now: datetime,
    text: str | None = None,
) -> None:
    session.add(LineEvent(line_id=line_id, kind=kind, text=text, by=actor.user_id, at=now))
    session.flush()
    actions = {
        LineEventKind.TAKEN: "bank-line:take",
        LineEventKind.HANDED_BACK: "bank-line:hand-back",
        LineEventKind.NOTE: "bank-line:note",
    }
    record(
        session,
        actor=actor,
        now=now,
        action=actions[kind],
        subject="bank_line",
        subject_id=line_id,
    )


def _record(
    session: Session, action: str, decision: LineDecision, *, actor: Actor, now: datetime
) -> None:
    record_all(
        session,
        actor=actor,
        now=now,
        events=[Told(action, "line_decision", decision.id, facts={"class": decision.kind.value})],
    )


def _sort(session: Session, row: LineRow, *, actor: Actor, now: datetime) -> None:
    assert actor.bank_id is not None  # noqa: S101  # whoever sees lines has a bank
    sort_accounts(session, bank_id=actor.bank_id, numbers={row.number}, now=now)
