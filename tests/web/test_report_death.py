"""Anyone reports a death. The answer is the same for whomever, and says nothing about anybody."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from savings_app.access.models import PublicSend
from savings_app.config import ROOT
from savings_app.deaths.models import DeathNotice, DeathReport
from savings_app.regions.actions import load_regions
from tests.builders import NOW, VILLAGE, load_reference, make_case, make_participant
from tests.conftest import Clock

pytestmark = pytest.mark.usefixtures("clock")

ADDRESS = "/report-death/"
SENT = {
    "full_name": "Yusup Uji",
    "region_code": VILLAGE,
    "died_on-day": "1",
    "died_on-month": "10",
    "died_on-year": "2026",
    "reporter_name": "Warga Uji",
    "reporter_reach": "0812 0000 0001",
    "reporter_relation": "tetangga",
    "website": "",
}


def send(client: FlaskClient, **changed: str) -> tuple[int, str, str]:
    """(status, where it leads, what the page says) of one report."""
    answer = client.post(ADDRESS, data={**SENT, "request_key": str(uuid4()), **changed})
    where = answer.headers.get("Location", "")
    page = client.get(where).text if where else answer.text
    return answer.status_code, where, page


@contextmanager
def counting(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []
    engine = session.get_bind().engine

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def without_number(page: str) -> str:
    page = re.sub(r"LK-[0-9A-Z-]+", "LK", page)
    return re.sub(r"next=[^\"]*", "", page)


def test_a_neighbour_reports_and_gets_a_number(client: FlaskClient, session: Session) -> None:
    load_reference(session)
    session.commit()

    form = client.get(ADDRESS)
    status, where, page = send(client)

    assert "turut berduka cita" in form.text
    assert "Dumbaya Bulan" in form.text
    assert status == 303
    report = session.scalars(select(DeathReport)).one()
    assert report.reference is not None
    assert where == f"/report-death/received/{report.reference}"
    assert report.reference in page
    assert "23 November 2026 09.00 WITA" in page
    assert "Yusup" not in page
    assert "Warga" not in page
    assert (report.reporter_reach, report.recorded_by) == ("0812 0000 0001", None)


def test_a_covered_an_unknown_and_a_settled_name_get_the_same_answer_from_the_same_statements(
    client: FlaskClient, session: Session, app: Flask
) -> None:
    """The registry is not even looked at, so neither the page nor its time can tell."""
    make_participant(session, full_name="Yusup Uji")
    make_case(session, participant=make_participant(session, full_name="Sudah Uji"))
    session.commit()
    answers, statements = [], []
    for name in ("Yusup Uji", "Tidak Dikenal", "Sudah Uji"):
        other = app.test_client()  # no cookie of the one before
        with counting(session) as seen:
            answers.append(send(other, full_name=name))
        statements.append([re.sub(r"\s+", " ", one) for one in seen if "SAVEPOINT" not in one])

    assert [status for status, _where, _page in answers] == [303] * 3
    pages = {without_number(page) for _status, _where, page in answers}
    assert len(pages) == 1
    assert statements[0] == statements[1] == statements[2]
    assert statements[0]
    assert not any("FROM participant" in one or 'FROM "case"' in one for one in statements[0])


def test_a_number_that_was_never_given_out_is_not_there(
    client: FlaskClient, session: Session
) -> None:
    load_reference(session)
    session.commit()
    assert client.get("/report-death/received/LK-AAAA-BBBB-CC").status_code == 404
    assert client.get("/report-death/received/x").status_code == 404


def test_the_number_says_only_when_it_was_received_also_after_the_dinas_decided(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    load_reference(session)
    session.commit()
    _status, where, before = send(client)
    notice = session.scalars(select(DeathNotice)).one()
    notice.match_confirmed, notice.reason = True, "Bukan peserta"
    session.commit()
    clock.set(NOW + timedelta(days=30))
    assert without_number(client.get(where).text) == without_number(before)


def test_a_missing_answer_is_asked_for_and_nothing_is_stored(
    client: FlaskClient, session: Session
) -> None:
    load_reference(session)
    session.commit()
    for name, says in (
        ("full_name", "Tulis namanya."),
        ("region_code", "Pilih desa atau kelurahannya."),
        ("died_on-day", "Tanggal ini tidak ada."),
        ("reporter_reach", "Tulis nomor telepon"),
    ):
        status, _where, page = send(client, **{name: ""})
        assert status == 200
        assert says in page
        assert 'value="Warga Uji"' in page
    assert session.scalar(select(func.count()).select_from(DeathReport)) == 0


def test_what_a_machine_fills_in_is_refused_and_said(client: FlaskClient, session: Session) -> None:
    load_reference(session)
    session.commit()
    assert 'class="hide" aria-hidden="true"' in client.get(ADDRESS).text
    status, _where, page = send(client, website="http://contoh.invalid")
    assert status == 200
    assert "Kosongkan isian ini" in page
    assert 'class="hide" aria-hidden="true"' not in page  # so that a person can
    assert session.scalar(select(func.count()).select_from(DeathReport)) == 0


def test_a_double_click_is_one_report_with_one_number(
    client: FlaskClient, session: Session
) -> None:
    load_reference(session)
    session.commit()
    key = str(uuid4())
    first, second = send(client, request_key=key), send(client, request_key=key)
    assert first[1] == second[1]
    assert session.scalar(select(func.count()).select_from(DeathReport)) == 1


def test_one_address_can_send_twenty_an_hour_and_loses_nothing_it_typed(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    load_reference(session)
    session.commit()

    def post(address: str) -> TestResponse:
        sent = {**SENT, "request_key": str(uuid4())}
        return client.post(ADDRESS, data=sent, environ_overrides={"REMOTE_ADDR": address})

    here, there = "203.0.113.77", "203.0.113.78"
    assert [post(here).status_code for _ in range(20)] == [303] * 20
    refused = post(here)
    assert refused.status_code == 429
    assert "sudah banyak laporan" in refused.text
    assert 'value="Warga Uji"' in refused.text
    assert post(there).status_code == 303
    clock.set(NOW + timedelta(minutes=61))
    assert post(here).status_code == 303


def test_no_address_of_a_device_is_kept(client: FlaskClient, session: Session) -> None:
    load_reference(session)
    session.commit()
    client.post(ADDRESS, data=SENT, environ_overrides={"REMOTE_ADDR": "203.0.113.77"})
    for table in (DeathReport.__table__, PublicSend.__table__):
        row = session.execute(select(*table.columns)).one()
        assert not any("203.0.113" in str(value) for value in row)


def test_the_page_is_light_with_all_desa_of_the_kabupaten(
    client: FlaskClient, session: Session
) -> None:
    load_regions(session)
    session.commit()
    page = client.get(ADDRESS)
    style = (ROOT / "savings_app" / "static" / "app.css").read_bytes()
    assert page.text.count("<option") > 165
    assert len(gzip.compress(page.data, 6)) + len(gzip.compress(style, 6)) < 14_000
    for door in ("/", "/rights"):
        assert f'href="{ADDRESS}"' in client.get(door).text


def test_a_form_from_elsewhere_is_not_taken(app: Flask, session: Session) -> None:
    load_reference(session)
    session.commit()
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = app.test_client().post(ADDRESS, data=SENT)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400
    assert session.scalar(select(func.count()).select_from(DeathReport)) == 0
