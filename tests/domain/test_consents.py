"""Consents: given and taken back one by one, in effect at once, nobody else's business."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.models import Heir
from savings_app.consents.actions import give_consent, revoke_consent
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.consents.models import Consent
from savings_app.consents.queries import find_live, list_consents, live_consent
from savings_app.consents.rules import ConsentIsTheFamilys, PhotoNotWithStaff
from savings_app.errors import NotFound, NotPermitted
from tests.builders import (
    actor_of,
    family_actor,
    get_bank,
    make_consent,
    make_recipient,
    make_user,
)


def live_kinds(session: Session, recipient: Heir) -> set[ConsentKind]:
    states = list_consents(session, actor=family_actor(recipient), recipient_id=recipient.id)
    return {state.kind for state in states if state.live is not None}


def test_each_consent_stands_by_itself(session: Session, now: datetime) -> None:
    recipient = make_recipient(session)
    family = family_actor(recipient)
    for kind in (ConsentKind.TELL_BANK, ConsentKind.STAFF_SEES, ConsentKind.PHOTO):
        give_consent(session, actor=family, recipient_id=recipient.id, kind=kind, now=now)
    revoke_consent(
        session, actor=family, recipient_id=recipient.id, kind=ConsentKind.TELL_BANK, now=now
    )
    assert live_kinds(session, recipient) == {ConsentKind.STAFF_SEES, ConsentKind.PHOTO}


def test_saying_yes_twice_is_one_consent_and_one_event(session: Session, now: datetime) -> None:
    recipient = make_recipient(session)
    family = family_actor(recipient)
    kind = ConsentKind.MESSAGES
    first = give_consent(session, actor=family, recipient_id=recipient.id, kind=kind, now=now)
    again = give_consent(session, actor=family, recipient_id=recipient.id, kind=kind, now=now)
    assert again.id == first.id
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "consent:give")).all()
    assert [(event.subject_id, event.case_id) for event in events] == [
        (first.id, recipient.case_id)
    ]


def test_taking_back_twice_changes_nothing_the_second_time(session: Session, now: datetime) -> None:
    recipient = make_recipient(session)
    family = family_actor(recipient)
    consent = make_consent(session, recipient=recipient, kind=ConsentKind.MESSAGES)
    kind = ConsentKind.MESSAGES
    first = revoke_consent(session, actor=family, recipient_id=recipient.id, kind=kind, now=now)
    later = now + timedelta(days=1)
    again = revoke_consent(session, actor=family, recipient_id=recipient.id, kind=kind, now=later)
    assert first is consent
    assert again is None
    assert consent.revoked_at == now


def test_another_scope_ends_the_old_consent_and_begins_a_new_one(
    session: Session, now: datetime
) -> None:
    recipient = make_recipient(session)
    family = family_actor(recipient)
    for scope in (AnswerScope.KEPT_ONLY, AnswerScope.LINES):
        give_consent(
            session,
            actor=family,
            recipient_id=recipient.id,
            kind=ConsentKind.BANK_ANSWERS,
            scope=scope,
            now=now,
        )
    third = list_consents(session, actor=family, recipient_id=recipient.id)[2]
    assert third.live is not None
    assert third.live.scope is AnswerScope.LINES
    assert [(past.scope, past.revoked_at) for past in third.past] == [(AnswerScope.KEPT_ONLY, now)]


def test_a_consent_given_again_is_a_new_row_beside_the_old(session: Session, now: datetime) -> None:
    recipient = make_recipient(session)
    family = family_actor(recipient)
    kind = ConsentKind.STAFF_SEES
    give_consent(session, actor=family, recipient_id=recipient.id, kind=kind, now=now)
    revoke_consent(session, actor=family, recipient_id=recipient.id, kind=kind, now=now)
    give_consent(session, actor=family, recipient_id=recipient.id, kind=kind, now=now)
    rows = session.scalars(select(Consent).where(Consent.recipient_id == recipient.id)).all()
    assert sorted(row.revoked_at is None for row in rows) == [False, True]


def test_staff_record_the_paper_consent_to_claim_help_and_no_other(
    session: Session, now: datetime
) -> None:
    recipient = make_recipient(session)
    staff = make_user(session)
    given = give_consent(
        session,
        actor=actor_of(staff),
        recipient_id=recipient.id,
        kind=ConsentKind.CLAIM_HELP,
        now=now,
    )
    assert given.given_with == staff.id
    with pytest.raises(ConsentIsTheFamilys):
        give_consent(
            session,
            actor=actor_of(staff),
            recipient_id=recipient.id,
            kind=ConsentKind.STAFF_SEES,
            now=now,
        )
    assert live_kinds(session, recipient) == {ConsentKind.CLAIM_HELP}


def test_what_was_given_with_staff_beside_says_with_whom(session: Session, now: datetime) -> None:
    recipient = make_recipient(session)
    staff = make_user(session)
    assisted = family_actor(recipient, assisted_by=staff.id)
    consent = give_consent(
        session,
        actor=assisted,
        recipient_id=recipient.id,
        kind=ConsentKind.TELL_BANK,
        now=now,
    )
    assert consent.given_with == staff.id
    revoke_consent(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        kind=ConsentKind.TELL_BANK,
        now=now,
    )
    assert consent.revoked_with is None
    with pytest.raises(PhotoNotWithStaff):
        give_consent(
            session,
            actor=assisted,
            recipient_id=recipient.id,
            kind=ConsentKind.PHOTO,
            now=now,
        )


def test_staff_may_record_that_the_family_takes_one_back(session: Session, now: datetime) -> None:
    recipient = make_recipient(session)
    make_consent(session, recipient=recipient, kind=ConsentKind.STAFF_SEES)
    staff = make_user(session)
    revoked = revoke_consent(
        session,
        actor=actor_of(staff),
        recipient_id=recipient.id,
        kind=ConsentKind.STAFF_SEES,
        now=now,
    )
    assert revoked is not None
    assert revoked.revoked_with == staff.id


def test_strangers_find_nobody_and_readers_change_nothing(session: Session, now: datetime) -> None:
    recipient, other = make_recipient(session), make_recipient(session)
    officer = make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session))
    elsewhere = make_user(session, region="75.04")
    kind = ConsentKind.CLAIM_HELP
    for actor in (family_actor(other), actor_of(officer), actor_of(elsewhere)):
        with pytest.raises(NotFound):
            give_consent(session, actor=actor, recipient_id=recipient.id, kind=kind, now=now)
        with pytest.raises(NotFound):
            revoke_consent(session, actor=actor, recipient_id=recipient.id, kind=kind, now=now)
        with pytest.raises(NotFound):
            list_consents(session, actor=actor, recipient_id=recipient.id)
    auditor = actor_of(make_user(session, role=Role.AUDITOR))
    assert len(list_consents(session, actor=auditor, recipient_id=recipient.id)) == len(ConsentKind)
    with pytest.raises(NotPermitted):
        give_consent(session, actor=auditor, recipient_id=recipient.id, kind=kind, now=now)


def test_a_live_consent_is_a_condition_of_any_query(session: Session, now: datetime) -> None:
    recipient, other = make_recipient(session), make_recipient(session)
    make_consent(session, recipient=other, kind=ConsentKind.TELL_BANK)
    make_consent(
        session,
        recipient=recipient,
        kind=ConsentKind.BANK_ANSWERS,
        scope=AnswerScope.KEPT_ONLY,
    )

    def agreed(kind: ConsentKind, scope: AnswerScope | None = None) -> list[Heir]:
        return list(session.scalars(select(Heir).where(live_consent(kind, scope=scope))))

    assert agreed(ConsentKind.TELL_BANK) == [other]
    assert agreed(ConsentKind.BANK_ANSWERS) == [recipient]
    assert agreed(ConsentKind.BANK_ANSWERS, AnswerScope.LINES) == []
    revoke_consent(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        kind=ConsentKind.BANK_ANSWERS,
        now=now,
    )
    assert agreed(ConsentKind.BANK_ANSWERS) == []
    assert find_live(session, recipient_id=recipient.id, kind=ConsentKind.BANK_ANSWERS) is None
