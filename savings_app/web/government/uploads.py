"""Photos and PDFs that were sent: read and stored before the transaction that records them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from uuid import UUID

from werkzeug.datastructures import FileStorage

from savings_app import storage
from savings_app.cases.actions.paper_files import NewFile
from savings_app.cases.paper_rules import MOST_FILES, TooManyPaperFiles
from savings_app.cases.paper_scans import read_scan
from savings_app.cases.queries.papers import list_kept_names
from savings_app.cases.scan_rules import CleanFile
from savings_app.db import read_anew
from savings_app.storage import LARGEST_BYTES, FileEmpty, FileKind, FileTooLarge


@contextmanager
def stored_uploads(
    sent: Iterable[FileStorage],
    *,
    kind: FileKind = FileKind.PAPER,
    kept: Callable[..., set[UUID]] = list_kept_names,
) -> Iterator[list[NewFile]]:
    """The files as they may be kept. Afterwards the bytes of those no row names are gone.

    `kept` says which of some names a row needs.

    All are read before any is stored, so one that is refused leaves nothing behind.

    Raises:
        FileEmpty, FileTooLarge, TooManyPaperFiles, and what `read_scan` refuses.
    """
    chosen = [one for one in sent if isinstance(one, FileStorage) and one.filename]
    if len(chosen) > MOST_FILES:
        raise TooManyPaperFiles(most=MOST_FILES)
    clean = [_read(one, kind) for one in chosen]
    files = [NewFile(storage.store(kind, c.data), c.type, c.pages) for c in clean]
    try:
        yield files
    finally:
        if files:
            names = {file.stored.name for file in files}
            for name in names - kept(read_anew(), names=names):
                storage.discard(kind, name)


def _read(sent: FileStorage, kind: FileKind) -> CleanFile:
    try:
        with closing(sent):
            # One byte more than the limit is enough to know.
            data = sent.stream.read(LARGEST_BYTES[kind] + 1)
        storage.check_size(kind, len(data))
        clean = read_scan(data, name=sent.filename or "")
        storage.check_size(kind, len(clean.data))
    except (FileEmpty, FileTooLarge) as refusal:
        refusal.field = "files"
        raise
    return clean
