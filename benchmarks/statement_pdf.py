"""The one-page savings statement: from kept content to PDF/UA bytes, beside bare WeasyPrint."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import weasyprint

from benchmarks.figure import Figure, milliseconds
from benchmarks.service import service
from savings_app import clock, db
from savings_app.actors import Actor, Role
from savings_app.cases.queries.cases import list_heirs
from savings_app.cases.queries.numbers import find_case_by_number
from savings_app.documents.actions import request_document
from savings_app.documents.models import Document
from savings_app.documents.pdf import STATIC
from savings_app.documents.rendering import render_document, render_html
from savings_app.documents.rules import DocumentKind, Wanted


def measure() -> Figure:
    """Ours fills the page, draws the QR and tags; the floor is the library on the same page."""
    here = service()
    with here.app.app_context():
        document = _one_page(_statement(here.made["cases"][0]))
        address = here.app.config["ADDRESS"]
        html = render_html(document, address=address)
        ours = milliseconds(lambda: render_document(document, address=address))
        bare = milliseconds(lambda: _bare(html))
    with pikepdf.open(BytesIO(render_document(document, address=address))) as pdf:
        pages = len(pdf.pages)
    if pages != 1:
        raise SystemExit(f"the statement has {pages} pages")
    return Figure("one-page savings statement beside bare WeasyPrint", ours, bare, "ms")


def _bare(html: str) -> Any:
    page = weasyprint.HTML(string=html, base_url=str(STATIC))
    return page.write_pdf(stylesheets=[str(STATIC / "pdf.css")])


def _one_page(document: Document) -> Document:
    """The statement with three months of answers, as it is after the first quarter."""
    db.get_session().expunge(document)
    pledges = [{**one, "months": one["months"][-3:]} for one in document.content["pledges"]]
    document.content = {**document.content, "pledges": pledges}
    return document


def _statement(number: str) -> Document:
    """The statement of the first family, who agreed that staff see it."""
    with db.transaction() as session:
        case = find_case_by_number(session, number=number)
        if case is None:
            raise SystemExit(f"no case {number}")
        (recipient,) = [heir for heir in list_heirs(session, case_id=case.id) if heir.is_recipient]
        document = request_document(
            session,
            actor=Actor(role=Role.SUPERVISOR, region=case.region_code),
            wanted=Wanted(DocumentKind.SAVINGS),
            recipient_id=recipient.id,
            today=clock.today(),
            now=clock.now_utc(),
        )
        session.flush()
    db.get_session().refresh(document)
    return document
