"""The same form in the same moment, and a trail somebody touched: real connections and commits."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.audit.actions import record
from savings_app.audit.models import AuditEvent
from savings_app.audit.queries import prove_chain
from savings_app.cases.actions.complaints import open_complaint
from savings_app.cases.actions.payouts import record_payout, reverse_payout
from savings_app.cases.actions.receipts import confirm_all_arrived
from savings_app.cases.kinds import ComplaintAbout, PayoutKind
from savings_app.cases.models import Claim, Complaint, Payout, Receipt
from savings_app.cases.money_rules import PayoutAlreadyReversed
from savings_app.cli import cli
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.db import Base, get_session, list_unprotected, transaction
from savings_app.deposits.actions import AnswerGiven, record_answers
from savings_app.deposits.actions import make_pledge as make_pledge_of
from savings_app.deposits.kinds import Answer, PledgeKind
from savings_app.deposits.models import BankAnswer, Pledge
from savings_app.errors import Conflict
from savings_app.money import Rupiah
from tests.builders import (
    NOW,
    TODAY,
    actor_of,
    family_actor,
    get_bank,
    make_account,
    make_consent,
    make_payout,
    make_pledge,
    make_recipient,
    make_user,
)

AT_ONCE = 5
WHOLE = Rupiah.of(42_000_000)


def at_once(app: Flask, deed: Callable[[Session], object]) -> None:
    """The same deed in five transactions; none of them fails."""

    def one(_number: int) -> None:
        with app.app_context(), transaction() as session:
            deed(session)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, range(AT_ONCE)))


def count(app: Flask, table: type[Base]) -> int:
    with app.app_context():
        return get_session().scalar(select(func.count()).select_from(table)) or 0


def test_every_form_about_money_sent_at_once_is_recorded_once(own_app: Flask) -> None:
    key = uuid4()
    with own_app.app_context(), transaction() as session:
        staff = actor_of(make_user(session))
        officer = actor_of(make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session)))
        recipient = make_recipient(session)
        family = family_actor(recipient)
        account = make_account(session, recipient=recipient)
        asked = make_pledge(session, account=account, made_on=TODAY, amount=1_000_000)
        make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
        make_consent(
            session,
            recipient=recipient,
            kind=ConsentKind.BANK_ANSWERS,
            scope=AnswerScope.KEPT_ONLY,
        )
        session.add(_claim(recipient.case_id, staff.user_id))
        recipient_id, account_id, amount = recipient.id, account.id, asked.amount

    at_once(
        own_app,
        lambda session: record_payout(
            session,
            actor=staff,
            recipient_id=recipient_id,
            account_id=account_id,
            kind=PayoutKind.BENEFIT,
            amount=WHOLE,
            paid_on=TODAY,
            request_key=key,
            today=TODAY,
            now=NOW,
        ),
    )
    at_once(own_app, lambda s: confirm_all_arrived(s, actor=family, request_key=key, now=NOW))
    at_once(
        own_app,
        lambda session: open_complaint(
            session,
            actor=family,
            recipient_id=recipient_id,
            about=ComplaintAbout.AMOUNT,
            text="Kurang.",
            request_key=key,
            now=NOW,
        ),
    )
    at_once(
        own_app,
        lambda session: record_answers(
            session,
            actor=officer,
            on=TODAY,
            answers=[AnswerGiven(account_id, amount, Answer.YES)],
            request_key=key,
            today=TODAY,
            now=NOW,
        ),
    )
    at_once(
        own_app,
        lambda session: make_pledge_of(
            session,
            actor=family,
            kind=PledgeKind.KEPT,
            account_id=account_id,
            amount=Rupiah.of(2_000_000),
            until_on=TODAY.replace(year=TODAY.year + 1),
            goal=None,
            request_key=key,
            today=TODAY,
            now=NOW,
        ),
    )
    found = {table: count(own_app, table) for table in (Payout, Receipt, Complaint, BankAnswer)}
    assert set(found.values()) == {1}
    assert count(own_app, Pledge) == 2
    with own_app.app_context():
        assert prove_chain(get_session()).broken_at is None


def _claim(case_id: UUID, user_id: UUID | None) -> Claim:
    return Claim(
        case_id=case_id,
        filed_on=TODAY,
        receipt_number=None,
        due_on=TODAY,
        recorded_by=user_id,
        recorded_at=NOW,
        returned_on=None,
        return_reason=None,
    )


def test_a_payout_is_taken_back_once_however_many_try(own_app: Flask) -> None:
    with own_app.app_context(), transaction() as session:
        staff = actor_of(make_user(session))
        account = make_account(session, recipient=make_recipient(session))
        payout_id = make_payout(session, account=account).id
    refused = []

    def take_back(_number: int) -> None:
        try:
            with own_app.app_context(), transaction() as session:
                reverse_payout(
                    session,
                    actor=staff,
                    payout_id=payout_id,
                    reason="salah tulis",
                    request_key=uuid4(),
                    now=NOW,
                )
        except (PayoutAlreadyReversed, Conflict) as refusal:
            refused.append(refusal)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(take_back, range(AT_ONCE)))
    assert (count(own_app, Payout), len(refused)) == (2, AT_ONCE - 1)


def test_no_table_of_money_forgets_or_changes_a_row(session: Session) -> None:
    make_payout(session, account=make_account(session, recipient=make_recipient(session)))
    record(session, actor=None, now=NOW, action="case:open", subject="case")
    assert list_unprotected(session) == []
    for table in ("payout", "audit_event", "benefit_part"):
        for attempt in (
            f'DELETE FROM "{table}"',  # noqa: S608
            f'UPDATE "{table}" SET id = id',  # noqa: S608
        ):
            with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
                session.execute(text(attempt))


def trail_of(app: Flask, events: int) -> None:
    with app.app_context(), transaction() as session:
        for number in range(events):
            record(session, actor=None, now=NOW, action="case:open", subject="case", row=number)


def touch(app: Flask, statement: str) -> None:
    """What somebody with the database's own password can do."""
    with app.app_context(), transaction() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("ALTER TABLE audit_event DISABLE TRIGGER ALL"))
        else:
            session.execute(text("DROP TRIGGER IF EXISTS audit_event_no_update"))
            session.execute(text("DROP TRIGGER IF EXISTS audit_event_no_delete"))
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit_event SET action = 'case:lihat' WHERE sequence = 3", 3),
        ("UPDATE audit_event SET happened_at = '2020-01-01 00:00:00' WHERE sequence = 2", 2),
        ("DELETE FROM audit_event WHERE sequence = 4", 4),
        ("UPDATE audit_event SET sequence = 9 WHERE sequence = 5", 5),
    ],
)
def test_a_touched_trail_is_found_out(own_app: Flask, statement: str, broken_at: int) -> None:
    trail_of(own_app, 6)
    touch(own_app, statement)
    with own_app.app_context():
        assert prove_chain(get_session()).broken_at == broken_at


