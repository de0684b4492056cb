"""The bytes of a passbook photo, for the family and for staff alike: opening it is recorded."""

from __future__ import annotations

from uuid import UUID

from flask import Response, g

from savings_app import clock, storage
from savings_app.db import transaction
from savings_app.deposits.actions import note_photo_read
from savings_app.errors import NotFound
from savings_app.storage import FileDamaged, FileKind

SANDBOX = "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; sandbox"


def photo_response(photo_id: UUID) -> Response:
    """The picture alone, in a room of its own: nothing in it acts on our pages.

    Raises:
        NotFound: gone, or not this person's to see.
    """
    with transaction() as session:
        name, sha256 = note_photo_read(
            session, actor=g.actor, photo_id=photo_id, now=clock.now_utc()
        )
    try:
        data = storage.read(FileKind.PASSBOOK, name, sha256=sha256)
    except FileDamaged as damaged:
        raise NotFound from damaged
    return Response(
        data,
        mimetype="image/jpeg",
        headers={
            "Content-Disposition": 'inline; filename="buku-tabungan.jpg"',
            "Content-Security-Policy": SANDBOX,
            "Cache-Control": "no-store",
        },
    )
