"""What staff do with complaints: write one down, read, send on, close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.complaint_rows import (
    COMPLAINT_LINE,
    Incoming,
    add_complaint,
    find_by_key,
    settle_case,
    tell,
)
from savings_app.cases.complaint_kinds import (
    ComplaintChannel,
    ComplaintDeed,
    ComplaintInstance,
    ReferredTo,
    Reporter,
)
from savings_app.cases.complaint_rules import (
    CaseNumberNeeded,
    CaseNumberUnknown,
    PlaceNeeded,
    RecipientUnclear,
    ReporterNameNeeded,
    answers_with,
    check_answerable,
    check_close,
    check_mark,
    check_received,
    check_referral,
    may_mark,
)
from savings_app.cases.kinds import ComplaintAbout, ComplaintState
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Case, Complaint, ComplaintEvent, Heir
from savings_app.cases.queries.complaints import get_complaint
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.db import check_version, take_turn
from savings_app.errors import NotPermitted


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody told an officer. `place` is a region code, for a complaint without a case."""

    about: ComplaintAbout
    text: str
    channel: ComplaintChannel
    reporter: Reporter
    received_on: date
    case_number: str | None = None
    place: str | None = None
    reporter_name: str | None = None
    reporter_contact: str | None = None


def record_complaint(
    session: Session,
    *,
    actor: Actor,
    heard: Heard,
    request_key: UUID,
    today: date,
    now: datetime,
) -> Complaint:
    """A complaint by telephone, at the counter, by letter or WhatsApp, with or without a case.

    One about staff is out of the recorder's sight from here on; the auditor reads who wrote it
    down, also where it is about that very person.

    Raises:
        CaseNumberUnknown, CaseNumberNeeded, RecipientUnclear, ReporterNameNeeded,
        ReceivedInFuture, ComplaintEmpty, ComplaintTooLong, PlaceNeeded
    """
    take_turn(session, line=COMPLAINT_LINE)
    earlier = find_by_key(session, request_key=request_key)
    if earlier is not None and earlier.recorded_by == actor.user_id:
        return earlier
    check_received(received_on=heard.received_on, today=today)
    case, recipient = _whose(session, actor, heard)
    named = heard.reporter is Reporter.OTHER
    if named and not heard.reporter_name:
        raise ReporterNameNeeded
    region = case.region_code if case else heard.place or actor.region
    if region is None:
        raise PlaceNeeded
    incoming = Incoming(
        about=heard.about,
        text=heard.text,
        channel=heard.channel,
        region_code=region,
        received_on=heard.received_on,
        request_key=request_key,
        case_id=case.id if case else None,
        recipient_id=recipient.id if recipient else None,
        reporter_name=heard.reporter_name if named else None,
        reporter_contact=heard.reporter_contact if heard.reporter is not Reporter.NOBODY else None,
        recorded_by=actor.user_id,
    )
    return add_complaint(session, actor=actor, incoming=incoming, deed="complaint:record", now=now)


def _whose(session: Session, actor: Actor, heard: Heard) -> tuple[Case | None, Heir | None]:
    """The case of the number that was told, and its recipient where it is one who complains.

    `BB-2026-0001` names the case, `BB-2026-0001-2` its second recipient, as on the letter.
    """
    number = (heard.case_number or "").strip().upper()
    if not number:
        if heard.reporter is Reporter.RECIPIENT:
            raise CaseNumberNeeded
        return None, None
    shorter, _, position = number.rpartition("-")
    case = session.scalar(
        select(Case)
        .where(Case.number.in_((number, shorter)), cases_seen_by(actor))
        .order_by(Case.number.desc())
    )
    if case is None:
        raise CaseNumberUnknown
    if heard.reporter is not Reporter.RECIPIENT:
        return case, None
    recipients = session.scalars(
        select(Heir).where(Heir.case_id == case.id, Heir.is_recipient).order_by(Heir.position)
    ).all()
    if case.number != number:
        recipients = [heir for heir in recipients if str(heir.position) == position]
    if len(recipients) != 1:
        raise RecipientUnclear(example=f"{case.number}-1")
    return case, recipients[0]


