"""Photos and PDFs of a paper: kept, looked at, withdrawn. Their bytes are in `storage`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.kinds import PaperFileType
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Paper, PaperFile
from savings_app.cases.paper_rules import MOST_FILES, PaperFileWithdrawn, TooManyPaperFiles
from savings_app.cases.queries.papers import get_paper_file
from savings_app.storage import StoredFile


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that was checked and stored, and has no row yet."""

    stored: StoredFile
    type: PaperFileType
    pages: int


def add_files(
    session: Session, *, actor: Actor, paper: Paper, files: Sequence[NewFile], now: datetime
) -> None:
    """Keep these after those there are; one that is there already is not kept twice.

    The caller holds the paper's row, so that two who send at once get two places.

    Raises:
        TooManyPaperFiles
    """
    rows = session.scalars(select(PaperFile).where(PaperFile.paper_id == paper.id)).all()
    there = {row.sha256 for row in rows if row.withdrawn_at is None}
    last = max((row.position for row in rows), default=0)
    for new in files:
        if new.stored.sha256 in there:
            continue
        if len(there) >= MOST_FILES:
            raise TooManyPaperFiles(most=MOST_FILES)
        there.add(new.stored.sha256)
        last += 1
        row = PaperFile(
            paper_id=paper.id,
            position=last,
            type=new.type,
            stored_name=new.stored.name,
            sha256=new.stored.sha256,
            size=new.stored.size,
            pages=new.pages,
            uploaded_by=actor.user_id,
            uploaded_at=now,
        )
        session.add(row)
        session.flush()
        _record(session, actor=actor, now=now, verb="add", paper=paper, file=row)


def note_file_read(session: Session, *, actor: Actor, paper_file_id: UUID, now: datetime) -> UUID:
    """Somebody opens a file; written down before it is shown. Returns the name of its bytes.

    Raises:
        NotFound, PaperFileWithdrawn
    """
    paper, file = get_paper_file(session, actor=actor, paper_file_id=paper_file_id)
    if file.withdrawn_at is not None:
        raise PaperFileWithdrawn
    _record(session, actor=actor, now=now, verb="read", paper=paper, file=file)
    return file.stored_name


def withdraw_file(
    session: Session, *, actor: Actor, paper_file_id: UUID, reason: str | None, now: datetime
) -> PaperFile:
    """It was sent by mistake or shows the wrong thing. It stays recorded; its bytes go after.

    Raises:
        NotFound, ReasonNeeded, PaperFileWithdrawn
    """
    paper, file = get_paper_file(session, actor=actor, paper_file_id=paper_file_id)
    session.refresh(file, with_for_update=True)
    if not reason:
        raise ReasonNeeded
    if file.withdrawn_at is not None:
        raise PaperFileWithdrawn
    file.withdrawn_at, file.withdrawn_by, file.withdrawn_reason = now, actor.user_id, reason
    session.flush()
    _record(session, actor=actor, now=now, verb="withdraw", paper=paper, file=file)
    return file


def _record(
    session: Session, *, actor: Actor, now: datetime, verb: str, paper: Paper, file: PaperFile
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=f"paper-file:{verb}",
        subject="paper_file",
        subject_id=file.id,
        case_id=paper.case_id,
        kind=paper.kind.value,
    )
