"""Quiet and closed accounts on the pages of the bank, the family and the Dinas."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.cases.models import Account, Heir
from savings_app.consents.kinds import ConsentKind
from savings_app.deposits.models import AccountWord
from tests.builders import TODAY, load_reference, make_consent, make_letter, make_payout, make_user
from tests.conftest import Clock
from tests.web.doors import enter_as, enter_with
from tests.web.test_bank_pages import asked, officer

DAY = {"on-day": "20", "on-month": "11", "on-year": "2026"}


@pytest.fixture(autouse=True)
def standing(clock: Clock) -> None:
    """Every page of these tests is of 23 November 2026."""


def quiet(session: Session, days: int = 340, *, seen: bool = True) -> tuple[Heir, Account]:
    account = asked(session)
    recipient = session.get_one(Heir, account.recipient_id)
    make_payout(session, account=account, paid_on=TODAY - timedelta(days=days))
    if seen:
        make_consent(session, recipient=recipient, kind=ConsentKind.STAFF_SEES)
    return recipient, account


def test_the_bank_sees_who_will_fall_silent_and_what_to_tell_them(
    client: FlaskClient, session: Session
) -> None:
    load_reference(session)
    enter_as(client, officer(session))
    assert "Tidak ada rekening yang akan tidak aktif" in client.get("/bank/quiet/").text
    _recipient, account = quiet(session)
    page = client.get("/bank/quiet/").text
    assert "Dalam 30 hari" in page
    assert "Periksa saldo, setor atau ambil sedikit paling lambat 13 Desember 2026" in page
    assert account.number.full not in page
    assert "Tidak ada yang cocok" not in client.get("/bank/quiet/?sleep=sebulan").text
    assert str(account.id) not in client.get("/bank/quiet/?sleep=ditutup").text
    file = client.get("/bank/quiet/export.csv").text
    assert "Hartin Uji" in file
    assert "2026-12-13" in file
    assert "Akan tidak aktif" in client.get("/bank/").text
    enter_as(client, officer(session, "BSG"))
    assert "Hartin" not in client.get("/bank/quiet/").text
    assert client.get(f"/bank/quiet/{account.id}").status_code == 404


def test_closed_is_said_read_by_the_family_and_taken_back(
    client: FlaskClient, session: Session
) -> None:
    recipient, account = quiet(session, 20)
    letter = make_letter(session, recipient=recipient)
    enter_as(client, officer(session))
    path = f"/bank/quiet/{account.id}"
    wrong = client.post(path, data={"request_key": str(uuid4())}).text
    assert "Pilih salah satu" in wrong
    assert "Tulis harinya" in wrong
    form = {**DAY, "status": "ditutup", "request_key": str(uuid4())}
    for _twice in range(2):
        assert client.post(path, data=form).status_code == 303
    assert "tidak ditanyakan lagi" in client.get(path).text
    assert str(account.id) not in client.get("/bank/answers/").text
    enter_with(client, letter)
    page = client.get("/family/savings/").text
    assert "Menurut bank, rekening ini ditutup pada 20 November 2026" in page
    assert "/family/pledges/" in page
    home = client.get("/family/").text
    assert "Ada kabar bank" in home
    assert ": Ditutup, kata bank" in home
    enter_as(client, officer(session))
    (word,) = session.scalars(select(AccountWord)).all()
    back = f"{path}/{word.id}/take-back"
    assert "Tulis alasannya" in client.post(back, data={"reason": ""}).text
    assert client.post(back, data={"reason": "salah rekening"}).status_code == 303
    assert "Ditarik: salah rekening" in client.get(path).text.replace("\u00a0", " ")
    enter_with(client, letter)
    assert "rekening ini ditutup" not in client.get("/family/savings/").text
    assert "Ada kabar bank" not in client.get("/family/").text


def test_the_dinas_sees_it_with_consent_and_asks_about_a_day(
    client: FlaskClient, session: Session
) -> None:
    recipient, account = quiet(session)
    caseworker = make_user(session)
    enter_as(client, caseworker)
    path = f"/government/savings/{recipient.id}"
    assert path in client.get(f"/government/cases/{recipient.case_id}").text
    page = client.get(path).text
    assert "Dalam" in page
    assert "Belum ada kabar dari bank" in page
    assert path in client.get("/government/worklist/").text
    ask = f"/government/savings/ask/{account.id}"
    assert "Tulis harinya" in client.post(ask, data={}).text
    assert "belum tiba" in client.post(ask, data={**DAY, "on-day": "24"}).text
    assert client.post(ask, data=DAY).location == path
    enter_as(client, officer(session))
    days = client.get("/bank/answers/days").text
    assert re.search("Diminta.petugas.Dinas", days)
    enter_as(client, make_user(session, region="75.03.06"))
    assert client.get(path).status_code == 404


def test_without_consent_the_dinas_sees_that_it_is_not_open(
    client: FlaskClient, session: Session
) -> None:
    recipient, _account = quiet(session, seen=False)
    enter_as(client, make_user(session))
    page = client.get(f"/government/savings/{recipient.id}").text
    assert "Tidak terbuka untuk petugas" in page
    assert "Gerakan terakhir" not in page
    assert f"/government/savings/{recipient.id}" not in client.get("/government/worklist/").text
