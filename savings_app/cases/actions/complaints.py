"""Complaints: opened outside the village, answered by a supervisor or the auditors."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.cases.actions.complaint_rows import (
    Incoming,
    add_complaint,
    due_day,
    find_by_key,
    settle_case,
    tell,
)
from savings_app.cases.complaint_kinds import ComplaintChannel, ComplaintDeed, ComplaintInstance
from savings_app.cases.complaint_rules import (
    AnswerEmpty,
    StaffComplaintWhileAssisted,
    answers_with,
    check_answerable,
    check_appeal,
    check_text,
)
from savings_app.cases.kinds import ComplaintAbout, ComplaintState
from savings_app.cases.models import Case, Complaint, Heir
from savings_app.cases.queries.cases import get_recipient
from savings_app.cases.queries.complaints import get_complaint
from savings_app.db import check_version
from savings_app.errors import NotPermitted
from savings_app.words.formats import in_wita


def open_complaint(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    about: ComplaintAbout,
    text: str,
    request_key: UUID,
    now: datetime,
    channel: ComplaintChannel = ComplaintChannel.SERVICE,
) -> Complaint:
    """A complaint of this recipient. The same `request_key` is recorded once.

    Raises:
        NotFound, ComplaintEmpty, ComplaintTooLong, StaffComplaintWhileAssisted
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    # A form sent twice at once: the second waits, and finds what the first recorded.
    session.execute(select(Heir.id).where(Heir.id == recipient_id).with_for_update())
    earlier = find_by_key(session, request_key=request_key)
    if earlier is not None and earlier.recipient_id == recipient_id:
        return earlier
    if about is ComplaintAbout.STAFF and actor.assisted_by is not None:
        raise StaffComplaintWhileAssisted
    incoming = Incoming(
        about=about,
        text=text,
        channel=channel,
        region_code=session.get_one(Case, recipient.case_id).region_code,
        received_on=in_wita(now).date(),
        request_key=request_key,
        case_id=recipient.case_id,
        recipient_id=recipient_id,
        recorded_by=None if actor.role is Role.FAMILY else actor.user_id,
        assisted_by=actor.assisted_by,
    )
    return add_complaint(session, actor=actor, incoming=incoming, deed="complaint:open", now=now)


def answer_complaint(
    session: Session,
    *,
    actor: Actor,
    complaint_id: UUID,
    answer: str,
    now: datetime,
    seen_version: int | None = None,
) -> Complaint:
    """The office's answer, which whoever complained can read.

    Raises:
        NotFound: hidden from this person. NotPermitted: seen, but not this person's to answer.
        Conflict, AnswerEmpty, ComplaintAlreadyAnswered
    """
    complaint = get_complaint(session, actor=actor, complaint_id=complaint_id).complaint
    if not actor.may(answers_with(complaint.instance)):
        raise NotPermitted
    check_answerable(complaint.state)
    check_version(complaint, seen_version)
    words = answer.strip()
    if not words:
        raise AnswerEmpty
    complaint.state, complaint.answer = ComplaintState.ANSWERED, words
    complaint.answered_by, complaint.answered_at = actor.user_id, now
    tell(
        session,
        actor=actor,
        complaint=complaint,
        deed=ComplaintDeed.ANSWERED,
        action="complaint:answer",
        now=now,
        note=words,
        days=max(0, (in_wita(now).date() - _began_on(complaint)).days),
        in_time=in_wita(now).date() <= complaint.due_on,
    )
    settle_case(session, complaint)
    return complaint


def appeal_complaint(
    session: Session,
    *,
    actor: Actor,
    complaint_id: UUID,
    text: str,
    now: datetime,
    seen_version: int | None = None,
) -> Complaint:
    """ "Belum puas", once: the Inspektorat looks at it, with a new day to answer by.

    The family says so itself; staff write it down for somebody who is no recipient.

    Raises:
        NotFound, Conflict, ComplaintEmpty, ComplaintTooLong, AlreadyAppealed, NothingToAppeal
    """
    complaint = get_complaint(session, actor=actor, complaint_id=complaint_id).complaint
    check_version(complaint, seen_version)
    return reopen(session, actor=actor, complaint=complaint, text=text, now=now)


def reopen(
    session: Session, *, actor: Actor | None, complaint: Complaint, text: str, now: datetime
) -> Complaint:
    """As `appeal_complaint`, for a caller that knows the complaint is this person's.

    Raises:
        ComplaintEmpty, ComplaintTooLong, AlreadyAppealed, NothingToAppeal
    """
    check_appeal(state=complaint.state, appealed_at=complaint.appealed_at)
    words = check_text(text)
    complaint.state, complaint.appealed_at = ComplaintState.APPEALED, now
    complaint.instance = ComplaintInstance.INSPECTORATE
    complaint.due_on = due_day(session, received_on=in_wita(now).date())
    tell(
        session,
        actor=actor,
        complaint=complaint,
        deed=ComplaintDeed.APPEALED,
        action="complaint:appeal",
        now=now,
        note=words,
    )
    settle_case(session, complaint)
    return complaint


def _began_on(complaint: Complaint) -> date:
    """The day from which this answer's time counts."""
    if complaint.appealed_at is not None:
        return in_wita(complaint.appealed_at).date()
    return complaint.received_on
