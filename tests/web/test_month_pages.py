"""Months on their pages: the report, what is open before closing, closing, opening again."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.documents.models import Document
from savings_app.reports.models import ClosedMonth
from tests.builders import make_case, make_user
from tests.web.doors import enter_as

pytestmark = pytest.mark.usefixtures("clock")

MONTH = "/government/months/2026-10"


@pytest.fixture
def supervisor(client: FlaskClient, session: Session) -> FlaskClient:
    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    return client


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\N{BYTE ORDER MARK}")), delimiter=";"))


def test_a_month_is_closed_and_a_late_death_does_not_change_it(
    supervisor: FlaskClient, session: Session
) -> None:
    make_case(session, died_on=date(2026, 10, 5)).opened_on = date(2026, 10, 9)
    session.commit()
    checklist = supervisor.get(f"{MONTH}/close").text
    assert "Klaim yang lewat batas bayar" in checklist
    assert "Kematian yang belum ada urusannya" in checklist

    assert supervisor.post(f"{MONTH}/close").status_code == 303
    # Another death of October, recorded now that it is closed.
    make_case(session, died_on=date(2026, 10, 20)).opened_on = date(2026, 11, 23)
    late = session.scalars(select(ClosedMonth)).one()
    session.commit()

    october = " ".join(supervisor.get(MONTH).text.split())
    assert "Meninggal bulan ini <strong>1</strong>" in october
    assert late.sha256[:16] in october
    november = " ".join(supervisor.get("/government/months/2026-11").text.split())
    assert "terjadi bulan Oktober 2026" in november
    assert "Ditutup" in supervisor.get("/government/months/").text


def test_a_month_that_is_not_over_is_not_closed(supervisor: FlaskClient, session: Session) -> None:
    page = supervisor.post("/government/months/2026-11/close")

    assert "Dapat ditutup mulai 1 Desember 2026" in page.text
    assert session.scalars(select(ClosedMonth)).all() == []


def test_reopening_asks_why_and_the_earlier_closing_stays_to_be_read(
    supervisor: FlaskClient, session: Session
) -> None:
    supervisor.post(f"{MONTH}/close")
    assert "Tulis alasannya." in supervisor.post(f"{MONTH}/reopen").text
    answer = supervisor.post(f"{MONTH}/reopen", data={"reason": "Satu desa tertinggal"})

    assert answer.status_code == 303
    assert "Satu desa tertinggal" in supervisor.get(MONTH).text
    earlier = supervisor.get(f"{MONTH}?closing=1")
    assert "sudah dibuka kembali" in earlier.text
    assert supervisor.get(f"{MONTH}?closing=2").status_code == 404
    assert supervisor.get(f"{MONTH}/reopen").status_code == 404


def test_an_auditor_reads_and_does_not_close(client: FlaskClient, session: Session) -> None:
    enter_as(client, make_user(session, role=Role.AUDITOR))

    assert "Tutup bulan ini" not in client.get(MONTH).text
    assert client.post(f"{MONTH}/close").status_code == 403
    enter_as(client, make_user(session))
    assert client.get(MONTH).status_code == 403


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "oktober", "2027-01", "1999-12"])
def test_a_month_that_is_none_is_a_page_that_is_not_there(
    supervisor: FlaskClient, month: str
) -> None:
    assert supervisor.get(f"/government/months/{month}").status_code == 404


def test_what_goes_outside_hides_small_counts_and_the_desa(
    supervisor: FlaskClient, session: Session
) -> None:
    make_case(session, died_on=date(2026, 10, 5))
    session.commit()

    own = rows_of(supervisor.get(f"{MONTH}/export.csv").text)
    outside = rows_of(supervisor.get(f"{MONTH}/export.csv?outside=y").text)

    assert ["Desa, kelurahan", "Dumbaya Bulan", "1", "0"] in own
    assert ["Kecamatan", "Suwawa Timur", "1", "0"] in own
    assert ["Kecamatan", "Suwawa Timur", "< 5", "0"] in outside
    assert ["Kematian", "Semua", "< 5", "0"] in outside
    assert not any(row[0] == "Desa, kelurahan" for row in outside)


def test_the_number_of_statements_does_not_grow(supervisor: FlaskClient, session: Session) -> None:
    def statements() -> int:
        seen: list[str] = []
        bind = session.get_bind()

        def note(*args: object) -> None:
            seen.append(str(args[2]))

        event.listen(bind, "before_cursor_execute", note)
        supervisor.get(MONTH)
        event.remove(bind, "before_cursor_execute", note)
        return len(seen)

    make_case(session, died_on=date(2026, 10, 5))
    session.commit()
    few = statements()
    for day in range(6, 12):
        make_case(session, died_on=date(2026, 10, day))
    session.commit()
    assert statements() == few


def test_the_report_is_issued_as_a_document_that_may_be_shown_to_anybody(
    supervisor: FlaskClient, session: Session
) -> None:
    make_case(session, died_on=date(2026, 10, 5)).opened_on = date(2026, 10, 9)
    session.commit()
    assert "Laporan resmi (PDF)" in supervisor.get(MONTH).text
    open_month = supervisor.post(f"{MONTH}/document", data={"language": "id", "sheet": "f4"})
    assert open_month.status_code == 303
    supervisor.post(f"{MONTH}/close")
    closed = supervisor.post(f"{MONTH}/document", data={"language": "id", "sheet": "a4"})
    session.expire_all()
    first, second = session.scalars(select(Document).order_by(Document.serial)).all()
    assert (first.content["closing"], second.content["closing"]) == (None, 1)
    assert first.replaced_by == second.id
    assert second.content["happened"] == "< 5"  # one death: a stranger must not learn of it
    assert second.content["region"] == "Kabupaten Bone Bolango"
    page = supervisor.get(closed.location).text
    assert second.number in page
    assert MONTH in page  # the way back
    listed = supervisor.get(MONTH).text
    assert first.number in listed
    assert "sudah diganti" in listed


def test_a_report_in_a_language_there_is_not_is_not_issued(
    supervisor: FlaskClient, session: Session
) -> None:
    answer = supervisor.post(f"{MONTH}/document", data={"language": "xx", "sheet": "a4"})
    assert answer.status_code == 404
    assert session.scalars(select(Document)).first() is None
