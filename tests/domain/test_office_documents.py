"""Documents of the office: the monthly report and the materials of a learning session."""

from __future__ import annotations

import json
import subprocess
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.documents.actions import request_office_document
from savings_app.documents.content_session import session_content
from savings_app.documents.models import Document
from savings_app.documents.office_queries import list_office_documents
from savings_app.documents.queries import get_document
from savings_app.documents.rendering import render_html
from savings_app.documents.rules import (
    DocumentKind,
    Genuineness,
    Sheet,
    Wanted,
)
from savings_app.documents.verification import check_bytes
from savings_app.errors import NotFound
from savings_app.literacy.lessons import lessons_named, list_lessons
from savings_app.money import Rupiah
from savings_app.reports.month_document import month_content, month_period
from savings_app.reports.month_rules import Figures, Late, Line
from tests.builders import actor_of, family_actor, make_recipient, make_user
from tests.domain.test_documents import is_accessible, made

TODAY = date(2026, 11, 23)
OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
KABUPATEN = "75.03"
WIDTHS = {Sheet.A4: 595, Sheet.F4: 609}  # points
SIGNATURE = "b" * 64


@pytest.fixture
def supervisor(session: Session) -> Actor:
    return actor_of(make_user(session, role=Role.SUPERVISOR))


def figures(month: date = OCTOBER) -> Figures:
    return Figures(
        month=month,
        happened=23,
        recorded=1234,
        late=(Late(date(2026, 8, 1), 3), Late(SEPTEMBER, 9)),
        districts=(
            Line("75.03.01", "Kecamatan Uji Satu", 3, 6),
            Line("75.03.02", "Kecamatan Uji Dua", 9, 8),
            Line("75.03.03", "Kecamatan Uji Tiga", 11, 9),
        ),
        villages=(Line("75.03.01.2001", "Desa Uji Rahasia", 3, 6),),
        categories=(Line("petani", "Petani", 23, 23),),
        payers=(Line("apbd", "apbd", 23, 23),),
        claims_filed=12,
        claims_recorded=13,
        paid=8,
        paid_recorded=7,
        paid_amount=Rupiah.of(336_000_000),
        days_to_pay=9.5,
        overdue=2,
        complaints=0,
    )


def report(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    month: date = OCTOBER,
    language: str = "id",
    sheet: Sheet = Sheet.A4,
) -> Document:
    return request_office_document(
        session,
        actor=actor,
        wanted=Wanted(DocumentKind.MONTHLY_REPORT, language, sheet, month_period(month)),
        region_code=KABUPATEN,
        content=month_content(
            figures(month), region="Kabupaten Bone Bolango", closing=1, sha256=SIGNATURE
        ),
        today=TODAY,
        now=now,
    )


def materials(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    language: str = "id",
    sheet: Sheet = Sheet.A4,
) -> Document:
    content = session_content(
        lessons_named(["utang", "sekolah"], language=language),
        on=TODAY,
        place="Balai desa",
        village="Desa Uji",
        topic="Utang dan sekolah",
        leader="Ratna Uji",
    )
    return request_office_document(
        session,
        actor=actor,
        wanted=Wanted(DocumentKind.SESSION_MATERIALS, language, sheet),
        region_code=KABUPATEN,
        content=content,
        subject_id=make_user(session).id,  # any id: a session of this region
        today=TODAY,
        now=now,
    )