def test_events_of_many_writers_stay_one_chain(own_app: Flask) -> None:
    def write(number: int) -> None:
        with own_app.app_context(), transaction() as session:
            record(session, actor=None, now=NOW, action="case:open", subject="case", row=number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(write, range(4 * AT_ONCE)))
    with own_app.app_context():
        proof = prove_chain(get_session())
        sequences = get_session().scalars(select(AuditEvent.sequence).order_by(AuditEvent.sequence))
        assert list(sequences) == list(range(1, 4 * AT_ONCE + 1))
    assert (proof.events, proof.broken_at) == (4 * AT_ONCE, None)


def test_newest_rows_taken_away_are_missed_by_whoever_kept_the_last_proof(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chain cannot see its own end; the row the proof before ended with must still be there."""
    monkeypatch.setattr("savings_app.create_app", lambda **_: own_app)
    trail_of(own_app, 5)
    verify = ["audit", "verify", "--json"]
    last = json.loads(CliRunner().invoke(cli, verify).stdout)["last_hash"]
    since = ["--since", "5", last]
    assert CliRunner().invoke(cli, [*verify, *since]).exit_code == 0
    trail_of(own_app, 1)
    assert CliRunner().invoke(cli, [*verify, *since]).exit_code == 0
    touch(own_app, "DELETE FROM audit_event WHERE sequence >= 5")
    assert CliRunner().invoke(cli, verify).exit_code == 0
    missed = CliRunner().invoke(cli, [*verify, *since])
    assert missed.exit_code == 1
    assert json.loads(missed.stdout)["problems"][0]["place"] == "row 5"