def note_reading(session: Session, *, actor: Actor, complaint_id: UUID, now: datetime) -> None:
    """Who read somebody's own words is kept: each time in the trail, once in the history.

    Raises:
        NotFound
    """
    complaint = get_complaint(session, actor=actor, complaint_id=complaint_id).complaint
    known = session.scalar(
        select(ComplaintEvent.id).where(
            ComplaintEvent.complaint_id == complaint_id,
            ComplaintEvent.deed == ComplaintDeed.READ,
            ComplaintEvent.by == actor.user_id,
        )
    )
    if known is None:
        tell(
            session,
            actor=actor,
            complaint=complaint,
            deed=ComplaintDeed.READ,
            action="complaint:read",
            now=now,
        )
        return
    record(
        session,
        actor=actor,
        now=now,
        action="complaint:read",
        subject="complaint",
        subject_id=complaint_id,
        case_id=complaint.case_id,
    )


def refer_complaint(
    session: Session,
    *,
    actor: Actor,
    complaint_id: UUID,
    to: ReferredTo,
    note: str | None,
    outside_number: str | None,
    now: datetime,
    seen_version: int | None = None,
) -> Complaint:
    """Sent on to another office. The Inspektorat takes it over, and it becomes one about staff.

    Raises:
        NotFound, NotPermitted, Conflict, AlreadyWithInspectorate, ComplaintAlreadyAnswered
    """
    complaint = _own_complaint(session, actor, complaint_id, seen_version)
    check_referral(about=complaint.about, to=to)
    if to is ReferredTo.INSPECTORATE:
        check_answerable(complaint.state)
        complaint.about = ComplaintAbout.STAFF
        complaint.instance = ComplaintInstance.INSPECTORATE
    tell(
        session,
        actor=actor,
        complaint=complaint,
        deed=ComplaintDeed.REFERRED,
        action="complaint:refer",
        now=now,
        note=note,
        referred_to=to,
        outside_number=outside_number,
    )
    settle_case(session, complaint)
    return complaint


def mark_complaint(
    session: Session,
    *,
    actor: Actor,
    complaint_id: UUID,
    checked: bool,
    now: datetime,
    seen_version: int | None = None,
) -> Complaint:
    """Somebody looked at what came in a flood and takes "perlu diperiksa" off, or puts it on again.

    Whoever writes complaints down may, and whose it is to answer.

    Raises:
        NotFound, NotPermitted, Conflict, NotToCheck
    """
    complaint = get_complaint(session, actor=actor, complaint_id=complaint_id).complaint
    if not may_mark(actor, complaint.instance):
        raise NotPermitted
    check_version(complaint, seen_version)
    check_mark(
        to_check=complaint.to_check, checked=complaint.checked_at is not None, wanted=checked
    )
    complaint.checked_by = actor.user_id if checked else None
    complaint.checked_at = now if checked else None
    tell(
        session,
        actor=actor,
        complaint=complaint,
        deed=ComplaintDeed.CHECKED if checked else ComplaintDeed.MARKED_AGAIN,
        action="complaint:check" if checked else "complaint:mark-again",
        now=now,
    )
    session.flush()
    return complaint


def close_complaint(
    session: Session,
    *,
    actor: Actor,
    complaint_id: UUID,
    reason: str,
    now: datetime,
    seen_version: int | None = None,
) -> Complaint:
    """Nothing more to do, and why. "Belum puas" can still be said once.

    Raises:
        NotFound, NotPermitted, Conflict, ReasonNeeded, ComplaintNotAnswered, ComplaintClosed
    """
    complaint = _own_complaint(session, actor, complaint_id, seen_version)
    check_close(complaint.state)
    if not reason.strip():
        raise ReasonNeeded
    complaint.state = ComplaintState.CLOSED
    tell(
        session,
        actor=actor,
        complaint=complaint,
        deed=ComplaintDeed.CLOSED,
        action="complaint:close",
        now=now,
        note=reason.strip(),
    )
    settle_case(session, complaint)
    return complaint


def _own_complaint(
    session: Session, actor: Actor, complaint_id: UUID, seen_version: int | None
) -> Complaint:
    """One that is this person's to answer."""
    complaint = get_complaint(session, actor=actor, complaint_id=complaint_id).complaint
    if not actor.may(answers_with(complaint.instance)):
        raise NotPermitted
    check_version(complaint, seen_version)
    return complaint
