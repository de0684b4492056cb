"""Photos and PDFs of papers, the receipt, and the message for a phone that is shared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from savings_app.access.models import User
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.papers import match_papers_to_case
from savings_app.cases.kinds import BringsIt, PaperKind, PaperState
from savings_app.cases.models import Case, Paper, PaperFile, PaperReceipt
from savings_app.cases.queries.cases import list_heirs
from savings_app.web.government.paper_message import Asked, message
from savings_app.words import use_language
from tests import scans
from tests.builders import (
    make_account,
    make_case,
    make_letter,
    make_nik,
    make_recipient,
    make_user,
)
from tests.web.doors import enter_as, enter_with
from tests.web.test_government_cases import alerts

pytestmark = pytest.mark.usefixtures("clock")
JPEG, PDF = "image/jpeg", "application/pdf"


@pytest.fixture
def case(session: Session, user: User) -> Case:
    case = make_case(session, opened_by=user)
    spouse = make_recipient(session, case=case)
    spouse.nik, spouse.phone = make_nik(), "081200009999"
    match_papers_to_case(session, case=case)
    return case


@pytest.fixture
def paper(session: Session, case: Case) -> Paper:
    return of_kind(session, case, PaperKind.FAMILY_CARD)


@pytest.fixture
def kept(app: Flask) -> Iterator[Path]:
    """The folder of the bytes."""
    folder: Path = app.extensions["files"] / "papers"
    before = set(folder.rglob("*"))
    yield folder
    for path in set(folder.rglob("*")) - before:
        if path.is_file():
            path.unlink()


def of_kind(session: Session, case: Case, kind: PaperKind) -> Paper:
    return session.scalars(select(Paper).where(Paper.case_id == case.id, Paper.kind == kind)).one()


def count_bytes(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def send(client: FlaskClient, paper: Paper, *files: tuple[bytes, str], **more: str) -> TestResponse:
    sent: dict[str, Any] = {"state": paper.state.value, "brings": paper.brings.value, **more}
    sent["files"] = [(BytesIO(data), name) for data, name in files]
    sent["version"] = str(paper.version)
    page = client.post(
        f"/government/papers/{paper.id}", data=sent, content_type="multipart/form-data"
    )
    page.request.environ["wsgi.input"].close()  # a large one is a file of the test's own client
    return page


def files_of(session: Session, paper: Paper) -> list[PaperFile]:
    rows = select(PaperFile).where(PaperFile.paper_id == paper.id).order_by(PaperFile.position)
    return list(session.scalars(rows))


def test_photos_and_a_pdf_are_kept_shown_and_written_down(
    client: FlaskClient, session: Session, user: User, paper: Paper, kept: Path
) -> None:
    answer = send(
        client,
        paper,
        (scans.photo(), "KK ibu Hartin.jpg"),
        (scans.acting_pdf(), "../../etc/kk.pdf"),
        state="ada",
        received_on="2026-11-20",
    )

    assert answer.status_code == 303
    session.expire_all()
    assert paper.state is PaperState.RECEIVED
    photo, document = files_of(session, paper)
    seen = client.get(f"/government/paper-files/{photo.id}")
    saved = client.get(f"/government/paper-files/{document.id}")
    assert (seen.mimetype, saved.mimetype) == (JPEG, PDF)
    assert scans.GPS.encode() not in seen.data
    assert saved.data.startswith(b"%PDF-")
    for page, how in ((seen, "inline"), (saved, "attachment")):
        disposition = page.headers["Content-Disposition"]
        assert disposition.startswith(f'{how}; filename="0')
        assert "kartu-keluarga" in disposition
        assert "Hartin" not in disposition
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
        assert page.headers["Content-Security-Policy"].endswith("; sandbox")
        assert page.headers["Cache-Control"] == "no-store"
    read = session.scalars(select(AuditEvent).where(AuditEvent.action == "paper-file:read")).all()
    assert [(event.subject_id, event.user_id) for event in read] == [
        (photo.id, user.id),
        (document.id, user.id),
    ]
    assert not any("Hartin" in path.name or "etc" in path.name for path in kept.rglob("*"))
    assert "Lihat foto 1" in client.get(f"/government/cases/{paper.case_id}/papers/").text
    around = client.get(f"/government/paper-files/{photo.id}/view").text
    assert f'src="/government/paper-files/{photo.id}"' in around
    assert user.full_name in around
    assert f'href="/government/cases/{paper.case_id}/papers/"' in around
    of_pdf = client.get(f"/government/paper-files/{document.id}/view").text
    assert "Unduh PDF" in of_pdf
    assert "<img" not in of_pdf


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (scans.HEIC, "IMG_0042.HEIC", "IMG_0042.HEIC adalah foto HEIC dari iPhone"),
        (scans.SVG, "kk.jpg", "kk.jpg bukan foto JPEG, PNG, atau WebP, dan bukan PDF"),
        (scans.photo()[:-300], "kk.jpg", "kk.jpg rusak"),
        (scans.bomb(), "kk.png", "lebih dari 50 juta titik"),
        (scans.pdf(password="x"), "kk.pdf", "kk.pdf terkunci"),
        (scans.pdf(31), "kk.pdf", "kk.pdf berisi 31 halaman; paling banyak 30"),
        (b"", "kosong.jpg", "Berkas ini kosong"),
        (b"\xff\xd8\xff" + bytes(5 * 1024 * 1024), "besar.jpg", "Paling besar 5 MB"),
    ],
    ids=["heic", "svg", "cut", "bomb", "locked", "long", "empty", "large"],
)
def test_a_file_that_is_refused_is_named_and_what_was_typed_stays(
    client: FlaskClient,
    session: Session,
    paper: Paper,
    kept: Path,
    data: bytes,
    name: str,
    sentence: str,
) -> None:
    before = count_bytes(kept)
    page = send(
        client,
        paper,
        (scans.photo(), "baik.jpg"),
        (data, name),
        state="belum_bisa",
        reason="KK masih di Dukcapil",
        next_step="kk_dukcapil",
    )

    assert page.status_code == 200
    assert sentence in alerts(page.text)
    assert 'value="KK masih di Dukcapil"' in page.text
    assert re.search(r'checked[^>]*value="kk_dukcapil"', page.text)
    session.expire_all()
    assert paper.state is PaperState.MISSING
    assert files_of(session, paper) == []
    assert count_bytes(kept) == before


def test_a_double_click_keeps_one_file_and_no_bytes_too_many(
    client: FlaskClient, session: Session, paper: Paper, kept: Path
) -> None:
    before = count_bytes(kept)
    for _click in range(2):
        assert send(client, paper, (scans.photo(), "kk.jpg")).status_code == 303
    assert len(files_of(session, paper)) == 1
    assert count_bytes(kept) == before + 1


def test_a_stale_form_keeps_no_bytes(
    client: FlaskClient, session: Session, paper: Paper, kept: Path
) -> None:
    before = count_bytes(kept)
    page = send(client, paper, (scans.photo(), "kk.jpg"), version="99")
    sent = {"state": "belum", "brings": "desa", "version": "99"}
    stale = client.post(f"/government/papers/{paper.id}", data=sent)
    assert stale.status_code == 409
    assert page.status_code in (303, 409)
    assert count_bytes(kept) == before + len(files_of(session, paper))


def test_a_withdrawn_file_has_no_bytes_and_a_record(
    client: FlaskClient, session: Session, paper: Paper, kept: Path
) -> None:
    before = count_bytes(kept)
    send(client, paper, (scans.photo(), "kk.jpg"))
    (file,) = files_of(session, paper)
    address = f"/government/paper-files/{file.id}"

    without = client.post(f"{address}/withdraw", data={"reason": " "})
    done = client.post(f"{address}/withdraw", data={"reason": "milik orang lain"})
    again = client.post(f"{address}/withdraw", data={"reason": "lagi"})

    assert "Tulis alasannya" in alerts(without.text)
    assert (done.status_code, again.status_code) == (303, 200)
    assert count_bytes(kept) == before
    assert "sudah ditarik" in client.get(address).text
    assert "milik orang lain" in client.get(f"/government/papers/{paper.id}").text


def test_a_stranger_neither_sees_nor_sends(
    client: FlaskClient, session: Session, paper: Paper, kept: Path
) -> None:
    send(client, paper, (scans.photo(), "kk.jpg"))
    (file,) = files_of(session, paper)
    before = count_bytes(kept)
    enter_as(client, make_user(session, region="75.03.06"))

    assert client.get(f"/government/paper-files/{file.id}").status_code == 404
    assert send(client, paper, (scans.photo((10, 10)), "x.jpg")).status_code == 404
    assert count_bytes(kept) == before


def test_bytes_that_were_changed_are_not_shown(
    client: FlaskClient, session: Session, paper: Paper, kept: Path
) -> None:
    send(client, paper, (scans.photo(), "kk.jpg"))
    (file,) = files_of(session, paper)
    (kept / file.stored_name.hex[:2] / file.stored_name.hex).write_bytes(b"<html>")

    page = client.get(f"/government/paper-files/{file.id}")

    assert page.status_code == 400
    assert "tidak lagi sama dengan yang disimpan" in page.text


# --- the receipt ----------------------------------------------------------------------------------


def test_a_receipt_is_printed_again_under_its_number_and_the_family_has_it_too(
    client: FlaskClient, session: Session, case: Case, user: User
) -> None:
    for kind in (PaperKind.FAMILY_CARD, PaperKind.HEIR_IDENTITY):
        send(client, of_kind(session, case, kind), state="ada", received_on="2026-11-20")
    page = client.get(f"/government/cases/{case.id}/papers/").text
    key = re.search(r'paper-receipts"[^>]*>.*?name="request_key" value="([^"]+)"', page, re.DOTALL)
    assert key is not None

    twice = [
        client.post(f"/government/cases/{case.id}/paper-receipts", data={"request_key": key[1]})
        for _click in range(2)
    ]

    receipt = session.scalars(select(PaperReceipt)).one()
    assert {answer.location for answer in twice} == {f"/government/paper-receipts/{receipt.id}"}
    printed = client.get(twice[0].location).text
    recipient = session.scalars(select(PaperReceipt.case_id)).one()
    assert recipient == case.id
    owner = make_letter(session, recipient=_recipient(session, case))
    enter_with(client, owner)
    listed = client.get("/family/papers")
    own = client.get(f"/family/paper-receipts/{receipt.id}").text
    for text in (printed, own):
        for said in ("TT-2026-0001", case.number, "Kartu keluarga (KK)", "20 Nov 2026"):
            assert said in text
        assert user.full_name in text
        assert "Dibawa oleh" in text
        for secret in (case.full_name, "Hartin", "Rp", "NIK", str(case.nik)):
            assert secret not in text
    assert "TT-2026-0001" in listed.text
    assert "Diterima 20 November 2026." in listed.text


def _recipient(session: Session, case: Case) -> Any:
    return list_heirs(session, case_id=case.id)[0]


def test_without_a_paper_there_is_no_receipt(
    client: FlaskClient, session: Session, case: Case
) -> None:
    answer = client.post(f"/government/cases/{case.id}/paper-receipts", follow_redirects=True)
    assert "Belum ada berkas yang diterima" in answer.text
    assert session.scalars(select(PaperReceipt)).all() == []


def test_a_family_reads_what_is_next(client: FlaskClient, session: Session, case: Case) -> None:
    send(
        client,
        of_kind(session, case, PaperKind.DEATH_CERTIFICATE),
        state="belum_bisa",
        reason="Dukcapil tutup",
        next_step="akta_surat_desa",
    )
    enter_with(client, make_letter(session, recipient=_recipient(session, case)))

    page = client.get("/family/papers").text

    assert "Dukcapil tutup" in page
    assert "Selanjutnya: Minta surat kematian di kantor desa" in " ".join(page.split())


# --- the message ----------------------------------------------------------------------------------

SORROW = re.compile(
    r"kematian|meninggal|almarhum|wafat|duka|waris|santunan|jenazah|pemakaman"
    r"|death|died|deceased|dead|heir|late |burial|funeral|benefit",
    re.IGNORECASE,
)


def texts(page: str) -> list[str]:
    return re.findall(r'<p class="message" id="message-\w+">(.*?)</p>', page, re.DOTALL)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_message_names_papers_and_a_day_and_nobody(
    client: FlaskClient, session: Session, case: Case, user: User, language: str
) -> None:
    recipient = _recipient(session, case)
    account = make_account(session, recipient=recipient)
    client.get(f"/language/{language}")
    asked = client.post(f"/government/cases/{case.id}/message/", data={"by": "2026-12-04"})

    page = client.get(asked.location).text
    on_paper = client.get(f"/government/cases/{case.id}/message/print").text

    family, village = texts(page)
    assert {"id": "4 Desember 2026", "en": "December"}[language] in family
    assert {"id": "Mohon disiapkan", "en": "Please prepare"}[language] in village
    assert "KK" in family
    assert "Dukcapil" in village
    assert case.nik is not None
    assert case.kpj is not None
    secrets = [
        *case.full_name.split()[:1],
        *recipient.full_name.split()[:1],
        user.full_name,
        case.nik.full,
        str(case.nik),
        case.kpj.full,
        str(case.kpj),
        recipient.nik.full,
        account.number.full,
        recipient.phone,
        "42.000.000",
        "42,000,000",
        "Rp",
    ]
    paragraphs = re.findall(r"<p>(.*?)</p>", on_paper[on_paper.index("<h1>") :], re.DOTALL)
    *body, _foot = paragraphs
    assert all(line in "\n".join(body) for line in village.splitlines())
    for text in (family, village):
        for secret in secrets:
            assert secret not in text
        assert SORROW.search(text) is None, SORROW.search(text)
        # The only digits are those of the case's own number and of the day.
        left = text.replace(case.number, "").replace("2026", "")
        assert len(re.findall(r"\d", left)) <= 2


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_paper_there_is_tells_of_a_death_in_a_message(app: Flask, language: str) -> None:
    with use_language(language):
        text = message("", "BB-2026-0001", [Asked(kind, None) for kind in PaperKind])
    assert SORROW.search(text) is None
    assert text.count("\n- ") == len(PaperKind)


def test_a_day_that_passed_is_refused_beside_its_field(
    client: FlaskClient, session: Session, case: Case
) -> None:
    page = client.post(f"/government/cases/{case.id}/message/", data={"by": "2026-11-22"})
    assert "sudah lewat" in alerts(page.text)
    assert of_kind(session, case, PaperKind.FAMILY_CARD).follow_up_on is None


def test_nothing_is_asked_of_a_family_that_brought_everything(
    client: FlaskClient, session: Session, case: Case
) -> None:
    for paper in session.scalars(select(Paper).where(Paper.case_id == case.id)):
        paper.state = PaperState.RECEIVED
        assert paper.brings in set(BringsIt)
    session.flush()
    page = client.get(f"/government/cases/{case.id}/message/").text
    assert texts(page) == []
    assert "Tidak ada berkas yang masih ditunggu" in page
