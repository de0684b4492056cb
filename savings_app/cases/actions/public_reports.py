"""Reports of the public page. Nobody is signed in for them, also where somebody is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.access.public_sends import count_send
from savings_app.access.rules import after_wrong_try, is_locked
from savings_app.access.visitor_rules import PublicForm
from savings_app.audit.actions import record
from savings_app.cases.actions.complaint_rows import (
    COMPLAINT_LINE,
    Incoming,
    add_complaint,
    find_by_key,
)
from savings_app.cases.actions.complaints import reopen
from savings_app.cases.complaint_kinds import ComplaintChannel
from savings_app.cases.complaint_rules import (
    PlaceNeeded,
    check_text,
)
from savings_app.cases.kinds import ComplaintAbout
from savings_app.cases.models import Complaint
from savings_app.cases.queries.numbers import find_case_by_number
from savings_app.db import take_turn
from savings_app.regions.queries import find_home_regency, find_place
from savings_app.words.formats import in_wita

LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody wrote. `place` is a desa's code; `case_number` is right or wrong."""

    about: ComplaintAbout
    text: str
    place: str | None = None
    case_number: str | None = None
    contact: str | None = None


def send_report(
    session: Session,
    *,
    report: Report,
    code_hash: str,
    sender: str | None,
    request_key: UUID,
    now: datetime,
) -> Complaint:
    """Keep a report of the public page, with no trace of who sent it: `sender` is only counted.

    A case number is looked up in silence: whether it exists changes neither the answer, nor what
    is written, nor the case. The same `request_key` is kept once.

    Raises:
        ComplaintEmpty, ComplaintTooLong, TooManySends, PlaceNeeded
    """
    text = check_text(report.text)
    take_turn(session, line=COMPLAINT_LINE)
    earlier = find_by_key(session, request_key=request_key)
    if earlier is not None and earlier.channel is ComplaintChannel.PUBLIC:
        return earlier
    number = (report.case_number or "").strip()[:LONGEST_NUMBER]
    case = find_case_by_number(session, number=number or "-")
    place = find_place(session, code=report.place) if report.place else None
    region = place.code if place else find_home_regency(session)
    if region is None:
        raise PlaceNeeded
    to_check = count_send(session, form=PublicForm.COMPLAINT, mark=sender, now=now)
    incoming = Incoming(
        about=report.about,
        text=text,
        channel=ComplaintChannel.PUBLIC,
        region_code=region,
        received_on=in_wita(now).date(),
        request_key=request_key,
        case_id=case.id if case else None,
        typed_case_number=number or None,
        reporter_contact=report.contact,
        code_hash=code_hash,
        to_check=to_check,
    )
    return add_complaint(session, actor=None, incoming=incoming, deed="complaint:report", now=now)


def record_look(
    session: Session, *, complaint_id: UUID | None, code_ok: bool, now: datetime
) -> bool:
    """Somebody asked for the answer with a number and a code; True where it opens.

    The caller compared the code before, outside the transaction. Wrong ones are counted here and
    close this report for a while; what was tried is not kept.
    """
    complaint = (
        session.get_one(Complaint, complaint_id, with_for_update=True) if complaint_id else None
    )
    opened = False
    if complaint is not None and not is_locked(locked_until=complaint.locked_until, now=now):
        opened = code_ok
        if code_ok:
            complaint.failed_attempts, complaint.locked_until = 0, None
        else:
            complaint.failed_attempts, complaint.locked_until = after_wrong_try(
                failed_attempts=complaint.failed_attempts, now=now
            )
    if not opened:
        record(session, actor=None, now=now, action="complaint:refuse-code", subject="report")
    return opened


def appeal_report(session: Session, *, complaint_id: UUID, text: str, now: datetime) -> Complaint:
    """ "Belum puas", by whoever knows the code; the caller has asked `record_look`.

    Raises:
        ComplaintEmpty, ComplaintTooLong, AlreadyAppealed, NothingToAppeal
    """
    complaint = session.get_one(Complaint, complaint_id, with_for_update=True)
    return reopen(session, actor=None, complaint=complaint, text=text, now=now)
