"""HTML to PDF bytes. The only importer of WeasyPrint; it may fetch our fonts and nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

STATIC = Path(__file__).resolve().parent.parent / "static"


@cache
def _engine() -> tuple[Any, Any, Any]:
    """WeasyPrint, its font configuration and our parsed CSS: once a process, after its fork.

    They are shared inside one process with one thread; across threads they corrupt memory.
    """
    import weasyprint  # noqa: PLC0415  the web process never needs it
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fonts = FontConfiguration()
    style = weasyprint.CSS(filename=STATIC / "pdf.css", font_config=fonts, url_fetcher=_fetcher())
    return weasyprint, fonts, style


@cache
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    class OwnFonts(URLFetcher):
        """Reads the committed fonts; everything else is refused."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            fonts = (STATIC / "fonts").as_uri() + "/"
            if not url.startswith(fonts) or "/../" in url:
                raise ValueError("a document fetches nothing from outside")
            return super().fetch(url, headers)  # type: ignore[no-untyped-call]

    return OwnFonts(allowed_protocols={"file"})


def render_pdf(html: str, *, identifier: bytes) -> bytes:
    """Tagged PDF/UA-1 of a whole HTML page. `identifier` makes equal content give equal bytes."""
    weasyprint, fonts, style = _engine()
    document = weasyprint.HTML(string=html, url_fetcher=_fetcher())
    pdf: bytes = document.write_pdf(
        stylesheets=[style],
        font_config=fonts,
        pdf_identifier=identifier,
        pdf_variant="pdf/ua-1",
        presentational_hints=False,
    )
    return pdf
