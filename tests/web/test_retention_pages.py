"""Masa simpan: registered and previewed, held back with a reason, told to the family."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.cases.models import Case
from savings_app.retention.kinds import RetentionBeginning
from savings_app.retention.models import RetentionHold, RetentionPeriod
from savings_app.tasks.retention import erase_retained, preview_retained
from tests.builders import TODAY, make_letter, make_user
from tests.conftest import Clock
from tests.domain.test_retention import Family, family, register, revoke, told
from tests.web.doors import enter_as, enter_with
from tests.web.test_agreement_pages import day
from tests.web.test_coverage_pages import statements_counted

HOME = "/government/coverage/retention"


@pytest.fixture(autouse=True)
def standing(clock: Clock) -> Clock:
    return clock


@pytest.fixture
def supervisor(client: FlaskClient, session: Session) -> User:
    user = make_user(session, role=Role.SUPERVISOR)
    enter_as(client, user)
    return user


def taken_back(session: Session, now: datetime, *, code: str = "SB-7K2M") -> Family:
    one = family(session, now)
    told(session, one, now, code=code)
    revoke(session, one, now)
    return one


def test_the_hub_leads_there_and_without_a_period_the_page_says_so(
    client: FlaskClient, session: Session, supervisor: User, now: datetime
) -> None:
    taken_back(session, now)
    assert f'href="{HOME}/"' in client.get("/government/coverage/").text
    page = client.get(f"{HOME}/").text
    assert "Belum ada masa simpan" in page
    assert "1 rekening" in page
    # Counts only: no number, amount or text of the family.
    for hidden in ("Rp", "SANTUNAN JKM", "TARIK TUNAI", "BB-2026"):
        assert hidden not in page


def test_a_period_is_typed_with_its_decision_and_is_never_prefilled(
    client: FlaskClient, session: Session, supervisor: User, now: datetime
) -> None:
    form = client.get(f"{HOME}/add").text
    assert "Usulan: 90 hari" in form
    assert 'value="90"' not in form
    typed = {"days": "90", "law": "Keputusan Uji 1/2026", **day("starts", TODAY)}
    assert "Pilih sejak kapan dihitung." in client.post(f"{HOME}/add", data=typed).text
    typed["begins"] = "akhir_urusan"
    early = client.post(f"{HOME}/add", data=typed)
    assert "paling cepat 30 November 2026" in early.text
    assert session.scalars(select(RetentionPeriod)).all() == []
    typed |= day("starts", TODAY + timedelta(days=7))
    done = client.post(f"{HOME}/add", data=typed, follow_redirects=True)
    assert "Masa simpan didaftarkan." in done.text
    assert "berlaku sejak 30 November 2026" in done.text
    exported = client.get(f"{HOME}/export.csv").text
    assert "Keputusan Uji 1/2026" in exported
    assert "Akhir urusan santunan, bila sesudah pencabutan" in exported
    (period,) = session.scalars(select(RetentionPeriod))
    assert period.begins is RetentionBeginning.CASE_END


def test_the_night_erases_and_the_page_and_the_family_read_how_many(
    app: Flask,
    client: FlaskClient,
    session: Session,
    supervisor: User,
    now: datetime,
    clock: Clock,
) -> None:
    one = taken_back(session, now)
    register(session, now)
    clock.now = now + timedelta(days=90)
    enter_as(client, supervisor)
    with app.app_context():
        (seen,) = preview_retained()
    assert (seen.days, seen.accounts, seen.lines_deleted) == (90, 1, 4)
    assert "1 rekening, 4 baris" in client.get(f"{HOME}/").text
    with app.app_context():
        (done,) = erase_retained()
        assert erase_retained() == []
    assert (done.accounts, done.lines_deleted, done.lines_emptied) == (1, 2, 2)
    runs = client.get(f"{HOME}/runs/").text
    assert "21 Februari 2027" in runs
    assert "90 hari" in runs
    letter = make_letter(session, recipient=one.recipient)
    enter_with(client, letter)
    assert (
        "4 baris rekening Anda dihapus pada 21 Februari 2027"
        in client.get("/family/consents/").text
    )


def test_a_hold_is_put_and_released_with_its_reasons(
    client: FlaskClient, session: Session, supervisor: User, now: datetime
) -> None:
    one = taken_back(session, now)
    number = session.get_one(Case, one.recipient.case_id).number
    wrong = client.post(f"{HOME}/holds/", data={"case_number": "BB-1999-1", "reason": "x"})
    assert "Tidak ada urusan dengan nomor ini." in wrong.text
    client.post(f"{HOME}/holds/", data={"case_number": number, "reason": "perkara 7"})
    hold = session.scalars(select(RetentionHold)).one()
    page = client.get(f"{HOME}/holds/").text
    assert number in page
    assert "perkara 7" in page
    stale = client.post(f"{HOME}/holds/{hold.id}", data={"reason": "selesai", "version": "9"})
    assert stale.status_code == 409
    gone = client.post(
        f"{HOME}/holds/{hold.id}", data={"reason": "selesai", "version": str(hold.version)}
    )
    assert gone.status_code == 303
    assert "selesai" in client.get(f"{HOME}/holds/{hold.id}").text
    assert "perkara 7" in client.get(f"{HOME}/holds/export.csv").text


def test_each_office_reads_its_own_holds(
    client: FlaskClient, session: Session, supervisor: User, now: datetime
) -> None:
    one = taken_back(session, now)
    number = session.get_one(Case, one.recipient.case_id).number
    enter_as(client, make_user(session, role=Role.AUDITOR))
    client.post(f"{HOME}/holds/", data={"case_number": number, "reason": "pemeriksaan 3"})
    hold = session.scalars(select(RetentionHold)).one()
    enter_as(client, supervisor)
    assert "pemeriksaan 3" not in client.get(f"{HOME}/holds/").text
    assert client.get(f"{HOME}/holds/{hold.id}").status_code == 404
    enter_as(client, make_user(session))
    assert client.get(f"{HOME}/").status_code == 200
    assert client.get(f"{HOME}/holds/").status_code == 404
    assert client.get(f"{HOME}/add").status_code == 403


def test_the_page_costs_the_same_however_many_wait(
    client: FlaskClient, session: Session, supervisor: User, now: datetime
) -> None:
    counts = []
    for code in ("SB-7K2M", "SB-8K2M"):
        taken_back(session, now, code=code)
        with statements_counted(session) as seen:
            client.get(f"{HOME}/")
        counts.append(len(seen))
    assert counts[0] == counts[1]
