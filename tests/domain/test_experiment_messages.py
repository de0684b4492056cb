"""The drawn wording leaves through a real mail server, and not once consent is taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.cases.models import Heir
from savings_app.consents.actions import give_consent, revoke_consent
from savings_app.consents.kinds import ConsentKind
from savings_app.experiments.actions.writing import end_experiment
from savings_app.experiments.kinds import Topic, Variant
from savings_app.outbox.kinds import Channel, Failure, MessagePurpose, MessageState
from savings_app.outbox.models import Message
from savings_app.reminders.models import Contact
from savings_app.tasks.messages import send_due
from savings_app.tasks.reminders import remind
from tests.builders import (
    NOW,
    actor_of,
    family_actor,
    make_account,
    make_consent,
    make_pledge,
    make_user,
)
from tests.conftest import Clock
from tests.mail import Mailbox, mail_server
from tests.trials import B, assignments, draw, joined, make_draft, make_running

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09.00 WITA
TOPIC = Topic.PLEDGE_DATE.value


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    before = dict(app.config)
    app.config.update(SENDER="Dinas Uji", MAIL_FROM="layanan@contoh.example", SMS="", WHATSAPP="")
    with mail_server() as mailbox:
        app.config["SMTP"] = mailbox.address
        yield mailbox
    app.config.clear()
    app.config.update(before)


def reminded(session: Session, number: int, *, until_on: date = date(2026, 12, 1)) -> Heir:
    """A family that takes part and whose wish is near."""
    recipient = joined(session)
    make_consent(session, recipient=recipient, kind=ConsentKind.MESSAGES)
    session.add(
        Contact(
            recipient_id=recipient.id,
            channel=Channel.EMAIL,
            address=f"keluarga{number}@contoh.example",
            chosen_at=NOW,
            chosen_with=None,
            code_hash=None,
            code_sent_at=None,
            guesses=0,
            verified_at=NOW,
            stopped_at=None,
            stop_token=f"token-{number}",
        )
    )
    make_pledge(
        session, account=make_account(session, recipient=recipient), until_on=until_on
    ).goal = "sekolah Rahma"
    session.flush()
    return recipient


def morning(session: Session) -> int:
    session.commit()
    count = remind()
    session.commit()
    return count


def texts(mailbox: Mailbox) -> dict[str, str]:
    return {str(one["To"]): " ".join(one.get_content().split()) for one in mailbox.letters}


def message_of(session: Session, recipient: Heir) -> list[Message]:
    session.expire_all()
    return list(
        session.scalars(
            select(Message).where(Message.recipient_id == recipient.id).order_by(Message.created_at)
        )
    )


ORDINARY = "tanggal yang Anda pilih untuk “sekolah Rahma” sudah dekat."
TRIED = "anak-anak akan senang bila “sekolah Rahma” jadi."


def test_the_wording_that_was_drawn_is_what_the_mail_server_takes(
    session: Session, clock: Clock, mailbox: Mailbox
) -> None:
    make_running(session)
    families = [reminded(session, number) for number in range(4)]
    assert morning(session) == 4
    send_due()
    said = texts(mailbox)
    assert len(said) == 4
    drawn = {one.case_id: one.variant for one in assignments(session)}
    assert Counter(drawn.values()) == {Variant.A: 2, Variant.B: 2}
    for number, family in enumerate(families):
        text = said[f"keluarga{number}@contoh.example"]
        wanted, other = (ORDINARY, TRIED)[:: 1 if drawn[family.case_id] is Variant.A else -1]
        assert wanted in text
        assert other not in text
        assert text.startswith("Dinas Uji: ")
        assert "Berhenti: http://" in text
        assert f"/stop/token-{number}" in text.replace(" ", "")
        assert family.full_name not in text


def test_the_next_message_of_a_family_has_the_same_words(
    session: Session, clock: Clock, mailbox: Mailbox
) -> None:
    make_running(session)
    families = [reminded(session, number) for number in range(4)]
    morning(session)
    send_due()
    first = texts(mailbox)
    mailbox.letters.clear()
    for family in families:
        make_pledge(
            session,
            account=make_account(session, recipient=family),
            until_on=date(2027, 1, 10),
        ).goal = "sekolah Rahma"
    clock.now = NINE + timedelta(days=31)
    assert morning(session) == 4
    send_due()
    tried = {to for to, text in first.items() if TRIED in text}
    assert len(tried) == 2
    assert {to for to, text in texts(mailbox).items() if TRIED in text} == tried


def test_without_an_experiment_the_words_are_the_ordinary_ones(
    session: Session, clock: Clock, mailbox: Mailbox
) -> None:
    reminded(session, 1)
    make_draft(session)
    morning(session)
    send_due()
    (text,) = texts(mailbox).values()
    assert ORDINARY in text
    assert assignments(session) == []


def test_consent_taken_back_stops_the_drawn_words_at_once_and_the_ordinary_follow(
    session: Session, clock: Clock, mailbox: Mailbox
) -> None:
    make_running(session)
    families = [reminded(session, number) for number in range(4)]
    morning(session)
    drawn = {one.case_id: one.variant for one in assignments(session)}
    family = next(one for one in families if drawn[one.case_id] is Variant.B)
    revoke_consent(
        session,
        actor=family_actor(family),
        recipient_id=family.id,
        kind=ConsentKind.LEARN,
        now=clock.now,
    )
    assert [one.state for one in message_of(session, family)] == [MessageState.STOPPED]
    session.commit()
    send_due()
    assert len(mailbox.letters) == 3
    mailbox.letters.clear()
    clock.now = NINE + timedelta(days=1)
    assert morning(session) == 1
    send_due()
    (text,) = texts(mailbox).values()
    assert ORDINARY in text
    assert [one.experiment_id is None for one in message_of(session, family)] == [False, True]
    # Agreeing again brings back the words it had.
    give_consent(
        session,
        actor=family_actor(family),
        recipient_id=family.id,
        kind=ConsentKind.LEARN,
        now=clock.now,
    )
    assert draw(session, family) == {family: B.indonesian}


def test_a_drawn_message_that_failed_is_not_tried_again_for_who_took_consent_back(
    session: Session, clock: Clock, mailbox: Mailbox
) -> None:
    make_running(session)
    family = reminded(session, 1)
    morning(session)
    (message,) = message_of(session, family)
    message.state, message.failure = MessageState.FAILED, Failure.NOT_REACHED
    session.flush()
    revoke_consent(
        session,
        actor=family_actor(family),
        recipient_id=family.id,
        kind=ConsentKind.LEARN,
        now=clock.now,
    )
    assert [one.state for one in message_of(session, family)] == [MessageState.STOPPED]


def test_an_end_stops_the_drawn_words_that_wait_and_the_ordinary_follow(
    session: Session, clock: Clock, mailbox: Mailbox
) -> None:
    one = make_running(session, others=(B,))
    families = [reminded(session, number) for number in range(4)]
    other = make_running(session, topic=Topic.NO_NEWS)
    morning(session)
    (kept,) = message_of(session, families[0])
    kept.experiment_id = other.id
    session.flush()
    end_experiment(
        session,
        actor=actor_of(make_user(session, role=Role.SUPERVISOR)),
        experiment_id=one.id,
        reason="Kata-kata membuat bingung",
        version=one.version,
        now=clock.now,
    )
    session.commit()
    send_due()
    assert list(texts(mailbox)) == ["keluarga0@contoh.example"]
    mailbox.letters.clear()
    clock.now = NINE + timedelta(days=1)
    assert morning(session) == 3
    send_due()
    assert [ORDINARY in text for text in texts(mailbox).values()] == [True] * 3


def test_another_consent_taken_back_leaves_the_drawn_message(
    session: Session, clock: Clock, mailbox: Mailbox
) -> None:
    make_running(session)
    family = reminded(session, 1)
    make_consent(session, recipient=family, kind=ConsentKind.TELL_BANK)
    morning(session)
    revoke_consent(
        session,
        actor=family_actor(family),
        recipient_id=family.id,
        kind=ConsentKind.TELL_BANK,
        now=clock.now,
    )
    (message,) = message_of(session, family)
    assert (message.state, message.purpose) == (MessageState.WAITING, MessagePurpose.REMINDER)
