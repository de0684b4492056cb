"""The pages of bank files and of matching: what is shown, what is refused, who is a stranger."""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from savings_app import storage
from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.cases.models import Account, PayoutCredit
from savings_app.consents.models import AnswerScope, ConsentKind
from savings_app.reconciliation.actions import portions
from savings_app.reconciliation.models import BankFile, BankFileState, BankLine, Match
from savings_app.reconciliation.readers import LARGEST_FILE
from savings_app.tasks.bank_files import forget_bank_files, work_on
from tests.bank_files import Row, csv_file, csv_section
from tests.builders import (
    NOW,
    get_bank,
    load_reference,
    make_account,
    make_consent,
    make_payout,
    make_recipient,
    make_user,
)
from tests.conftest import Clock
from tests.web.doors import enter_as

OWN = "003901012345678"
PAID_ON = date(2026, 11, 10)
GOOD = csv_file(
    csv_section(OWN, [Row(PAID_ON, 42_000_000, "SANTUNAN JKM"), Row(PAID_ON, -500_000, "TARIK")]),
    csv_section("003901099999999", [Row(PAID_ON, 77_777, "ORANG LAIN")]),
)


MT940 = f""":20:UJI
:25:{OWN}
:28C:1/1
:60F:C261110IDR0,00
:61:2611101110C42000000,00NTRFNONREF
:86:SANTUNAN JKM
:62F:C261110IDR42000000,00
"""


@pytest.fixture(autouse=True)
def standing(clock: Clock) -> Clock:
    """Every page of these tests is of 23 November 2026."""
    return clock


def officer(session: Session, bank: str = "BRI") -> User:
    load_reference(session)
    return make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session, bank))


def welcome_account(session: Session) -> Account:
    recipient = make_recipient(session)
    make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
    make_consent(
        session, recipient=recipient, kind=ConsentKind.BANK_ANSWERS, scope=AnswerScope.LINES
    )
    return make_account(session, recipient=recipient, number=OWN)


def send(client: FlaskClient, data: bytes, name: str = "mutasi.csv") -> TestResponse:
    answer = client.post("/bank/files/upload", data={"file": (BytesIO(data), name)})
    answer.request.environ["wsgi.input"].close()  # a temporary file, for a large one
    return answer


def kept_bytes(app: Flask) -> list[Path]:
    return [path for path in Path(app.extensions["files"]).glob("bank-files/*/*") if path.is_file()]


def one_file(session: Session) -> BankFile:
    session.expire_all()
    return session.scalars(select(BankFile)).one()


@pytest.fixture(autouse=True)
def no_bytes_left(app: Flask) -> None:
    for path in kept_bytes(app):
        path.unlink()


def test_a_file_is_sent_looked_at_and_applied(
    client: FlaskClient, session: Session, app: Flask
) -> None:
    welcome_account(session)
    enter_as(client, officer(session))
    answer = send(client, GOOD)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "Menunggu diterapkan" in page
    assert OWN not in page
    assert "5678" in page
    assert "Rp77.777" not in page
    assert "ORANG LAIN" not in page
    assert "baris 13" in page
    assert len(kept_bytes(app)) == 1
    assert session.scalar(select(BankLine)) is None

    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version is not None
    applied = client.post(f"{answer.location}/apply", data={"version": version[1]})
    assert applied.status_code == 303
    page = client.get(answer.location).text
    assert "2 baris baru disimpan." in page
    assert kept_bytes(app) == []
    assert one_file(session).state is BankFileState.APPLIED
    assert [str(line.amount) for line in session.scalars(select(BankLine))] == [
        "42000000.00",
        "500000.00",
    ]
    again = client.post(f"{answer.location}/apply", data={"version": version[1]})
    assert again.status_code == 303  # a double click
    refused = send(client, GOOD)
    assert "Berkas yang sama sudah diterapkan pada 23 November 2026" in refused.text
    assert kept_bytes(app) == []
    months = client.get("/bank/files/").text
    assert "Hari terakhir yang diceritakan: 10 November 2026." in months
    november = months.split(">November 2026<", 1)[1].split("</tr>", 1)[0]
    assert "belum waktunya" in november  # the month is not over: nobody says it is whole
    assert "Desember 2026" not in months


