"""HTML to the bytes of a PDF, with what goes with it. The only importer of WeasyPrint.

It may fetch our fonts and nothing else. One pass makes a file that is PDF/UA-1 and PDF/A-3a: the
library writes either of the two, and what makes it both is told to it just before it writes. So is
the place a signature is put into afterwards, see `savings_app.documents.signing`.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from savings_app.documents.rules import Sheet
from savings_app.documents.signature_slot import BYTE_RANGE, empty_contents

STATIC = Path(__file__).resolve().parent.parent / "static"
# Said beside PDF/A's own mark. PDF/A-3 knows no mark of PDF/UA, so that it is described as well.
ALSO_UA = (
    b'<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about=""'
    b' pdfuaid:part="1"/>'
    b'<rdf:Description rdf:about=""'
    b' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name>"
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
PICTURE = "data:image/png;base64,"
END_OF_FACTS = b"</rdf:RDF>"
LAST_OBJECT = b"/Type /XRef"
PRINTED = 1 << 2  # an annotation of PDF/A is printed; ours lies outside the page and shows nothing
NOWHERE = (-1000, -1000, -1000, -1000)
BOTH_KINDS_OF_SIGNATURE = 3  # /SigFlags: there is one, and what follows it may only be appended


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF that says the same for a machine."""

    name: str
    text: str
    description: str


@dataclass(frozen=True, slots=True)
class SignatureSlot:
    """An empty signature: how many bytes it will need, its name for a screen reader, its time."""

    size: int
    called: str
    signed_at: datetime


def render_pdf(
    html: str,
    *,
    identifier: bytes,
    sheet: Sheet = Sheet.A4,
    at: datetime,
    attached: Sequence[Attached] = (),
    slot: SignatureSlot | None = None,
) -> bytes:
    """A tagged PDF of a whole HTML page: PDF/UA-1 and PDF/A-3a.

    `identifier` and `at` (the day of the attached files) make equal content give equal bytes.
    """
    weasyprint, page_class, fonts, styles = _engine()
    pdf: bytes = page_class(html).write_pdf(
        stylesheets=styles[sheet],
        font_config=fonts,
        pdf_identifier=False,
        pdf_variant="pdf/a-3a",
        presentational_hints=False,
        attachments=[
            weasyprint.Attachment(
                string=one.text,
                name=one.name,
                description=one.description,
                created=at,
                modified=at,
                relationship="Alternative",
                url_fetcher=_fetcher(),
            )
            for one in attached
        ],
        finisher=lambda _document, pdf: _finish(pdf, slot),
    )
    return _identified(pdf, identifier)


def _identified(pdf: bytes, identifier: bytes) -> bytes:
    """The file with its /ID: what stays from issue to issue, and what names just these bytes.

    The library would write every object a second time to find the latter (decision 32).
    The dictionary that holds it is the last object, so nothing that is pointed at moves.
    """
    before, mark, after = pdf.rpartition(LAST_OBJECT)
    if not mark:
        raise ValueError("the library ends its files in another way now")
    these = hashlib.sha256(pdf).hexdigest()[:32].encode()
    return b"".join((before, mark, b" /ID [(", identifier, b") (", these, b")]", after))


def open_library() -> None:
    """Load the library, the fonts and our styles now and not with the first document."""
    _engine()


@cache
def _engine() -> tuple[Any, Any, Any, dict[Sheet, list[Any]]]:
    """WeasyPrint, its font configuration and our parsed CSS: once a process, after its fork.

    They are shared inside one process with one thread; across threads they corrupt memory.
    """
    import weasyprint  # noqa: PLC0415  the web process never needs it
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    _write_streams_our_way()
    fonts = FontConfiguration()

    def parsed(name: str) -> Any:
        return weasyprint.CSS(filename=STATIC / name, font_config=fonts, url_fetcher=_fetcher())

    style = parsed("pdf.css")
    sheets = {Sheet.A4: [style], Sheet.F4: [style, parsed("pdf-f4.css")]}
    return weasyprint, _page_class(weasyprint, parsed("pdf-base.css")), fonts, sheets


