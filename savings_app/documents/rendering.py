"""From a document's kept content to the PDF's bytes, in the document's language. For workers."""

from __future__ import annotations

from collections.abc import Callable

from savings_app.documents.attached import attachments
from savings_app.documents.models import Document
from savings_app.documents.pages import render_html
from savings_app.documents.pdf import render_pdf
from savings_app.documents.signing import SigningKey
from savings_app.words import gettext, use_language

__all__ = ["Render", "render_document", "render_html"]

# What takes the arguments of `render_pdf` and gives what it gives.
Render = Callable[..., bytes]


def render_document(
    document: Document,
    *,
    address: str,
    code: str | None = None,
    key: SigningKey | None = None,
    render: Render = render_pdf,
) -> bytes:
    """The PDF's bytes: PDF/UA-1 and PDF/A-3a with the same content as JSON and CSV inside it.

    `key` signs it; without one it goes out unsigned. `render` is `render_pdf`, here or elsewhere.
    """
    html = render_html(document, address=address, code=code)
    with use_language(document.language):
        attached = attachments(document)
        called = gettext("Tanda tangan elektronik")
    data = render(
        html,
        identifier=document.token.encode(),
        sheet=document.sheet,
        at=document.issued_at,
        attached=attached,
        slot=key.slot(called=called, at=document.issued_at) if key else None,
    )
    return key.sign(data) if key else data
