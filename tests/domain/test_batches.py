"""A batch that comes as one line in a statement and as its parts in a notice is stored once."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.models import Account
from savings_app.consents.kinds import AnswerScope
from savings_app.money import Rupiah, total
from savings_app.reconciliation.actions.files import import_file
from savings_app.reconciliation.actions.undoing import undo_file
from savings_app.reconciliation.kinds import ExceptionCause, LineClass
from savings_app.reconciliation.models import BankFile, BankLine, LineStanding
from savings_app.reconciliation.readers import read_bank_file
from savings_app.snap.pull_rules import Span
from savings_app.snap.reading_rules import Pages, read_pages
from tests.bank_files import Row, csv_file, csv_section
from tests.builders import NOW
from tests.camt_files import ACCOUNT, message, record
from tests.domain.bank_rows import make_agreed, make_officer, sorted_now
from tests.snap_bank import row
from tests.unit.test_batch_rules import as_one, as_parts
from tests.unit.test_reversal_marks import MT940

_serial = count(1)


@pytest.fixture
def officer(session: Session) -> Actor:
    return make_officer(session)


@pytest.fixture
def account(session: Session, officer: Actor) -> Account:

    _recipient, account = make_agreed(session, scope=AnswerScope.LINES)
    account.number = type(account.number)(ACCOUNT)
    session.flush()
    return account


def bring(session: Session, account: Account, data: bytes) -> BankFile:
    file, _done = import_file(
        session, actor=None, bank_id=account.bank_id, sha256=f"{next(_serial):064}",
        size=len(data), found=read_bank_file(data), now=NOW,
    )  # fmt: skip
    session.flush()
    return file


def camt(*entries: str, kind: str) -> bytes:
    return message(record(*entries), kind=kind).encode()


def stored(session: Session) -> list[BankLine]:
    return list(session.scalars(select(BankLine).order_by(BankLine.amount)))


def test_whichever_message_comes_first_the_money_is_stored_once(
    session: Session, account: Account
) -> None:
    first = bring(session, account, camt(as_parts(), kind="054"))
    second = bring(session, account, camt(as_one(), kind="053"))
    assert [(file.rows_new, file.rows_same) for file in (first, second)] == [(3, 0), (0, 1)]
    lines = stored(session)
    assert total(line.amount for line in lines) == Rupiah.of(3_000_000)
    assert len({line.batch_hash for line in lines}) == 1
    assert lines[0].batch_hash is not None
    # And again, on the day after: the statement first.
    third = bring(session, account, camt(as_one(day=6), kind="053"))
    fourth = bring(session, account, camt(as_parts(day=6), kind="054"))
    assert [(file.rows_new, file.rows_same) for file in (third, fourth)] == [(1, 0), (0, 3)]
    assert total(line.amount for line in stored(session)) == Rupiah.of(6_000_000)


def test_parts_of_a_file_taken_back_stand_for_nothing(
    session: Session, account: Account, officer: Actor, now: datetime
) -> None:
    notice = bring(session, account, camt(as_parts(), kind="054"))
    undo_file(session, actor=officer, file_id=notice.id, reason="berkas uji", now=now)
    assert bring(session, account, camt(as_one(), kind="053")).rows_new == 1


def test_a_sum_another_form_of_file_tells_without_a_name_waits_for_a_person(
    session: Session, account: Account, officer: Actor, now: datetime
) -> None:
    bring(session, account, camt(as_parts(), kind="054"))
    on = stored(session)[0].on
    bring(session, account, csv_file(csv_section(ACCOUNT, [Row(on, 3_000_000, "SETORAN")])))
    sorted_now(session, officer, now)
    causes = dict(
        session.execute(
            select(BankLine.amount, LineStanding.cause).join(
                LineStanding, LineStanding.line_id == BankLine.id
            )
        ).all()
    )
    assert causes.pop(Rupiah.of(3_000_000)) is ExceptionCause.BATCH_TWICE
    assert set(causes.values()) == {ExceptionCause.NO_TARGET}


def test_one_movement_told_by_a_pull_and_by_a_statement_is_one_line(
    session: Session, account: Account
) -> None:
    """The number SNAP gives a movement is the one camt gives as AcctSvcrRef."""

    on = date(2026, 3, 5)
    pages = Pages(account.number, Span(on, on))
    moved = row("2026-03-05T09:00:00+07:00", "3000000.00", number="BK-7", remark="TRF MASUK")
    pages.add({"detailData": [moved]})
    import_file(
        session, actor=None, bank_id=account.bank_id, sha256=f"{next(_serial):064}", size=1,
        found=read_pages(pages), now=NOW,
    )  # fmt: skip
    stated = bring(session, account, camt(as_one(), kind="053"))
    noticed = bring(session, account, camt(as_parts(), kind="054"))
    assert (stated.rows_new, stated.rows_same) == (0, 1)
    assert (noticed.rows_new, noticed.rows_same) == (0, 3)
    other = bring(session, account, camt(as_one("BK-8"), kind="053"))
    assert other.rows_new == 1


def test_the_banks_own_mark_of_a_reversal_is_stored(session: Session, account: Account) -> None:

    bring(session, account, MT940.encode())
    marks = [
        (line.direction.value, line.takes_back)
        for line in session.scalars(select(BankLine).order_by(BankLine.amount, BankLine.takes_back))
    ]
    assert marks == [
        ("debit", False), ("credit", True), ("credit", False), ("debit", True),
    ]  # fmt: skip
    sorted_now(session, make_officer(session), NOW)
    kinds = session.scalars(select(LineStanding.kind)).all()
    assert kinds == [LineClass.REVERSED] * 4