def _page_class(weasyprint: Any, base: Any) -> Any:
    """The library's page, read by lxml and with the few rules our elements need beneath ours.

    Its own reader is written in Python, and its own rules are for every element there is: together
    a quarter of the time a page takes.
    """
    from cssselect2.tree import ElementWrapper  # noqa: PLC0415

    from savings_app.documents.page_tree import parse_page  # noqa: PLC0415  as the library itself

    class Page(weasyprint.HTML):  # type: ignore[misc]
        def __init__(self, html: str) -> None:
            self.base_url, self.url_fetcher, self.media_type = None, _fetcher(), "print"
            root = ElementWrapper.from_html_root(parse_page(html), content_language=None)
            self.wrapper_element, self.etree_element = root, root.etree_element

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: FBT001, FBT002
            return [base]

    return Page


def _write_streams_our_way() -> None:
    """How the library writes a stream, with two things of ours.

    It ends in CR LF before `endstream`, where the library writes LF alone: bytes that end in CR
    would run into that LF, and a checker then finds the stream shorter than its /Length, in one
    document of twenty. And it is packed with zlib's usual effort: the library's highest makes a
    page four in a hundred smaller and takes three times as long, a tenth of the whole page.
    """
    import pydyf  # noqa: PLC0415

    def data(stream: Any) -> bytes:
        inside = b"\n".join(pydyf._to_bytes(item) for item in stream.stream)
        extra = pydyf.Dictionary(stream.extra.copy())
        if stream.compress:
            extra["Filter"] = "/FlateDecode"
            inside = zlib.compress(inside)
        extra["Length"] = len(inside)
        return b"\n".join((extra.data, b"stream", inside)) + b"\r\nendstream"

    setattr(pydyf.Stream, "data", property(data))  # noqa: B010  a property is no attribute to mypy


@cache
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    class OwnFonts(URLFetcher):
        """Reads the committed fonts and what the page holds itself; all else is refused."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            fonts = (STATIC / "fonts").as_uri() + "/"
            if not url.startswith((fonts, PICTURE)) or "/../" in url:
                raise ValueError("a document fetches nothing from outside")
            return super().fetch(url, headers)  # type: ignore[no-untyped-call]

    return OwnFonts(allowed_protocols={"file", "data"})


def _finish(pdf: Any, slot: SignatureSlot | None) -> None:
    """The last hand at the objects, before they become bytes."""
    _mark_accessible(pdf)
    if slot is not None:
        _add_slot(pdf, slot)


def _mark_accessible(pdf: Any) -> None:
    """PDF/UA-1 beside PDF/A-3a, in a stream PDF/A wants to be readable without unpacking."""
    stream = _object(pdf, pdf.catalog["Metadata"])
    (facts,) = stream.stream
    if END_OF_FACTS not in facts:
        raise ValueError("the library writes its metadata in another way now")
    stream.stream = [facts.replace(END_OF_FACTS, ALSO_UA + END_OF_FACTS)]
    stream.compress = False


def _add_slot(pdf: Any, slot: SignatureSlot) -> None:
    """An invisible field of the first page, and the dictionary its signature is written into.

    Hidden, PDF/A refuses it; in sight, PDF/UA wants it tagged. So it lies outside the page.
    """
    import pydyf  # noqa: PLC0415

    class Readable(pydyf.Dictionary):
        """Never inside a compressed stream: the signature is put in by its place in the file."""

        compressible = False

    signature = Readable(
        {
            "Type": "/Sig",
            "Filter": "/Adobe.PPKLite",
            "SubFilter": "/ETSI.CAdES.detached",
            "M": pydyf.String(f"D:{slot.signed_at:%Y%m%d%H%M%S}Z"),
            "ByteRange": BYTE_RANGE,
            "Contents": empty_contents(slot.size),
        }
    )
    pdf.add_object(signature)
    page = pdf.objects[pdf.pages["Kids"][0]]
    field = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String("Signature"),
            "TU": pydyf.String(slot.called),
            "F": PRINTED,
            "Rect": pydyf.Array(NOWHERE),
            "P": page.reference,
            "V": signature.reference,
        }
    )
    pdf.add_object(field)
    page["Annots"] = pydyf.Array([*page.get("Annots", ()), field.reference])
    pdf.catalog["AcroForm"] = pydyf.Dictionary(
        {"Fields": pydyf.Array([field.reference]), "SigFlags": BOTH_KINDS_OF_SIGNATURE}
    )


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
