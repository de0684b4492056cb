"""Lembar klaim: in the order of the form, ready to copy, one archive, and who opened it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.papers import match_papers_to_case
from savings_app.cases.kinds import PaperKind, Relation
from savings_app.cases.models import Case, Heir
from savings_app.cases.queries.cases import list_papers
from savings_app.consents.kinds import ConsentKind
from tests import scans
from tests.builders import (
    make_account,
    make_case,
    make_consent,
    make_nik,
    make_recipient,
    make_user,
)
from tests.web.doors import enter_as
from tests.web.test_paper_pages import files_of, of_kind, send

pytestmark = pytest.mark.usefixtures("clock")
NUMBER = "003900000987654"


@pytest.fixture
def heir(session: Session, user: User) -> Heir:
    case = make_case(session, opened_by=user)
    heir = make_recipient(session, case=case)
    heir.nik, heir.phone = make_nik(), "081200009999"
    child = make_recipient(
        session, case=case, relation=Relation.CHILD, is_recipient=False, full_name="Rahma Uji"
    )
    child.born_on = date(2015, 2, 3)
    make_account(session, recipient=heir, number=NUMBER)
    match_papers_to_case(session, case=case)
    return heir


@pytest.fixture(autouse=True)
def kept(app: Flask) -> Iterator[Path]:
    folder: Path = app.extensions["files"] / "papers"
    before = set(folder.rglob("*"))
    yield folder
    for path in set(folder.rglob("*")) - before:
        if path.is_file():
            path.unlink()


def sheet(heir: Heir) -> str:
    return f"/government/claim-sheets/{heir.id}"


def warned(page: str) -> str:
    found = re.search(r"Lihat dahulu sebelum diserahkan.*?</div>", page, re.DOTALL)
    return " ".join(found[0].split()) if found else ""


def events(session: Session, action: str) -> list[AuditEvent]:
    return list(
        session.scalars(
            select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.sequence)
        )
    )


def test_the_sheet_follows_the_form_and_every_value_can_be_copied(
    client: FlaskClient, session: Session, user: User, heir: Heir
) -> None:
    page = client.get(sheet(heir)).text

    order = ["1. Program", "2. Ahli waris", "3. Tenaga kerja", "4. Anak", "5. Lampiran"]
    places = [page.index(heading) for heading in order]
    assert places == sorted(places)
    assert heir.nik is not None
    for value in (heir.nik.full, NUMBER, "05/03/1975", "17/08/1970", "01/10/2026", "03/02/2015"):
        assert re.search(rf'<dd id="field-\d+-\d+">{value}</dd>', page), value
    ids = re.findall(r'data-copy="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert all(f'id="{one}"' in page for one in ids)
    (event,) = events(session, "claim-sheet:open")
    assert (event.subject_id, event.user_id) == (heir.id, user.id)
    assert heir.nik.full not in str(event.facts)


def test_doubts_are_told_and_stop_nothing(
    client: FlaskClient, session: Session, heir: Heir
) -> None:
    heir.full_name = "Yusup Mohamad"
    session.flush()
    said = warned(client.get(sheet(heir)).text)
    assert "Nama di buku tabungan tidak sama" in said
    assert "lain sama sekali" in said
    assert "7 berkas belum ada" in said
    assert "belum menyetujui bantuan klaim" in said
    assert "bukan larangan" in said
    assert client.get(f"/government/claims/{heir.case_id}/file").status_code == 200


def test_a_name_that_differs_by_a_letter_is_spelled_out(
    client: FlaskClient, session: Session, heir: Heir
) -> None:
    heir.full_name = "Hartim Uji"
    session.flush()
    assert "Huruf ke-6: nama penerima “M”, buku tabungan “N”." in warned(
        client.get(sheet(heir)).text
    )


def test_with_everything_in_order_nothing_is_warned_of(
    client: FlaskClient, session: Session, heir: Heir
) -> None:
    make_consent(session, recipient=heir, kind=ConsentKind.CLAIM_HELP)
    for paper in list_papers(session, case_id=heir.case_id):
        send(client, paper, state="ada", received_on="2026-11-20")
    assert warned(client.get(sheet(heir)).text) == ""


def _case(session: Session, heir: Heir) -> Case:
    return session.get_one(Case, heir.case_id)


def test_the_archive_holds_the_files_in_the_order_of_the_form_and_names_nobody(
    client: FlaskClient, session: Session, user: User, heir: Heir
) -> None:
    case = _case(session, heir)
    send(client, of_kind(session, case, PaperKind.PASSBOOK), (scans.photo(), "Hartin.jpg"))
    card = of_kind(session, case, PaperKind.PARTICIPANT_CARD)
    send(client, card, (scans.pdf(), "../../x.pdf"))
    identity = of_kind(session, case, PaperKind.HEIR_IDENTITY)
    send(client, identity, (scans.photo(), "a.jpg"), (scans.photo((90, 90)), "b.jpg"))

    answer = client.get(f"{sheet(heir)}/zip")

    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="berkas-klaim-{case.number}-1.zip"'
    )
    assert "no-store" in answer.headers["Cache-Control"]
    with ZipFile(BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "00-lembar-klaim.txt",
            "01-kartu-peserta.pdf",
            "04-ktp-ahli-waris-1.jpg",
            "04-ktp-ahli-waris-2.jpg",
            "07-buku-tabungan.jpg",
        ]
        text = archive.read("00-lembar-klaim.txt").decode()
        assert archive.read("01-kartu-peserta.pdf").startswith(b"%PDF-")
    assert NUMBER in text
    assert "3. TENAGA KERJA" in text
    (event,) = events(session, "claim-sheet:take")
    assert (event.facts["files"], event.user_id) == (4, user.id)
    answer.close()


def test_a_withdrawn_file_is_not_in_the_archive_and_a_changed_one_stops_it(
    client: FlaskClient, session: Session, heir: Heir, kept: Path
) -> None:
    case = _case(session, heir)
    paper = of_kind(session, case, PaperKind.FAMILY_CARD)
    send(client, paper, (scans.photo(), "a.jpg"), (scans.photo((90, 90)), "b.jpg"))
    first, second = files_of(session, paper)
    client.post(f"/government/paper-files/{first.id}/withdraw", data={"reason": "salah"})
    answer = client.get(f"{sheet(heir)}/zip")
    with ZipFile(BytesIO(answer.data)) as archive:
        assert archive.namelist() == ["00-lembar-klaim.txt", "05-kartu-keluarga.jpg"]
    answer.close()

    (kept / second.stored_name.hex[:2] / second.stored_name.hex).unlink()
    broken = client.get(f"{sheet(heir)}/zip")
    assert broken.status_code == 400
    assert "tidak lagi sama dengan yang disimpan" in broken.text


def test_too_much_for_one_archive_is_refused(
    client: FlaskClient, session: Session, heir: Heir
) -> None:
    case = _case(session, heir)
    paper = of_kind(session, case, PaperKind.FAMILY_CARD)
    send(client, paper, (scans.photo(), "a.jpg"))
    files_of(session, paper)[0].size = 41 * 1024 * 1024
    session.flush()
    page = client.get(f"{sheet(heir)}/zip")
    assert page.status_code == 400
    assert "lebih dari 40 MB" in page.text
    assert events(session, "claim-sheet:take") == []


@pytest.mark.parametrize("way", ["", "/zip"])
def test_neither_a_stranger_nor_the_inspektorat_opens_it(
    client: FlaskClient, session: Session, heir: Heir, way: str
) -> None:
    for role, region, status in (
        (Role.CASEWORKER, "75.03.06", 404),
        (Role.AUDITOR, "75.03", 403),
    ):
        enter_as(client, make_user(session, role=role, region=region))
        page = client.get(sheet(heir) + way)
        assert page.status_code == status
        assert NUMBER not in page.text
    assert events(session, "claim-sheet:open") == []
