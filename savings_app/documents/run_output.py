"""What a run gives: its documents in reading order, as far as whoever takes them may see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, true
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor
from savings_app.audit.actions import Told, record_all
from savings_app.bulk import in_chunks
from savings_app.cases.models import Case, Heir
from savings_app.cases.queries.scope import cases_seen_by
from savings_app.consents.queries import staff_see_bank
from savings_app.documents.models import Document
from savings_app.documents.queries import tells_of_lines
from savings_app.documents.rules import DocumentKind, DocumentState
from savings_app.documents.run_actions import note_run
from savings_app.documents.run_models import DocumentRun, DocumentRunPart, DocumentRunRow
from savings_app.documents.run_queries import get_run
from savings_app.documents.run_rules import (
    DOCUMENTS_A_PART,
    BundleOutOfDate,
    LeftOut,
    NothingToTake,
    RowState,
)
from savings_app.errors import NotFound
from savings_app.regions.models import Region
from savings_app.storage import StoredFile


@dataclass(frozen=True, slots=True)
class Leaf:
    """A row of a run as it is given out, at its place in reading order.

    `left_out` says why its document is not among them; None: it is, under `name`.
    """

    position: int
    recipient_number: str
    village: str
    district: str
    region_code: str
    case_id: UUID
    document_id: UUID | None
    number: str | None
    stored_name: UUID | None
    sha256: str | None
    left_out: LeftOut | None

    @property
    def path(self) -> str:
        """Its place in an archive: kecamatan, desa, number. It names no person."""
        district = self.region_code.rpartition(".")[0]
        return f"{district}/{self.region_code}/{self.number}.pdf"


def list_leaves(session: Session, *, actor: Actor, run_id: UUID) -> Sequence[Leaf]:
    """All rows of a run this person may see, in reading order, in two queries.

    Raises:
        NotFound
    """
    run = get_run(session, actor=actor, run_id=run_id)
    of_bank = run.kind is DocumentKind.SAVINGS
    above = aliased(Region)
    found = session.execute(
        select(
            DocumentRunRow.position,
            DocumentRunRow.state,
            DocumentRunRow.region_code,
            Case.id.label("case_id"),
            Case.number.label("case_number"),
            Heir.position.label("heir_position"),
            Region.name.label("village"),
            above.name.label("district"),
            Document.id.label("document_id"),
            Document.number,
            Document.state.label("document_state"),
            Document.replaced_by,
            Document.stored_name,
            Document.stored_sha256,
            (staff_see_bank() if of_bank else true()).label("seen"),
            (staff_see_bank(lines=True) if of_bank else true()).label("seen_lines"),
        )
        .join(Heir, Heir.id == DocumentRunRow.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .join(Region, Region.code == DocumentRunRow.region_code)
        .outerjoin(above, above.code == Region.parent_code)
        .outerjoin(Document, Document.id == DocumentRunRow.document_id)
        .where(DocumentRunRow.run_id == run_id, cases_seen_by(actor))
        .order_by(DocumentRunRow.position)
    ).all()
    doubtful = [row.document_id for row in found if row.seen and not row.seen_lines]
    telling = _tell_of_lines(session, [one for one in doubtful if one is not None])
    return [_leaf(row, telling) for row in found]


def _tell_of_lines(session: Session, document_ids: list[UUID]) -> set[UUID]:
    """Of these documents, those that tell of lines of an account."""
    return {
        document.id
        for chunk in in_chunks(document_ids)
        for document in session.scalars(select(Document).where(Document.id.in_(chunk)))
        if tells_of_lines(document)
    }


def _leaf(row: Row[*tuple[Any, ...]], telling: set[UUID]) -> Leaf:
    return Leaf(
        position=row.position,
        recipient_number=f"{row.case_number}-{row.heir_position}",
        village=row.village,
        district=row.district or "",
        region_code=row.region_code,
        case_id=row.case_id,
        document_id=row.document_id,
        number=row.number,
        stored_name=row.stored_name,
        sha256=row.stored_sha256,
        left_out=_left_out(row, telling),
    )


def _left_out(row: Row[*tuple[Any, ...]], telling: set[UUID]) -> LeftOut | None:
    if row.state is not RowState.DONE or row.stored_name is None:
        return LeftOut.NOT_MADE
    if row.document_state is DocumentState.WITHDRAWN:
        return LeftOut.WITHDRAWN
    if row.replaced_by is not None:
        return LeftOut.REPLACED
    if not row.seen or row.document_id in telling:
        return LeftOut.CONSENT
    return None


def take_run(session: Session, *, actor: Actor, run_id: UUID, now: datetime) -> Sequence[Leaf]:
    """All leaves; that each document among them was opened, and by whom, is recorded.

    Raises:
        NotFound, NothingToTake
    """
    leaves = list_leaves(session, actor=actor, run_id=run_id)
    taken = [leaf for leaf in leaves if leaf.left_out is None]
    if not taken:
        raise NothingToTake
    run = get_run(session, actor=actor, run_id=run_id)
    _note_opened(session, run, taken, actor=actor, now=now)
    note_run(session, run, actor=actor, now=now, verb="take", rows=len(taken))
    return leaves


def _note_opened(
    session: Session, run: DocumentRun, leaves: Sequence[Leaf], *, actor: Actor, now: datetime
) -> None:
    record_all(
        session,
        actor=actor,
        now=now,
        events=[
            Told("document:open", "document", one.document_id, one.case_id, {"kind": run.kind})
            for one in leaves
        ],
    )


# --- to be printed in one go ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MadePart:
    """A part that was put together and stored: which leaves, how many pages, which file."""

    leaves: Sequence[Leaf]
    pages: int
    stored: StoredFile


def ask_bundle(session: Session, *, actor: Actor, run_id: UUID, now: datetime) -> None:
    """Have what may be printed put together, anew where it was before.

    Raises:
        NotFound, NothingToTake
    """
    leaves = list_leaves(session, actor=actor, run_id=run_id)
    if all(leaf.left_out for leaf in leaves):
        raise NothingToTake
    run = get_run(session, actor=actor, run_id=run_id, lock=True)
    run.bundle_asked_at, run.bundle_asked_by, run.bundle_made_at = now, actor.user_id, None
    note_run(session, run, actor=actor, now=now, verb="ask-bundle")


def find_bundle_wanted(session: Session, *, run_id: UUID) -> tuple[UUID | None, datetime] | None:
    """Who asked for a bundle that is not made yet, and when. For workers: no actor."""
    run = session.get_one(DocumentRun, run_id)
    if run.bundle_asked_at is None or run.bundle_made_at is not None:
        return None
    return run.bundle_asked_by, run.bundle_asked_at


def list_bundles_wanted(session: Session, *, before: datetime) -> Sequence[UUID]:
    """Runs whose bundle was asked for before this moment and is not made. For workers."""
    return session.scalars(
        select(DocumentRun.id).where(
            DocumentRun.bundle_asked_at < before, DocumentRun.bundle_made_at.is_(None)
        )
    ).all()


def in_parts(leaves: Sequence[Leaf]) -> Iterator[Sequence[Leaf]]:
    """What may be printed, cut into parts a printer and its operator can handle."""
    taken = [leaf for leaf in leaves if leaf.left_out is None]
    for first in range(0, len(taken), DOCUMENTS_A_PART):
        yield taken[first : first + DOCUMENTS_A_PART]


def keep_bundle(
    session: Session,
    *,
    run_id: UUID,
    asked_at: datetime,
    parts: Sequence[MadePart],
    now: datetime,
) -> list[UUID] | None:
    """The parts take the place of earlier ones, whose files are returned to be removed.

    None: another worker was first, or it was asked for once more meanwhile.
    """
    run = session.get_one(DocumentRun, run_id, with_for_update=True, populate_existing=True)
    if run.bundle_asked_at != asked_at or run.bundle_made_at is not None:
        return None
    earlier = session.scalars(select(DocumentRunPart).where(DocumentRunPart.run_id == run_id)).all()
    gone = [part.stored_name for part in earlier]
    for part in earlier:
        session.delete(part)
    session.flush()
    for number, made in enumerate(parts, start=1):
        session.add(
            DocumentRunPart(
                run_id=run_id,
                number=number,
                first_position=made.leaves[0].position,
                last_position=made.leaves[-1].position,
                documents=[str(leaf.document_id) for leaf in made.leaves],
                pages=made.pages,
                stored_name=made.stored.name,
                sha256=made.stored.sha256,
                size=made.stored.size,
                made_at=now,
            )
        )
    run.bundle_made_at = now
    note_run(session, run, actor=None, now=now, verb="bundle", rows=len(parts))
    return gone


def list_parts(session: Session, *, actor: Actor, run_id: UUID) -> Sequence[DocumentRunPart]:
    """The parts of a bundle, in their order.

    Raises:
        NotFound
    """
    get_run(session, actor=actor, run_id=run_id)
    return session.scalars(
        select(DocumentRunPart)
        .where(DocumentRunPart.run_id == run_id)
        .order_by(DocumentRunPart.number)
    ).all()


def take_part(
    session: Session, *, actor: Actor, run_id: UUID, number: int, now: datetime
) -> DocumentRunPart:
    """A part, while every document in it may still be seen; each is recorded as opened.

    Raises:
        NotFound, BundleOutOfDate
    """
    run = get_run(session, actor=actor, run_id=run_id)
    part = session.scalar(
        select(DocumentRunPart).where(
            DocumentRunPart.run_id == run_id, DocumentRunPart.number == number
        )
    )
    if part is None:
        raise NotFound
    leaves = list_leaves(session, actor=actor, run_id=run_id)
    inside = [leaf for leaf in leaves if str(leaf.document_id) in set(part.documents)]
    if len(inside) != len(part.documents) or any(leaf.left_out for leaf in inside):
        raise BundleOutOfDate
    _note_opened(session, run, inside, actor=actor, now=now)
    note_run(session, run, actor=actor, now=now, verb="take-bundle", rows=len(inside))
    return part


def forget_bundles(session: Session, *, made_before: datetime) -> list[UUID]:
    """Take the parts made before that moment away; returns their files, to be removed."""
    old = session.scalars(
        select(DocumentRunPart).where(DocumentRunPart.made_at < made_before)
    ).all()
    for part in old:
        run = session.get_one(DocumentRun, part.run_id)
        run.bundle_asked_at = run.bundle_asked_by = run.bundle_made_at = None
        session.delete(part)
    return [part.stored_name for part in old]