def is_sound(file: Path, data: bytes) -> bool:
    """qpdf finds nothing wrong with how the file is written."""
    file.write_bytes(data)
    checked = subprocess.run(["qpdf", "--check", str(file)], check=False, capture_output=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    return True


@pytest.mark.parametrize("sheet", list(Sheet))
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("issue", [report, materials])
def test_a_reader_can_use_them_and_a_check_knows_them(
    session: Session,
    supervisor: Actor,
    now: datetime,
    tmp_path: Path,
    issue: object,
    language: str,
    sheet: Sheet,
) -> None:
    assert callable(issue)
    document = issue(session, supervisor, now, language=language, sheet=sheet)
    data = made(session, document)
    assert is_accessible(data)
    assert is_sound(tmp_path / "document.pdf", data)
    assert check_bytes(session, data).status is Genuineness.GENUINE
    with pikepdf.open(BytesIO(data)) as pdf:
        assert round(float(pdf.pages[0].MediaBox[2])) == WIDTHS[sheet]
        assert str(pdf.Root.Lang) == language


def test_the_report_tells_no_desa_and_no_count_that_points_at_a_family(
    session: Session, supervisor: Actor, now: datetime
) -> None:
    document = report(session, supervisor, now)
    html = render_html(document, address="http://layanan.invalid")
    assert "1.234" in html
    assert "Rp336.000.000" in html
    assert "9,5" in html
    assert "APBD kabupaten" in html
    assert "Desa Uji Rahasia" not in html
    satu, dua, tiga = html.split("Kecamatan Uji ")[1:4]
    assert "&lt; 5" in satu
    assert "–" in dua  # the next smallest goes with it, or the sum would give the first away
    assert "11" in tiga
    with pikepdf.open(BytesIO(made(session, document))) as pdf:
        names = sorted(pdf.attachments)
        assert names == [f"{document.number}.csv", f"{document.number}.json"]
        told = json.loads(pdf.attachments[f"{document.number}.json"].get_file().read_bytes())
        table = pdf.attachments[f"{document.number}.csv"].get_file().read_bytes().decode()
    assert told["content"]["paid_amount"] == "336000000.00"
    assert told["content"]["districts"][0]["happened"] == "< 5"
    assert told["period"] == ["2026-10-01", "2026-10-31"]
    assert "content.districts,1,happened,< 5" in table
    assert "Rahasia" not in json.dumps(told) + table


def test_a_new_report_replaces_the_one_of_its_month_and_no_other(
    session: Session, supervisor: Actor, now: datetime
) -> None:
    september = report(session, supervisor, now, month=SEPTEMBER)
    first = report(session, supervisor, now)
    second = report(session, supervisor, now, language="en")
    assert first.replaced_by == second.id
    assert second.content["replaces"] == first.number
    assert september.replaced_by is None
    assert [one.serial for one in (september, first, second)] == [1, 2, 3]
    assert first.number in render_html(second, address="http://layanan.invalid")
    listed = list_office_documents(
        session,
        actor=supervisor,
        kind=DocumentKind.MONTHLY_REPORT,
        period=month_period(OCTOBER),
    )
    assert list(listed) == [second, first]


def test_an_open_month_says_that_its_figures_may_change(
    session: Session, supervisor: Actor, now: datetime
) -> None:
    document = report(session, supervisor, now)
    assert "Sementara" not in render_html(document, address="http://layanan.invalid")
    document.content = {**document.content, "closing": None, "figures_sha256": None}
    assert "Sementara" in render_html(document, address="http://layanan.invalid")


def test_an_office_reads_its_own_documents_and_a_family_none(
    session: Session, supervisor: Actor, now: datetime
) -> None:
    document = report(session, supervisor, now)
    session.flush()
    assert get_document(session, actor=supervisor, document_id=document.id) == document
    strangers = [
        family_actor(make_recipient(session)),
        actor_of(make_user(session, role=Role.BANK_OFFICER)),
        Actor(role=Role.SUPERVISOR, region="75.01"),
        Actor(role=Role.CASEWORKER),
    ]
    for stranger in strangers:
        with pytest.raises(NotFound):
            get_document(session, actor=stranger, document_id=document.id)
    with pytest.raises(NotFound):
        report(session, Actor(role=Role.SUPERVISOR, region="75.01"), now)


@pytest.mark.parametrize("slug", [one.slug for one in list_lessons(language="id")])
def test_every_lesson_fits_on_one_sheet(
    session: Session, supervisor: Actor, now: datetime, slug: str
) -> None:
    document = materials(session, supervisor, now)
    content = session_content(
        lessons_named([slug], language="id"),
        on=TODAY,
        place="Balai desa",
        village="Desa Uji",
        topic="Satu",
        leader="Ratna Uji",
    )
    document.content = {**content, "on": {"day": TODAY.isoformat()}, "questions": []}
    for card in document.content["lessons"]:
        card["facts"] = [
            {**fact, "checked_on": {"day": fact["checked_on"].isoformat()}}
            for fact in card["facts"]
        ]
    with pikepdf.open(BytesIO(made(session, document))) as pdf:
        assert len(pdf.pages) == 2  # the cover, and the card