def test_an_applied_file_is_taken_back_with_a_reason_and_may_come_again(
    client: FlaskClient, session: Session
) -> None:
    welcome_account(session)
    enter_as(client, officer(session))
    place = send(client, GOOD).location
    assert client.get(f"{place}/undo").location == place  # it was not applied yet
    client.post(f"{place}/apply", data={"version": "1"})
    page = client.get(f"{place}/undo").text
    assert "Baris yang ditarik kembali" in page
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version is not None
    sent = {"version": version[1], "reason": "berkas bulan lain"}
    assert "Tulis alasannya." in client.post(f"{place}/undo", data={**sent, "reason": ""}).text
    assert one_file(session).state is BankFileState.APPLIED

    assert client.post(f"{place}/undo", data=sent).location == place

    page = client.get(place).text
    assert "2 baris ditarik kembali." in page
    assert "Alasannya: berkas bulan lain." in page
    assert f"{place}/undo" not in page
    assert client.post(f"{place}/undo", data=sent).location == place  # a double click
    assert "Hari terakhir yang diceritakan: belum ada." in client.get("/bank/files/").text
    assert send(client, GOOD).status_code == 303


def test_a_discarded_file_leaves_no_bytes_and_can_be_sent_again(
    client: FlaskClient, session: Session, app: Flask
) -> None:
    enter_as(client, officer(session))
    address = send(client, GOOD).location
    assert client.post(f"{address}/discard").location == "/bank/files/"
    assert kept_bytes(app) == []
    assert one_file(session).state is BankFileState.DISCARDED
    assert client.post(f"{address}/apply").status_code == 409
    assert send(client, GOOD).status_code == 303


def test_a_file_that_does_not_balance_is_refused_whole_and_says_where(
    client: FlaskClient, session: Session, app: Flask
) -> None:
    welcome_account(session)
    enter_as(client, officer(session))
    answer = send(client, csv_file(csv_section(OWN, [Row(PAID_ON, 42_000_000)], missing=1)))
    page = client.get(answer.location).text
    assert "Seluruh berkas ditolak" in page
    assert "baris 6" in page
    assert "Terapkan" not in page
    assert kept_bytes(app) == []
    assert session.scalar(select(BankLine)) is None


@pytest.mark.parametrize("form", ["csv", "mt940"])
def test_a_file_cut_off_is_refused_whole_and_nothing_of_it_is_kept(
    client: FlaskClient, session: Session, app: Flask, form: str
) -> None:
    welcome_account(session)
    enter_as(client, officer(session))
    whole = csv_section(OWN, [Row(PAID_ON, 42_000_000)]) if form == "csv" else MT940
    cut = whole[: whole.index("Saldo Akhir" if form == "csv" else ":62F:")]
    page = client.get(send(client, cut.encode()).location).text
    assert "Seluruh berkas ditolak" in page
    assert "tidak dapat dibuktikan" in page
    assert "Terapkan" not in page
    assert kept_bytes(app) == []
    assert session.scalar(select(BankLine)) is None


