"""A photo of the family's own passbook: in no figure, and gone for good when it says so."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.models import AuditEvent
from savings_app.cases.models import Account, Heir
from savings_app.consents.actions import revoke_consent
from savings_app.consents.kinds import ConsentKind
from savings_app.deposits.actions import hand_in_photo, note_photo_read, remove_photo
from savings_app.deposits.models import PassbookPhoto
from savings_app.deposits.queries import get_progress
from savings_app.deposits.queries.photos import list_kept_photo_names, list_photos
from savings_app.deposits.sleep_rules import PhotoDayAhead, TooManyPhotos
from savings_app.errors import NotFound, NotPermitted
from savings_app.storage import StoredFile
from tests.builders import TODAY, actor_of, family_actor, make_consent, make_pledge, make_user
from tests.domain.bank_rows import make_agreed, make_officer


def hand_in(
    session: Session, actor: Actor, account: Account, now: datetime, *, key: UUID | None = None
) -> PassbookPhoto:
    return hand_in_photo(
        session,
        actor=actor,
        account_id=account.id,
        shows_on=TODAY,
        stored=StoredFile(uuid4(), "0" * 64, 10),
        request_key=key or uuid4(),
        today=TODAY,
        now=now,
    )


@pytest.fixture
def owner(session: Session) -> tuple[Heir, Account]:
    recipient, account = make_agreed(session)
    make_pledge(session, account=account)
    return recipient, account


def test_a_photo_is_kept_once_and_never_stands_in_a_figure(
    session: Session, now: datetime, owner: tuple[Heir, Account]
) -> None:
    recipient, account = owner
    family = family_actor(recipient)
    before = get_progress(session, actor=family, recipient_id=recipient.id, today=TODAY)
    key = uuid4()
    first = hand_in(session, family, account, now, key=key)
    assert hand_in(session, family, account, now, key=key).id == first.id
    (row,) = list_photos(session, actor=family, recipient_id=recipient.id)
    assert (row.shows_on, row.assisted, row.removed_at) == (TODAY, False, None)
    after = get_progress(session, actor=family, recipient_id=recipient.id, today=TODAY)
    assert before == after


def test_with_staff_at_the_device_it_is_marked_so(
    session: Session, now: datetime, owner: tuple[Heir, Account]
) -> None:
    recipient, account = owner
    hand_in(session, family_actor(recipient, assisted_by=make_user(session).id), account, now)
    (row,) = list_photos(session, actor=family_actor(recipient), recipient_id=recipient.id)
    assert row.assisted


def test_another_account_a_day_ahead_and_others_are_refused(
    session: Session, now: datetime, owner: tuple[Heir, Account]
) -> None:
    recipient, account = owner
    _other, others = make_agreed(session)
    family = family_actor(recipient)
    with pytest.raises(NotFound):
        hand_in(session, family, others, now)
    for stranger in (make_officer(session), actor_of(make_user(session))):
        with pytest.raises(NotPermitted):
            hand_in(session, stranger, account, now)
    with pytest.raises(PhotoDayAhead):
        hand_in_photo(
            session,
            actor=family,
            account_id=account.id,
            shows_on=TODAY + timedelta(days=1),
            stored=StoredFile(uuid4(), "0" * 64, 10),
            request_key=uuid4(),
            today=TODAY,
            now=now,
        )
    assert session.scalars(select(PassbookPhoto)).all() == []


def test_staff_open_it_only_with_consent_and_every_opening_is_recorded(
    session: Session, now: datetime, owner: tuple[Heir, Account]
) -> None:
    recipient, account = owner
    photo = hand_in(session, family_actor(recipient), account, now)
    caseworker = actor_of(make_user(session))
    with pytest.raises(NotFound):
        note_photo_read(session, actor=caseworker, photo_id=photo.id, now=now)
    assert list_photos(session, actor=caseworker, recipient_id=recipient.id) == []
    make_consent(session, recipient=recipient, kind=ConsentKind.STAFF_SEES)
    note_photo_read(session, actor=caseworker, photo_id=photo.id, now=now)
    for stranger in (
        actor_of(make_user(session, region="75.03.06")),
        make_officer(session),
        family_actor(make_agreed(session)[0]),
    ):
        with pytest.raises(NotFound):
            note_photo_read(session, actor=stranger, photo_id=photo.id, now=now)
    opened = select(AuditEvent.user_id).where(AuditEvent.action == "passbook-photo:open")
    assert session.scalars(opened.order_by(AuditEvent.sequence)).all() == [caseworker.user_id]
    revoke_consent(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        kind=ConsentKind.STAFF_SEES,
        now=now,
    )
    with pytest.raises(NotFound):
        note_photo_read(session, actor=caseworker, photo_id=photo.id, now=now)


def test_taken_away_it_is_gone_and_only_the_row_says_so(
    session: Session, now: datetime, owner: tuple[Heir, Account]
) -> None:
    recipient, account = owner
    family = family_actor(recipient)
    photo = hand_in(session, family, account, now)
    assert list_kept_photo_names(session) == {photo.stored_name}
    with pytest.raises(NotPermitted):
        remove_photo(session, actor=actor_of(make_user(session)), photo_id=photo.id, now=now)
    assert remove_photo(session, actor=family, photo_id=photo.id, now=now) == photo.stored_name
    assert list_kept_photo_names(session) == set()
    (row,) = list_photos(session, actor=family, recipient_id=recipient.id)
    assert row.removed_at == now
    for act in (note_photo_read, remove_photo):
        with pytest.raises(NotFound):
            act(session, actor=family, photo_id=photo.id, now=now)


def test_twelve_photos_are_kept_and_a_new_one_needs_an_old_one_gone(
    session: Session, now: datetime, owner: tuple[Heir, Account]
) -> None:
    recipient, account = owner
    family = family_actor(recipient)
    photos = [hand_in(session, family, account, now) for _photo in range(12)]
    with pytest.raises(TooManyPhotos):
        hand_in(session, family, account, now)
    remove_photo(session, actor=family, photo_id=photos[0].id, now=now)
    hand_in(session, family, account, now)
    assert len(list_kept_photo_names(session)) == 12
