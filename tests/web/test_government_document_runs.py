"""Cetak massal: asked, counted, begun, watched, taken along as an archive and for the printer."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pikepdf
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.models import Heir
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import find_live
from savings_app.documents.models import Document
from savings_app.documents.pdf import render_pdf
from savings_app.documents.rules import DocumentKind, Sheet
from savings_app.documents.run_models import DocumentRun, DocumentRunPart
from savings_app.documents.run_rules import RunState
from savings_app.tasks.document_bundles import forget_old_bundles, make_bundle
from savings_app.tasks.document_runs import work_on
from tests.builders import (
    NOW,
    VILLAGE,
    let_staff_see,
    make_account,
    make_case,
    make_participant,
    make_pledge,
    make_recipient,
    make_user,
)
from tests.web.doors import enter_as

pytestmark = pytest.mark.usefixtures("clock")
RUNS = "/government/document-runs"
WANTED = {
    "kind": "savings",
    "month": "2026-10-01",
    "place": "",
    "sheet": "a4",
    "language": "id",
}


def a_pdf(_html: str, **facts: Any) -> bytes:
    """A page with one word: these look at pages of the desk."""
    return render_pdf("<!doctype html><html lang=id><title>Uji</title><p>Uji", **facts)


def family(session: Session, name: str, region_code: str = VILLAGE, *, agreed: bool = True) -> Heir:
    """One with a pledge, who lets staff see what the bank answers."""
    participant = make_participant(session, region_code=region_code)
    heir = make_recipient(session, case=make_case(session, participant=participant), full_name=name)
    account = make_account(session, recipient=heir)
    make_pledge(session, account=account, made_on=date(2026, 9, 1))
    if agreed:
        let_staff_see(session, recipient=heir)
    return heir


def begin(client: FlaskClient, **changed: str) -> UUID:
    """Sent twice, as the two pages do."""
    sent = {**WANTED, **changed, "sure": "y", "request_key": "5" * 32}
    answer = client.post(f"{RUNS}/new", data=sent)
    assert answer.status_code == 303, answer.text
    return UUID(answer.location.rpartition("/")[2])


def work(client: FlaskClient, run_id: UUID) -> None:
    with client.application.app_context():
        work_on(run_id, render=a_pdf)


def read_zip(data: bytes) -> tuple[list[str], list[list[str]]]:
    """The paths of an archive, and the rows of its list."""
    with ZipFile(io.BytesIO(data)) as zipped:
        assert zipped.testzip() is None
        text = zipped.read("daftar.csv").decode("utf-8-sig")
        return zipped.namelist(), list(csv.reader(io.StringIO(text), delimiter=";"))


def test_a_run_is_counted_before_it_begins(
    client: FlaskClient, session: Session, user: User
) -> None:
    family(session, "Hartin Uji")
    family(session, "Zainab Uji", agreed=False)
    form = client.get(f"{RUNS}/new")
    assert "Oktober 2026" in form.text
    assert 'value="access"' not in form.text
    shown = client.post(f"{RUNS}/new", data=WANTED)
    assert re.search(r"Penerima <strong>2</strong>", shown.text)
    assert re.search(r"Surat akan dibuat <strong>1</strong>", shown.text)
    assert "1 penerima belum menyetujui" in shown.text
    assert "1 Oktober 2026 sampai 31 Oktober 2026" in shown.text
    assert session.scalars(select(DocumentRun)).all() == []
    again = client.post(f"{RUNS}/new", data={**WANTED, "change": "y"})
    assert "Lanjut: lihat berapa" in again.text


def test_days_of_ones_own_must_both_be_there(
    client: FlaskClient, session: Session, user: User
) -> None:
    family(session, "Hartin Uji")
    answer = client.post(f"{RUNS}/new", data={**WANTED, "month": "own", "sure": "y"})
    assert "Tulis kedua tanggalnya" in answer.text
    assert session.scalars(select(DocumentRun)).all() == []


def test_a_run_is_watched_paused_and_taken_along(
    client: FlaskClient, session: Session, user: User
) -> None:
    first, second = family(session, "Hartin Uji"), family(session, "Zainab Uji", agreed=False)
    run_id = begin(client)
    page = client.get(f"{RUNS}/{run_id}")
    assert "0 dari 2 penerima sudah dikerjakan" in page.text
    client.post(f"{RUNS}/{run_id}/pause")
    work(client, run_id)
    assert "Dijeda" in client.get(f"{RUNS}/{run_id}").text
    client.post(f"{RUNS}/{run_id}/resume")
    work(client, run_id)
    done = client.get(f"{RUNS}/{run_id}").text
    assert "Selesai" in done
    assert "Keluarga belum menyetujui petugas melihat jawaban bank" in done
    number = session.scalars(select(Document.number)).one()
    assert number in done
    skipped = client.get(f"{RUNS}/{run_id}?state=skipped").text
    assert second.full_name in skipped
    assert first.full_name not in skipped
    listed = client.get(f"{RUNS}/").text
    assert "Laporan simpanan" in listed
    assert "Oktober 2026" in listed
    taken = client.get(f"{RUNS}/{run_id}/rows.csv")
    assert taken.text.count("\n") == 3
    archive = client.get(f"{RUNS}/{run_id}/zip")
    paths, rows = read_zip(archive.data)
    assert paths == [f"75.03.11/{VILLAGE}/{number}.pdf", "daftar.csv"]
    assert [row[0] for row in rows[1:]] == ["1", "2"]
    assert rows[2][-1] == "Tidak dibuat"
    assert "Hartin" not in str(rows)
    told = session.scalars(select(AuditEvent.action).order_by(AuditEvent.sequence)).all()
    assert told[-2:] == ["document:open", "document-run:take"]


def test_who_took_consent_back_is_left_out_of_what_is_handed_out_and_listed(
    client: FlaskClient, session: Session, user: User
) -> None:
    first, second = family(session, "Hartin Uji"), family(session, "Zainab Uji")
    run_id = begin(client)
    work(client, run_id)
    client.post(f"{RUNS}/{run_id}/bundle")
    with client.application.app_context():
        make_bundle(run_id, render=a_pdf)
    assert client.get(f"{RUNS}/{run_id}/parts/1").status_code == 200
    consent = find_live(session, recipient_id=second.id, kind=ConsentKind.STAFF_SEES)
    assert consent is not None
    consent.revoked_at = NOW
    session.commit()
    paths, rows = read_zip(client.get(f"{RUNS}/{run_id}/zip").data)
    assert len(paths) == 2
    assert rows[2][-1] == "Keluarga tidak lagi mengizinkan petugas melihatnya"
    refused = client.get(f"{RUNS}/{run_id}/parts/1", follow_redirects=True)
    assert "Susun sekali lagi" in refused.text
    assert first.full_name in refused.text


def test_the_bundle_is_one_file_in_reading_order_that_says_what_it_is(
    client: FlaskClient, session: Session, user: User
) -> None:
    family(session, "Zainab Uji")
    family(session, "Hartin Uji")
    family(session, "Abdul Uji", "75.03.06.2007")
    run_id = begin(client)
    with client.application.app_context():
        work_on(run_id)  # as they are printed
    client.post(f"{RUNS}/{run_id}/bundle")
    assert "sedang disusun" in client.get(f"{RUNS}/{run_id}").text
    with client.application.app_context():
        make_bundle(run_id)
    page = client.get(f"{RUNS}/{run_id}").text
    assert "Bagian 1" in page
    assert "tidak bertanda tangan" in page
    answer = client.get(f"{RUNS}/{run_id}/parts/1")
    assert answer.headers["Content-Disposition"].endswith('cetak-massal-2026-11-23-1.pdf"')
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert len(pdf.pages) == 4  # a cover and three statements
        assert pdf.Root.ViewerPreferences.Duplex == pikepdf.Name.Simplex
        assert "/AcroForm" not in pdf.Root
        assert all("/Annots" not in page.obj for page in pdf.pages)


def test_the_bundle_of_a_week_ago_is_gone_and_can_be_made_again(
    client: FlaskClient, session: Session, user: User
) -> None:
    family(session, "Hartin Uji")
    run_id = begin(client)
    work(client, run_id)
    client.post(f"{RUNS}/{run_id}/bundle")
    with client.application.app_context():
        make_bundle(run_id, render=a_pdf)
        forget_old_bundles()
    assert "Bagian 1" in client.get(f"{RUNS}/{run_id}").text
    run = session.get_one(DocumentRun, run_id)
    part = session.scalars(select(DocumentRunPart)).one()
    part.made_at = NOW - timedelta(days=8)
    session.commit()
    with client.application.app_context():
        forget_old_bundles()
    assert "Susun untuk dicetak" in client.get(f"{RUNS}/{run_id}").text
    assert run.state is RunState.DONE


def test_an_auditor_sees_runs_and_begins_none(client: FlaskClient, session: Session) -> None:
    caseworker = make_user(session)
    family(session, "Hartin Uji")
    enter_as(client, caseworker)
    run_id = begin(client)
    enter_as(client, make_user(session, role=Role.AUDITOR))
    page = client.get(f"{RUNS}/{run_id}").text
    assert "Jeda" not in page
    assert client.get(f"{RUNS}/new").status_code == 403
    assert client.post(f"{RUNS}/{run_id}/pause").status_code == 403


def test_an_officer_of_another_kecamatan_finds_no_run_of_the_kabupaten(
    client: FlaskClient, session: Session
) -> None:
    enter_as(client, make_user(session))
    family(session, "Hartin Uji")
    run_id = begin(client)
    enter_as(client, make_user(session, region="75.03.06"))
    for path in ("", "/zip", "/parts/1", "/rows.csv"):
        assert client.get(f"{RUNS}/{run_id}{path}").status_code == 404
    for path in ("/pause", "/resume", "/retry", "/cancel", "/bundle"):
        assert client.post(f"{RUNS}/{run_id}{path}").status_code == 404
    assert "Laporan simpanan" not in client.get(f"{RUNS}/").text.partition("<tbody")[2]


def test_an_access_letter_is_never_in_a_run(
    client: FlaskClient, session: Session, user: User
) -> None:
    family(session, "Hartin Uji")
    client.post(f"{RUNS}/new", data={**WANTED, "kind": DocumentKind.ACCESS, "sure": "y"})
    assert session.scalars(select(DocumentRun)).all() == []


def test_other_kinds_have_no_days(client: FlaskClient, session: Session, user: User) -> None:
    family(session, "Hartin Uji")
    run_id = begin(client, kind="plan-form", sheet="f4")
    work(client, run_id)
    document = session.scalars(select(Document)).one()
    assert (document.kind, document.sheet) == (DocumentKind.PLAN_FORM, Sheet.F4)
    assert (document.period_from, document.period_to) == (None, None)
