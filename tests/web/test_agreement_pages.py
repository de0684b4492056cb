"""The register of agreements at the desk, and what their end is to the bank's officer."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app import storage
from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.banks.models import CooperationAgreement
from savings_app.cases.kinds import NameCheck
from savings_app.deposits.models import BankAnswer
from savings_app.reconciliation.models import BankFile
from savings_app.storage import FileKind
from tests.bank_files import Row, csv_file, csv_section
from tests.builders import (
    TODAY,
    find_agreement,
    get_bank,
    load_reference,
    make_agreement,
    make_pledge,
    make_user,
)
from tests.conftest import Clock
from tests.domain.bank_rows import make_agreed
from tests.files import pdf_bytes
from tests.web.doors import enter_as
from tests.web.test_coverage_pages import statements_counted

HOME = "/government/coverage/agreements"
BANK_PAGES = ("/bank/", "/bank/names/", "/bank/answers/", "/bank/answers/given", "/bank/matches/")
NOTHING_HOLDS = "Tidak ada perjanjian kerja sama yang berlaku"


@pytest.fixture(autouse=True)
def standing(clock: Clock) -> None:
    """Every page of these tests is of 23 November 2026."""


@pytest.fixture
def supervisor(client: FlaskClient, session: Session) -> User:
    user = make_user(session, role=Role.SUPERVISOR)
    enter_as(client, user)
    return user


def day(name: str, on: date) -> dict[str, str]:
    return {
        f"{name}-day": str(on.day),
        f"{name}-month": str(on.month),
        f"{name}-year": str(on.year),
    }


def typed(session: Session, bank: str = "BCA") -> dict[str, object]:
    return {
        "bank_id": str(get_bank(session, bank).id),
        "number": "7/PKS/2026",
        "parties": "Dinas, BPJS Ketenagakerjaan, Bank",
        **day("starts", date(2026, 1, 1)),
        **day("ends", date(2027, 12, 31)),
        "passes": ["nama_rekening", "masih_ada"],
    }


def kept_files(app: Flask) -> set[UUID]:
    with app.app_context():
        far = datetime(2100, 1, 1, tzinfo=UTC)
        return set(storage.list_names(FileKind.AGREEMENT, stored_before=far))


def test_an_agreement_is_written_down_with_its_file_listed_and_opened(
    app: Flask, client: FlaskClient, session: Session, supervisor: User
) -> None:
    data = pdf_bytes()
    sent = {**typed(session), "file": (io.BytesIO(data), "perjanjian-rahasia.pdf")}
    answer = client.post(f"{HOME}/add", data=sent)
    assert answer.status_code == 303
    shown = client.get(answer.location).text
    assert "Perjanjian dicatat" in shown
    assert "31 Desember 2027" in shown
    assert "untuk memastikan nama pemiliknya" in shown
    assert "untuk mencari santunan" not in shown
    listed = client.get(f"{HOME}/?sort=bank").text
    assert "7/PKS/2026" in listed
    assert "Bank BCA" in listed
    assert listed.index("Bank BCA") < listed.index("Bank BRI") < listed.index("Bank BSG")
    rows = client.get(f"{HOME}/export.csv?sort=number").data.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Nomor;Bank;Hari pertama;Hari terakhir;Keadaan;Data yang lewat")
    assert any("untuk menjawab masih ada atau tidak" in row for row in rows[1:])
    agreement_id = UUID(answer.location.rpartition("/")[2])
    taken = client.post(f"{HOME}/{agreement_id}/file")
    assert taken.data == data
    assert "rahasia" not in taken.headers["Content-Disposition"]
    opened = select(AuditEvent).where(AuditEvent.action == "agreement:open")
    assert session.scalars(opened).one().subject_id == agreement_id


def test_what_is_wrong_is_said_beside_its_field_and_leaves_no_file(
    app: Flask, client: FlaskClient, session: Session, supervisor: User
) -> None:
    load_reference(session)
    sent = typed(session)
    before = session.scalar(select(func.count()).select_from(CooperationAgreement))
    kept = kept_files(app)
    wrong = {**sent, **day("ends", date(2025, 1, 1))}
    page = client.post(
        f"{HOME}/add", data={**wrong, "file": (io.BytesIO(pdf_bytes()), "a.pdf")}
    ).text
    assert "Hari terakhir mendahului hari pertama" in page
    assert "Pilih sedikitnya satu" in client.post(f"{HOME}/add", data={**sent, "passes": []}).text
    other = client.post(f"{HOME}/add", data={**sent, "passes": ["semuanya"]})
    assert other.status_code == 200
    assert session.scalar(select(func.count()).select_from(CooperationAgreement)) == before
    assert kept_files(app) == kept


def test_a_stale_change_is_shown_with_the_new_state(
    client: FlaskClient, session: Session, supervisor: User
) -> None:
    load_reference(session)
    row = find_agreement(session)
    sent = {**typed(session, "BRI"), "version": str(row.version)}
    assert client.post(f"{HOME}/{row.id}/edit", data=sent).status_code == 303
    stale = client.post(f"{HOME}/{row.id}/edit", data={**sent, "number": "lain"})
    assert stale.status_code == 409
    assert "7/PKS/2026" in stale.text
    session.expire_all()
    assert row.number == "7/PKS/2026"


def test_ending_it_shuts_the_officer_out_at_once_and_a_new_one_lets_him_in(
    client: FlaskClient, session: Session, supervisor: User
) -> None:
    _, account = make_agreed(session)
    _, asked = make_agreed(session, name_check=NameCheck.ASKED, full_name="Nama Ditanya")
    make_pledge(session, account=account, made_on=date(2026, 10, 5))
    officer = make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session))
    enter_as(client, officer)
    assert "Hartin Uji" in client.get("/bank/answers/").text
    assert NOTHING_HOLDS not in client.get("/bank/").text

    enter_as(client, supervisor)
    row = find_agreement(session)
    refused = client.post(f"{HOME}/{row.id}/end", data={"version": "1", **day("ended_on", TODAY)})
    assert "Tulis alasannya" in refused.text
    outside = {"version": "1", **day("ended_on", date(2036, 1, 1)), "reason": "Surat 9"}
    assert "Tulis hari antara" in client.post(f"{HOME}/{row.id}/end", data=outside).text
    done = client.post(f"{HOME}/{row.id}/end", data={**outside, **day("ended_on", TODAY)})
    assert done.status_code == 303
    page = client.get(f"{HOME}/{row.id}").text
    assert "Surat 9" in page
    assert "Tidak berlaku hari ini: diakhiri lebih awal" in page
    assert "Akhiri lebih awal" not in page
    assert "Tidak ada perjanjian yang berlaku dengan Bank BRI" in client.get("/government/").text

    enter_as(client, officer)
    for path in BANK_PAGES:
        shown = client.get(path).text
        assert NOTHING_HOLDS in shown
        assert "Hubungi Dinas" in shown
        assert "Hartin Uji" not in shown
        assert "Nama Ditanya" not in shown
    stale = {
        "request_key": str(uuid4()),
        "rows-0-account": str(account.id),
        "rows-0-asked": "1000000000",
        "rows-0-answer": "ya",
        "do": "send",
    }
    answer = client.post("/bank/answers/", data=stale)
    assert answer.status_code == 400
    assert "tidak ada perjanjian kerja sama bank ini yang berlaku" in answer.text
    named = {"rows-0-account": str(asked.id), "rows-0-matches": "ya"}
    assert client.post("/bank/names/", data=named).status_code == 400
    file = csv_file(csv_section(account.number.full, [Row(date(2026, 11, 2), 1000)]))
    handed = client.post("/bank/files/upload", data={"file": (io.BytesIO(file), "rekening.csv")})
    assert "tidak ada perjanjian kerja sama bank ini yang berlaku" in handed.text
    for table in (BankAnswer, BankFile):
        assert session.scalar(select(func.count()).select_from(table)) == 0

    make_agreement(session, bank=get_bank(session), starts=TODAY)
    session.commit()
    assert "Hartin Uji" in client.get("/bank/answers/").text


def test_its_end_is_announced_to_the_supervisor_and_to_the_officer(
    client: FlaskClient, session: Session, supervisor: User, clock: Clock
) -> None:
    load_reference(session)
    find_agreement(session).ends = date(2027, 1, 22)  # 60 days after 23 November
    session.commit()
    worker = make_user(session)
    officer = make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session))
    said, told = "Perjanjian dengan Bank BRI berakhir 22 Januari 2027", "berakhir 22 Januari 2027"
    assert said in client.get("/government/").text
    enter_as(client, worker)
    assert said not in client.get("/government/").text
    enter_as(client, officer)
    assert told in client.get("/bank/").text

    clock.set(clock.now - timedelta(days=1))
    enter_as(client, officer)
    assert told not in client.get("/bank/").text
    enter_as(client, supervisor)
    assert said not in client.get("/government/").text


def test_who_may_not_change_it_reads_it_and_another_region_gets_nothing(
    client: FlaskClient, session: Session
) -> None:
    load_reference(session)
    row = find_agreement(session)
    for role in (Role.CASEWORKER, Role.AUDITOR):
        enter_as(client, make_user(session, role=role))
        page = client.get(f"{HOME}/{row.id}")
        assert page.status_code == 200
        assert "Ubah" not in page.text
        for path in ("add", f"{row.id}/edit", f"{row.id}/end"):
            assert client.get(f"{HOME}/{path}").status_code == 403
    enter_as(client, make_user(session, role=Role.SUPERVISOR, region="75.03.11"))
    assert row.number not in client.get(f"{HOME}/").text
    for path in ("", "/edit", "/end"):
        assert client.get(f"{HOME}/{row.id}{path}").status_code == 404
    enter_as(client, make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session)))
    assert client.get(f"{HOME}/{row.id}").status_code == 403


def test_a_longer_register_asks_no_more_of_the_database(
    client: FlaskClient, session: Session, supervisor: User
) -> None:
    load_reference(session)
    client.get(f"{HOME}/")
    with statements_counted(session) as few:
        client.get(f"{HOME}/")
    for _more in range(20):
        make_agreement(session, bank=get_bank(session))
    session.commit()
    with statements_counted(session) as many:
        page = client.get(f"{HOME}/").text
    assert "22 perjanjian" in page
    assert len(many) == len(few) <= 9
