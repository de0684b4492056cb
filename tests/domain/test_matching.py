"""Lines and what they are: proposed by rule, confirmed by a person, taken back by a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.kinds import AccountPurpose
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Account, Payout, PayoutCredit
from savings_app.consents.models import AnswerScope, Consent, ConsentKind
from savings_app.deposits.models import Deposit, Pledge, PledgeKind
from savings_app.errors import NotFound, NotPermitted
from savings_app.money import Rupiah
from savings_app.reconciliation.actions.files import import_file
from savings_app.reconciliation.actions.matching import (
    Choice,
    confirm_matches,
    match_line,
    reverse_match,
)
from savings_app.reconciliation.fit_rules import TargetKind
from savings_app.reconciliation.kinds import ExceptionCause
from savings_app.reconciliation.matching_rules import (
    MatchReversed,
    NothingChosen,
    ProposalChanged,
)
from savings_app.reconciliation.models import BankLine, Match
from savings_app.reconciliation.queries.history import Happened, list_line_history
from savings_app.reconciliation.queries.lines import count_open_lines, get_line
from savings_app.reconciliation.queries.matches import count_matches, list_matches
from savings_app.reconciliation.queries.standings import (
    count_proposals,
    list_candidates,
    list_proposals,
    settle,
)
from tests.bank_files import Row, csv_file, csv_section, read
from tests.builders import (
    actor_of,
    get_bank,
    load_reference,
    make_account,
    make_consent,
    make_payout,
    make_pledge,
    make_recipient,
    make_user,
)
from tests.domain.bank_rows import sorted_now

PAID_ON = date(2026, 11, 10)


@dataclass
class Family:
    """A recipient's account at a partner bank, with the two consents matching needs."""

    account: Account
    tells: Consent
    lets: Consent


def make_family(session: Session, *, purpose: AccountPurpose = AccountPurpose.BENEFIT) -> Family:
    recipient = make_recipient(session)
    tells = make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
    lets = make_consent(
        session, recipient=recipient, kind=ConsentKind.BANK_ANSWERS, scope=AnswerScope.LINES
    )
    return Family(make_account(session, recipient=recipient, purpose=purpose), tells, lets)


def officer(session: Session, code: str = "BRI") -> Actor:
    load_reference(session)
    return actor_of(make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session, code)))


def bring_in(session: Session, account: Account, rows: list[Row], now: datetime) -> list[BankLine]:
    """These rows, stored as an import stores them."""
    data = csv_file(csv_section(account.number.full, rows, opening=10**9))
    import_file(
        session,
        actor=None,
        bank_id=account.bank_id,
        sha256=uuid4().hex * 2,
        size=len(data),
        found=read(data),
        now=now,
    )
    return list(
        session.scalars(
            select(BankLine)
            .where(BankLine.account_id == account.id)
            .order_by(BankLine.on, BankLine.amount)
        )
    )


def one_payout(session: Session, now: datetime) -> tuple[Actor, Family, Payout, BankLine]:
    actor, family = officer(session), make_family(session)
    payout = make_payout(session, account=family.account, paid_on=PAID_ON)
    (line,) = bring_in(session, family.account, [Row(PAID_ON, 42_000_000, "SANTUNAN JKM")], now)
    return actor, family, payout, line


def one_pledge(session: Session, now: datetime) -> tuple[Actor, Family, Pledge, BankLine]:
    actor, family = officer(session), make_family(session, purpose=AccountPurpose.SAVING)
    pledge = make_pledge(
        session,
        account=family.account,
        kind=PledgeKind.PAID_IN,
        amount=5_000_000,
        code="SB-7K2M",
        made_on=PAID_ON,
    )
    row = Row(PAID_ON + timedelta(days=2), 5_000_000, "SETOR SB-7K2M")
    (line,) = bring_in(session, family.account, [row], now)
    return actor, family, pledge, line


def total(session: Session, column: sa.orm.InstrumentedAttribute[Rupiah]) -> int:
    """The sum of an amount's column, in rupiah."""
    return sum(amount.sen for amount in session.scalars(select(column))) // 100


def test_a_payouts_credit_line_is_proposed_and_becomes_the_payouts_credit(
    session: Session, now: datetime
) -> None:
    actor, _family, payout, line = one_payout(session, now)
    (row,) = list_proposals(session, actor=sorted_now(session, actor, now))
    assert (row.line.line.id, row.target.id) == (line.id, payout.id)
    assert row.target.kind is TargetKind.PAYOUT
    assert [reason.value for reason in row.proposal.reasons] == [
        "same_account",
        "same_amount",
        "within_dates",
    ]
    written = confirm_matches(session, actor=actor, choices=[Choice(line.id, payout.id)], now=now)
    assert written == 1
    credit = session.scalars(select(PayoutCredit)).one()
    assert (credit.payout_id, credit.line_id, credit.amount) == (
        payout.id,
        line.id,
        Rupiah.of(42_000_000),
    )
    match = session.scalars(select(Match)).one()
    assert (match.payout_id, match.confirmed_by) == (payout.id, actor.user_id)
    assert list_proposals(session, actor=sorted_now(session, actor, now)) == []
    assert count_proposals(session, actor=actor) == 0
    assert count_open_lines(session, actor=actor) == 0
    (shown,) = list_matches(session, actor=actor)
    assert shown.match.id == match.id
    assert count_matches(session, actor=actor) == 1


