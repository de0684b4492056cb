"""The HTML a document is printed from, and the same as a preview before it is issued.

Pure Jinja: a page of the web may show it. What makes a PDF of it stands in `rendering`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2
import segno
from markupsafe import Markup

from savings_app.cases.benefit_rules import read_warning
from savings_app.config import TEMPLATES
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.rules import words_of
from savings_app.documents.models import Document
from savings_app.documents.rules import DocumentKind, decoded, encoded
from savings_app.policy.series import FactStatus
from savings_app.words import formats, gettext, use_language
from savings_app.words.labels import label
from savings_app.words.templates import equip
from savings_app.words.warnings import warning_sentence

# What a family is shown once in its life says of every law how sure we are of it.
STATUS_ALWAYS = frozenset({DocumentKind.BENEFIT})
FRAME, PREVIEW = "pdf/layout.html", "pdf/preview.html"


def _equipped(loader: jinja2.BaseLoader) -> jinja2.Environment:
    env = jinja2.Environment(loader=loader, autoescape=True, auto_reload=False)
    equip(env)
    return env


@cache
def _environment() -> jinja2.Environment:
    return _equipped(jinja2.FileSystemLoader(TEMPLATES))


@cache
def _previews() -> jinja2.Environment:
    """The same templates in another frame: without number, QR and the head of a whole page."""
    files = jinja2.FileSystemLoader(TEMPLATES)

    def framed(name: str) -> str | None:
        return (TEMPLATES / PREVIEW).read_text() if name == FRAME else None

    return _equipped(jinja2.ChoiceLoader([jinja2.FunctionLoader(framed), files]))


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
                **named(document.kind, decoded(document.content)),
            )
        )


def fill_page(template: str, *, language: str, **facts: object) -> str:
    """A page for the printer that is no document: no number, no QR."""
    with use_language(language):
        return _environment().get_template(template).render(locale=language, **facts)


def render_preview(
    kind: DocumentKind, content: dict[str, Any], *, language: str, address: str
) -> Markup:
    """What the page would say, as a part of a page of the web. It has no number and no QR."""
    with use_language(language):
        template = _previews().get_template(f"pdf/{kind.value}.html")
        said = named(kind, decoded(encoded(content)))
        html = template.render(locale=language, site=address.partition("://")[2], **said)
    return Markup(html)  # noqa: S704  made by our own template, which escapes what it is told


def named(kind: DocumentKind, content: dict[str, Any]) -> dict[str, Any]:
    """The content with its codes called by their names, in the language in use."""
    for part in content.get("parts", ()):
        part["label"] = label("part", part["part"])
        part["law"] = _with_status(part["law"], part["status"], always=kind in STATUS_ALWAYS)
    # A letter issued before warnings were kept with it has none.
    content["warnings"] = [
        warning_sentence(read_warning(stored)) for stored in content.get("warnings", ())
    ]
    for law in content.get("laws", ()):
        law["name"] = _with_status(law["law"], law["status"])
    if content.get("scholarship"):
        right = content["scholarship"]
        right["law"] = _with_status(right["law"], right["status"], always=kind in STATUS_ALWAYS)
    if "words_version" in content:
        version = content["words_version"]
        content["words"] = {
            kind.value: words_of(kind, version=version)
            for kind in (ConsentKind.TELL_BANK, ConsentKind.BANK_ANSWERS, ConsentKind.STAFF_SEES)
        }
    for line in content.get("payers", ()):
        line["name"] = label("payer", line["code"])
    for line in content.get("lines", ()):
        line["label"] = line["called"] or label("need", line["kind"])
    return content


def _with_status(law: str, status: str, *, always: bool = False) -> str:
    """The law, and plainly so where nobody has checked it yet."""
    is_said = always or status == FactStatus.DRAFT
    return f"{law} ({label('fact_status', status)})" if is_said else law


def _qr(link: str) -> Markup:
    """As a picture of one bit a dot: a drawing of the same costs the page a tenth of its time."""
    picture = segno.make(link, error="m", micro=False).png_data_uri(scale=2, border=2)
    called = gettext("Kode QR untuk memeriksa keaslian surat ini")
    return Markup('<img src="{}" alt="{}">').format(picture, called)
