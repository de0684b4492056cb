"""The application inside a command that uses the database; every way it cannot start is plain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from savings_app.actors import Actor
from savings_app.errors import NotFound, Problem
from savings_app.words import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@contextmanager
def running_app(*, migrated: bool = True) -> Iterator[None]:
    """The application with its database; `migrated=False` for the command that migrates.

    Raises:
        DatabaseAddressWrong, DatabaseUnreachable, DatabaseNotMigrated
    """
    from savings_app import create_app  # noqa: PLC0415  commands without data start without it
    from savings_app.db import (  # noqa: PLC0415
        check_migrated,
        find_revisions,
        get_engine,
        get_session,
    )

    with create_app(pages=False).app_context():
        engine = get_engine()
        try:
            if migrated:
                check_migrated(engine)
            else:
                find_revisions(engine)
            yield
        finally:
            get_session().close()
            engine.dispose()


def actor_named(session: Session, email: str) -> Actor:
    """The user a command acts as (`--as EMAIL`).

    Raises:
        NotFound: with the option as its place.
    """
    from savings_app import clock  # noqa: PLC0415
    from savings_app.access.queries import actor_of_email  # noqa: PLC0415

    try:
        return actor_of_email(session, email=email, today=clock.today())
    except NotFound:
        what = _("Tidak ada pengguna aktif dengan e-mail %(email)s.", email=email)
        raise NotFound(problems=[Problem("as", what)]) from None
