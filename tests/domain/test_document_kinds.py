"""Every kind of document of a family: what it says, on both sheets and in both languages."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from sqlalchemy.orm import Session

from savings_app.documents.content import CONTENT
from savings_app.documents.models import Document
from savings_app.documents.pdf import STATIC
from savings_app.documents.rendering import render_document, render_html
from savings_app.documents.rules import OFFICE_KINDS, DocumentKind, Sheet
from tests.domain.document_rows import issue, make_documented
from tests.domain.test_documents import is_accessible

ADDRESS = "http://layanan.invalid"
CODE = "ABCD-2345"
KINDS = tuple(kind for kind in DocumentKind if kind not in OFFICE_KINDS)
# The others are as long as what they tell.
ONE_PAGE = frozenset(KINDS) - {DocumentKind.SAVINGS, DocumentKind.PLAN_FORM}
SAID = {
    DocumentKind.ACCESS: (CODE, "Rp42.000.000", "tanpa potongan"),
    DocumentKind.BENEFIT: ("Rp42.000.000", "Hak keluarga, tanpa potongan", "Lapor di luar desa"),
    DocumentKind.PLAN: ("Doa arwah", "sumur"),
    DocumentKind.SAVINGS: ("Belum ada kabar dari bank", "Saldo akhir", "Biaya bank", "Sumber"),
    DocumentKind.BANK_INTRODUCTION: ("Dinas tidak menganjurkan bank mana pun", "Cap bank"),
    DocumentKind.CONSENT: ("Belum sekarang", "POJK 44/2024"),
    DocumentKind.HANDOVER: ("Masjid desa", "Tanpa potongan"),
    DocumentKind.VISIT_FORM: ("Bagaimana kabar keluarga", "Jumlah uang dan simpanan tidak"),
    DocumentKind.PLAN_FORM: ("Berapa untuk doa arwah?",),
}
ENGLISH = {
    DocumentKind.ACCESS: "nothing taken off",
    DocumentKind.BENEFIT: "s right, with nothing taken off",
    DocumentKind.PLAN: "Family plan",
    DocumentKind.SAVINGS: "No news from the bank yet",
    DocumentKind.BANK_INTRODUCTION: "The Dinas recommends no bank",
    DocumentKind.CONSENT: "Not now",
    DocumentKind.HANDOVER: "nothing is taken off",
    DocumentKind.VISIT_FORM: "How is the family",
    DocumentKind.PLAN_FORM: "doa arwah",
}
SHEET_SIZE = {Sheet.A4: (595, 842), Sheet.F4: (609, 935)}  # points, rounded


def pdf_of(document: Document) -> bytes:
    return render_document(document, address=ADDRESS, code=CODE)


def page_of(document: Document) -> str:
    return " ".join(render_html(document, address=ADDRESS, code=CODE).split())


def made(
    session: Session,
    kind: DocumentKind,
    today: date,
    now: datetime,
    *,
    language: str = "id",
    sheet: Sheet = Sheet.A4,
) -> Document:
    recipient = make_documented(session, today, now)
    document = issue(session, recipient, kind, today=today, now=now, language=language, sheet=sheet)
    session.flush()
    return document


def test_every_kind_of_a_family_has_its_content() -> None:
    assert set(CONTENT) == set(KINDS)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_is_one_a_reader_can_use_on_either_sheet_and_an_archive_can_keep(
    session: Session, today: date, now: datetime, tmp_path: Path, kind: DocumentKind, language: str
) -> None:
    document = made(session, kind, today, now, language=language)
    sizes = {}
    for sheet in Sheet:
        document.sheet = sheet
        data = pdf_of(document)
        sizes[sheet] = check_file(document, data, tmp_path / f"{sheet}.pdf")
    assert sizes == SHEET_SIZE
    assert pdf_of(document) == data  # equal content, equal bytes


def check_file(document: Document, data: bytes, file: Path) -> tuple[int, ...]:
    """The size of its pages, of a file every checker we have accepts."""
    assert is_accessible(data)
    file.write_bytes(data)
    checked = subprocess.run(
        ["qpdf", "--check", str(file)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    with pikepdf.open(BytesIO(data)) as pdf:
        assert (len(pdf.pages) == 1) if document.kind in ONE_PAGE else (len(pdf.pages) <= 3)
        assert str(pdf.Root.Lang) == document.language
        assert list(fonts_of(pdf))
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts_of(pdf))
        assert document.number in str(pdf.docinfo["/Title"])
        assert not [amount for amount in ("Hartin", "42.000.000") if amount in str(pdf.docinfo)]
        return tuple(round(float(length)) for length in pdf.pages[0].mediabox)[2:]


def fonts_of(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor":
            yield one


@pytest.mark.parametrize("kind", KINDS)
def test_each_says_what_it_is_for_in_both_languages(
    session: Session, today: date, now: datetime, kind: DocumentKind
) -> None:
    document = made(session, kind, today, now)
    page = page_of(document)
    for words in SAID[kind]:
        assert words in page, words
    document.language = "en"
    assert ENGLISH[kind].lower() in page_of(document).lower()


@pytest.mark.parametrize("kind", KINDS)
def test_tables_have_headers_and_nothing_is_told_by_colour_alone(
    session: Session, today: date, now: datetime, kind: DocumentKind
) -> None:
    page = page_of(made(session, kind, today, now))
    for table in re.findall(r"<table.*?</table>", page):
        assert "<th" in table
    for drawing in re.findall(r"<svg.*?</svg>", page):
        assert "<title" in drawing
    assert "style=" not in page
    assert "<script" not in page
    # Greys and black alone, and one dark ink of the charts, which stands beside its own figures.
    colours = set(re.findall(r"#[0-9a-f]{3,6}\b", (STATIC / "pdf.css").read_text()))
    assert colours <= {"#000", "#333", "#777", "#0a4d48"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_inside_hold_what_the_page_was_made_from(
    session: Session, today: date, now: datetime, kind: DocumentKind
) -> None:
    document = made(session, kind, today, now)
    with pikepdf.open(BytesIO(pdf_of(document))) as pdf:
        files = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
    facts = json.loads(files[f"{document.number}.json"])
    assert (facts["kind"], facts["number"]) == (kind.value, document.number)
    assert set(facts["content"]) == set(document.content)
    rows = list(csv.DictReader(io.StringIO(files[f"{document.number}.csv"].decode())))
    assert {row["value"] for row in rows} >= {kind.value, document.number}
    amounts = re.findall(r'"(-?\d+\.\d\d)"', json.dumps(facts))
    for amount in amounts:
        assert amount in {row["value"] for row in rows}
    if kind in {DocumentKind.BENEFIT, DocumentKind.ACCESS, DocumentKind.HANDOVER}:
        assert "20000000.00" in amounts
        assert facts["content"]["total"] == "42000000.00"
    assert CODE not in json.dumps(facts)
