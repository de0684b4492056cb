"""From a document's kept content to the page it is printed from, in the document's language."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

import jinja2
import segno
from markupsafe import Markup

from savings_app.cases.benefit_rules import read_warning
from savings_app.config import TEMPLATES
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.rules import words_of
from savings_app.documents.attached import attachments
from savings_app.documents.models import Document
from savings_app.documents.pdf import render_pdf
from savings_app.documents.rules import decoded
from savings_app.documents.signing import SigningKey
from savings_app.policy.series import FactStatus
from savings_app.words import formats, gettext, use_language
from savings_app.words.labels import label
from savings_app.words.templates import equip
from savings_app.words.warnings import warning_sentence


@cache
def _environment() -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, auto_reload=False
    )
    equip(env)
    return env


def verification_address(document: Document, *, address: str) -> str:
    """What the QR holds: our own address and a permanent token, independent of any server."""
    return f"{address}/d/{document.token}"


def render_html(document: Document, *, address: str, code: str | None = None) -> str:
    """The page; `code` is the access letter's, which no content holds."""
    with use_language(document.language):
        link = verification_address(document, address=address)
        return (
            _environment()
            .get_template(f"pdf/{document.kind.value}.html")
            .render(
                locale=document.language,
                number=document.number,
                issued_on=formats.date_long(formats.in_wita(document.issued_at).date()),
                qr=_qr(link),
                verification_address=link.partition("://")[2],
                site=address.partition("://")[2],
                code=code,
                **named(decoded(document.content)),
            )
        )


def named(content: dict[str, Any]) -> dict[str, Any]:
    """The content with its codes called by their names, in the language in use."""
    for part in content.get("parts", ()):
        part["label"] = label("part", part["part"])
        if part["status"] == FactStatus.DRAFT:
            part["law"] = f"{part['law']} ({label('fact_status', part['status'])})"
    # A letter issued before warnings were kept with it has none.
    content["warnings"] = [
        warning_sentence(read_warning(stored)) for stored in content.get("warnings", ())
    ]
    for law in content.get("laws", ()):
        law["name"] = law["law"]
        if law["status"] == FactStatus.DRAFT:
            law["name"] = f"{law['law']} ({label('fact_status', law['status'])})"
    if "words_version" in content:
        version = content["words_version"]
        content["words"] = {
            kind.value: words_of(kind, version=version)
            for kind in (ConsentKind.TELL_BANK, ConsentKind.BANK_ANSWERS, ConsentKind.STAFF_SEES)
        }
    for line in content.get("lines", ()):
        line["label"] = line["called"] or label("need", line["kind"])
    return content


def render_document(
    document: Document, *, address: str, code: str | None = None, key: SigningKey | None = None
) -> bytes:
    """The PDF's bytes: PDF/UA-1 and PDF/A-3a with the same content as JSON and CSV inside it.

    `key` signs it; without one it goes out unsigned.
    """
    html = render_html(document, address=address, code=code)
    with use_language(document.language):
        attached = attachments(document)
        called = gettext("Tanda tangan elektronik")
    data = render_pdf(
        html,
        identifier=document.token.encode(),
        sheet=document.sheet,
        at=document.issued_at,
        attached=attached,
        slot=key.slot(called=called, at=document.issued_at) if key else None,
    )
    return key.sign(data) if key else data


def _qr(link: str) -> Markup:
    out = BytesIO()
    segno.make(link, error="m", micro=False).save(
        out,
        kind="svg",
        scale=4,
        border=2,
        xmldecl=False,
        svgns=True,
        title=gettext("Kode QR untuk memeriksa keaslian surat ini"),
        omitsize=False,
    )
    return Markup(out.getvalue().decode())  # noqa: S704  made by us from our own address
