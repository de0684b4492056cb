"""Access letters: issued, handed over, used once, replaced when lost; and the family's own word.

Slow hashes are computed by the caller before the transaction (`access.passwords`).
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.rules import after_wrong_try, is_locked
from savings_app.actors import Actor, Role
from savings_app.audit.actions import record
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.kinds import LetterState
from savings_app.cases.letter_rules import (
    BirthDateNeeded,
    ReasonNeeded,
    WordWhileAssisted,
    check_hand_over_day,
)
from savings_app.cases.models import AccessLetter, Heir
from savings_app.cases.queries.cases import get_own_recipient, get_recipient
from savings_app.errors import NotFound
from savings_app.words.formats import in_wita


def issue_letter(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    code_hash: str,
    code_sealed: str,
    reason: str | None,
    now: datetime,
) -> AccessLetter:
    """A new letter for a recipient; an earlier one ends, and then `reason` says why.

    Raises:
        NotFound, BirthDateNeeded, ReasonNeeded
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    if recipient.born_on is None:
        raise BirthDateNeeded
    earlier = session.scalars(
        select(AccessLetter).where(
            AccessLetter.recipient_id == recipient_id, AccessLetter.state != LetterState.REPLACED
        )
    ).all()
    if earlier and not reason:
        raise ReasonNeeded
    for letter in earlier:
        letter.state = LetterState.REPLACED
        letter.code_sealed = None
        letter.session_epoch += 1
    letter = AccessLetter(
        recipient_id=recipient_id,
        state=LetterState.ISSUED,
        issued_at=now,
        issued_by=actor.user_id,
        code_hash=code_hash,
        code_sealed=code_sealed,
        handed_over_on=None,
        used_at=None,
        word_hash=None,
        failed_attempts=0,
        locked_until=None,
        session_epoch=1,
        reason=reason,
    )
    session.add(letter)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="letter:issue",
        subject="access_letter",
        subject_id=letter.id,
        case_id=recipient.case_id,
        replaces=len(earlier),
    )
    refresh_stage(session, case_id=recipient.case_id)
    return letter


def hand_over_letter(
    session: Session, *, actor: Actor, letter_id: UUID, on: date, today: date, now: datetime
) -> None:
    """The letter was given to the recipient in person on this day.

    Raises:
        NotFound, HandedOverBeforeIssue, HandedOverInFuture
    """
    letter = _get_letter(session, letter_id)
    recipient = get_recipient(session, actor=actor, recipient_id=letter.recipient_id)
    check_hand_over_day(on=on, issued_on=in_wita(letter.issued_at).date(), today=today)
    letter.handed_over_on = on
    record(
        session,
        actor=actor,
        now=now,
        action="letter:hand-over",
        subject="access_letter",
        subject_id=letter.id,
        case_id=recipient.case_id,
        on=on.isoformat(),
    )
    refresh_stage(session, case_id=recipient.case_id)


def record_family_sign_in(
    session: Session, *, letter_id: UUID, secret_ok: bool, now: datetime
) -> bool:
    """Let the family in or count a wrong try; returns whether it is in.

    The first time ends the code. A refusal is returned, not raised, so that it is committed.
    """
    letter = session.get_one(AccessLetter, letter_id, with_for_update=True, populate_existing=True)
    heir = session.get_one(Heir, letter.recipient_id)
    actor = Actor(role=Role.FAMILY, case_id=heir.case_id, recipient_id=heir.id)
    locked = is_locked(locked_until=letter.locked_until, now=now)
    if locked or not secret_ok or letter.state is LetterState.REPLACED:
        if not locked:
            letter.failed_attempts, letter.locked_until = after_wrong_try(
                failed_attempts=letter.failed_attempts, now=now
            )
        record(
            session,
            actor=actor,
            now=now,
            action="session:refuse",
            subject="access_letter",
            subject_id=letter.id,
        )
        return False
    if letter.state is LetterState.ISSUED:
        letter.state, letter.used_at, letter.code_sealed = LetterState.USED, now, None
    letter.failed_attempts, letter.locked_until = 0, None
    record(
        session,
        actor=actor,
        now=now,
        action="session:begin",
        subject="access_letter",
        subject_id=letter.id,
    )
    return True


def choose_word(session: Session, *, actor: Actor, word_hash: str, now: datetime) -> AccessLetter:
    """Keep the family's kata masuk; sessions on other devices end.

    Raises:
        NotFound: the letter was replaced meanwhile.
        WordWhileAssisted: staff who knew the word could come in as the family.
    """
    if actor.assisted_by is not None:
        raise WordWhileAssisted
    recipient = get_own_recipient(session, actor=actor)
    letter = session.scalar(
        select(AccessLetter).where(
            AccessLetter.recipient_id == recipient.id, AccessLetter.state == LetterState.USED
        )
    )
    if letter is None:
        raise NotFound
    letter.word_hash = word_hash
    letter.session_epoch += 1
    record(
        session,
        actor=actor,
        now=now,
        action="word:choose",
        subject="access_letter",
        subject_id=letter.id,
    )
    return letter


def end_family_sessions(session: Session, *, actor: Actor, now: datetime) -> None:
    """Sign the family out everywhere."""
    letters = session.scalars(
        select(AccessLetter).where(
            AccessLetter.recipient_id == actor.recipient_id,
            AccessLetter.state == LetterState.USED,
        )
    ).all()
    for letter in letters:
        letter.session_epoch += 1
        record(
            session,
            actor=actor,
            now=now,
            action="session:end",
            subject="access_letter",
            subject_id=letter.id,
        )


def _get_letter(session: Session, letter_id: UUID) -> AccessLetter:
    letter = session.get(AccessLetter, letter_id)
    if letter is None:
        raise NotFound
    return letter
