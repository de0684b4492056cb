"""One page: from kept content to the signed file, beside the library alone; and what it began as.

The floors are measured in the same run: WeasyPrint on the same HTML with its styles and fonts kept
between calls, the same with nothing kept, and the HTML and CSS this service began with
(`first_version`, invented people). Beside the latter stands what it is now, HTML to PDF on both
sides: the first was neither signed nor had files inside, and that has a figure of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pydyf
import weasyprint
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from weasyprint.text.fonts import FontConfiguration

from benchmarks.figure import Figure, in_turn
from benchmarks.service import service
from savings_app import clock, db
from savings_app.actors import Actor, Role
from savings_app.cases.queries.cases import list_heirs
from savings_app.cases.queries.numbers import find_case_by_number
from savings_app.documents.actions import request_document
from savings_app.documents.attached import attachments
from savings_app.documents.models import Document
from savings_app.documents.pdf import STATIC, render_pdf
from savings_app.documents.rendering import render_document, render_html
from savings_app.documents.rules import DocumentKind, Wanted
from savings_app.tasks.signing import signing_key

FIRST_VERSION = Path(__file__).parent / "first_version"
THE_LIBRARYS = vars(pydyf.Stream)["data"]
MOST_BESIDE_BARE = 1.10
MOST_BESIDE_NAIVE = 0.80
MOST_BESIDE_FIRST = 0.50
MOST_TO_SIGN = 30.0  # milliseconds


def measure() -> list[Figure]:
    """The plan of a family is the page: one sheet, a table, places to sign."""
    here = service()
    with here.app.app_context():
        document = _issued(here.made["cases"][0], DocumentKind.PLAN)
        address, key = here.app.config["ADDRESS"], signing_key()
        html = render_html(document, address=address)
        signed = render_document(document, address=address, key=key)
        unsigned = render_document(document, address=address)
        slotted = _with_slot(document, address)
        old = (FIRST_VERSION / "plan.html").read_text(encoding="utf-8")
        page = partial(render_pdf, html, identifier=document.token.encode(), at=document.issued_at)
        ours, bare, naive, now, first, finishing, raw = in_turn(
            lambda: render_document(document, address=address, key=key),
            _alone(_kept(html, STATIC / "pdf.css")),
            _alone(lambda: _naive(html)),
            page,
            _alone(_kept(old, FIRST_VERSION / "pdf.css")),
            lambda: (attachments(document), key.sign(slotted)),
            lambda: _raw_signature(unsigned),
        )
    _check_one_page(signed)
    return [
        Figure("a signed page beside bare WeasyPrint", ours, bare, "ms", bare * MOST_BESIDE_BARE),
        Figure("  beside a call that keeps nothing", ours, naive, "ms", naive * MOST_BESIDE_NAIVE),
        Figure("  signing it, attaching its content", finishing, raw, "ms", MOST_TO_SIGN),
        Figure(
            "the page alone, beside its first version", now, first, "ms", first * MOST_BESIDE_FIRST
        ),
    ]


def _alone(work: Callable[[], Any]) -> Callable[[], Any]:
    """The work with streams written as the library does by itself, see `documents.pdf`."""

    def run() -> Any:
        ours = vars(pydyf.Stream)["data"]
        setattr(pydyf.Stream, "data", THE_LIBRARYS)  # noqa: B010  a property is no attribute
        try:
            return work()
        finally:
            setattr(pydyf.Stream, "data", ours)  # noqa: B010

    return run


def _kept(html: str, css: Path) -> Callable[[], Any]:
    """The library with its styles and its fonts kept from call to call."""
    fonts = FontConfiguration()
    style = weasyprint.CSS(filename=css, font_config=fonts)
    return lambda: weasyprint.HTML(string=html).write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
    )


def _naive(html: str) -> Any:
    page = weasyprint.HTML(string=html, base_url=str(STATIC))
    return page.write_pdf(stylesheets=[str(STATIC / "pdf.css")], pdf_variant="pdf/ua-1")


def _raw_signature(data: bytes) -> bytes:
    """What no signature can do without: a hash of the file and one use of a P-256 key."""
    digest = hashlib.sha256(data).digest()
    return _KEY.sign(digest, ec.ECDSA(hashes.SHA256()))


_KEY = ec.generate_private_key(ec.SECP256R1())


def _with_slot(document: Document, address: str) -> bytes:
    """The file as it is before it is signed."""
    kept: list[bytes] = []

    class Waiting:
        """Takes the place of the key, keeps what it is given, and signs nothing."""

        facts, slot = signing_key().facts, staticmethod(signing_key().slot)

        def sign(self, data: bytes) -> bytes:
            kept.append(data)
            return data

    render_document(document, address=address, key=Waiting())  # type: ignore[arg-type]
    return kept[0]


def _check_one_page(data: bytes) -> None:
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = len(pdf.pages)
    if pages != 1:
        raise SystemExit(f"the plan has {pages} pages")


def _issued(number: str, kind: DocumentKind) -> Document:
    """A document of the first recipient of this case."""
    with db.transaction() as session:
        case = find_case_by_number(session, number=number)
        if case is None:
            raise SystemExit(f"no case {number}")
        (recipient,) = [heir for heir in list_heirs(session, case_id=case.id) if heir.is_recipient]
        document = request_document(
            session,
            actor=Actor(role=Role.SUPERVISOR, region=case.region_code),
            wanted=Wanted(kind),
            recipient_id=recipient.id,
            today=clock.today(),
            now=clock.now_utc(),
        )
        session.flush()
    db.get_session().refresh(document)
    return document
