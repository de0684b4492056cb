"""The papers of a case: which there must be, and what came when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.kinds import BringsIt, PaperState
from savings_app.cases.models import Case, Paper
from savings_app.cases.paper_rules import check_paper, needed_papers
from savings_app.cases.queries.cases import get_case, list_heirs, list_papers
from savings_app.cases.queries.papers import get_paper
from savings_app.db import check_version


def match_papers_to_case(session: Session, *, case: Case) -> None:
    """Add what the case now needs; take away what it no longer needs and nobody brought yet."""
    recipients = [
        heir.relation for heir in list_heirs(session, case_id=case.id) if heir.is_recipient
    ]
    needed = needed_papers(programme=case.programme, recipients=recipients)
    there = {paper.kind: paper for paper in list_papers(session, case_id=case.id)}
    for kind, brings in needed.items():
        if kind not in there:
            session.add(
                Paper(
                    case_id=case.id,
                    kind=kind,
                    brings=brings,
                    state=PaperState.MISSING,
                    reason=None,
                    received_on=None,
                )
            )
    for kind, paper in there.items():
        if kind not in needed and paper.state is not PaperState.RECEIVED:
            session.delete(paper)
    session.flush()


def set_paper(
    session: Session,
    *,
    actor: Actor,
    paper_id: UUID,
    version: int | None,
    state: PaperState,
    brings: BringsIt,
    reason: str | None,
    received_on: date | None,
    today: date,
    now: datetime,
) -> Paper:
    """Say where a paper stands; `reason` is kept with "belum bisa didapat" only.

    Raises:
        NotFound, Conflict, ReasonNeeded, PaperDayNeeded, PaperDayImpossible
    """
    case, paper = get_paper(session, actor=actor, paper_id=paper_id)
    check_version(paper, version)
    check_paper(
        state=state, reason=reason, received_on=received_on, died_on=case.died_on, today=today
    )
    paper.state = state
    paper.brings = brings
    paper.reason = reason if state is PaperState.UNAVAILABLE else None
    paper.received_on = received_on if state is PaperState.RECEIVED else None
    session.flush()
    _record(session, actor=actor, now=now, paper=paper)
    refresh_stage(session, case_id=case.id)
    return paper


def receive_papers(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID,
    paper_ids: Iterable[UUID],
    today: date,
    now: datetime,
) -> int:
    """The family brought these today; returns how many were new. Others are left as they are.

    Raises:
        NotFound
    """
    case = get_case(session, actor=actor, case_id=case_id)
    papers = session.scalars(
        select(Paper).where(
            Paper.case_id == case.id,
            Paper.id.in_(list(paper_ids)),
            Paper.state != PaperState.RECEIVED,
        )
    ).all()
    for paper in papers:
        paper.state, paper.reason, paper.received_on = PaperState.RECEIVED, None, today
        session.flush()
        _record(session, actor=actor, now=now, paper=paper)
    refresh_stage(session, case_id=case.id)
    return len(papers)


def _record(session: Session, *, actor: Actor, now: datetime, paper: Paper) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action="paper:set",
        subject="paper",
        subject_id=paper.id,
        case_id=paper.case_id,
        kind=paper.kind.value,
        state=paper.state.value,
    )
