"""Keying a signed request for consent: what it says holds from that moment. No function commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Permission
from savings_app.audit.actions import record
from savings_app.cases.actions.paper_files import NewFile
from savings_app.cases.models import Case, Heir
from savings_app.cases.queries.cases import get_recipient
from savings_app.cases.queries.scope import recipients_seen_by
from savings_app.consents.actions import answer_on_paper
from savings_app.consents.kinds import ConsentKind
from savings_app.documents.consent_letter_queries import get_scan
from savings_app.documents.consent_letter_rules import (
    NO_ANSWERS,
    NUMBERED,
    SCOPES,
    LetterAnswered,
    LetterNotPrinted,
    LetterOfSomebodyElse,
    LetterUnknown,
    LetterWithdrawn,
    PaperAnswer,
    Signature,
    check_signed_letter,
)
from savings_app.documents.models import (
    ConsentLetter,
    ConsentLetterAnswer,
    ConsentLetterScan,
    Document,
)
from savings_app.documents.rules import DocumentKind, DocumentState
from savings_app.errors import NotPermitted


def key_consent_letter(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    number: str,
    signature: Signature,
    answers: Mapping[ConsentKind, PaperAnswer],
    files: Sequence[NewFile],
    today: date,
    now: datetime,
) -> ConsentLetter:
    """What the recipient ticked on paper holds from now on, number by number (POJK 44/2024).

    "Belum sekarang" takes back what was given before; a box left empty changes nothing; and what
    the recipient said on a later day than that of the signature stays as it was said.

    Raises:
        NotPermitted
        NotFound: no such recipient, or not this person's.
        LetterUnknown, LetterOfSomebodyElse, LetterNotPrinted, LetterWithdrawn, LetterAnswered
        and what `check_signed_letter` refuses.
    """
    if not actor.may(Permission.CASE_EDIT) or actor.user_id is None:
        raise NotPermitted
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    document = _get_open_letter(session, actor=actor, recipient=recipient, number=number)
    check_signed_letter(
        signature, answers, scans=len(files), issued_at=document.issued_at, today=today
    )
    letter = _add_letter(session, document, signature, recorded_by=actor.user_id, now=now)
    words = document.content["words_version"]
    for kind in NUMBERED.values():
        answer = answers.get(kind, PaperAnswer.EMPTY)
        consent_id = _carry_out(session, actor, letter, words, kind, answer, now=now)
        session.add(
            ConsentLetterAnswer(
                letter_id=letter.id, kind=kind, answer=answer, consent_id=consent_id
            )
        )
    _keep_files(session, letter, files)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="consent-letter:key",
        subject="consent_letter",
        subject_id=letter.id,
        case_id=recipient.case_id,
        number=document.number,
        on=signature.on.isoformat(),
        by_thumb=signature.by_thumb,
        yes=sum(answer not in NO_ANSWERS for answer in answers.values()),
        files=len(files),
    )
    return letter


def _add_letter(
    session: Session, document: Document, signature: Signature, *, recorded_by: UUID, now: datetime
) -> ConsentLetter:
    first, second = (name.strip() or None for name in signature.witnesses)
    letter = ConsentLetter(
        id=uuid4(),
        document_id=document.id,
        recipient_id=document.recipient_id,
        signed_on=signature.on,
        by_thumb=signature.by_thumb,
        first_witness=first,
        second_witness=second,
        recorded_by=recorded_by,
        recorded_at=now,
    )
    session.add(letter)
    session.flush()
    return letter


def note_scan_opened(
    session: Session, *, actor: Actor, scan_id: UUID, now: datetime
) -> ConsentLetterScan:
    """Somebody opens a photo of a letter; written down before it is shown.

    Raises:
        NotFound
    """
    scan, letter, case_id = get_scan(session, actor=actor, scan_id=scan_id)
    record(
        session,
        actor=actor,
        now=now,
        action="consent-letter:open",
        subject="consent_letter",
        subject_id=letter.id,
        case_id=case_id,
        position=scan.position,
    )
    return scan


def _get_open_letter(session: Session, *, actor: Actor, recipient: Heir, number: str) -> Document:
    """The letter in somebody's hand, its row locked: two who key it at once wait."""
    document = session.scalar(
        select(Document)
        .join(Heir, Heir.id == Document.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(
            Document.number == number.strip().upper(),
            Document.kind == DocumentKind.CONSENT,
            recipients_seen_by(actor),
        )
        .with_for_update(of=Document)
    )
    if document is None:
        raise LetterUnknown
    if document.recipient_id != recipient.id:
        raise LetterOfSomebodyElse
    if document.state is DocumentState.WITHDRAWN:
        raise LetterWithdrawn
    if document.rendered_at is None:
        raise LetterNotPrinted
    keyed_at = session.scalar(
        select(ConsentLetter.recorded_at).where(ConsentLetter.document_id == document.id)
    )
    if keyed_at is not None:
        raise LetterAnswered(on=keyed_at)
    return document


def _carry_out(
    session: Session,
    actor: Actor,
    letter: ConsentLetter,
    words_version: str,
    kind: ConsentKind,
    answer: PaperAnswer,
    *,
    now: datetime,
) -> UUID | None:
    if answer is PaperAnswer.EMPTY:
        return None
    consent = answer_on_paper(
        session,
        actor=actor,
        recipient_id=letter.recipient_id,
        kind=kind,
        is_yes=answer is not PaperAnswer.NOT_NOW,
        scope=SCOPES.get(answer),
        words_version=words_version,
        signed_on=letter.signed_on,
        now=now,
    )
    return consent.id if consent else None


def _keep_files(session: Session, letter: ConsentLetter, files: Sequence[NewFile]) -> None:
    session.add_all(
        ConsentLetterScan(
            letter_id=letter.id,
            position=position,
            type=file.type,
            stored_name=file.stored.name,
            sha256=file.stored.sha256,
            size=file.stored.size,
            pages=file.pages,
        )
        for position, file in enumerate(files, start=1)
    )
