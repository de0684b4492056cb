"""What every way of complaining has in common: the row, its history, and the trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.complaint_kinds import ComplaintChannel, ComplaintDeed, ReferredTo
from savings_app.cases.complaint_rules import (
    answer_due_on,
    check_text,
    first_instance,
    make_number,
)
from savings_app.cases.kinds import ComplaintAbout, ComplaintState
from savings_app.cases.models import Complaint, ComplaintEvent
from savings_app.regions.queries import get_public_holidays

# Complaints from outside and those staff write down wait for one another: their limit and their
# keys are looked at before anything is added.
COMPLAINT_LINE = 7512


@dataclass(frozen=True, slots=True)
class Incoming:
    """A complaint as it came in. No name and no contact: anonymous."""

    about: ComplaintAbout
    text: str
    channel: ComplaintChannel
    region_code: str
    received_on: date
    request_key: UUID
    case_id: UUID | None = None
    recipient_id: UUID | None = None
    typed_case_number: str | None = None
    reporter_name: str | None = None
    reporter_contact: str | None = None
    recorded_by: UUID | None = None
    assisted_by: UUID | None = None
    code_hash: str | None = None
    to_check: bool = False


def find_by_key(session: Session, *, request_key: UUID) -> Complaint | None:
    """What this form recorded when it was sent the first time."""
    return session.scalar(select(Complaint).where(Complaint.request_key == request_key))


def due_day(session: Session, *, received_on: date) -> date:
    """The last working day for an answer to what came in on this day."""
    years = (received_on.year, received_on.year + 1)
    return answer_due_on(received_on, get_public_holidays(session, years=years))


def add_complaint(
    session: Session, *, actor: Actor | None, incoming: Incoming, deed: str, now: datetime
) -> Complaint:
    """The row, the first line of its history, the trail, and whose turn the case is.

    What comes through the public page moves no case: anybody could guess its number.

    Raises:
        ComplaintEmpty, ComplaintTooLong
    """
    complaint = Complaint(
        number=make_number(),
        case_id=incoming.case_id,
        recipient_id=incoming.recipient_id,
        region_code=incoming.region_code,
        typed_case_number=incoming.typed_case_number,
        channel=incoming.channel,
        instance=first_instance(incoming.about),
        about=incoming.about,
        text=check_text(incoming.text),
        state=ComplaintState.OPEN,
        reporter_name=incoming.reporter_name,
        reporter_contact=incoming.reporter_contact,
        received_on=incoming.received_on,
        opened_at=now,
        due_on=due_day(session, received_on=incoming.received_on),
        recorded_by=incoming.recorded_by,
        assisted_by=incoming.assisted_by,
        answer=None,
        answered_by=None,
        answered_at=None,
        appealed_at=None,
        code_hash=incoming.code_hash,
        to_check=incoming.to_check,
        failed_attempts=0,
        locked_until=None,
        request_key=incoming.request_key,
    )
    session.add(complaint)
    session.flush()
    tell(session, actor=actor, complaint=complaint, deed=ComplaintDeed.OPENED, action=deed, now=now)
    if complaint.case_id is not None and complaint.channel is not ComplaintChannel.PUBLIC:
        refresh_stage(session, case_id=complaint.case_id)
    return complaint


def tell(
    session: Session,
    *,
    actor: Actor | None,
    complaint: Complaint,
    deed: ComplaintDeed,
    action: str,
    now: datetime,
    note: str | None = None,
    referred_to: ReferredTo | None = None,
    outside_number: str | None = None,
    days: int | None = None,
    in_time: bool | None = None,
) -> None:
    """One line of the history and of the trail. The trail holds none of the words."""
    session.add(
        ComplaintEvent(
            complaint_id=complaint.id,
            deed=deed,
            at=now,
            by=actor.user_id if actor else None,
            note=note,
            referred_to=referred_to,
            outside_number=outside_number,
            days=days,
            in_time=in_time,
        )
    )
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="complaint",
        subject_id=complaint.id,
        case_id=complaint.case_id,
    )


def settle_case(session: Session, complaint: Complaint) -> None:
    """The case, if any, is told that its complaint changed."""
    if complaint.case_id is not None:
        refresh_stage(session, case_id=complaint.case_id)
