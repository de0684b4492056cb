"""One paper with its case, its files, and the receipts given for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor
from savings_app.cases.models import Case, Paper, PaperFile, PaperReceipt
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.errors import NotFound


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file with who sent it."""

    file: PaperFile
    uploaded_by: str


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt with the number of its case and who gave it."""

    receipt: PaperReceipt
    case_number: str
    issued_by: str

    @property
    def received(self) -> list[dict[str, Any]]:
        """What had come: kind, on, by, files."""
        return [{**one, "on": _day(one["on"])} for one in self.receipt.content["received"]]

    @property
    def missing(self) -> list[dict[str, Any]]:
        """What had not: kind, brings, state, next_step, by."""
        return [{**one, "by": _day(one["by"])} for one in self.receipt.content["missing"]]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def get_paper(session: Session, *, actor: Actor, paper_id: UUID) -> tuple[Case, Paper]:
    """A paper and its case, of a case the actor may see.

    Raises:
        NotFound
    """
    row = session.execute(
        select(Case, Paper)
        .join(Paper, Paper.case_id == Case.id)
        .where(Paper.id == paper_id, cases_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    return row.Case, row.Paper


def get_file_with_case(
    session: Session, *, actor: Actor, paper_file_id: UUID
) -> tuple[Case, Paper, FileRow]:
    """A file with its case, its paper and who sent it.

    Raises:
        NotFound: none, or of a case this person may not see.
    """
    row = session.execute(
        select(Case, Paper, PaperFile, User.full_name)
        .join(Paper, Paper.case_id == Case.id)
        .join(PaperFile, PaperFile.paper_id == Paper.id)
        .join(User, User.id == PaperFile.uploaded_by)
        .where(PaperFile.id == paper_file_id, cases_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    return row.Case, row.Paper, FileRow(row.PaperFile, row.full_name)


def get_paper_file(
    session: Session, *, actor: Actor, paper_file_id: UUID
) -> tuple[Paper, PaperFile]:
    """A file and its paper, of a case the actor may see.

    Raises:
        NotFound
    """
    row = session.execute(
        select(Paper, PaperFile)
        .join(PaperFile, PaperFile.paper_id == Paper.id)
        .join(Case, Case.id == Paper.case_id)
        .where(PaperFile.id == paper_file_id, cases_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    return row.Paper, row.PaperFile


def list_paper_files(session: Session, *, case_id: UUID) -> dict[UUID, list[FileRow]]:
    """The files of every paper of a case the caller may see, by paper, in one query.

    Those withdrawn are among them, without their bytes.
    """
    rows = session.execute(
        select(PaperFile, User.full_name)
        .join(Paper, Paper.id == PaperFile.paper_id)
        .join(User, User.id == PaperFile.uploaded_by)
        .where(Paper.case_id == case_id)
        .order_by(PaperFile.position)
    )
    found: dict[UUID, list[FileRow]] = {}
    for row in rows:
        found.setdefault(row.PaperFile.paper_id, []).append(FileRow(*row))
    return found


def list_kept_names(session: Session, *, names: Collection[UUID] | None = None) -> set[UUID]:
    """The names of bytes that a row still needs, of these or of all."""
    statement = select(PaperFile.stored_name).where(PaperFile.withdrawn_at.is_(None))
    if names is not None:
        statement = statement.where(PaperFile.stored_name.in_(names))
    return set(session.scalars(statement))


def list_paper_receipts(session: Session, *, case_id: UUID) -> Sequence[PaperReceipt]:
    """The receipts of a case the caller may see, the latest first."""
    return session.scalars(
        select(PaperReceipt)
        .where(PaperReceipt.case_id == case_id)
        .order_by(PaperReceipt.issued_at.desc(), PaperReceipt.serial.desc())
    ).all()


def get_paper_receipt(session: Session, *, actor: Actor, paper_receipt_id: UUID) -> ReceiptRow:
    """
    Raises:
        NotFound
    """
    row = session.execute(
        select(PaperReceipt, Case.number, User.full_name)
        .join(Case, Case.id == PaperReceipt.case_id)
        .join(User, User.id == PaperReceipt.issued_by)
        .where(PaperReceipt.id == paper_receipt_id, cases_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    return ReceiptRow(*row)
