"""The tanda terima: a number without gaps, and the papers as they stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.access.queries import names_of
from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.kinds import PaperState
from savings_app.cases.models import Paper, PaperReceipt
from savings_app.cases.paper_rules import NothingReceived
from savings_app.cases.queries.cases import get_case, list_papers
from savings_app.cases.queries.papers import FileRow, get_paper_receipt, list_paper_files
from savings_app.db import take_turn

NUMBER_PREFIX = "TT"
# Any constant: it names the line in which receipts take their numbers.
NUMBER_LINE = 7_503_010


def issue_receipt(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID,
    request_key: UUID,
    today: date,
    now: datetime,
) -> PaperReceipt:
    """A receipt for the family; a repeat of the same form is answered with the same one.

    Raises:
        NotFound, NothingReceived
    """
    case = get_case(session, actor=actor, case_id=case_id)
    take_turn(session, line=NUMBER_LINE)
    known = session.scalar(select(PaperReceipt.id).where(PaperReceipt.request_key == request_key))
    if known is not None:
        return get_paper_receipt(session, actor=actor, paper_receipt_id=known).receipt
    papers = list_papers(session, case_id=case_id)
    if not any(paper.state is PaperState.RECEIVED for paper in papers):
        raise NothingReceived
    last = session.scalar(
        select(func.max(PaperReceipt.serial)).where(PaperReceipt.year == today.year)
    )
    serial = (last or 0) + 1
    receipt = PaperReceipt(
        case_id=case.id,
        year=today.year,
        serial=serial,
        number=f"{NUMBER_PREFIX}-{today.year}-{serial:04}",
        content=_content(session, papers),
        issued_by=actor.user_id,
        issued_at=now,
        request_key=request_key,
    )
    session.add(receipt)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="paper-receipt:issue",
        subject="paper_receipt",
        subject_id=receipt.id,
        case_id=case.id,
        number=receipt.number,
    )
    return receipt


def _content(session: Session, papers: Sequence[Paper]) -> dict[str, Any]:
    files = list_paper_files(session, case_id=papers[0].case_id)
    names = names_of(session, {paper.received_by for paper in papers if paper.received_by})
    return {
        "received": [
            _received(paper, files.get(paper.id, ()), names)
            for paper in papers
            if paper.state is PaperState.RECEIVED
        ],
        "missing": [
            {
                "kind": paper.kind.value,
                "brings": paper.brings.value,
                "state": paper.state.value,
                "next_step": paper.next_step,
                "by": _day(paper.follow_up_on),
            }
            for paper in papers
            if paper.state is not PaperState.RECEIVED
        ],
    }


def _received(paper: Paper, files: Sequence[FileRow], names: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "kind": paper.kind.value,
        "on": _day(paper.received_on),
        "by": names.get(paper.received_by) if paper.received_by else None,
        "files": sum(row.file.withdrawn_at is None for row in files),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
