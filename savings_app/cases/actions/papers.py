"""The papers of a case: which there must be, what came when, and what is asked for by a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.actions.paper_files import NewFile, add_files
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.heir_rules import search
from savings_app.cases.kinds import BringsIt, PaperState
from savings_app.cases.models import Case, Paper, PaperFile
from savings_app.cases.paper_rules import (
    FollowUpPast,
    NothingAsked,
    check_follow_up,
    check_paper,
    needed_papers,
)
from savings_app.cases.people_rules import is_minor
from savings_app.cases.queries.cases import get_case, list_heirs, list_papers
from savings_app.cases.queries.heir_search import find_answers
from savings_app.cases.queries.papers import get_paper
from savings_app.db import check_version


def match_papers_to_case(session: Session, *, case: Case, today: date | None = None) -> None:
    """Add what the case now needs; take away what it no longer needs and nobody brought yet.

    `today` says who is a child; without it that is the day the case was opened.
    """
    recipients = [heir for heir in list_heirs(session, case_id=case.id) if heir.is_recipient]
    day = today or case.opened_on
    needed = needed_papers(
        programme=case.programme,
        recipients={heir.relation for heir in recipients},
        has_minor=any(is_minor(heir.born_on, day) for heir in recipients),
        tier=search(find_answers(session, case_id=case.id)).tier,
    )
    there = {paper.kind: paper for paper in list_papers(session, case_id=case.id)}
    for kind, brings in needed.items():
        if kind not in there:
            session.add(Paper(case_id=case.id, kind=kind, brings=brings, state=PaperState.MISSING))
    unneeded = [
        paper
        for kind, paper in there.items()
        if kind not in needed and paper.state is not PaperState.RECEIVED
    ]
    for paper in unneeded:
        # A photo of it was sent, perhaps withdrawn: that stays recorded.
        if not session.scalar(select(exists().where(PaperFile.paper_id == paper.id))):
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
    next_step: str | None = None,
    follow_up_on: date | None = None,
    files: Sequence[NewFile] = (),
    today: date,
    now: datetime,
) -> Paper:
    """Say where a paper stands, and keep what was sent of it.

    `reason` and `next_step` are kept with "belum bisa didapat" only, `follow_up_on` until it came.
    A file this paper has already is not kept twice.

    Raises:
        NotFound, Conflict, ReasonNeeded, NextStepNeeded, PaperDayNeeded, PaperDayImpossible,
        FollowUpPast, TooManyPaperFiles
    """
    case, paper = get_paper(session, actor=actor, paper_id=paper_id)
    session.refresh(paper, with_for_update=True)
    check_version(paper, version)
    check_paper(
        state=state,
        reason=reason,
        next_step=next_step,
        received_on=received_on,
        died_on=case.died_on,
        today=today,
    )
    if state is not PaperState.RECEIVED:
        check_follow_up(follow_up_on, before=paper.follow_up_on, today=today)
    before = _standing(paper)
    is_here, is_out_of_reach = state is PaperState.RECEIVED, state is PaperState.UNAVAILABLE
    if not is_here:
        paper.received_by = None
    elif paper.state is not PaperState.RECEIVED:
        paper.received_by = actor.user_id
    paper.state, paper.brings = state, brings
    paper.reason = reason if is_out_of_reach else None
    paper.next_step = next_step if is_out_of_reach else None
    paper.received_on = received_on if is_here else None
    paper.follow_up_on = None if is_here else follow_up_on
    session.flush()
    if _standing(paper) != before or not files:
        _record(session, actor=actor, now=now, paper=paper)
    add_files(session, actor=actor, paper=paper, files=files, now=now)
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
        paper.state, paper.reason, paper.next_step = PaperState.RECEIVED, None, None
        paper.received_on, paper.received_by, paper.follow_up_on = today, actor.user_id, None
        session.flush()
        _record(session, actor=actor, now=now, paper=paper)
    refresh_stage(session, case_id=case.id)
    return len(papers)


def ask_papers(
    session: Session, *, actor: Actor, case_id: UUID, by: date, today: date, now: datetime
) -> int:
    """Every paper that is not here yet is asked for by this day; returns how many.

    Raises:
        NotFound, FollowUpPast, NothingAsked
    """
    case = get_case(session, actor=actor, case_id=case_id)
    if by < today:
        raise FollowUpPast(field="by")
    papers = session.scalars(
        select(Paper).where(Paper.case_id == case.id, Paper.state == PaperState.MISSING)
    ).all()
    if not papers:
        raise NothingAsked
    for paper in papers:
        paper.follow_up_on = by
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="paper:ask",
        subject="case",
        subject_id=case.id,
        case_id=case.id,
        papers=len(papers),
        by=by.isoformat(),
    )
    return len(papers)


def _standing(paper: Paper) -> tuple[object, ...]:
    names = ("state", "brings", "reason", "next_step", "received_on", "follow_up_on")
    return tuple(getattr(paper, name) for name in names)


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