def test_a_pledges_line_becomes_a_deposit(session: Session, now: datetime) -> None:
    actor, _family, pledge, line = one_pledge(session, now)
    (row,) = list_proposals(session, actor=sorted_now(session, actor, now))
    assert row.proposal.reasons[0].value == "code_in_text"
    confirm_matches(session, actor=actor, choices=[Choice(line.id, pledge.id)], now=now)
    deposit = session.scalars(select(Deposit)).one()
    assert (deposit.pledge_id, deposit.line_id) == (pledge.id, line.id)
    assert (str(deposit.amount), deposit.on) == ("5000000.00", PAID_ON + timedelta(days=2))
    assert session.scalar(select(PayoutCredit)) is None


def test_a_line_matched_to_a_pledge_never_counts_as_a_payout_and_disimpan_is_no_target(
    session: Session, now: datetime
) -> None:
    actor, family, _payout, _line = one_payout(session, now)
    make_pledge(session, account=family.account, kind=PledgeKind.KEPT, amount=42_000_000)
    (row,) = list_proposals(session, actor=sorted_now(session, actor, now))
    assert row.target.kind is TargetKind.PAYOUT


def test_confirming_twice_writes_once(session: Session, now: datetime) -> None:
    actor, _family, payout, line = one_payout(session, now)
    choice = Choice(line.id, payout.id)
    assert confirm_matches(session, actor=actor, choices=[choice], now=now) == 1
    assert confirm_matches(session, actor=actor, choices=[choice], now=now) == 0
    assert len(session.scalars(select(Match)).all()) == 1
    assert total(session, PayoutCredit.amount) == 42_000_000


def test_one_ticked_row_that_is_not_proposed_any_more_writes_none(
    session: Session, now: datetime
) -> None:
    actor, _family, payout, line = one_payout(session, now)
    other = make_family(session)
    wrong = make_payout(session, account=other.account, amount=1_000_000)
    (other_line,) = bring_in(session, other.account, [Row(PAID_ON, 2_000_000)], now)
    choices = [Choice(line.id, payout.id), Choice(other_line.id, wrong.id)]
    with pytest.raises(ProposalChanged), session.begin_nested():
        confirm_matches(session, actor=actor, choices=choices, now=now)
    assert session.scalar(select(func.count()).select_from(Match)) == 0


def test_a_line_is_never_confirmed_as_another_accounts_payout(
    session: Session, now: datetime
) -> None:
    actor, _family, _payout, line = one_payout(session, now)
    other = make_payout(session, account=make_family(session).account)
    with pytest.raises(ProposalChanged):
        confirm_matches(session, actor=actor, choices=[Choice(line.id, other.id)], now=now)
    with pytest.raises(ProposalChanged):
        match_line(session, actor=actor, choice=Choice(line.id, other.id), now=now)


def test_nothing_ticked_is_said(session: Session, now: datetime) -> None:
    with pytest.raises(NothingChosen):
        confirm_matches(session, actor=officer(session), choices=[], now=now)


def test_each_open_line_has_its_cause(session: Session, now: datetime) -> None:
    actor, family = officer(session), make_family(session)
    make_payout(session, account=family.account, paid_on=PAID_ON)
    bare = make_family(session)
    bring_in(session, bare.account, [Row(PAID_ON, 42_000_000)], now)
    rows = [
        Row(PAID_ON - timedelta(days=40), 42_000_000),
        Row(PAID_ON, 41_000_000),
        Row(PAID_ON, -500_000),
    ]
    bring_in(session, family.account, rows, now)
    assert count_open_lines(session, actor=actor) == 3
    numbers = {family.account.number, bare.account.number}
    settled = settle(session, actor=actor, numbers=numbers)
    lines = {line.id: line for line in session.scalars(select(BankLine))}
    causes = {
        f"{lines[line_id].on} {lines[line_id].direction} {lines[line_id].amount}": one.cause
        for line_id, one in settled.classed.items()
    }
    assert causes == {
        "2026-10-01 credit 42000000.00": ExceptionCause.OUTSIDE_DATES,
        "2026-11-10 credit 41000000.00": ExceptionCause.AMOUNT_DIFFERS,
        "2026-11-10 debit 500000.00": None,
        "2026-11-10 credit 42000000.00": ExceptionCause.NO_TARGET,
    }


