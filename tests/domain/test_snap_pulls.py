"""Statements pulled from a bank on this machine: only who agreed, and nothing twice."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.models import Account
from savings_app.consents.actions import revoke_consent
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.errors import NotFound, NotPermitted
from savings_app.money import Rupiah
from savings_app.reconciliation.models import BankFile, BankLine, BankSection
from savings_app.snap.actions import claim_pull, retry_failed, retry_pull
from savings_app.snap.kinds import PullCause, PullState
from savings_app.snap.models import SnapPull
from savings_app.snap.pull_rules import PullNotFailed, PullOutsideHours, PullTooEarly, Span
from savings_app.snap.queries import PullFilter, list_pulls
from savings_app.tasks.snap_pulls import pull_due, pull_now, settings_of
from tests.builders import (
    actor_of,
    family_actor,
    find_agreement,
    get_bank,
    load_reference,
    make_account,
    make_case,
    make_consent,
    make_recipient,
    make_user,
)
from tests.conftest import Clock
from tests.snap_bank import Bank, balances, bank_server, row, set_up

OWN, OTHER, SILENT = "003901012345678", "003901087654321", "003901055555555"
ROWS = [
    row("2026-11-02T09:00:00+07:00", "42000000.00", number="T1", balance="42000000.00"),
    row("2026-11-05T10:00:00+07:00", "500000.00", "DEBIT", number="T2", balance="41500000.00"),
    row("2026-11-22T10:00:00+07:00", "1000.00", number="T3", balance="41501000.00"),
]
YESTERDAY = date(2026, 11, 22)


@pytest.fixture
def bank(session: Session, tmp_path: Path, clock: Clock) -> Iterator[Bank]:
    load_reference(session)
    with bank_server() as made:
        made.rows[OWN] = list(ROWS)
        current_app.config["SNAP"] = str(set_up(tmp_path, made))
        yield made
        current_app.config["SNAP"] = ""


def agreed(
    session: Session, number: str = OWN, *, scope: AnswerScope | None = AnswerScope.LINES
) -> Account:
    recipient = make_recipient(session)
    if scope is not None:
        make_consent(session, recipient=recipient, kind=ConsentKind.BANK_ANSWERS, scope=scope)
    return make_account(session, recipient=recipient, number=number)


def sweep(session: Session) -> list[SnapPull]:
    session.commit()
    pull_due()
    session.expire_all()
    return list(session.scalars(select(SnapPull).order_by(SnapPull.first_on, SnapPull.id)))


def lines(session: Session) -> int:
    return session.scalar(select(func.count(BankLine.id))) or 0


def asked_about(bank: Bank) -> set[str]:
    return {call.body["accountNo"] for call in bank.of_service()}


def counts(pull: SnapPull) -> tuple[int, int, int, int]:
    return pull.rows_in, pull.rows_new, pull.rows_same, pull.rows_refused


def test_what_is_due_is_pulled_and_stored_by_the_one_rule(session: Session, bank: Bank) -> None:
    account = agreed(session)
    (pull,) = sweep(session)
    assert (pull.state, pull.cause, pull.tries) == (PullState.DONE, None, 1)
    assert (pull.first_on, pull.last_on) == (date(2026, 10, 23), YESTERDAY)
    assert counts(pull) == (3, 3, 0, 0)
    file = session.get_one(BankFile, pull.file_id)
    assert (file.format, file.rows_in, file.uploaded_by) == ("snap", 3, None)
    stored = session.scalars(select(BankLine).order_by(BankLine.on)).all()
    assert [(one.account_id, one.on, one.amount) for one in stored] == [
        (account.id, date(2026, 11, 2), Rupiah.of(42_000_000)),
        (account.id, date(2026, 11, 5), Rupiah.of(500_000)),
        (account.id, date(2026, 11, 22), Rupiah.of(1_000)),
    ]
    assert sweep(session) == [pull]
    assert len(bank.of_service()) == 1


def test_the_same_rows_pulled_again_add_nothing_and_are_counted(
    session: Session, bank: Bank, clock: Clock
) -> None:
    agreed(session)
    sweep(session)
    bank.rows[OWN].append(
        row("2026-11-23T10:00:00+07:00", "5.00", number="T4", balance="41501005.00")
    )
    clock.set(datetime(2026, 11, 24, 1, 0, tzinfo=UTC))
    _first, second = sweep(session)
    assert (second.first_on, second.last_on) == (YESTERDAY, date(2026, 11, 23))
    assert counts(second) == (2, 1, 1, 0)
    assert lines(session) == 4


def test_only_accounts_with_a_live_consent_to_lines_are_ever_asked_about(
    session: Session, bank: Bank
) -> None:
    agreed(session)
    agreed(session, OTHER, scope=AnswerScope.KEPT_ONLY)
    agreed(session, SILENT, scope=None)
    ended = agreed(session, "003901044444444")
    ended.ended_on = date(2026, 11, 1)
    recipient = make_recipient(session)
    make_consent(
        session, recipient=recipient, kind=ConsentKind.BANK_ANSWERS, scope=AnswerScope.LINES
    )
    make_account(session, recipient=recipient, bank=get_bank(session, "BSG"), number="7000000001")
    assert len(sweep(session)) == 1
    assert asked_about(bank) == {OWN}


def test_an_account_two_recipients_share_is_asked_about_once(session: Session, bank: Bank) -> None:
    case = make_case(session)
    for name in ("Anak Satu", "Anak Dua"):
        recipient = make_recipient(session, case=case, full_name=name)
        make_consent(
            session, recipient=recipient, kind=ConsentKind.BANK_ANSWERS, scope=AnswerScope.LINES
        )
        make_account(session, recipient=recipient, number=OWN)
    assert len(sweep(session)) == 1


def test_without_an_agreement_in_force_nobody_is_asked(session: Session, bank: Bank) -> None:
    agreed(session)
    end_agreement(session)
    assert sweep(session) == []
    assert bank.calls == []


def test_a_consent_taken_back_after_planning_stops_the_pull(
    session: Session, bank: Bank, clock: Clock
) -> None:
    account = agreed(session)
    clock.set(datetime(2026, 11, 22, 20, 0, tzinfo=UTC))  # 03.00 in Jakarta: planned, not asked
    (pull,) = sweep(session)
    assert (pull.state, pull.tries) == (PullState.WAITING, 0)
    assert bank.calls == []
    _take_back(session, account, clock)
    clock.set(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    sweep(session)
    assert (pull.state, pull.cause) == (PullState.STOPPED, PullCause.CONSENT)
    assert bank.of_service() == []


def test_a_consent_taken_back_between_two_pages_stores_nothing(
    session: Session, bank: Bank, clock: Clock
) -> None:
    account = agreed(session)
    bank.page_size = 2
    pulled: list[bool] = []

    def taken_back(*_args: object) -> None:
        if not pulled:
            pulled.append(True)
            _take_back(session, account, clock)

    with pytest.MonkeyPatch.context() as patch:
        from savings_app.snap.reading_rules import Pages  # noqa: PLC0415

        add = Pages.add

        def adding(pages: Pages, *args: Any, **facts: Any) -> int:
            done = add(pages, *args, **facts)
            taken_back()
            return done

        patch.setattr(Pages, "add", adding)
        (pull,) = sweep(session)
    assert (pull.state, pull.cause) == (PullState.STOPPED, PullCause.CONSENT)
    assert len(bank.of_service()) == 1
    assert lines(session) == 0


def end_agreement(session: Session) -> None:
    agreement = find_agreement(session)
    agreement.ended_on, agreement.ended_reason = date(2026, 11, 23), "Diakhiri"


def _take_back(session: Session, account: Account, clock: Clock) -> None:
    from savings_app.cases.models import Heir  # noqa: PLC0415

    owner = session.get_one(Heir, account.recipient_id)
    revoke_consent(
        session,
        actor=family_actor(owner),
        recipient_id=owner.id,
        kind=ConsentKind.BANK_ANSWERS,
        now=clock.now,
    )
    session.commit()


def test_an_agreement_that_ended_stops_what_was_planned(
    session: Session, bank: Bank, clock: Clock
) -> None:
    agreed(session)
    bank.refuse("5001400")
    (pull,) = sweep(session)
    assert (pull.state, pull.cause) == (PullState.WAITING, PullCause.BANK_DOWN)
    end_agreement(session)
    clock.set(clock.now + timedelta(minutes=5))
    sweep(session)
    assert (pull.state, pull.cause) == (PullState.STOPPED, PullCause.AGREEMENT)


def test_a_bank_that_is_down_is_asked_again_with_growing_waits_then_a_person_is(
    session: Session, bank: Bank, clock: Clock
) -> None:
    agreed(session)
    for _try in range(5):
        bank.refuse("5041400")
    waited = []
    for _try in range(4):
        (pull,) = sweep(session)
        assert (pull.state, pull.cause, pull.last_code) == (
            PullState.WAITING,
            PullCause.BANK_DOWN,
            "5041400",
        )
        waited.append((pull.next_try_at - clock.now) // timedelta(minutes=1))
        sweep(session)  # too soon: nothing happens
        clock.set(pull.next_try_at)
    assert waited == [1, 5, 30, 120]
    (pull,) = sweep(session)
    assert (pull.state, pull.tries) == (PullState.FAILED, 5)
    assert len(bank.of_service()) == 5
    assert lines(session) == 0


def test_a_bank_that_wants_us_slower_is_heard_and_then_answers(
    session: Session, bank: Bank, clock: Clock
) -> None:
    agreed(session)
    bank.next(429, {"responseCode": "4291400"}, Retry_After="1800")
    (pull,) = sweep(session)
    assert pull.next_try_at == clock.now + timedelta(minutes=30)
    clock.set(pull.next_try_at)
    sweep(session)
    assert (pull.state, pull.cause, pull.last_code) == (PullState.DONE, None, None)
    assert counts(pull) == (3, 3, 0, 0)


def test_a_statement_that_does_not_add_up_stores_nothing(session: Session, bank: Bank) -> None:
    agreed(session)
    bank.head[OWN] = {"balance": balances("0.00", "99.00")}
    (pull,) = sweep(session)
    assert (pull.state, pull.cause) == (PullState.FAILED, PullCause.NOT_BALANCED)
    assert session.scalar(select(func.count(BankFile.id))) == 0
    assert lines(session) == 0


def test_the_days_that_were_asked_for_are_told_whole(session: Session, bank: Bank) -> None:
    account = agreed(session)
    (pull,) = sweep(session)
    (section,) = session.scalars(select(BankSection))
    assert (section.file_id, section.account_id) == (pull.file_id, account.id)
    # Asked for 23 October to 22 November; the rows are of 2, 5 and 22 November.
    assert (section.first_on, section.next_on) == (date(2026, 10, 23), date(2026, 11, 23))


def test_that_an_account_rested_is_told_too(session: Session, bank: Bank) -> None:
    account = agreed(session)
    bank.rows.clear()
    (pull,) = sweep(session)
    assert (pull.state, counts(pull)) == (PullState.DONE, (0, 0, 0, 0))
    (section,) = session.scalars(select(BankSection))
    assert (section.file_id, section.account_id) == (pull.file_id, account.id)
    assert (section.first_on, section.next_on) == (date(2026, 10, 23), date(2026, 11, 23))
    assert lines(session) == 0


def test_rows_on_two_pages_are_counted_apart(session: Session, bank: Bank) -> None:
    agreed(session)
    bank.page_size = 2
    (pull,) = sweep(session)
    assert counts(pull) == (3, 3, 0, 0)
    assert pull.rows_repeated == 1


def test_a_worker_that_was_killed_loses_and_doubles_nothing(
    session: Session, bank: Bank, clock: Clock
) -> None:
    agreed(session)
    clock.set(datetime(2026, 11, 22, 20, 0, tzinfo=UTC))
    (pull,) = sweep(session)
    clock.set(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    assert claim_pull(session, pull_id=pull.id, now=clock.now) is not None
    assert claim_pull(session, pull_id=pull.id, now=clock.now) is None
    sweep(session)  # another worker has it, as far as the row says
    assert (pull.state, bank.of_service()) == (PullState.WAITING, [])
    clock.set(clock.now + timedelta(minutes=16))
    sweep(session)
    assert (pull.state, counts(pull)) == (PullState.DONE, (3, 3, 0, 0))
    assert lines(session) == 3


def test_outside_the_hours_of_the_bank_nothing_is_called(
    session: Session, bank: Bank, clock: Clock
) -> None:
    agreed(session)
    clock.set(datetime(2026, 11, 23, 14, 0, tzinfo=UTC))  # 21.00 in Jakarta
    (pull,) = sweep(session)
    assert bank.calls == []
    assert pull.next_try_at == datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    session.commit()
    with pytest.raises(PullOutsideHours):
        pull_now(get_bank(session).id, settings_of("BRI"), None)


def test_a_day_that_is_not_over_is_refused_by_name(session: Session, bank: Bank) -> None:
    agreed(session)
    session.commit()
    span = Span(date(2026, 11, 1), date(2026, 11, 23))
    with pytest.raises(PullTooEarly):
        pull_now(get_bank(session).id, settings_of("BRI"), span)
    assert bank.calls == []


def test_a_command_may_ask_for_the_same_days_again(session: Session, bank: Bank) -> None:
    agreed(session)
    session.commit()
    span = Span(date(2026, 11, 1), date(2026, 11, 20))
    first = pull_now(get_bank(session).id, settings_of("BRI"), span)
    assert [counts(one) for one in first] == [(2, 2, 0, 0)]
    again = pull_now(get_bank(session).id, settings_of("BRI"), span)
    assert [counts(one) for one in again] == [(2, 0, 2, 0)]
    assert [one.id for one in first] == [one.id for one in again]
    assert lines(session) == 2


def test_a_person_tries_again_what_failed(session: Session, bank: Bank, clock: Clock) -> None:
    agreed(session)
    officer = actor_of(make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session)))
    bank.refuse("4031401")
    (pull,) = sweep(session)
    assert (pull.state, pull.cause) == (PullState.FAILED, PullCause.REFUSED)
    sweep(session)
    assert len(bank.of_service()) == 1  # a refusal is not asked again by itself
    retry_pull(session, actor=officer, pull_id=pull.id, now=clock.now)
    with pytest.raises(PullNotFailed):
        retry_pull(session, actor=officer, pull_id=pull.id, now=clock.now)
    sweep(session)
    assert (pull.state, pull.asked_by) == (PullState.DONE, officer.user_id)


def test_others_neither_see_nor_repeat_a_pull(session: Session, bank: Bank, clock: Clock) -> None:
    agreed(session)
    bank.refuse("4031401")
    (pull,) = sweep(session)
    stranger = actor_of(make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session, "BSG")))
    elsewhere = actor_of(make_user(session, role=Role.SUPERVISOR, region="75.05"))
    caseworker = actor_of(make_user(session))
    for actor, refusal in (
        (stranger, NotFound),
        (elsewhere, NotFound),
        (caseworker, NotPermitted),
    ):
        assert list_pulls(session, actor=actor, wanted=PullFilter()).total == 0
        with pytest.raises(refusal):
            retry_pull(session, actor=actor, pull_id=pull.id, now=clock.now)
    assert retry_failed(session, actor=stranger, now=clock.now) == 0
    supervisor = actor_of(make_user(session, role=Role.SUPERVISOR))
    assert list_pulls(session, actor=supervisor, wanted=PullFilter()).total == 1
    assert retry_failed(session, actor=supervisor, now=clock.now) == 1


def test_the_number_is_shown_to_the_officer_only_while_its_owner_agrees(
    session: Session, bank: Bank
) -> None:
    account = agreed(session)
    officer: Actor = actor_of(make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session)))
    supervisor = actor_of(make_user(session, role=Role.SUPERVISOR))
    sweep(session)
    (shown,) = list_pulls(session, actor=officer, wanted=PullFilter()).rows
    assert shown.number is None  # nobody agreed that the bank is told
    from savings_app.cases.models import Heir  # noqa: PLC0415

    owner = session.get_one(Heir, account.recipient_id)
    make_consent(session, recipient=owner, kind=ConsentKind.TELL_BANK)
    (shown,) = list_pulls(session, actor=officer, wanted=PullFilter()).rows
    assert shown.number == account.number
    (seen,) = list_pulls(session, actor=supervisor, wanted=PullFilter()).rows
    assert seen.number is None


def test_no_number_stands_in_logs_in_rows_or_in_the_trail(
    session: Session, bank: Bank, caplog: pytest.LogCaptureFixture, capsys: Any
) -> None:
    agreed(session)
    bank.refuse("4031401")
    with caplog.at_level(logging.DEBUG):
        (pull,) = sweep(session)
    told = " ".join(record.getMessage() for record in caplog.records)
    captured = capsys.readouterr()
    events = session.scalars(select(AuditEvent).order_by(AuditEvent.sequence)).all()
    trail = json.dumps([event.facts for event in events])
    row_text = " ".join(str(getattr(pull, name.key)) for name in SnapPull.__table__.columns)
    for text in (told, captured.out, captured.err, trail, row_text):
        assert OWN not in text
    assert [event.action for event in events][-2:] == ["snap-pull:plan", "snap-pull:fail"]


def test_without_settings_the_sweep_does_nothing(session: Session, clock: Clock) -> None:
    load_reference(session)
    agreed(session)
    assert sweep(session) == []


def test_a_bank_whose_settings_are_wrong_stops_no_other(
    session: Session, bank: Bank, tmp_path: Path
) -> None:
    agreed(session)
    set_up(tmp_path, bank, code="BNI", base="nowhere")
    set_up(tmp_path, bank, code="XYZ")
    (pull,) = sweep(session)
    assert pull.state is PullState.DONE