def test_a_hostile_remark_is_only_a_text(client: FlaskClient, session: Session) -> None:
    welcome_account(session)
    enter_as(client, officer(session))
    remark = "<script>alert(1)</script>{{ 7*7 }}"
    sent = send(client, csv_file(csv_section(OWN, [Row(PAID_ON, 5_000, remark)])))
    client.post(f"{sent.location}/apply")
    page = client.get("/bank/exceptions/").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Berkas ini kosong."),
        (b" \r\n", "Berkas ini kosong."),
        (b"%PDF-1.7 ...", "Berkas pdf tidak dapat dibaca"),
        (b"\x00\x01\x02\x03 not text", "bukan teks"),
        (GOOD.decode().encode("utf-16-le"), "bukan teks"),
        (GOOD.decode().encode("cp037"), "bukan teks"),
        (b"Halo;apa\nkabar;ini\n", "bukan MT940"),
        (b"Tanggal;Uraian\n01/02/2026;X\n", "Judul kolom"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "DOCTYPE"),
        (b"x" * (LARGEST_FILE + 1), "lebih besar dari 10"),
    ],
    ids=[
        "empty",
        "blank",
        "pdf",
        "binary",
        "utf-16 without its mark",
        "ebcdic",
        "words",
        "headings",
        "xml",
        "huge",
    ],
)
def test_a_wrong_file_gets_a_sentence_and_nothing_is_written(
    client: FlaskClient, session: Session, app: Flask, data: bytes, says: str
) -> None:
    enter_as(client, officer(session))
    page = send(client, data)
    assert page.status_code == 200
    assert says in page.text
    assert 'role="alert"' in page.text
    assert session.scalar(select(BankFile)) is None
    assert kept_bytes(app) == []


def test_no_file_chosen_is_said_beside_the_field(client: FlaskClient, session: Session) -> None:
    enter_as(client, officer(session))
    page = client.post("/bank/files/upload", data={})
    assert "Pilih berkasnya dahulu." in page.text
    assert 'id="file-error"' in page.text


def test_another_banks_officer_finds_neither_file_nor_line(
    client: FlaskClient, session: Session
) -> None:
    account = welcome_account(session)
    enter_as(client, officer(session))
    address = send(client, GOOD).location
    client.post(f"{address}/apply")
    line = session.scalars(select(BankLine)).first()
    assert line is not None
    assert line.account_id == account.id
    enter_as(client, officer(session, "BSG"))
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/apply").status_code == 404
    assert client.post(f"{address}/discard").status_code == 404
    assert client.get(f"/bank/matches/{line.id}").status_code == 404
    assert client.post(f"/bank/matches/{line.id}/reverse").status_code == 404
    assert "Belum ada berkas" in client.get("/bank/files/").text


def test_staff_of_the_dinas_may_not_come_here(client: FlaskClient, session: Session) -> None:
    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    for path in ("/bank/files/", "/bank/files/upload", "/bank/matches/"):
        assert client.get(path).status_code == 403


def bring_in(client: FlaskClient, session: Session) -> tuple[UUID, UUID]:
    """A payout and its line, applied; their ids."""
    account = welcome_account(session)
    payout = make_payout(session, account=account, paid_on=PAID_ON)
    enter_as(client, officer(session))
    client.post(f"{send(client, GOOD).location}/apply")
    line = session.scalars(select(BankLine).where(BankLine.text == "SANTUNAN JKM")).one()
    return line.id, payout.id


def test_a_proposal_is_ticked_and_confirmed_then_taken_back(
    client: FlaskClient, session: Session
) -> None:
    line_id, payout_id = bring_in(client, session)
    page = client.get("/bank/matches/").text
    value = f"{line_id}:{payout_id}"
    assert f'value="{value}"' in page
    assert "checked" not in page
    assert "Santunan dari BPJS, Rp42.000.000, dibayar 10 November 2026" in page
    assert "rekening sama, jumlah sama, tanggal sesuai" in page

    assert "Centang paling sedikit satu baris." in client.post("/bank/matches/").text
    answer = client.post("/bank/matches/", data={"choices": [value]})
    assert answer.status_code == 303
    assert str(session.scalars(select(PayoutCredit)).one().amount) == "42000000.00"
    assert "Tidak ada yang perlu dicocokkan" in client.get("/bank/matches/").text
    assert client.post("/bank/matches/", data={"choices": [value]}).status_code == 303
    assert len(session.scalars(select(Match)).all()) == 1
    assert "Pencairan BPJS" in client.get("/bank/matches/matched").text

    address = f"/bank/matches/{line_id}"
    assert "Tulis alasannya." in client.post(f"{address}/reverse", data={"reason": " "}).text
    assert client.post(f"{address}/reverse", data={"reason": "salah orang"}).status_code == 303
    page = client.get(address).text
    assert "salah orang" in page
    assert "Dikonfirmasi: Pencairan BPJS" in page
    assert client.post(f"{address}/reverse", data={"reason": "lagi"}).status_code == 303
    answer = client.post(f"{address}/choose", data={"target": str(payout_id)})
    assert answer.status_code == 303
    assert len(session.scalars(select(Match)).all()) == 3