def test_two_pledges_of_one_amount_are_left_to_the_officer_to_choose(
    session: Session, now: datetime
) -> None:
    actor, family = officer(session), make_family(session, purpose=AccountPurpose.SAVING)
    first, second = (
        make_pledge(
            session,
            account=family.account,
            kind=PledgeKind.PAID_IN,
            amount=500_000,
            made_on=PAID_ON,
        )
        for _ in range(2)
    )
    (line,) = bring_in(session, family.account, [Row(PAID_ON, 500_000)], now)
    assert list_proposals(session, actor=sorted_now(session, actor, now)) == []
    with pytest.raises(ProposalChanged):
        confirm_matches(session, actor=actor, choices=[Choice(line.id, first.id)], now=now)
    row = get_line(session, actor=actor, line_id=line.id)
    candidates = list_candidates(session, actor=actor, row=row)
    assert {one.target.id for one in candidates} == {first.id, second.id}
    match_line(session, actor=actor, choice=Choice(line.id, second.id), now=now)
    match_line(session, actor=actor, choice=Choice(line.id, second.id), now=now)
    assert session.scalars(select(Deposit)).one().pledge_id == second.id
    with pytest.raises(ProposalChanged):
        match_line(session, actor=actor, choice=Choice(line.id, first.id), now=now)


@pytest.mark.parametrize("make", [one_payout, one_pledge], ids=["payout", "pledge"])
def test_taking_a_match_back_adds_rows_and_the_line_is_open_again(
    session: Session, now: datetime, make: object
) -> None:
    assert callable(make)
    actor, _family, target, line = make(session, now)
    confirm_matches(session, actor=actor, choices=[Choice(line.id, target.id)], now=now)
    (shown,) = list_matches(session, actor=actor)
    with pytest.raises(ReasonNeeded):
        reverse_match(session, actor=actor, match_id=shown.match.id, reason=" ", now=now)
    later = now + timedelta(minutes=1)
    taken_back = reverse_match(
        session, actor=actor, match_id=shown.match.id, reason="salah rekening", now=later
    )
    assert (taken_back.reverses_id, taken_back.reason) == (shown.match.id, "salah rekening")
    assert total(session, PayoutCredit.amount) == total(session, Deposit.amount) == 0
    assert list_matches(session, actor=actor) == []
    assert len(list_proposals(session, actor=sorted_now(session, actor, now))) == 1
    history = list_line_history(session, line_id=line.id)
    assert [(event.what, event.text) for event in history] == [
        (Happened.CAME, None),
        (Happened.MATCHED, None),
        (Happened.UNMATCHED, "salah rekening"),
    ]
    for again in (shown.match.id, taken_back.id):
        with pytest.raises(MatchReversed):
            reverse_match(session, actor=actor, match_id=again, reason="lagi", now=later)
    confirm_matches(session, actor=actor, choices=[Choice(line.id, target.id)], now=later)
    assert len(list_matches(session, actor=actor)) == 1


@pytest.mark.parametrize("which", ["tells", "lets"])
def test_a_consent_taken_back_hides_the_line_at_once(
    session: Session, now: datetime, which: str
) -> None:
    actor, family, payout, line = one_payout(session, now)
    getattr(family, which).revoked_at = now
    session.flush()
    assert list_proposals(session, actor=sorted_now(session, actor, now)) == []
    assert count_open_lines(session, actor=actor) == 0
    with pytest.raises(NotFound):
        get_line(session, actor=actor, line_id=line.id)
    with pytest.raises(NotFound):
        confirm_matches(session, actor=actor, choices=[Choice(line.id, payout.id)], now=now)


def test_matches_disappear_with_the_consent(session: Session, now: datetime) -> None:
    actor, family, payout, line = one_payout(session, now)
    confirm_matches(session, actor=actor, choices=[Choice(line.id, payout.id)], now=now)
    (shown,) = list_matches(session, actor=actor)
    family.lets.revoked_at = now
    session.flush()
    assert list_matches(session, actor=actor) == []
    with pytest.raises(NotFound):
        reverse_match(session, actor=actor, match_id=shown.match.id, reason="salah", now=now)


def test_another_banks_officer_and_a_caseworker_confirm_nothing(
    session: Session, now: datetime
) -> None:
    _actor, _family, payout, line = one_payout(session, now)
    choices = [Choice(line.id, payout.id)]
    stranger = officer(session, "BSG")
    assert list_proposals(session, actor=sorted_now(session, stranger, now)) == []
    with pytest.raises(NotFound):
        confirm_matches(session, actor=stranger, choices=choices, now=now)
    with pytest.raises(NotPermitted):
        confirm_matches(session, actor=actor_of(make_user(session)), choices=choices, now=now)


def test_a_match_is_neither_changed_nor_deleted(session: Session, now: datetime) -> None:
    actor, _family, payout, line = one_payout(session, now)
    confirm_matches(session, actor=actor, choices=[Choice(line.id, payout.id)], now=now)
    for text in ("UPDATE match SET reason = 'x'", "DELETE FROM match"):
        with pytest.raises(DatabaseError), session.begin_nested():
            session.execute(sa.text(text))


def test_the_trail_tells_who_confirmed(session: Session, now: datetime) -> None:
    actor, _family, payout, line = one_payout(session, now)
    confirm_matches(session, actor=actor, choices=[Choice(line.id, payout.id)], now=now)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "match:confirm")).one()
    assert (event.user_id, event.facts) == (actor.user_id, {"target": "payout"})
