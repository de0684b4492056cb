"""The family's own word on what arrived. Nothing here is changed later: a new word is a new row."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.complaints import open_complaint
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.kinds import ComplaintAbout
from savings_app.cases.models import Heir, Receipt
from savings_app.cases.queries.cases import get_entitlement, get_own_recipient
from savings_app.cases.queries.receipts import get_arrival
from savings_app.cases.receipt_rules import NothingPaidYet, check_short
from savings_app.money import ZERO, Rupiah
from savings_app.words import _
from savings_app.words.formats import rupiah


def confirm_all_arrived(
    session: Session, *, actor: Actor, request_key: UUID, now: datetime
) -> Receipt:
    """ "Ya, semua." The same `request_key` is recorded once.

    Raises:
        NotFound, NothingPaidYet
    """
    recipient = _lock_own_recipient(session, actor)
    earlier = _find_by_key(session, recipient, request_key)
    if earlier is not None:
        return earlier
    return _say(session, actor, recipient, complete=True, amount=None, key=request_key, now=now)


def report_missing(
    session: Session,
    *,
    actor: Actor,
    amount: Rupiah | None,
    text: str | None,
    request_key: UUID,
    now: datetime,
) -> Receipt:
    """ "Tidak, ada yang kurang": how much arrived (None: nothing, or not known), and a complaint.

    The complaint leaves the village and carries the amounts and the family's own words.

    Raises:
        NotFound, NothingPaidYet, NothingIsMissing, ComplaintTooLong
    """
    recipient = _lock_own_recipient(session, actor)
    earlier = _find_by_key(session, recipient, request_key)
    if earlier is not None:
        return earlier
    own = get_entitlement(session, recipient=recipient).own
    check_short(arrived=amount, own=own)
    receipt = _say(
        session, actor, recipient, complete=False, amount=amount, key=request_key, now=now
    )
    open_complaint(
        session,
        actor=actor,
        recipient_id=recipient.id,
        about=ComplaintAbout.AMOUNT,
        text="\n".join(filter(None, (what_arrived(amount, own), text))),
        request_key=request_key,
        now=now,
    )
    return receipt


def what_arrived(amount: Rupiah | None, own: Rupiah | None) -> str:
    """The first line of the complaint: the amount that arrived beside the recipient's own."""
    arrived = rupiah(amount) if amount else _("belum diketahui")
    if own is None:
        return _("Yang masuk: %(arrived)s.", arrived=arrived)
    return _("Yang masuk: %(arrived)s. Hak penerima: %(own)s.", arrived=arrived, own=rupiah(own))


def _lock_own_recipient(session: Session, actor: Actor) -> Heir:
    """The recipient, held until the end, so that a double click gives one word."""
    recipient = get_own_recipient(session, actor=actor)
    session.execute(select(Heir.id).where(Heir.id == recipient.id).with_for_update())
    return recipient


def _find_by_key(session: Session, recipient: Heir, request_key: UUID) -> Receipt | None:
    return session.scalar(
        select(Receipt).where(
            Receipt.request_key == request_key, Receipt.recipient_id == recipient.id
        )
    )


def _say(
    session: Session,
    actor: Actor,
    recipient: Heir,
    *,
    complete: bool,
    amount: Rupiah | None,
    key: UUID,
    now: datetime,
) -> Receipt:
    if get_arrival(session, recipient_id=recipient.id).paid <= ZERO:
        raise NothingPaidYet
    receipt = Receipt(
        recipient_id=recipient.id,
        complete=complete,
        amount=amount,
        said_at=now,
        assisted_by=actor.assisted_by,
        request_key=key,
    )
    session.add(receipt)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="receipt:confirm" if complete else "receipt:miss",
        subject="receipt",
        subject_id=receipt.id,
        case_id=recipient.case_id,
    )
    refresh_stage(session, case_id=recipient.case_id)
    return receipt
