"""Documents of a family and of an office, and who may see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission, Role
from savings_app.cases.models import Case, Heir
from savings_app.cases.queries.scope import recipients_seen_by
from savings_app.consents.queries import may_staff_see_bank
from savings_app.documents.models import Document, SigningCertificate
from savings_app.documents.rules import (
    MOST_TRIES,
    DocumentKind,
    DocumentState,
)
from savings_app.documents.run_models import DocumentRunRow
from savings_app.documents.run_rules import RowState
from savings_app.errors import NotFound
from savings_app.paging import Order, Page, Place, Sorting, in_order, list_page
from savings_app.regions.queries import lies_within


def get_document(session: Session, *, actor: Actor, document_id: UUID) -> Document:
    """A document this person may see.

    Raises:
        NotFound
    """
    document = session.scalar(
        select(Document)
        .outerjoin(Heir, Heir.id == Document.recipient_id)
        .outerjoin(Case, Case.id == Heir.case_id)
        .where(Document.id == document_id, documents_seen_by(actor))
    )
    if document is None:
        raise NotFound
    return document


def documents_seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Document` (joined, from outside, with `Heir` and `Case`): those of the
    recipients somebody may see, and for staff those of their region's office.
    """
    if actor.region and actor.may(Permission.CASE_READ):
        of_office = and_(
            Document.region_code.is_not(None), lies_within(Document.region_code, actor.region)
        )
        return or_(recipients_seen_by(actor), of_office)
    return recipients_seen_by(actor)


def is_closed_to(session: Session, *, actor: Actor, document: Document) -> bool:
    """A statement says what a bank answered: staff open it only while the family agrees (3, 4).

    Whoever asked for the statement, and whenever.
    """
    if document.kind is not DocumentKind.SAVINGS or actor.role is Role.FAMILY:
        return False
    assert document.recipient_id is not None  # noqa: S101  a statement is a recipient's
    return not may_staff_see_bank(
        session, recipient_id=document.recipient_id, lines=tells_of_lines(document)
    )


def tells_of_lines(document: Document) -> bool:
    """Whether a statement tells of lines of the account, which a wider consent allows."""
    told = [*document.content.get("pledges", ()), *document.content.get("accounts", ())]
    return any(one.get("movements") or one.get("closing") for one in told)


def list_documents(
    session: Session, *, actor: Actor, recipient_id: UUID, limit: int = 50
) -> Sequence[Document]:
    """The newest documents of one recipient."""
    return session.scalars(
        select(Document)
        .join(Heir, Heir.id == Document.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(Document.recipient_id == recipient_id, recipients_seen_by(actor))
        .order_by(Document.issued_at.desc(), Document.serial.desc())
        .limit(limit)
    ).all()


SORTING = Sorting(
    id=Document.id,
    by={
        "issued": (Document.issued_at, Document.serial),
        "number": (Document.number,),
        "kind": (Document.kind, Document.serial),
    },
    default=Order("issued", descending=True),
)


def list_documents_page(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    order: Order | None = None,
    place: Place | None = None,
) -> Page[Document]:
    """A page of the documents of one recipient, the newest first."""
    page = list_page(
        session, _of_recipient(actor, recipient_id), sorting=SORTING, order=order, place=place
    )
    return page.of([row.Document for row in page.rows])


def iterate_documents(
    session: Session, *, actor: Actor, recipient_id: UUID, order: Order | None = None
) -> Iterator[Document]:
    """All documents of one recipient, for an export."""
    statement = in_order(_of_recipient(actor, recipient_id), sorting=SORTING, order=order)
    for row in session.execute(statement):
        yield row.Document


def _of_recipient(actor: Actor, recipient_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(Document)
        .join(Heir, Heir.id == Document.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(Document.recipient_id == recipient_id, recipients_seen_by(actor))
    )


def find_pending(session: Session, *, document_id: UUID) -> Document | None:
    """A document a worker has still to make. For workers: no actor."""
    return session.scalar(
        select(Document).where(Document.id == document_id, Document.state == DocumentState.PENDING)
    )


def list_unfinished(session: Session, *, before: datetime) -> Sequence[UUID]:
    """Documents asked for before this moment that a crash may have left behind.

    Those of a run come with their run.
    """
    of_run = exists().where(
        DocumentRunRow.document_id == Document.id, DocumentRunRow.state == RowState.WAITING
    )
    return session.scalars(
        select(Document.id)
        .where(
            ~of_run,
            Document.state == DocumentState.PENDING,
            Document.issued_at < before,
            Document.tries < MOST_TRIES,
        )
        .order_by(Document.issued_at)
        .limit(100)
    ).all()


def find_replacement(session: Session, *, document: Document) -> Document | None:
    """The one that took the place of this one; it has the same owner."""
    return session.get(Document, document.replaced_by) if document.replaced_by else None


def find_signer(session: Session, *, document: Document) -> SigningCertificate | None:
    """The certificate a document was signed with; None for one of before there were any."""
    if document.certificate_id is None:
        return None
    return session.get(SigningCertificate, document.certificate_id)
