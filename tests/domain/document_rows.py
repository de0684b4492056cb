"""A family of which every kind of document can be made, for tests of all of them at once."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from savings_app.cases.actions.hand_overs import Plan, plan_hand_over
from savings_app.cases.actions.letters import issue_letter
from savings_app.cases.hand_over_kinds import Occasion
from savings_app.cases.kinds import AccountPurpose
from savings_app.cases.letter_codes import make_code, seal
from savings_app.cases.models import Account, Heir
from savings_app.consents.kinds import ConsentKind
from savings_app.deposits.kinds import Answer, PledgeKind
from savings_app.deposits.models import BankAnswer, Deposit, Pledge
from savings_app.documents.actions import request_document
from savings_app.documents.models import Document
from savings_app.documents.rules import DocumentKind, Period, Sheet, Wanted
from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.models import BankFile, BankFileState, BankLine, BankSection, Match
from savings_app.storage import sealing_key
from tests.builders import (
    NOW,
    actor_of,
    family_actor,
    let_staff_see,
    make_account,
    make_consent,
    make_nik,
    make_pledge,
    make_user,
)
from tests.domain.test_agreed_document import FULL, agreed

OFFICE = "Dinas Nakerkum"


def make_documented(session: Session, today: date, now: datetime) -> Heir:
    """A recipient with a plan, an account, wishes, what the bank told of them, and a hand-over."""
    recipient, _plan = agreed(session, today, now, FULL[:8])
    recipient.full_name, recipient.nik = "Hartin Uji", make_nik(date(1975, 3, 5))
    account = make_account(session, recipient=recipient, number="003901012345678")
    make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
    let_staff_see(session, recipient=recipient)
    kept = make_pledge(session, account=account, made_on=date(2026, 7, 3))
    for month, said in ((7, Answer.YES), (8, Answer.YES), (10, Answer.PARTLY)):
        answer_of(session, kept, date(2026, month, 31), said)
    saving = make_account(
        session, recipient=recipient, number="003901087654321", purpose=AccountPurpose.SAVING
    )
    paid_in = make_pledge(
        session, account=saving, kind=PledgeKind.PAID_IN, made_on=date(2026, 8, 1), amount=3_000_000
    )
    lines = make_statement(session, account=saving)
    deposit_of(session, paid_in, lines[0])
    actor = actor_of(make_user(session))
    plan = Plan(date(2026, 12, 9), "Masjid desa", Occasion.FORTIETH_DAY, OFFICE)
    plan_hand_over(session, actor=actor, case_ids=[recipient.case_id], plan=plan, now=now)
    session.flush()
    return recipient


def answer_of(
    session: Session,
    pledge: Pledge,
    on: date,
    said: Answer | None,
    *,
    reverses: BankAnswer | None = None,
    reason: str | None = None,
) -> BankAnswer:
    """What the bank said of this day, or that it took an earlier word back."""
    row = BankAnswer(
        pledge_id=pledge.id,
        on=on,
        asked_amount=pledge.amount,
        answer=said,
        answered_by=make_user(session).id,
        answered_at=NOW,
        request_key=uuid4(),
        reverses_id=reverses.id if reverses else None,
        reason=reason,
    )
    session.add(row)
    session.flush()
    return row


def deposit_of(
    session: Session, pledge: Pledge, line: BankLine, *, reverses: Deposit | None = None
) -> Deposit:
    """A line confirmed for a wish, or that confirmation taken back."""
    row = Deposit(
        pledge_id=pledge.id,
        line_id=line.id,
        amount=-line.amount if reverses else line.amount,
        on=line.on,
        confirmed_by=make_user(session).id,
        confirmed_at=NOW,
        reverses_id=reverses.id if reverses else None,
        reason="salah baris" if reverses else None,
    )
    session.add(row)
    if reverses is None:
        match = Match(
            line_id=line.id,
            payout_id=None,
            pledge_id=pledge.id,
            confirmed_by=row.confirmed_by,
            confirmed_at=NOW,
            reasons=[],
            reverses_id=None,
            reason=None,
            batch_id=None,
        )
        session.add(match)
    session.flush()
    return row


SEPTEMBER = (
    (date(2026, 9, 4), Direction.CREDIT, 1_000_000, "SETOR TUNAI"),
    (date(2026, 9, 20), Direction.DEBIT, 200_000, "TARIK TUNAI"),
    (date(2026, 9, 30), Direction.CREDIT, 1_250, "BUNGA"),
    (date(2026, 9, 30), Direction.DEBIT, 250, "PAJAK BUNGA"),
    (date(2026, 9, 30), Direction.DEBIT, 5_500, "BIAYA ADM"),
)


def make_statement(
    session: Session,
    *,
    account: Account,
    format: str = "mt940",
    rows: tuple[tuple[date, Direction, int, str], ...] = SEPTEMBER,
    opening: int | None = 500_000,
    closing: int | None = 1_295_500,
    first_on: date = date(2026, 9, 1),
    next_on: date = date(2026, 10, 1),
) -> list[BankLine]:
    """The lines of one applied statement of the account, with the balances it names."""
    serial = uuid4().hex
    file = BankFile(
        bank_id=account.bank_id, stored_name=uuid4(), sha256=serial * 2, size=1, format=format,
        state=BankFileState.APPLIED, uploaded_by=None, uploaded_at=NOW, applied_at=NOW,
        first_on=first_on, last_on=first_on, rows_in=len(rows), rows_new=len(rows), rows_same=0,
        rows_refused=0, problems=[],
    )  # fmt: skip
    session.add(file)
    session.flush()
    section = BankSection(
        file_id=file.id,
        account_id=account.id,
        currency="IDR",
        opening=None if opening is None else Rupiah.of(opening),
        closing=None if closing is None else Rupiah.of(closing),
        first_on=first_on,
        next_on=next_on,
    )
    session.add(section)
    session.flush()
    lines = [
        BankLine(
            section_id=section.id,
            account_id=account.id,
            on=on,
            direction=direction,
            amount=Rupiah.of(amount),
            text=text,
            content_hash=f"{serial}{place:032}",
            occurrence=1,
        )
        for place, (on, direction, amount, text) in enumerate(rows)
    ]
    session.add_all(lines)
    session.flush()
    return lines


def issue(
    session: Session,
    recipient: Heir,
    kind: DocumentKind,
    *,
    today: date,
    now: datetime,
    language: str = "id",
    sheet: Sheet = Sheet.A4,
    period: Period | None = None,
) -> Document:
    """A document as its family asks for it; an access letter as the officer does."""
    actor, letter = family_actor(recipient), None
    if kind is DocumentKind.ACCESS:
        actor = actor_of(make_user(session))
        letter = issue_letter(
            session,
            actor=actor,
            recipient_id=recipient.id,
            code_hash="unused here",
            code_sealed=seal(make_code(), key=sealing_key()),
            reason=None,
            now=now,
        )
    return request_document(
        session,
        actor=actor,
        wanted=Wanted(kind, language, sheet, period),
        recipient_id=recipient.id,
        today=today,
        now=now,
        letter=letter,
    )
