"""A signed request for consent is keyed: what is ticked holds, what was said since stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.paper_files import NewFile
from savings_app.cases.kinds import PaperFileType
from savings_app.cases.models import Heir
from savings_app.cases.queries.timeline import list_told
from savings_app.cases.visit_rules import SignedInFuture
from savings_app.consents.actions import give_consent, revoke_consent
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.consents.models import Consent
from savings_app.consents.queries import find_live
from savings_app.documents.actions import withdraw_document
from savings_app.documents.consent_letter_actions import key_consent_letter, note_scan_opened
from savings_app.documents.consent_letter_queries import (
    find_signed,
    list_given_on_paper,
    list_kept_scan_names,
)
from savings_app.documents.consent_letter_rules import (
    LetterAnswered,
    LetterNotPrinted,
    LetterOfSomebodyElse,
    LetterUnknown,
    LetterWithdrawn,
    PaperAnswer,
    Signature,
)
from savings_app.documents.models import ConsentLetter, Document
from savings_app.documents.rules import DocumentKind
from savings_app.errors import NotFound, NotPermitted
from savings_app.storage import StoredFile
from tests.builders import actor_of, family_actor, make_account, make_recipient, make_user
from tests.domain.test_documents import ask

TELL, ANSWERS, SEES = ConsentKind.TELL_BANK, ConsentKind.BANK_ANSWERS, ConsentKind.STAFF_SEES
ALL_YES = {TELL: PaperAnswer.YES, ANSWERS: PaperAnswer.LINES, SEES: PaperAnswer.YES}
DAY = timedelta(days=1)
_serial = count(1)


@pytest.fixture
def caseworker(session: Session) -> Actor:
    return actor_of(make_user(session))


@pytest.fixture
def recipient(session: Session) -> Heir:
    recipient = make_recipient(session)
    make_account(session, recipient=recipient)
    return recipient


def letter_of(
    session: Session, recipient: Heir, actor: Actor, made_at: datetime, *, printed: bool = True
) -> Document:
    document = ask(
        session, recipient, made_at.date(), made_at, kind=DocumentKind.CONSENT, actor=actor
    )
    document.rendered_at = made_at if printed else None
    session.flush()
    return document


def photo() -> NewFile:
    stored = StoredFile(name=uuid4(), sha256=f"{next(_serial):064}", size=9)
    return NewFile(stored, PaperFileType.JPEG, 1)


def key(
    session: Session,
    actor: Actor,
    recipient: Heir,
    document: Document,
    *,
    now: datetime,
    on: date | None = None,
    **changed: Any,
) -> ConsentLetter:
    facts: dict[str, Any] = {
        "number": document.number,
        "signature": Signature(on or now.date(), by_thumb=False, witnesses=("", "")),
        "answers": ALL_YES,
        "files": [photo()],
        **changed,
    }
    letter = key_consent_letter(
        session, actor=actor, recipient_id=recipient.id, today=now.date(), now=now, **facts
    )
    session.flush()
    return letter


def live(session: Session, recipient: Heir) -> dict[ConsentKind, AnswerScope | None]:
    found = {kind: find_live(session, recipient_id=recipient.id, kind=kind) for kind in ALL_YES}
    return {kind: one.scope for kind, one in found.items() if one is not None}


def test_what_is_ticked_holds_from_then_on_and_says_on_which_paper(
    session: Session, caseworker: Actor, recipient: Heir, now: datetime
) -> None:
    document = letter_of(session, recipient, caseworker, now - 5 * DAY)
    signed_on = (now - 3 * DAY).date()
    signature = Signature(signed_on, by_thumb=True, witnesses=("Rahma Uji", "Yusuf Uji"))
    letter = key(
        session, caseworker, recipient, document, now=now, signature=signature,
        number=document.number.lower(), files=[photo(), photo()],
    )  # fmt: skip
    assert live(session, recipient) == {TELL: None, ANSWERS: AnswerScope.LINES, SEES: None}
    consent = find_live(session, recipient_id=recipient.id, kind=SEES)
    assert consent is not None
    assert (consent.given_at, consent.given_with) == (now, caseworker.user_id)
    assert consent.words_version == document.content["words_version"]
    family = family_actor(recipient)
    papers = list_given_on_paper(session, actor=family, recipient_id=recipient.id)
    told_on = {(one.number, one.signed_on) for one in papers.values()}
    assert told_on == {(document.number, signed_on)}
    assert len(papers) == len(ALL_YES)
    found = find_signed(session, document=document)
    assert found is not None
    assert (found.letter.first_witness, found.letter.second_witness) == signature.witnesses
    assert [scan.position for scan in found.scans] == [1, 2]
    assert {scan.stored_name for scan in found.scans} == list_kept_scan_names(session)
    told = [one.action for one in list_told(session, case_id=recipient.case_id)]
    assert told[:4] == ["consent-letter:key", *["consent:give"] * 3]
    event = session.scalars(
        select(AuditEvent).where(AuditEvent.subject_id == letter.id).order_by(AuditEvent.sequence)
    ).one()
    assert event.facts == {
        "number": document.number, "on": signed_on.isoformat(), "by_thumb": True, "yes": 3,
        "files": 2,
    }  # fmt: skip


def test_the_family_takes_back_in_one_step_what_it_gave_on_paper(
    session: Session, caseworker: Actor, recipient: Heir, now: datetime
) -> None:
    document = letter_of(session, recipient, caseworker, now)
    key(session, caseworker, recipient, document, now=now)
    revoke_consent(
        session, actor=family_actor(recipient), recipient_id=recipient.id, kind=SEES, now=now
    )
    assert live(session, recipient) == {TELL: None, ANSWERS: AnswerScope.LINES}


def test_not_now_takes_back_what_was_given_before_and_an_empty_box_nothing(
    session: Session, caseworker: Actor, recipient: Heir, now: datetime
) -> None:
    family = family_actor(recipient)
    for kind in (TELL, SEES):
        give_consent(session, actor=family, recipient_id=recipient.id, kind=kind, now=now - 9 * DAY)
    document = letter_of(session, recipient, caseworker, now - 5 * DAY)
    answers = {
        TELL: PaperAnswer.EMPTY, ANSWERS: PaperAnswer.KEPT_ONLY, SEES: PaperAnswer.NOT_NOW,
    }  # fmt: skip
    key(session, caseworker, recipient, document, now=now, answers=answers)
    assert live(session, recipient) == {TELL: None, ANSWERS: AnswerScope.KEPT_ONLY}


def test_what_was_said_after_the_signature_stays_as_it_was_said(
    session: Session, caseworker: Actor, recipient: Heir, now: datetime
) -> None:
    """Signed five days ago, taken back two days ago: keying the paper today revives nothing."""
    family = family_actor(recipient)
    document = letter_of(session, recipient, caseworker, now - 6 * DAY)
    give_consent(session, actor=family, recipient_id=recipient.id, kind=SEES, now=now - 4 * DAY)
    revoke_consent(session, actor=family, recipient_id=recipient.id, kind=SEES, now=now - 2 * DAY)
    give_consent(
        session, actor=family, recipient_id=recipient.id, kind=ANSWERS,
        scope=AnswerScope.KEPT_ONLY, now=now - 2 * DAY,
    )  # fmt: skip
    key(session, caseworker, recipient, document, now=now, on=(now - 5 * DAY).date())
    assert live(session, recipient) == {TELL: None, ANSWERS: AnswerScope.KEPT_ONLY}
    found = find_signed(session, document=document)
    assert found is not None
    began = {one.kind: one.consent_id is not None for one in found.answers}
    assert began == {TELL: True, ANSWERS: False, SEES: False}
    assert {one.kind: one.answer for one in found.answers} == ALL_YES  # as ticked, all the same


def test_a_yes_that_stands_already_stays_the_one_it_is(
    session: Session, caseworker: Actor, recipient: Heir, now: datetime
) -> None:
    before = give_consent(
        session, actor=family_actor(recipient), recipient_id=recipient.id, kind=TELL,
        now=now - 9 * DAY,
    )  # fmt: skip
    document = letter_of(session, recipient, caseworker, now - 5 * DAY)
    key(session, caseworker, recipient, document, now=now)
    assert find_live(session, recipient_id=recipient.id, kind=TELL) == before


def test_a_letter_nobody_may_key_leaves_nothing(
    session: Session, caseworker: Actor, recipient: Heir, now: datetime
) -> None:
    other = make_recipient(session)
    make_account(session, recipient=other, number="003901077777777")
    theirs = letter_of(session, other, caseworker, now)
    unprinted = letter_of(session, recipient, caseworker, now, printed=False)
    withdrawn = letter_of(session, recipient, caseworker, now)
    withdraw_document(
        session, actor=caseworker, document_id=withdrawn.id, reason="salah cetak", now=now
    )
    good = letter_of(session, recipient, caseworker, now)
    for document, refusal in (
        (theirs, LetterOfSomebodyElse),
        (unprinted, LetterNotPrinted),
        (withdrawn, LetterWithdrawn),
    ):
        with pytest.raises(refusal):
            key(session, caseworker, recipient, document, now=now)
    with pytest.raises(LetterUnknown):
        key(session, caseworker, recipient, good, now=now, number="PP-2026-9999")
    with pytest.raises(SignedInFuture):
        key(session, caseworker, recipient, good, now=now, on=(now + DAY).date())
    assert session.scalars(select(ConsentLetter)).all() == []
    assert session.scalars(select(Consent)).all() == []


def test_a_letter_is_keyed_once(
    session: Session, caseworker: Actor, recipient: Heir, now: datetime
) -> None:
    document = letter_of(session, recipient, caseworker, now)
    key(session, caseworker, recipient, document, now=now)
    with pytest.raises(LetterAnswered) as refused:
        key(session, caseworker, recipient, document, now=now + DAY)
    assert refused.value.facts == {"on": now}
    # One that was replaced by a later print was signed all the same.
    older = letter_of(session, recipient, caseworker, now)
    letter_of(session, recipient, caseworker, now)
    session.refresh(older)
    assert older.replaced_by is not None
    key(session, caseworker, recipient, older, now=now)


def test_strangers_neither_key_nor_open_it(
    session: Session, caseworker: Actor, recipient: Heir, now: datetime
) -> None:
    document = letter_of(session, recipient, caseworker, now)
    elsewhere = actor_of(make_user(session, region="75.01"))
    with pytest.raises(NotFound):
        key(session, elsewhere, recipient, document, now=now)
    for stranger in (actor_of(make_user(session, role=Role.AUDITOR)), family_actor(recipient)):
        with pytest.raises(NotPermitted):
            key(session, stranger, recipient, document, now=now)
    key(session, caseworker, recipient, document, now=now)
    found = find_signed(session, document=document)
    assert found is not None
    scan_id = found.scans[0].id
    with pytest.raises(NotFound):
        note_scan_opened(session, actor=elsewhere, scan_id=scan_id, now=now)
    note_scan_opened(session, actor=caseworker, scan_id=scan_id, now=now)
    last = session.scalars(
        select(AuditEvent.action).order_by(AuditEvent.sequence.desc()).limit(1)
    ).one()
    assert last == "consent-letter:open"
