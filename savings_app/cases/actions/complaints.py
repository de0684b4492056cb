"""Complaints of families: opened outside the village, answered by a supervisor or the auditors."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.complaint_rules import (
    AnswerEmpty,
    ComplaintAlreadyAnswered,
    StaffComplaintWhileAssisted,
    check_text,
)
from savings_app.cases.kinds import ComplaintAbout, ComplaintState
from savings_app.cases.models import Complaint, Heir
from savings_app.cases.queries.cases import get_recipient
from savings_app.cases.queries.complaints import get_complaint
from savings_app.db import check_version
from savings_app.errors import NotPermitted


def open_complaint(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    about: ComplaintAbout,
    text: str,
    request_key: UUID,
    now: datetime,
) -> Complaint:
    """A complaint of this recipient. The same `request_key` is recorded once.

    Raises:
        NotFound, ComplaintEmpty, ComplaintTooLong, StaffComplaintWhileAssisted
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    # A form sent twice at once: the second waits, and finds what the first recorded.
    session.execute(select(Heir.id).where(Heir.id == recipient_id).with_for_update())
    earlier = session.scalar(
        select(Complaint).where(
            Complaint.request_key == request_key, Complaint.recipient_id == recipient_id
        )
    )
    if earlier is not None:
        return earlier
    if about is ComplaintAbout.STAFF and actor.assisted_by is not None:
        raise StaffComplaintWhileAssisted
    complaint = Complaint(
        case_id=recipient.case_id,
        recipient_id=recipient_id,
        about=about,
        text=check_text(text),
        state=ComplaintState.OPEN,
        opened_at=now,
        assisted_by=actor.assisted_by,
        answer=None,
        answered_by=None,
        answered_at=None,
        request_key=request_key,
    )
    session.add(complaint)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="complaint:open",
        subject="complaint",
        subject_id=complaint.id,
        case_id=recipient.case_id,
    )
    refresh_stage(session, case_id=recipient.case_id)
    return complaint


def answer_complaint(
    session: Session,
    *,
    actor: Actor,
    complaint_id: UUID,
    answer: str,
    now: datetime,
    seen_version: int | None = None,
) -> Complaint:
    """The office's answer, which the family reads on its page.

    Raises:
        NotFound: hidden from this person. NotPermitted: seen, but not this person's to answer.
        Conflict, AnswerEmpty, ComplaintAlreadyAnswered
    """
    complaint = get_complaint(session, actor=actor, complaint_id=complaint_id).complaint
    about_staff = complaint.about is ComplaintAbout.STAFF
    if not actor.may(
        Permission.STAFF_COMPLAINT_READ if about_staff else Permission.COMPLAINT_ANSWER
    ):
        raise NotPermitted
    if complaint.state is ComplaintState.ANSWERED:
        raise ComplaintAlreadyAnswered
    check_version(complaint, seen_version)
    if not answer.strip():
        raise AnswerEmpty
    complaint.state, complaint.answer = ComplaintState.ANSWERED, answer.strip()
    complaint.answered_by, complaint.answered_at = actor.user_id, now
    record(
        session,
        actor=actor,
        now=now,
        action="complaint:answer",
        subject="complaint",
        subject_id=complaint.id,
        case_id=complaint.case_id,
    )
    refresh_stage(session, case_id=complaint.case_id)
    return complaint
