"""Messages leave from the outbox, by a real mail server and a real gateway, or stay and say why."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.models import Heir
from savings_app.consents.actions import revoke_consent
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.deposits.actions import cancel_pledge
from savings_app.deposits.kinds import Answer
from savings_app.errors import NotFound, NotPermitted
from savings_app.outbox.channels import Ways
from savings_app.outbox.kinds import Channel, Failure, MessagePurpose, MessageState
from savings_app.outbox.models import Message
from savings_app.outbox.rules import MessageErased, MessageNotALetter, MessageNotFailed
from savings_app.reminders.actions.contacts import (
    choose_contact,
    stop_by_token,
    stop_reminders,
    verify_contact,
)
from savings_app.reminders.actions.sending import hand_over_letter, retry_message
from savings_app.reminders.address_rules import (
    ChannelNotOffered,
    MessagesNotAgreed,
    NoCodeWaiting,
    TooManyCodes,
)
from savings_app.reminders.kinds import Reason
from savings_app.reminders.models import Contact
from savings_app.reminders.queries.messages import MessageFilter, list_messages
from savings_app.reminders.wording import Letterhead
from savings_app.tasks.messages import send_due
from savings_app.tasks.reminders import erase_old, remind
from tests.builders import (
    actor_of,
    family_actor,
    let_staff_see,
    make_account,
    make_case,
    make_consent,
    make_pledge,
    make_recipient,
    make_user,
)
from tests.conftest import Clock
from tests.mail import Gateway, Mailbox, gateway_server, mail_server
from tests.pledged import answer

HEAD = Letterhead(sender="Dinas Uji", address="http://127.0.0.1:8000")
MAIL = "mawar@contoh.example"
PHONE = "081200009999"
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09.00 WITA


def send(session: Session) -> None:
    """The outbox, a transaction after the one that queued."""
    session.commit()
    send_due()


def morning(session: Session) -> int:
    session.commit()
    return remind()


def tidy(session: Session) -> int:
    session.commit()
    return erase_old()


@pytest.fixture(autouse=True)
def ways(app: Flask) -> Iterator[None]:
    before = dict(app.config)
    app.config.update(SENDER="Dinas Uji", MAIL_FROM="layanan@contoh.example")
    app.config.update(SMTP="", SMS="", WHATSAPP="")
    yield
    app.config.clear()
    app.config.update(before)


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    with mail_server() as mailbox:
        app.config["SMTP"] = mailbox.address
        yield mailbox


@pytest.fixture
def gateway(app: Flask) -> Iterator[Gateway]:
    with gateway_server() as gateway:
        app.config["SMS"] = app.config["WHATSAPP"] = gateway.address
        yield gateway


def agreed(session: Session, *, died_on: date = date(2026, 9, 1)) -> Heir:
    case = make_case(session, died_on=died_on)
    recipient = make_recipient(session, case=case)
    make_consent(session, recipient=recipient, kind=ConsentKind.MESSAGES)
    return recipient


def choose(session: Session, recipient: Heir, channel: Channel, address: str | None) -> None:
    choose_contact(
        session,
        actor=family_actor(recipient),
        channel=channel,
        address=address,
        offered=Ways.of(current_app.config).open_channels(),
        head=HEAD,
        now=NINE,
    )


def contact_of(session: Session, recipient: Heir) -> Contact:
    return session.scalars(select(Contact).where(Contact.recipient_id == recipient.id)).one()


def messages(session: Session, recipient: Heir) -> list[Message]:
    session.flush()
    session.expire_all()
    return list(
        session.scalars(
            select(Message)
            .where(Message.recipient_id == recipient.id)
            .order_by(Message.created_at, Message.id)
        )
    )


def code_of(session: Session, recipient: Heir) -> str:
    """The code that waits to leave: those before it are erased."""
    (text,) = (one.text for one in messages(session, recipient) if one.text)
    return text.split("kode Anda ")[1][:6]


def verified(session: Session, recipient: Heir, channel: Channel, address: str | None) -> Contact:
    """A contact whose code was typed in already."""
    choose(session, recipient, channel, address)
    contact = contact_of(session, recipient)
    contact.verified_at, contact.code_hash = NINE, None
    for message in messages(session, recipient):
        session.delete(message)
    session.flush()
    return contact


def wish(session: Session, recipient: Heir, *, until_on: date = date(2026, 12, 1)) -> None:
    pledge = make_pledge(
        session, account=make_account(session, recipient=recipient), until_on=until_on
    )
    pledge.goal = "sekolah Rahma"
    session.flush()


def test_an_address_is_the_familys_once_the_code_sent_there_is_typed_in(
    session: Session, clock: Clock, mailbox: Mailbox
) -> None:
    recipient = agreed(session)
    choose(session, recipient, Channel.EMAIL, MAIL)
    send(session)
    letter = mailbox.letters[0]
    assert letter["To"] == MAIL
    assert letter["From"] == "Dinas Uji <layanan@contoh.example>"
    text = letter.get_content()
    contact = contact_of(session, recipient)
    stop = f"http://127.0.0.1:8000/stop/{contact.stop_token}"
    assert stop in text.replace("\n", "")
    assert letter["List-Unsubscribe"] == f"<{stop}>"
    code = text.split("kode Anda ")[1][:6]
    assert contact.verified_at is None
    wrong = "000000" if code != "000000" else "000001"
    actor = family_actor(recipient)
    assert verify_contact(session, actor=actor, code=wrong, now=clock.now) == 4
    assert (
        verify_contact(session, actor=actor, code=f"{code[:3]} {code[3:]}", now=clock.now) is None
    )
    assert contact.verified_at == clock.now
    sent = messages(session, recipient)[0]
    assert (sent.state, sent.tries, sent.text) == (MessageState.SENT, 1, "")
    with pytest.raises(NoCodeWaiting):
        verify_contact(session, actor=actor, code=code, now=clock.now)


def test_five_wrong_guesses_or_half_an_hour_end_a_code(
    session: Session, clock: Clock, mailbox: Mailbox
) -> None:
    recipient = agreed(session)
    actor = family_actor(recipient)
    choose(session, recipient, Channel.EMAIL, MAIL)
    code = code_of(session, recipient)
    wrong = "111111" if code != "111111" else "222222"
    left = [verify_contact(session, actor=actor, code=wrong, now=clock.now) for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(NoCodeWaiting):
        verify_contact(session, actor=actor, code=code, now=clock.now)
    choose(session, recipient, Channel.EMAIL, MAIL)
    code = code_of(session, recipient)
    with pytest.raises(NoCodeWaiting):
        verify_contact(session, actor=actor, code=code, now=NINE + timedelta(minutes=30))
    choose(session, recipient, Channel.EMAIL, MAIL)
    with pytest.raises(TooManyCodes):
        choose(session, recipient, Channel.EMAIL, "orang.lain@contoh.example")
    assert contact_of(session, recipient).address == MAIL


def test_nothing_is_chosen_without_consent_five_or_without_a_way_out(
    session: Session, clock: Clock, mailbox: Mailbox
) -> None:
    silent = make_recipient(session, case=make_case(session))
    with pytest.raises(MessagesNotAgreed):
        choose(session, silent, Channel.EMAIL, MAIL)
    with pytest.raises(ChannelNotOffered):
        choose(session, agreed(session), Channel.SMS, PHONE)
    assert session.scalars(select(Contact)).all() == []
    assert session.scalars(select(Message)).all() == []


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.WHATSAPP])
def test_a_short_message_goes_through_the_gateway_to_the_number(
    session: Session, clock: Clock, gateway: Gateway, channel: Channel
) -> None:
    recipient = agreed(session)
    verified(session, recipient, channel, PHONE)
    wish(session, recipient)
    assert morning(session) == 1
    send(session)
    assert gateway.taken[0]["to"] == "+6281200009999"
    said = gateway.taken[0]["message"]
    assert said.startswith("Dinas Uji: tanggal yang Anda pilih untuk “sekolah Rahma” sudah dekat.")
    assert "/stop/" in said
    assert "10.000.000" not in said
    assert messages(session, recipient)[0].state is MessageState.SENT


def test_what_a_gateway_refuses_is_tried_again_later_and_then_stands_as_failed(
    session: Session, clock: Clock, gateway: Gateway
) -> None:
    recipient = agreed(session)
    verified(session, recipient, Channel.SMS, PHONE)
    wish(session, recipient)
    morning(session)
    gateway.status = 503
    for waited in (0, 5, 30, 180, 24 * 60):
        clock.now += timedelta(minutes=waited)
        send(session)
        send(session)  # not before its time
    message = messages(session, recipient)[0]
    assert (message.state, message.tries) == (MessageState.FAILED, 5)
    assert message.failure is Failure.NOT_REACHED
    assert len(gateway.taken) == 5
    # The desk sees it, and tries again.
    staff = actor_of(make_user(session))
    failed = MessageFilter(state=MessageState.FAILED)
    shown = list_messages(session, actor=staff, wanted=failed).rows[0]
    assert shown.address == "••••9999"
    gateway.status = 200
    retry_message(session, actor=staff, message_id=message.id, now=clock.now)
    send(session)
    assert messages(session, recipient)[0].state is MessageState.SENT
    with pytest.raises(MessageNotFailed):
        retry_message(session, actor=staff, message_id=message.id, now=clock.now)


def test_an_address_the_server_refuses_is_not_tried_again(
    session: Session,
    clock: Clock,
    mailbox: Mailbox,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    recipient = agreed(session)
    choose(session, recipient, Channel.EMAIL, MAIL)
    mailbox.answer = f"550 no such user {MAIL}"
    with caplog.at_level(logging.DEBUG):
        send(session)
    message = messages(session, recipient)[0]
    assert (message.state, message.failure) == (MessageState.FAILED, Failure.ADDRESS_REFUSED)
    assert message.text == ""  # the code
    ours = [one.getMessage() for one in caplog.records if one.name != "mail.log"]
    assert MAIL not in " ".join(ours) + capsys.readouterr().err
    mailbox.answer = "450 not now"
    choose(session, recipient, Channel.EMAIL, MAIL)
    send(session)
    (waiting,) = (one for one in messages(session, recipient) if one.text)
    assert (waiting.state, waiting.failure) == (MessageState.WAITING, Failure.REFUSED)


def test_a_server_that_is_not_there_is_not_reached(session: Session, clock: Clock) -> None:
    with mail_server() as gone:
        current_app.config["SMTP"] = gone.address
    recipient = agreed(session)
    choose(session, recipient, Channel.EMAIL, MAIL)
    send(session)
    assert messages(session, recipient)[0].failure is Failure.NOT_REACHED


def test_what_a_worker_left_behind_is_not_sent_twice(
    session: Session, clock: Clock, mailbox: Mailbox
) -> None:
    recipient = agreed(session)
    verified(session, recipient, Channel.EMAIL, MAIL)
    wish(session, recipient)
    morning(session)
    message = messages(session, recipient)[0]
    message.claimed_at = clock.now
    session.flush()
    send(session)
    assert mailbox.letters == []
    clock.now += timedelta(minutes=11)
    send(session)
    assert messages(session, recipient)[0].failure is Failure.INTERRUPTED
    assert mailbox.letters == []


@pytest.mark.parametrize("way", ["consent", "button", "token"])
def test_stopping_stops_what_waits_at_once(
    session: Session, clock: Clock, mailbox: Mailbox, way: str
) -> None:
    recipient = agreed(session)
    contact = verified(session, recipient, Channel.EMAIL, MAIL)
    wish(session, recipient)
    assert morning(session) == 1
    actor = family_actor(recipient)
    if way == "consent":
        revoke_consent(
            session,
            actor=actor,
            recipient_id=recipient.id,
            kind=ConsentKind.MESSAGES,
            now=clock.now,
        )
    elif way == "button":
        stop_reminders(session, actor=actor, now=clock.now)
    else:
        stop_by_token(session, token=contact.stop_token, now=clock.now)
    assert messages(session, recipient)[0].state is MessageState.STOPPED
    send(session)
    clock.now += timedelta(days=2)
    assert morning(session) == 0
    assert mailbox.letters == []


def test_another_consent_taken_back_stops_no_message(
    session: Session, clock: Clock, mailbox: Mailbox
) -> None:
    recipient = agreed(session)
    verified(session, recipient, Channel.EMAIL, MAIL)
    make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
    wish(session, recipient)
    morning(session)
    revoke_consent(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        kind=ConsentKind.TELL_BANK,
        now=clock.now,
    )
    send(session)
    assert len(mailbox.letters) == 1


def test_an_old_token_stops_nothing_any_more(session: Session, clock: Clock) -> None:
    recipient = agreed(session)
    old = verified(session, recipient, Channel.LETTER, None).stop_token
    choose(session, recipient, Channel.LETTER, None)
    with pytest.raises(NotFound):
        stop_by_token(session, token=old, now=clock.now)
    assert contact_of(session, recipient).stopped_at is None


def test_one_reminder_a_month_and_each_thing_once(
    session: Session, clock: Clock, mailbox: Mailbox
) -> None:
    recipient = agreed(session)
    verified(session, recipient, Channel.EMAIL, MAIL)
    wish(session, recipient, until_on=date(2026, 12, 1))
    wish(session, recipient, until_on=date(2027, 1, 10))
    for day in range(32):
        clock.now = NINE + timedelta(days=day)
        morning(session)
        send(session)
    days = [message.created_at.date() for message in messages(session, recipient)]
    assert days == [date(2026, 11, 23), date(2026, 12, 23)]
    assert len(mailbox.letters) == 2


@pytest.mark.parametrize(
    ("died_on", "count"),
    [
        (date(2026, 11, 16), 0),  # seven days after
        (date(2026, 11, 15), 1),
        (date(2026, 10, 15), 0),  # the 40th day, the day of death being the first
        (date(2026, 10, 14), 0),  # forty days after
        (date(2026, 10, 13), 1),
    ],
)
def test_the_days_of_mourning_are_quiet(
    session: Session, clock: Clock, mailbox: Mailbox, died_on: date, count: int
) -> None:
    recipient = agreed(session, died_on=died_on)
    verified(session, recipient, Channel.EMAIL, MAIL)
    wish(session, recipient)
    assert morning(session) == count
    send(session)
    assert len(mailbox.letters) == count


def test_a_second_try_waits_for_the_morning_and_for_the_day_of_mourning_to_pass(
    session: Session, clock: Clock, mailbox: Mailbox
) -> None:
    # 24 and 25 November are the 40th day, in both countings.
    recipient = agreed(session, died_on=date(2026, 10, 16))
    verified(session, recipient, Channel.EMAIL, MAIL)
    wish(session, recipient)
    clock.set(datetime(2026, 11, 23, 9, 58, tzinfo=UTC))  # 17.58 WITA
    morning(session)
    mailbox.answer = "450 not now"
    send(session)
    mailbox.answer = None
    clock.now += timedelta(minutes=6)  # 18.04
    send(session)
    waiting = messages(session, recipient)[0]
    assert waiting.tries == 1
    assert waiting.due_at == datetime(2026, 11, 26, 0, 0, tzinfo=UTC)  # 08.00 WITA
    clock.set(waiting.due_at)
    send(session)
    assert len(mailbox.letters) == 1


def test_a_reminder_ends_when_the_wish_is_taken_back_or_used(
    session: Session, clock: Clock, mailbox: Mailbox
) -> None:
    recipient = agreed(session)
    verified(session, recipient, Channel.EMAIL, MAIL)
    account = make_account(session, recipient=recipient)
    taken_back = make_pledge(session, account=account, until_on=date(2026, 12, 1))
    cancel_pledge(session, actor=family_actor(recipient), pledge_id=taken_back.id, now=clock.now)
    used = make_pledge(session, account=account, until_on=date(2026, 12, 2))
    answer(session, used, Answer.NO, on=date(2026, 10, 31))
    assert morning(session) == 0
    kept = make_pledge(session, account=account, until_on=date(2026, 12, 3))
    answer(session, kept, Answer.YES, on=date(2026, 10, 31))
    assert morning(session) == 1


def test_a_letter_waits_for_a_person_and_tells_staff_nothing_of_the_bank(
    session: Session, clock: Clock
) -> None:
    recipient = agreed(session)
    choose(session, recipient, Channel.LETTER, None)
    make_consent(
        session, recipient=recipient, kind=ConsentKind.BANK_ANSWERS, scope=AnswerScope.KEPT_ONLY
    )
    pledge = make_pledge(
        session,
        account=make_account(session, recipient=recipient),
        made_on=date(2026, 9, 10),
        until_on=date(2028, 7, 1),
    )
    assert pledge.goal == "sekolah"
    assert morning(session) == 0  # a month without news, which staff may not know
    seen = let_staff_see(session, recipient=recipient)
    assert morning(session) == 1
    send(session)
    message = messages(session, recipient)[0]
    assert (message.state, message.reason) == (MessageState.WAITING, Reason.NO_NEWS)
    staff = actor_of(make_user(session))
    assert list_messages(session, actor=staff, wanted=MessageFilter()).rows[0].reason is not None
    seen.revoked_at = clock.now
    session.flush()
    assert list_messages(session, actor=staff, wanted=MessageFilter()).rows[0].reason is None
    hand_over_letter(session, actor=staff, message_id=message.id, now=clock.now)
    assert messages(session, recipient)[0].state is MessageState.SENT
    with pytest.raises(MessageNotALetter):
        hand_over_letter(session, actor=staff, message_id=message.id, now=clock.now)


def test_strangers_find_no_message_and_readers_send_none(
    session: Session, clock: Clock, gateway: Gateway
) -> None:
    recipient = agreed(session)
    choose(session, recipient, Channel.SMS, PHONE)
    message = messages(session, recipient)[0]
    elsewhere = actor_of(make_user(session, region="75.04"))
    assert list_messages(session, actor=elsewhere, wanted=MessageFilter()).total == 0
    with pytest.raises(NotFound):
        retry_message(session, actor=elsewhere, message_id=message.id, now=clock.now)
    auditor = actor_of(make_user(session, role=Role.AUDITOR))
    with pytest.raises(NotPermitted):
        retry_message(session, actor=auditor, message_id=message.id, now=clock.now)
    # A code is the family's to ask for.
    assert message.purpose is MessagePurpose.CODE
    with pytest.raises(NotPermitted):
        retry_message(session, actor=actor_of(make_user(session)), message_id=message.id, now=NINE)


def test_reminding_costs_the_same_however_many_want_it(
    session: Session, clock: Clock, connection: sa.Connection
) -> None:
    def counted() -> int:
        statements: list[str] = []

        def note(*args: object) -> None:
            statements.append(str(args[2]))

        sa.event.listen(connection, "before_cursor_execute", note)
        try:
            assert morning(session) == 0
        finally:
            sa.event.remove(connection, "before_cursor_execute", note)
        return len(statements)

    verified(session, agreed(session), Channel.LETTER, None)
    one = counted()
    for _ in range(4):
        verified(session, agreed(session), Channel.LETTER, None)
    assert counted() == one


def test_what_was_written_to_a_family_is_erased_after_a_year(
    session: Session, clock: Clock, mailbox: Mailbox, gateway: Gateway
) -> None:
    mailed, failed, waiting = (agreed(session) for _ in range(3))
    verified(session, mailed, Channel.EMAIL, MAIL)
    verified(session, failed, Channel.SMS, PHONE)
    verified(session, waiting, Channel.LETTER, None)
    for recipient in (mailed, failed, waiting):
        wish(session, recipient)
    gateway.status = 503
    morning(session)
    for waited in (0, 5, 30, 180, 24 * 60):
        clock.now += timedelta(minutes=waited)
        send(session)
    recipients = (mailed, failed, waiting)
    sent, refused, letter = (messages(session, one)[-1] for one in recipients)
    made_at = sent.created_at
    clock.now = made_at + timedelta(days=365)
    assert tidy(session) == 0
    assert MAIL in (sent.address or "")

    clock.now += timedelta(seconds=1)
    assert tidy(session) >= 3
    for message in (sent, refused, letter):
        session.refresh(message)
        assert (message.subject, message.text, message.address) == ("", "", None)
        assert message.stop_address is None
        # That something was said, when and why, stays: it is not said twice.
        assert (message.created_at, message.reason) == (made_at, Reason.PLEDGE_DATE.value)
    assert [sent.state, refused.state, letter.state] == [
        MessageState.SENT,
        MessageState.FAILED,
        MessageState.STOPPED,  # a letter nobody took along in a year
    ]
    staff = actor_of(make_user(session))
    with pytest.raises(MessageErased):
        retry_message(session, actor=staff, message_id=refused.id, now=clock.now)
    assert tidy(session) == 0
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "message:erase")).all()
    assert len(events) == 1
