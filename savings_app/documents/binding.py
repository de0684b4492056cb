"""Documents one behind another in one file for a printer: a print aid, and no document itself.

The pages are those of the documents; signatures, tags and attached files stay in the single ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import pikepdf


def bind(cover: bytes, documents: Iterable[bytes], *, title: str) -> tuple[bytes, int]:
    """One PDF of the cover and these documents, and how many pages it has.

    It asks the printer for one side, so that never two families stand on one sheet.
    """
    bound = pikepdf.new()
    sources = []  # pages are read from their files when the whole is written
    for data in (cover, *documents):
        source = pikepdf.open(BytesIO(data))
        sources.append(source)
        # Fields of signatures and tags would point to what is not taken along.
        if "/AcroForm" in source.Root:
            del source.Root.AcroForm
        for page in source.pages:
            for name in ("/Annots", "/StructParents", "/Tabs"):
                if name in page.obj:
                    del page.obj[name]
        bound.pages.extend(source.pages)
    bound.Root.ViewerPreferences = pikepdf.Dictionary(
        Duplex=pikepdf.Name.Simplex, DisplayDocTitle=True
    )
    bound.docinfo["/Title"] = title
    out = BytesIO()
    bound.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    pages = len(bound.pages)
    for source in (*sources, bound):
        source.close()
    return out.getvalue(), pages
