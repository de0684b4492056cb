"""`savings-app api-client add`: a bank's own system, with its secret told once."""

from __future__ import annotations

from typing import Any

import click

from savings_app.bank_api.kinds import LONGEST_NAME, Scope
from savings_app.cli.application import running_app
from savings_app.cli.operate import BankUnknown
from savings_app.cli.output import Document, command
from savings_app.words import _


class ClientName(click.ParamType[str]):
    """What the client is called, as its column takes it."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value).strip()
        if not text or len(text) > LONGEST_NAME or not text.isprintable():
            what = _("Tulis satu sampai %(most)s huruf.", most=LONGEST_NAME)
            raise click.BadParameter(what, ctx=ctx, param=param)
        return text


def _text(document: Document) -> str:
    return "\n".join(
        (
            _("Sistem bank ditambahkan."),
            f"client_id     : {document['client_id']}",
            f"client_secret : {document['client_secret']}",
            _("Kunci ini hanya ditampilkan sekali dan tidak disimpan."),
        )
    )


@command(text=_text)
@click.option("--bank", required=True, help="Kode bank mitra, misalnya BRI.")
@click.option("--name", required=True, type=ClientName(), help="Nama sistemnya, misalnya Inti.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice([scope.value for scope in Scope]),
    help="Yang boleh dilakukannya; dapat diulang.",
)
def add(bank: str, name: str, scopes: tuple[str, ...]) -> Document:
    """Tambah sistem bank yang boleh memanggil antarmuka; kuncinya ditampilkan satu kali."""
    with running_app():
        from savings_app import clock, db  # noqa: PLC0415
        from savings_app.bank_api.actions.clients import add_client  # noqa: PLC0415
        from savings_app.banks.queries import find_bank_by_code  # noqa: PLC0415

        with db.transaction() as session:
            found = find_bank_by_code(session, code=bank)
            if found is None:
                raise BankUnknown(code=bank)
            made = add_client(
                session,
                actor=None,
                bank_id=found.id,
                name=name,
                scopes=[Scope(one) for one in scopes],
                now=clock.now_utc(),
            )
            return {
                "bank": found.code,
                "name": made.client.name,
                "client_id": made.client.client_key,
                "client_secret": made.secret,
                "scopes": made.client.scopes,
            }
