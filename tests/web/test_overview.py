"""The overview on its page, on paper and as a table to take along."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.cases.kinds import PlanOutcome, Stage, Turn
from savings_app.cases.models import Heir
from savings_app.deposits.kinds import Answer
from tests.builders import TODAY, make_case, make_user
from tests.conftest import Clock
from tests.pledged import pledged_case
from tests.web.doors import enter_as


@pytest.fixture
def supervisor(client: FlaskClient, session: Session, clock: Clock) -> FlaskClient:
    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    return client


def test_a_caseworker_is_not_given_the_overview(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    enter_as(client, make_user(session))
    assert client.get("/government/overview/").status_code == 403


def test_the_page_says_that_nothing_is_there_yet(supervisor: FlaskClient) -> None:
    assert "Belum ada urusan santunan" in supervisor.get("/government/overview/").text


def test_the_page_shows_sums_only_of_enough_families(
    supervisor: FlaskClient, session: Session
) -> None:
    for _ in range(4):
        pledged_case(session, seen=True, said=Answer.YES)
    page = supervisor.get("/government/overview/").text
    assert "Rp40.000.000" in page  # pledged
    assert page.count("Rp40.000.000") == 1
    pledged_case(session, seen=True, said=Answer.YES)
    assert supervisor.get("/government/overview/").text.count("Rp50.000.000") == 2


def test_the_page_holds_every_figure_a_supervisor_asks_for(
    supervisor: FlaskClient, session: Session
) -> None:
    finished = pledged_case(session, seen=False)
    session.scalars(
        select(Heir).where(Heir.case_id == finished.id)
    ).one().plan_outcome = PlanOutcome.NOT_NOW
    late = make_case(session, stage=Stage.CLAIMED, turn=Turn.BPJS)
    late.due_on = TODAY - timedelta(days=1)
    session.commit()
    page = " ".join(supervisor.get("/government/overview/").text.split())
    for heading in (
        "Urusan menurut tahap",
        "Sekarang giliran siapa",
        "Terlambat dibayar BPJS",
        "Diterima penuh",
        "Rencana keluarga, per penerima",
        "Niat menabung yang masih berlaku",
        "Masih disimpan menurut bank",
        "Bantuan untuk memulai lagi, atas permintaan keluarga",
    ):
        assert heading in page, heading
    for name, count in (
        ("Selesai dengan belum sekarang", 1),
        ("Belum selesai", 0),
        ("BPJS Ketenagakerjaan", 1),
        ("Selesai: keluarga ikut", 0),
    ):
        assert re.search(rf">{name}</th> <td [^>]*><span>{count}</span>", page), name
    assert "Belum sekarang sama selesainya dengan rencana." in page


def test_the_table_to_take_along_says_the_same(supervisor: FlaskClient, session: Session) -> None:
    pledged_case(session, seen=False)
    answered = supervisor.get("/government/overview/export.csv?year=2026")
    assert answered.headers["Content-Type"].startswith("text/csv")
    rows = list(
        csv.reader(io.StringIO(answered.text.removeprefix("\N{BYTE ORDER MARK}")), delimiter=";")
    )
    assert ["Niat menabung", "Jumlah (rupiah)", "10000000"] in rows
    assert ["75.03.11 Suwawa Timur", "Urusan", "< 5"] in rows
    assert ["Bantuan untuk memulai lagi", "Menunggu petugas", "0"] in rows
    sheet = supervisor.get("/government/overview/export.xlsx?year=2026")
    read = CalamineWorkbook.from_filelike(io.BytesIO(sheet.data)).get_sheet_by_index(0)
    told = [[str(cell).removesuffix(".0") for cell in row] for row in read.to_python()]
    assert told == rows


def test_the_number_of_statements_does_not_grow(supervisor: FlaskClient, session: Session) -> None:
    def statements() -> int:
        seen: list[str] = []
        bind = session.get_bind()

        def note(*args: object) -> None:
            seen.append(str(args[2]))

        event.listen(bind, "before_cursor_execute", note)
        supervisor.get("/government/overview/")
        event.remove(bind, "before_cursor_execute", note)
        return len(seen)

    pledged_case(session, seen=True, said=Answer.YES)
    few = statements()
    for _ in range(5):
        pledged_case(session, seen=True, said=Answer.YES)
    assert statements() == few
