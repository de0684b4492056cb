"""The queue of exceptions and the page of one line, as an officer uses them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.cases.kinds import AccountPurpose
from savings_app.cases.models import Account
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.models import Deposit
from savings_app.reconciliation.models import BankLine, LineDecision, Match
from tests.bank_files import Row
from tests.builders import NOW, get_bank, make_payout, make_pledge, make_user
from tests.conftest import Clock
from tests.domain.bank_rows import make_line
from tests.domain.test_line_decisions import counting
from tests.domain.test_matching import bring_in, make_family
from tests.web.doors import enter_as

DAY = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def standing(clock: Clock) -> None:
    """Every page of these tests is of 23 November 2026."""


def officer(session: Session, bank: str = "BRI") -> User:
    return make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session, bank))


def saver(session: Session) -> Account:
    return make_family(session, purpose=AccountPurpose.SAVING).account


def unknown_line(session: Session, text: str = "TRF PAMAN") -> BankLine:
    (line,) = bring_in(session, saver(session), [Row(DAY, 75_000, text)], NOW - timedelta(days=9))
    return line


def test_the_queue_tells_cause_next_step_age_and_owner(
    client: FlaskClient, session: Session
) -> None:
    line = unknown_line(session)
    user = officer(session)
    enter_as(client, user)
    page = client.get("/bank/exceptions/").text
    assert "Tidak ada pencairan atau niat menyetor untuk rekening ini" in page
    assert "Bila bukan santunan atau setoran, catat sebagai uang masuk lain." in page
    assert "Rp75.000" in page
    assert "Semua 1 baris menurut jenisnya" in page
    assert "Yang tertua menunggu 9 hari." in client.get("/bank/").text
    assert client.post(f"/bank/exceptions/{line.id}/take").status_code == 303
    assert user.full_name in client.get("/bank/exceptions/?owner=mine").text
    nobody = client.get("/bank/exceptions/?owner=nobody").text
    assert "Tidak ada yang cocok dengan saringan ini" in nobody
    assert str(line.id) in client.get("/bank/exceptions/?age=7").text
    assert str(line.id) not in client.get("/bank/exceptions/?age=30").text
    assert str(line.id) not in client.get("/bank/exceptions/?cause=kembar").text


def test_a_remark_that_looks_like_a_formula_leaves_as_text(
    client: FlaskClient, session: Session
) -> None:
    make_line(session, account=saver(session), amount=75_000, text="=1+1")
    enter_as(client, officer(session))
    client.get("/bank/exceptions/")
    taken = client.get("/bank/exceptions/export.csv").get_data(as_text=True)
    assert "1+1" in taken
    cells = [cell.strip('"') for cell in taken.replace("\r", "").replace("\n", ";").split(";")]
    assert not [cell for cell in cells if cell.startswith("=")]


def test_a_line_is_decided_then_the_decision_is_taken_back(
    client: FlaskClient, session: Session
) -> None:
    line = unknown_line(session)
    enter_as(client, officer(session))
    address = f"/bank/exceptions/{line.id}"
    page = client.post(f"{address}/decide", data={"kind": "uang_masuk_lain", "reason": " "}).text
    assert "Tulis alasannya." in page
    assert session.scalar(select(LineDecision)) is None
    sent = {"kind": "uang_masuk_lain", "reason": "kiriman paman"}
    assert client.post(f"{address}/decide", data=sent).status_code == 303
    page = client.get(f"/bank/matches/{line.id}").text
    assert "Ditetapkan: Uang masuk lain" in page
    assert "kiriman paman" in page
    assert "Tidak ada pengecualian" in client.get("/bank/exceptions/").text
    assert client.post(f"{address}/undecide", data={"reason": "keliru"}).status_code == 303
    assert "Penetapan dibatalkan" in client.get(f"/bank/matches/{line.id}").text
    assert "sudah dibatalkan" in client.post(f"{address}/undecide", data={"reason": "x"}).text
    wrong = client.post(f"{address}/decide", data={"kind": "setoran", "reason": "x"}).text
    assert "Ada yang perlu diperbaiki" in wrong


def test_a_colleague_is_told_whose_line_it_is_and_leaves_a_note(
    client: FlaskClient, session: Session
) -> None:
    line = unknown_line(session)
    first = officer(session)
    enter_as(client, first)
    address = f"/bank/exceptions/{line.id}"
    client.post(f"{address}/take")
    enter_as(client, officer(session))
    page = client.post(f"{address}/take").text
    assert f"sedang diurus {first.full_name}" in page
    assert client.post(f"{address}/note", data={"text": "Sudah ditelepon."}).status_code == 303
    assert "Sudah ditelepon." in client.get(f"/bank/matches/{line.id}").text
    assert "Tulis catatannya" in client.post(f"{address}/note", data={"text": " "}).text
    assert client.post(f"{address}/hand-back").status_code == 303
    assert "Dikembalikan ke antrean" in client.get(f"/bank/matches/{line.id}").text


def test_a_stranger_finds_neither_line_nor_click(client: FlaskClient, session: Session) -> None:
    line = unknown_line(session)
    enter_as(client, officer(session, "BSG"))
    assert str(line.id) not in client.get("/bank/exceptions/").text
    for path in ("decide", "undecide", "take", "hand-back", "note"):
        assert client.post(f"/bank/exceptions/{line.id}/{path}").status_code == 404
    enter_as(client, make_user(session))
    assert client.get("/bank/exceptions/").status_code == 403
    assert client.get("/bank/matches/sure").status_code == 403


def sure_ones(session: Session, count: int) -> list[BankLine]:
    lines = []
    for number in range(count):
        account = make_family(session).account
        make_payout(session, account=account, paid_on=DAY)
        lines += bring_in(session, account, [Row(DAY, 42_000_000, f"SANTUNAN {number}")], NOW)
    return lines


def test_all_sure_ones_are_shown_confirmed_by_one_click_and_taken_back_by_one(
    client: FlaskClient, session: Session
) -> None:
    lines = sure_ones(session, 41)
    enter_as(client, officer(session))
    assert "Konfirmasi semua yang pasti (41)" in client.get("/bank/matches/").text
    page = client.get("/bank/matches/sure").text
    assert page.count("42.000.000") >= 40
    assert 'name="seen" type="hidden" value="41"' in page or 'value="41"' in page
    sent = {"seen_at": NOW.isoformat(), "seen": "41"}
    answer = client.post("/bank/matches/sure", data=sent)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "41 dikonfirmasi, 0 sudah berubah sementara itu." in page
    assert len(session.scalars(select(Match)).all()) == 41
    # Sent once more (a double click): nothing is confirmed twice.
    again = client.post("/bank/matches/sure", data=sent, follow_redirects=True).text
    assert "sudah berubah sementara itu" in again
    assert "Tulis alasannya." in client.post(answer.location, data={"reason": " "}).text
    assert client.post(answer.location, data={"reason": "berkas keliru"}).status_code == 303
    assert len(session.scalars(select(Match)).all()) == 82
    assert "berkas keliru" in client.get(f"/bank/matches/{lines[0].id}").text
    assert client.get(answer.location).status_code == 404


@pytest.mark.parametrize(
    "sent", [{}, {"seen_at": "x", "seen": "1"}, {"seen_at": NOW.isoformat(), "seen": "-1"}]
)
def test_a_made_up_click_is_not_found(
    client: FlaskClient, session: Session, sent: dict[str, str]
) -> None:
    sure_ones(session, 1)
    enter_as(client, officer(session))
    assert client.post("/bank/matches/sure", data=sent).status_code == 404
    assert session.scalar(select(Match)) is None


def test_a_part_without_code_and_a_late_day_are_chosen_on_the_lines_page(
    client: FlaskClient, session: Session
) -> None:
    account = saver(session)
    pledge = make_pledge(
        session,
        account=account,
        kind=PledgeKind.PAID_IN,
        amount=500_000,
        made_on=DAY,
        until_on=DAY + timedelta(days=1),
    )
    (line,) = bring_in(session, account, [Row(DAY + timedelta(days=5), 200_000)], NOW)
    enter_as(client, officer(session))
    address = f"/bank/matches/{line.id}"
    page = client.get(address).text
    assert "sebagian dari jumlahnya" in page
    assert "Alasan, bila tanggalnya tidak sesuai" in page
    refused = client.post(f"{address}/choose", data={"target": str(pledge.id)}).text
    assert "Tulis alasannya" in refused
    assert session.scalar(select(Deposit)) is None
    sent = {"target": str(pledge.id), "why": "kata teller"}
    assert client.post(f"{address}/choose", data=sent).status_code == 303
    page = client.get(address).text
    assert "Dikonfirmasi: Sebagian dari setoran niat" in page
    assert "kata teller" in page


def test_the_statements_of_the_queue_do_not_grow(client: FlaskClient, session: Session) -> None:
    counts = []
    unknown_line(session)
    enter_as(client, officer(session))
    for _round in range(2):
        for _line in range(6):
            unknown_line(session)
        client.get("/bank/exceptions/")
        with counting(session) as seen:
            client.get("/bank/exceptions/")
        counts.append(len(seen))
    assert counts[0] == counts[1]
