"""Which shape a command reads a bank's table with; and `bank-file profile load`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from savings_app.cli.application import actor_named, running_app
from savings_app.cli.operate import BankUnknown
from savings_app.cli.output import Document, command
from savings_app.reconciliation.readers import PROFILES
from savings_app.reconciliation.readers.profile import Profile
from savings_app.reconciliation.readers.profile_file import LARGEST_PROFILE, parse_profile
from savings_app.reconciliation.shipped_shapes import list_shipped, read_shipped
from savings_app.words import _

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


class ProfileOption(click.ParamType[Any]):
    """`standar`, a shape that comes with the service, or the path of a TOML file.

    A command that reads the database (`saved`) takes the name of one kept for the bank too.
    """

    name = "profile"

    def __init__(self, *, saved: bool) -> None:
        self.saved = saved

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value in PROFILES or value in list_shipped() or self.saved or Path(value).is_file():
            return value
        known = ", ".join((*PROFILES, *list_shipped()))
        what = _("%(value)r tidak dikenal; tulis nama berkas TOML, atau %(known)s.", value=value,
                 known=known)  # fmt: skip
        raise click.BadParameter(what, ctx=ctx, param=param)


def read_profile_file(path: Path) -> Profile:
    """
    Raises:
        ProfileBroken
    """
    # One byte over the limit is enough to refuse a file, however large it is.
    with path.open("rb") as file:
        return parse_profile(file.read(LARGEST_PROFILE + 1))


def find_unsaved(value: str | None) -> Profile | None:
    """The shape an option names without the database; None for the standard, or another name.

    Raises:
        ProfileBroken
    """
    if value is None or value in PROFILES:
        return None
    if value in list_shipped():
        return read_shipped(value)
    return read_profile_file(Path(value)) if Path(value).is_file() else None


def find_profile(session: Session, *, bank_id: UUID, value: str | None) -> Profile | None:
    """The shape an option names, one that is kept for the bank before all others.

    Raises:
        ProfileUnknown, ProfileBroken
    """
    from savings_app.reconciliation.queries.profiles import (  # noqa: PLC0415
        find_live_profile,
        get_live_shape,
        shape_of,
    )

    if value is None or value in PROFILES:
        return None
    kept = find_live_profile(session, bank_id=bank_id, name=value)
    if kept is not None:
        return shape_of(kept)
    return find_unsaved(value) or get_live_shape(session, bank_id=bank_id, name=value)


def bank_named(session: Session, code: str) -> UUID:
    """
    Raises:
        BankUnknown
    """
    from savings_app.banks.queries import find_bank_by_code  # noqa: PLC0415

    bank = find_bank_by_code(session, code=code)
    if bank is None:
        raise BankUnknown(code=code)
    return bank.id


def _text(document: Document) -> str:
    return _("Bentuk %(name)s disimpan sebagai versi %(revision)s.", **document)


@command(text=_text)
@click.argument(
    "path",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
@click.option("--bank", required=True, help="Kode bank, misalnya BRI.")
@click.option("--as", "email", help="E-mail petugas bank yang melakukannya.")
def load(path: Path, bank: str, email: str | None) -> Document:
    """Simpan bentuk tabel bank dari berkas TOML. Nama yang sudah ada menjadi versi berikutnya."""
    profile = read_profile_file(path)
    with running_app():
        from savings_app import clock  # noqa: PLC0415
        from savings_app.db import transaction  # noqa: PLC0415
        from savings_app.reconciliation.actions.profiles import teach_profile  # noqa: PLC0415

        with transaction() as session:
            taught = teach_profile(
                session,
                actor=actor_named(session, email) if email else None,
                bank_id=bank_named(session, bank),
                profile=profile,
                now=clock.now_utc(),
            )
            return {"name": taught.name, "revision": taught.revision}