def test_the_rest_is_shown_with_its_cause(client: FlaskClient, session: Session) -> None:
    welcome_account(session)
    enter_as(client, officer(session))
    client.post(f"{send(client, GOOD).location}/apply")
    assert "Masih ada 1 baris masuk yang belum cocok." in client.get("/bank/matches/").text
    page = client.get("/bank/exceptions/").text
    assert "Tidak ada pencairan atau niat menyetor untuk rekening ini" in page
    assert "TARIK" not in page
    out = client.get("/bank/exceptions/?kind=uang_keluar").text
    assert "−Rp500.000" in out


@pytest.mark.parametrize("value", ["x", "x:y", f"{UUID(int=1)}:{UUID(int=2)}", ":"])
def test_a_made_up_choice_is_a_plain_404_or_a_sentence(
    client: FlaskClient, session: Session, value: str
) -> None:
    bring_in(client, session)
    answer = client.post("/bank/matches/", data={"choices": [value]})
    assert answer.status_code in (200, 404)
    assert session.scalar(select(Match)) is None


def test_what_waited_a_week_is_forgotten_with_its_bytes(
    client: FlaskClient, session: Session, app: Flask, standing: Clock
) -> None:
    enter_as(client, officer(session))
    send(client, GOOD)
    (kept,) = kept_bytes(app)
    os.utime(kept, (NOW.timestamp(), NOW.timestamp()))
    with app.app_context():
        standing.set(NOW + timedelta(days=6))
        forget_bank_files()
        assert kept_bytes(app) == [kept]
        standing.set(NOW + timedelta(days=8))
        forget_bank_files()
    assert one_file(session).state is BankFileState.DISCARDED
    assert kept_bytes(app) == []


def test_bytes_no_row_names_are_removed_after_an_hour(
    app: Flask, session: Session, standing: Clock
) -> None:
    with app.app_context():
        stored = storage.store(storage.FileKind.BANK_FILE, b"left by a crash")
        (kept,) = kept_bytes(app)
        os.utime(kept, (NOW.timestamp(), NOW.timestamp()))
        standing.set(NOW + timedelta(minutes=59))
        forget_bank_files()
        assert [path.name for path in kept_bytes(app)] == [stored.name.hex]
        standing.set(NOW + timedelta(minutes=61))
        forget_bank_files()
    assert kept_bytes(app) == []


def test_the_first_page_leads_to_both(client: FlaskClient, session: Session) -> None:
    bring_in(client, session)
    page = client.get("/bank/").text
    assert 'href="/bank/files/"' in page
    assert 'href="/bank/matches/"' in page
    assert "1 menunggu" in page


def test_a_large_file_is_applied_by_a_worker_with_its_progress_on_the_page(
    client: FlaskClient, session: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "PORTION", 2)
    welcome_account(session)
    enter_as(client, officer(session))
    page = client.get(send(client, GOOD).location or "")
    assert "Terapkan" in page.text
    file = session.scalars(select(BankFile)).one()
    address = f"/bank/files/{file.id}"
    page = client.post(f"{address}/apply", data={"version": file.version}, follow_redirects=True)
    assert ("0 dari 3 baris sudah ditulis" in page.text, "<progress" in page.text) == (True, True)
    with app.app_context():
        work_on(file.id)
    page = client.get(address)
    assert ("<progress" in page.text, "Ke pencocokan" in page.text) == (False, True)
    session.refresh(file)
    assert (file.state, file.rows_new, file.rows_refused) == (BankFileState.APPLIED, 2, 1)
    assert kept_bytes(app) == []
