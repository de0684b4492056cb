"""`savings-app regulation load`: a regulation kept from its file."""

from __future__ import annotations

from pathlib import Path

import click

from savings_app.cli.application import running_app
from savings_app.cli.output import Document, command
from savings_app.regulation.reading import LARGEST_FILE, parse_regulation
from savings_app.words import _


def _text(document: Document) -> str:
    return _(
        "Peraturan %(code)s: %(new)s versi baru, %(changed)s diganti, %(same)s tetap.",
        code=document["code"],
        **{name: len(document[name]) for name in ("new", "changed", "same")},
    )


@command(text=_text)
@click.argument(
    "path",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
def load(path: Path) -> Document:
    """Simpan versi-versi peraturan dari berkasnya. Versi yang sudah berlaku tidak diganti."""
    # One byte over the limit is enough to refuse a file, however large it is.
    with path.open("rb") as file:
        regulation = parse_regulation(file.read(LARGEST_FILE + 1))
    with running_app():
        from savings_app import clock  # noqa: PLC0415
        from savings_app.db import transaction  # noqa: PLC0415
        from savings_app.regulation.actions import load_regulation  # noqa: PLC0415

        with transaction() as session:
            loaded = load_regulation(
                session, actor=None, regulation=regulation, now=clock.now_utc()
            )
    return {
        "code": loaded.code,
        "new": [day.isoformat() for day in loaded.new],
        "changed": [day.isoformat() for day in loaded.changed],
        "same": [day.isoformat() for day in loaded.same],
    }
