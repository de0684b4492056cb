"""Asked again, by somebody who never touched the case. A "no" becomes a complaint by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.complaints import open_complaint
from savings_app.cases.actions.receipts import what_arrived
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.complaint_kinds import CheckAnswer, CheckChannel, ComplaintChannel
from savings_app.cases.kinds import ComplaintAbout
from savings_app.cases.models import Complaint, Heir, ReceiptCheck
from savings_app.cases.queries.cases import get_entitlement, get_recipient
from savings_app.cases.queries.receipt_checks import ASKING, find_paid, has_handled
from savings_app.cases.receipt_rules import check_asking, check_short
from savings_app.money import Rupiah


@dataclass(frozen=True, slots=True)
class Asked:
    """What the recipient said. `amount` is what it says arrived, with "not all of it" only."""

    channel: CheckChannel
    answer: CheckAnswer
    asked_on: date
    amount: Rupiah | None = None
    note: str | None = None


def ask_again(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    asked: Asked,
    request_key: UUID,
    today: date,
    now: datetime,
) -> ReceiptCheck:
    """The second asking. The same `request_key` is recorded once.

    Raises:
        NotFound, AskerHandledCase, NothingPaidYet, AskedInFuture, AskedBeforePayment,
        NothingIsMissing, ComplaintTooLong
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    session.execute(select(Heir.id).where(Heir.id == recipient_id).with_for_update())
    earlier = session.scalar(select(ReceiptCheck).where(ReceiptCheck.request_key == request_key))
    if earlier is not None and earlier.asked_by == actor.user_id:
        return earlier
    _check(session, actor, recipient, asked, today)
    short = asked.answer is CheckAnswer.SHORT
    complaint = _complain(session, actor, recipient, asked, request_key, now) if short else None
    check = ReceiptCheck(
        recipient_id=recipient_id,
        channel=asked.channel,
        answer=asked.answer,
        amount=asked.amount if short else None,
        note=asked.note,
        asked_on=asked.asked_on,
        asked_by=actor.user_id,
        asked_at=now,
        complaint_id=complaint.id if complaint else None,
        request_key=request_key,
    )
    session.add(check)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action=ASKING,
        subject="receipt_check",
        subject_id=check.id,
        case_id=recipient.case_id,
        answer=asked.answer.value,
    )
    refresh_stage(session, case_id=recipient.case_id)
    return check


def _check(session: Session, actor: Actor, recipient: Heir, asked: Asked, today: date) -> None:
    asker = actor.user_id
    check_asking(
        asked_on=asked.asked_on,
        paid_on=find_paid(session, recipient_id=recipient.id)[1],
        today=today,
        asker_handled_case=asker is None
        or has_handled(session, case_id=recipient.case_id, user_id=asker),
    )
    if asked.answer is CheckAnswer.SHORT:
        own = get_entitlement(session, recipient=recipient).own
        check_short(arrived=asked.amount, own=own)


def _complain(
    session: Session, actor: Actor, recipient: Heir, asked: Asked, key: UUID, now: datetime
) -> Complaint:
    own = get_entitlement(session, recipient=recipient).own
    return open_complaint(
        session,
        actor=actor,
        recipient_id=recipient.id,
        about=ComplaintAbout.AMOUNT,
        text="\n".join(filter(None, (what_arrived(asked.amount, own), asked.note))),
        request_key=key,
        now=now,
        channel=ComplaintChannel.SECOND_ASKING,
    )
