"""What the family sees of its pledges: only what banks said, month by month, without blame."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.cases.kinds import AccountPurpose
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Account, Heir
from savings_app.consents.actions import give_consent, revoke_consent
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.deposits.actions import (
    AnswerGiven,
    change_pledge,
    correct_answer,
    record_answers,
    record_deposit,
    reverse_deposit,
)
from savings_app.deposits.kinds import Answer, Evidence, PledgeKind
from savings_app.deposits.models import Deposit
from savings_app.deposits.queries import PledgeProgress, Progress, get_progress
from savings_app.deposits.rules import DepositReversed, NotForThatPledge
from savings_app.errors import NotFound, NotPermitted
from savings_app.money import ZERO, Rupiah
from savings_app.words.formats import AmountNotPositive
from tests.builders import (
    TODAY,
    actor_of,
    family_actor,
    make_consent,
    make_pledge,
    make_recipient,
    make_user,
)
from tests.domain.bank_rows import make_agreed, make_line, make_officer

AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)


def tell(
    session: Session, officer: Actor, account: Account, on: date, word: Answer, now: datetime
) -> None:
    outcome = record_answers(
        session,
        actor=officer,
        on=on,
        answers=[AnswerGiven(account.id, Rupiah.of(10_000_000), word)],
        request_key=uuid4(),
        today=TODAY,
        now=now,
    )
    assert outcome.recorded == 1


def progress_of(session: Session, recipient: Heir, actor: Actor | None = None) -> Progress:
    return get_progress(
        session,
        actor=actor or family_actor(recipient),
        recipient_id=recipient.id,
        today=TODAY,
    )


def months_of(pledge: PledgeProgress) -> list[tuple[date, Answer | None]]:
    return [(month.month, month.news.answer if month.news else None) for month in pledge.months]


def test_a_month_without_an_answer_is_no_news_and_not_a_no(session: Session, now: datetime) -> None:
    recipient, account = make_agreed(session)
    make_pledge(session, account=account, made_on=date(2026, 8, 20))
    officer = make_officer(session)
    tell(session, officer, account, date(2026, 8, 31), Answer.YES, now)
    tell(session, officer, account, date(2026, 10, 31), Answer.CANNOT_SAY, now)
    progress = progress_of(session, recipient)
    (pledge,) = progress.pledges
    assert progress.hidden is False
    assert months_of(pledge) == [
        (AUGUST, Answer.YES),
        (SEPTEMBER, None),
        (OCTOBER, Answer.CANNOT_SAY),
    ]
    last = pledge.last_known
    assert last is not None
    assert (last.on, last.source, last.bank_name, last.asked) == (
        date(2026, 10, 31),
        Evidence.BANK_ANSWER,
        "Bank BRI",
        Rupiah.of(10_000_000),
    )


def test_two_answers_in_one_month_show_the_later_day(session: Session, now: datetime) -> None:
    recipient, account = make_agreed(session)
    make_pledge(session, account=account, made_on=OCTOBER)
    officer = make_officer(session)
    tell(session, officer, account, date(2026, 10, 31), Answer.PARTLY, now)
    tell(session, officer, account, date(2026, 10, 10), Answer.YES, now + timedelta(hours=1))
    assert months_of(progress_of(session, recipient).pledges[0]) == [(OCTOBER, Answer.PARTLY)]


def test_a_corrected_answer_is_the_one_that_shows(session: Session, now: datetime) -> None:
    recipient, account = make_agreed(session)
    make_pledge(session, account=account, made_on=OCTOBER)
    officer, first = make_officer(session), uuid4()
    record_answers(
        session,
        actor=officer,
        on=date(2026, 10, 31),
        answers=[AnswerGiven(account.id, Rupiah.of(10_000_000), Answer.NO)],
        request_key=first,
        today=TODAY,
        now=now,
    )
    correct_answer(
        session,
        actor=officer,
        account_id=account.id,
        set_id=first,
        answer=Answer.YES,
        reason="salah baris",
        request_key=uuid4(),
        now=now,
    )
    assert months_of(progress_of(session, recipient).pledges[0]) == [(OCTOBER, Answer.YES)]


def test_a_changed_pledge_keeps_the_months_of_the_one_it_was(
    session: Session, now: datetime
) -> None:
    recipient, account = make_agreed(session)
    old = make_pledge(session, account=account, made_on=SEPTEMBER)
    tell(session, make_officer(session), account, date(2026, 9, 30), Answer.YES, now)
    new = change_pledge(
        session,
        actor=family_actor(recipient),
        pledge_id=old.id,
        amount=Rupiah.of(4_000_000),
        until_on=date(2027, 7, 1),
        goal=None,
        pot_id=None,
        request_key=uuid4(),
        today=TODAY,
        now=now,
    )
    (pledge,) = progress_of(session, recipient).pledges
    assert (pledge.pledge_id, pledge.amount) == (new.id, Rupiah.of(4_000_000))
    assert months_of(pledge) == [(SEPTEMBER, Answer.YES), (OCTOBER, None)]
    assert pledge.months[0].news is not None
    assert pledge.months[0].news.asked == Rupiah.of(10_000_000)


def test_a_new_pledge_has_no_months_and_no_news(session: Session) -> None:
    recipient, account = make_agreed(session)
    make_pledge(session, account=account)
    (pledge,) = progress_of(session, recipient).pledges
    assert (pledge.months, pledge.last_known, pledge.confirmed) == ((), None, None)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR])
def test_staff_see_what_banks_said_only_with_the_fourth_consent(
    session: Session, now: datetime, role: Role
) -> None:
    recipient, account = make_agreed(session)
    make_pledge(session, account=account, made_on=OCTOBER)
    tell(session, make_officer(session), account, date(2026, 10, 31), Answer.YES, now)
    staff, family = actor_of(make_user(session, role=role)), family_actor(recipient)
    kind = ConsentKind.STAFF_SEES

    def seen() -> tuple[bool, list[tuple[date, Answer | None]]]:
        progress = progress_of(session, recipient, staff)
        return progress.hidden, months_of(progress.pledges[0])

    assert seen() == (True, [(OCTOBER, None)])
    give_consent(session, actor=family, recipient_id=recipient.id, kind=kind, now=now)
    assert seen() == (False, [(OCTOBER, Answer.YES)])
    revoke_consent(session, actor=family, recipient_id=recipient.id, kind=kind, now=now)
    assert seen() == (True, [(OCTOBER, None)])
    assert months_of(progress_of(session, recipient).pledges[0]) == [(OCTOBER, Answer.YES)]


def test_others_do_not_find_the_recipient(session: Session) -> None:
    recipient, account = make_agreed(session)
    make_pledge(session, account=account)
    strangers = (
        family_actor(make_recipient(session)),
        make_officer(session),
        actor_of(make_user(session, role=Role.ADMINISTRATOR)),
        actor_of(make_user(session, region="75.04")),
    )
    for actor in strangers:
        with pytest.raises(NotFound):
            progress_of(session, recipient, actor)


def disetor(session: Session) -> tuple[Heir, Account, PledgeProgress]:
    recipient, account = make_agreed(
        session, scope=AnswerScope.LINES, purpose=AccountPurpose.SAVING
    )
    make_pledge(session, account=account, kind=PledgeKind.PAID_IN, amount=6_000_000)
    return recipient, account, progress_of(session, recipient).pledges[0]


def test_disetor_adds_up_confirmed_lines_and_a_reversal_takes_one_off(
    session: Session, now: datetime
) -> None:
    recipient, account, pledge = disetor(session)
    assert (pledge.confirmed, pledge.lines) == (ZERO, ())
    officer = make_officer(session)
    deposits = [
        record_deposit(
            session,
            actor=officer,
            pledge_id=pledge.pledge_id,
            line_id=make_line(session, account=account, amount=amount).id,
            amount=Rupiah.of(amount),
            on=date(2026, 11, day),
            now=now,
        )
        for day, amount in ((12, 500_000), (20, 250_000))
    ]
    (pledge,) = progress_of(session, recipient).pledges
    assert pledge.confirmed == Rupiah.of(750_000)
    assert [(line.on.day, line.amount, line.source) for line in pledge.lines] == [
        (12, Rupiah.of(500_000), Evidence.BANK_LINE),
        (20, Rupiah.of(250_000), Evidence.BANK_LINE),
    ]
    back = reverse_deposit(
        session, actor=officer, deposit_id=deposits[0].id, reason="bukan untuk ini", now=now
    )
    assert back.amount == Rupiah.of(-500_000)
    (pledge,) = progress_of(session, recipient).pledges
    assert (pledge.confirmed, len(pledge.lines)) == (Rupiah.of(250_000), 1)
    for deposit in (deposits[0], back):
        with pytest.raises(DepositReversed):
            reverse_deposit(session, actor=officer, deposit_id=deposit.id, reason="lagi", now=now)
    with pytest.raises(ReasonNeeded):
        reverse_deposit(session, actor=officer, deposit_id=deposits[1].id, reason=" ", now=now)


def test_a_deposit_needs_the_bank_the_consent_the_kind_and_an_amount(
    session: Session, now: datetime
) -> None:
    recipient, account, pledge = disetor(session)
    line = make_line(session, account=account, amount=500_000)

    def confirm(actor: Actor, amount: int = 500_000, pledge_id: object = None) -> Deposit:
        return record_deposit(
            session,
            actor=actor,
            pledge_id=pledge_id or pledge.pledge_id,  # type: ignore[arg-type]
            line_id=line.id,
            amount=Rupiah.of(amount),
            on=TODAY,
            now=now,
        )

    officer = make_officer(session)
    with pytest.raises(NotPermitted):
        confirm(actor_of(make_user(session)))
    with pytest.raises(NotFound):
        confirm(make_officer(session, "BSG"))
    with pytest.raises(AmountNotPositive):
        confirm(officer, 0)
    kept = make_pledge(session, account=account)
    with pytest.raises(NotForThatPledge):
        confirm(officer, pledge_id=kept.id)
    give_consent(
        session,
        actor=family_actor(recipient),
        recipient_id=recipient.id,
        kind=ConsentKind.BANK_ANSWERS,
        scope=AnswerScope.KEPT_ONLY,
        now=now,
    )
    with pytest.raises(NotFound):  # yes or no only: no line
        confirm(officer)
    assert session.scalars(sa.select(Deposit)).all() == []


def test_a_deposit_can_be_neither_changed_nor_deleted(session: Session, now: datetime) -> None:
    _, account, pledge = disetor(session)
    record_deposit(
        session,
        actor=make_officer(session),
        pledge_id=pledge.pledge_id,
        line_id=make_line(session, account=account, amount=1_000).id,
        amount=Rupiah.of(1_000),
        on=TODAY,
        now=now,
    )
    for statement in (sa.update(Deposit).values(amount=Rupiah.of(2)), sa.delete(Deposit)):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), session.begin_nested():
            session.execute(statement)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR])
def test_who_takes_the_third_consent_back_takes_it_back_from_staff_too(
    session: Session, now: datetime, role: Role
) -> None:
    recipient, account = make_agreed(session)
    make_pledge(session, account=account, made_on=OCTOBER)
    tell(session, make_officer(session), account, date(2026, 10, 31), Answer.YES, now)
    make_consent(session, recipient=recipient, kind=ConsentKind.STAFF_SEES)
    staff, family = actor_of(make_user(session, role=role)), family_actor(recipient)
    assert months_of(progress_of(session, recipient, staff).pledges[0]) == [(OCTOBER, Answer.YES)]
    kind = ConsentKind.BANK_ANSWERS
    revoke_consent(session, actor=family, recipient_id=recipient.id, kind=kind, now=now)
    session.flush()
    seen = progress_of(session, recipient, staff)
    assert seen.hidden
    assert months_of(seen.pledges[0]) == [(OCTOBER, None)]
    own = progress_of(session, recipient, family)
    assert months_of(own.pledges[0]) == [(OCTOBER, Answer.YES)]
