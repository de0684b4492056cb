"""An applied file is taken back: its lines count for nothing, its matches are taken back too."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.models import AuditEvent
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Account, Heir, PayoutCredit
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.consents.models import Consent
from savings_app.errors import Conflict, NotFound
from savings_app.money import ZERO
from savings_app.reconciliation.actions.files import import_file
from savings_app.reconciliation.actions.matching import Choice, confirm_matches
from savings_app.reconciliation.actions.undoing import Undone, undo_file
from savings_app.reconciliation.import_rules import (
    BankFileAlreadyApplied,
    BankFileFollowed,
    BankFileInUse,
    BankFileNotApplied,
)
from savings_app.reconciliation.models import BankFile, BankFileState, BankLine, Match
from savings_app.reconciliation.queries.lines import count_open_lines
from savings_app.reconciliation.queries.matches import count_matches
from savings_app.reconciliation.queries.movements import list_last_movements
from savings_app.reconciliation.queries.standings import list_proposals
from savings_app.reconciliation.queries.told import list_told
from tests.bank_files import Row, csv_file, csv_section, read
from tests.builders import family_actor, make_payout
from tests.domain.bank_rows import make_agreed, make_officer, sorted_now

OPENING = 1_000_000
D1, D2, D3 = date(2026, 11, 10), date(2026, 11, 12), date(2026, 11, 14)
INTEREST = Row(D2, 1_000, "BUNGA HARIAN")


@pytest.fixture
def account(session: Session) -> Account:
    _recipient, account = make_agreed(session, scope=AnswerScope.LINES)
    return account


@pytest.fixture
def officer(session: Session) -> Actor:
    return make_officer(session)


class Bank:
    """Hands in files, each an hour after the other."""

    def __init__(self, session: Session, account: Account, now: datetime) -> None:
        self.session, self.account, self.now = session, account, now

    def bring(self, *rows: Row) -> BankFile:
        self.now += timedelta(hours=1)
        data = csv_file(csv_section(self.account.number.full, list(rows), opening=OPENING))
        file, _assessment = import_file(
            self.session,
            actor=None,
            bank_id=self.account.bank_id,
            sha256=sha256(data).hexdigest(),
            size=len(data),
            found=read(data),
            now=self.now,
        )
        return file

    def undo(self, file: BankFile, officer: Actor, reason: str = "berkas bulan lain") -> Undone:
        return undo_file(self.session, actor=officer, file_id=file.id, reason=reason, now=self.now)


@pytest.fixture
def bank(session: Session, account: Account, now: datetime) -> Bank:
    return Bank(session, account, now)


def counts(file: BankFile) -> tuple[int, int]:
    return file.rows_new, file.rows_same


def test_its_lines_are_nowhere_and_stay_to_be_read(
    session: Session, bank: Bank, officer: Actor
) -> None:
    file = bank.bring(Row(D1, 50_000), INTEREST, INTEREST)
    assert count_open_lines(session, actor=officer) == 3

    undone = bank.undo(file, officer)

    assert undone.matches == 0
    assert (file.state, file.undone_by, file.undo_reason) == (
        BankFileState.UNDONE,
        officer.user_id,
        "berkas bulan lain",
    )
    assert count_open_lines(session, actor=officer) == 0
    (bank_told,) = list_told(session, actor=officer, today=D1)
    assert bank_told.last_on is None
    assert session.scalar(select(func.count()).select_from(BankLine)) == 3
    told = session.scalars(
        select(AuditEvent.action)
        .where(AuditEvent.subject_id == file.id)
        .order_by(AuditEvent.sequence)
    )
    assert list(told)[-1] == "bank-file:undo"


def test_the_same_file_again_is_new_and_after_it_nothing_doubles(
    session: Session, bank: Bank, officer: Actor
) -> None:
    rows = (Row(D1, 50_000), INTEREST, INTEREST)
    bank.undo(bank.bring(*rows), officer)

    again = bank.bring(*rows)
    assert counts(again) == (3, 0)
    assert count_open_lines(session, actor=officer) == 3
    # A longer file: what stands is the same, and the third equal interest is new.
    longer = bank.bring(*rows, INTEREST, Row(D3, 70_000))
    assert counts(longer) == (2, 3)
    with pytest.raises(BankFileAlreadyApplied):
        bank.bring(*rows)
    # Twice undone, and again.
    bank.undo(longer, officer)
    bank.undo(again, officer)
    assert counts(bank.bring(*rows, INTEREST)) == (4, 0)
    assert count_open_lines(session, actor=officer) == 4


def test_what_an_earlier_file_brought_still_stands(
    session: Session, bank: Bank, officer: Actor
) -> None:
    bank.bring(Row(D1, 50_000), INTEREST)
    later = bank.bring(Row(D1, 50_000), INTEREST, INTEREST)
    assert counts(later) == (1, 2)
    bank.undo(later, officer)
    assert count_open_lines(session, actor=officer) == 2
    assert counts(bank.bring(Row(D1, 50_000), INTEREST, INTEREST, Row(D3, 1))) == (2, 2)


def test_the_latest_of_files_about_the_same_days_goes_first(bank: Bank, officer: Actor) -> None:
    first = bank.bring(Row(D1, 50_000), INTEREST)
    apart = bank.bring(Row(D3, 70_000))
    later = bank.bring(Row(D1, 50_000), INTEREST, INTEREST)
    with pytest.raises(BankFileFollowed) as refusal:
        bank.undo(first, officer)
    assert refusal.value.facts["on"] == later.applied_at
    bank.undo(apart, officer)
    bank.undo(later, officer)
    bank.undo(first, officer)
    with pytest.raises(BankFileNotApplied):
        bank.undo(first, officer)


def test_its_matches_are_taken_back_with_the_money_and_can_be_made_anew(
    session: Session, bank: Bank, officer: Actor, account: Account
) -> None:
    payout = make_payout(session, account=account, paid_on=D1)
    row = Row(D1, payout.amount.rupiah)
    file = bank.bring(row)
    (proposal,) = list_proposals(session, actor=sorted_now(session, officer, bank.now))
    choice = Choice(proposal.line.line.id, payout.id)
    confirm_matches(session, actor=officer, choices=[choice], now=bank.now)

    assert bank.undo(file, officer).matches == 1

    assert count_matches(session, actor=officer) == 0
    assert session.scalar(select(func.sum(PayoutCredit.amount))) == ZERO
    reversal = session.scalars(select(Match).where(Match.reverses_id.is_not(None))).one()
    assert reversal.reason == "berkas bulan lain"
    bank.bring(row)
    (again,) = list_proposals(session, actor=sorted_now(session, officer, bank.now))
    assert again.target.id == payout.id


def test_money_of_somebody_who_took_the_consent_back_stays_as_it_is(
    session: Session, bank: Bank, officer: Actor, account: Account
) -> None:
    payout = make_payout(session, account=account, paid_on=D1)
    file = bank.bring(Row(D1, payout.amount.rupiah))
    (proposal,) = list_proposals(session, actor=sorted_now(session, officer, bank.now))
    choice = Choice(proposal.line.line.id, payout.id)
    confirm_matches(session, actor=officer, choices=[choice], now=bank.now)
    for consent in session.scalars(
        select(Consent).where(
            Consent.recipient_id == account.recipient_id,
            Consent.kind == ConsentKind.BANK_ANSWERS,
        )
    ):
        consent.revoked_at = bank.now
    session.flush()
    with pytest.raises(BankFileInUse):
        bank.undo(file, officer)


def test_another_bank_a_missing_reason_and_a_stale_page_are_refused(
    session: Session, bank: Bank, officer: Actor
) -> None:
    file = bank.bring(Row(D1, 50_000))
    with pytest.raises(NotFound):
        bank.undo(file, make_officer(session, "BSG"))
    with pytest.raises(ReasonNeeded):
        bank.undo(file, officer, reason="  ")
    with pytest.raises(Conflict):
        undo_file(
            session,
            actor=officer,
            file_id=file.id,
            reason="keliru",
            seen_version=file.version - 1,
            now=bank.now,
        )
    assert file.state is BankFileState.APPLIED


def test_a_line_that_was_taken_back_moved_nothing(
    session: Session, bank: Bank, officer: Actor, account: Account
) -> None:
    file = bank.bring(Row(D1, 50_000, "SETOR TUNAI"))
    recipient = account.recipient_id

    def moved() -> list[date]:
        actor = family_actor(session.get_one(Heir, recipient))
        rows = list_last_movements(session, actor=actor, recipient_id=recipient)
        return [row.last_on for row in rows]

    assert moved() == [D1]
    bank.undo(file, officer)
    assert moved() == []
