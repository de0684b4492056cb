"""The savings statement of some days: what a bank told in them, and nothing it did not tell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.cases.kinds import AccountPurpose
from savings_app.cases.models import Account, Heir
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.deposits.kinds import Answer, PledgeKind
from savings_app.deposits.models import Pledge
from savings_app.documents.asked import Asked
from savings_app.documents.content import gather
from savings_app.documents.rendering import render_html
from savings_app.documents.rules import (
    DocumentKind,
    NothingToPrint,
    Period,
    PeriodNotBegun,
    PeriodOnlyOfStatement,
    StatementNeedsConsent,
    Wanted,
)
from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.models import BankFile
from tests.builders import (
    actor_of,
    family_actor,
    make_account,
    make_consent,
    make_pledge,
    make_recipient,
    make_user,
)
from tests.domain.document_rows import answer_of, deposit_of, issue, make_statement

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
AUTUMN = Period(date(2026, 7, 1), date(2026, 9, 30))


@pytest.fixture
def recipient(session: Session) -> Heir:
    recipient = make_recipient(session)
    make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
    make_consent(
        session, recipient=recipient, kind=ConsentKind.BANK_ANSWERS, scope=AnswerScope.LINES
    )
    return recipient


@pytest.fixture
def saving(session: Session, recipient: Heir) -> Account:
    return make_account(session, recipient=recipient, purpose=AccountPurpose.SAVING)


def kept(session: Session, recipient: Heir, made_on: date = date(2026, 7, 3)) -> Pledge:
    return make_pledge(session, account=make_account(session, recipient=recipient), made_on=made_on)


def told(
    session: Session, recipient: Heir, today: date, period: Period | None = None
) -> dict[str, Any]:
    wanted = Wanted(DocumentKind.SAVINGS, period=period)
    return gather(session, Asked(family_actor(recipient), recipient, wanted, today))


def test_only_the_days_asked_for_are_told_and_a_month_without_a_word_says_so(
    session: Session, recipient: Heir, today: date
) -> None:
    pledge = kept(session, recipient)
    for month, said in ((7, Answer.YES), (9, Answer.PARTLY)):
        answer_of(session, pledge, date(2026, month, 30), said)
    answer_of(session, pledge, date(2026, 10, 31), Answer.NO)
    (one,) = told(session, recipient, today, AUTUMN)["pledges"]
    found = [(row["month"].month, row["news"] and row["news"]["answer"]) for row in one["months"]]
    assert found == [(7, "ya"), (8, None), (9, "sebagian")]
    assert [row["month"].month for row in one["growth"]] == [7, 8, 9]
    assert [row["known"] for row in one["growth"]] == ["sedikitnya", "belum_ada_kabar", "sebagian"]
    assert one["last"]["on"] == date(2026, 9, 30)
    (whole,) = told(session, recipient, today)["pledges"]
    assert [row["month"].month for row in whole["months"]] == [7, 8, 9, 10]


def test_two_words_about_one_month_are_two_rows(
    session: Session, recipient: Heir, today: date
) -> None:
    pledge = kept(session, recipient)
    answer_of(session, pledge, date(2026, 9, 10), Answer.YES)
    answer_of(session, pledge, date(2026, 9, 30), Answer.PARTLY)
    (one,) = told(session, recipient, today, SEPTEMBER)["pledges"]
    assert [row["news"]["on"].day for row in one["months"]] == [10, 30]


def test_months_long_past_are_told_too(session: Session, recipient: Heir, today: date) -> None:
    pledge = kept(session, recipient, made_on=date(2024, 1, 5))
    answer_of(session, pledge, date(2024, 2, 29), Answer.YES)
    whole = told(session, recipient, today)["pledges"][0]
    assert (len(whole["months"]), len(whole["growth"])) == (34, 12)
    past = Period(date(2024, 1, 1), date(2024, 3, 31))
    (one,) = told(session, recipient, today, past)["pledges"]
    assert [bool(row["news"]) for row in one["months"]] == [False, True, False]


def test_an_answer_that_was_put_right_stays_with_its_correction(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    pledge = kept(session, recipient)
    wrong = answer_of(session, pledge, date(2026, 9, 30), Answer.NO)
    answer_of(session, pledge, wrong.on, None, reverses=wrong, reason="tertukar dengan nomor lain")
    answer_of(session, pledge, wrong.on, Answer.YES)
    (one,) = told(session, recipient, today, SEPTEMBER)["pledges"]
    (put_right,) = one["corrections"]
    assert (put_right["was"], put_right["now"]) == ("tidak", "ya")
    assert (
        told(session, recipient, today, Period(date(2026, 10, 1), date(2026, 10, 31)))["pledges"][
            0
        ]["corrections"]
        == []
    )
    document = issue(
        session, recipient, DocumentKind.SAVINGS, today=today, now=now, period=SEPTEMBER
    )
    html = render_html(document, address="http://layanan.invalid")
    for said in ("Yang dibetulkan", "Dipakai", "Masih ada", "tertukar dengan nomor lain"):
        assert said in html


def test_lines_are_named_and_balances_are_those_the_bank_told_with_their_day(
    session: Session, recipient: Heir, saving: Account, today: date, now: datetime
) -> None:
    make_statement(session, account=saving)
    (account,) = told(session, recipient, today, SEPTEMBER)["accounts"]
    assert account["opening"] == {
        "on": date(2026, 8, 31),
        "amount": Rupiah.of(500_000),
        "way": "berkas_mutasi",
    }
    assert account["closing"]["on"] == date(2026, 9, 30)
    assert account["closing"]["amount"] == Rupiah.of(1_295_500)
    kinds = {one["kind"]: one["amount"].rupiah for one in account["movements"]}
    assert (kinds["imbal_hasil"], kinds["pajak"], kinds["biaya"]) == (1_250, -250, -5_500)
    moved = sum(one["amount"].sen for one in account["movements"])
    assert account["opening"]["amount"].sen + moved == account["closing"]["amount"].sen
    assert account["untold"] == []
    document = issue(
        session, recipient, DocumentKind.SAVINGS, today=today, now=now, period=SEPTEMBER
    )
    html = render_html(document, address="http://layanan.invalid")
    for said in (
        "Dari 1 September 2026 sampai 30 September 2026",
        "Rp500.000 pada akhir 31 Agustus 2026 (baris berkas bank)",
        "Biaya bank",
        "Pajak atas bunga atau bagi hasil",
        "−Rp5.500",
    ):
        assert said in html, said
    assert "TARIK TUNAI" not in html  # a bank's remark may name somebody else


def test_no_balance_is_worked_out_where_the_bank_told_none(
    session: Session, recipient: Heir, saving: Account, today: date
) -> None:
    make_statement(session, account=saving, opening=None, closing=None, format="api")
    (account,) = told(session, recipient, today, SEPTEMBER)["accounts"]
    assert (account["opening"], account["closing"]) == (None, None)
    assert {one["way"] for one in account["movements"]} == {"sambungan_bank"}


def test_a_balance_in_the_middle_is_told_with_its_own_day(
    session: Session, recipient: Heir, saving: Account, today: date
) -> None:
    make_statement(session, account=saving)
    later = Period(date(2026, 9, 10), date(2026, 11, 20))
    (account,) = told(session, recipient, today, later)["accounts"]
    assert account["opening"] is None  # of 9 September the bank said nothing
    assert account["closing"]["on"] == date(2026, 9, 30)
    assert account["untold"] == [date(2026, 10, 1)]  # November is not over
    assert min(one["on"] for one in account["movements"]) == date(2026, 9, 20)


def test_of_two_statements_the_one_told_last_stands(
    session: Session, recipient: Heir, saving: Account, today: date
) -> None:
    make_statement(session, account=saving, rows=(), closing=1)
    for file in session.scalars(select(BankFile)):
        file.applied_at = datetime.fromisoformat("2026-10-01T00:00:00+00:00")
    make_statement(session, account=saving)
    (account,) = told(session, recipient, today, SEPTEMBER)["accounts"]
    assert account["closing"]["amount"] == Rupiah.of(1_295_500)


def test_deposits_of_these_days_stand_beside_what_came_before_and_what_was_taken_back(
    session: Session, recipient: Heir, saving: Account, today: date
) -> None:
    pledge = make_pledge(session, account=saving, kind=PledgeKind.PAID_IN, made_on=date(2026, 7, 1))
    days = ((date(2026, 8, 4), 100_000), (date(2026, 9, 4), 200_000), (date(2026, 9, 5), 300_000))
    rows = tuple((on, Direction.CREDIT, amount, f"SETOR {on}") for on, amount in days)
    lines = make_statement(session, account=saving, rows=rows, first_on=date(2026, 8, 1))
    deposits = [deposit_of(session, pledge, line) for line in lines]
    deposit_of(session, pledge, lines[2], reverses=deposits[2])
    (one,) = told(session, recipient, today, SEPTEMBER)["pledges"]
    assert [row["amount"].rupiah for row in one["movements"]] == [200_000]
    assert (one["before"].rupiah, one["confirmed"].rupiah) == (100_000, 300_000)
    (gone,) = one["taken_back"]
    assert (gone["amount"].rupiah, gone["reason"]) == (300_000, "salah baris")
    assert one["movements"][0]["way"] == "berkas_mutasi"


def test_a_pledge_that_was_ended_since_is_in_the_statement_of_the_days_before(
    session: Session, recipient: Heir, today: date
) -> None:
    pledge = kept(session, recipient)
    answer_of(session, pledge, date(2026, 9, 30), Answer.YES)
    pledge.cancelled_at = datetime.fromisoformat("2026-10-05T02:00:00+00:00")
    session.flush()
    (one,) = told(session, recipient, today, SEPTEMBER)["pledges"]
    assert one["cancelled"] == date(2026, 10, 5)
    october = Period(date(2026, 10, 1), date(2026, 10, 31))
    assert told(session, recipient, today, october)["pledges"][0]["months"] == []
    for period in (None, Period(date(2026, 11, 1), date(2026, 11, 30))):
        with pytest.raises(NothingToPrint):
            told(session, recipient, today, period)


def test_days_to_come_and_days_of_another_kind_are_refused_by_name(
    session: Session, recipient: Heir, today: date
) -> None:
    kept(session, recipient)
    with pytest.raises(PeriodNotBegun):
        told(session, recipient, today, Period(date(2026, 12, 1), date(2026, 12, 31)))
    wanted = Wanted(DocumentKind.BENEFIT, period=SEPTEMBER)
    with pytest.raises(PeriodOnlyOfStatement):
        gather(session, Asked(family_actor(recipient), recipient, wanted, today))


def test_staff_see_lines_of_an_account_only_while_the_family_lets_them(
    session: Session, recipient: Heir, saving: Account, today: date
) -> None:
    kept(session, recipient)
    make_statement(session, account=saving)
    staff = actor_of(make_user(session))
    asked = Asked(staff, recipient, Wanted(DocumentKind.SAVINGS, period=SEPTEMBER), today)
    with pytest.raises(StatementNeedsConsent):
        gather(session, asked)
    consent = make_consent(session, recipient=recipient, kind=ConsentKind.STAFF_SEES)
    assert len(gather(session, asked)["accounts"]) == 1
    assert consent.revoked_at is None
    stranger = make_recipient(session)
    mine = gather(session, Asked(family_actor(recipient), recipient, asked.wanted, today))
    assert mine["accounts"]
    kept(session, stranger)
    assert told(session, stranger, today, SEPTEMBER)["accounts"] == []


def test_a_statement_replaces_only_one_of_the_same_days(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    kept(session, recipient)
    kind = DocumentKind.SAVINGS
    whole = issue(session, recipient, kind, today=today, now=now)
    first = issue(session, recipient, kind, today=today, now=now, period=SEPTEMBER)
    assert "replaces" not in first.content
    again = issue(session, recipient, kind, today=today, now=now, period=SEPTEMBER)
    session.flush()
    assert again.content["replaces"] == first.number
    assert whole.replaced_by is None
    assert first.replaced_by == again.id
