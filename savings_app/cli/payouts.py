"""`savings-app payouts import`: a payout list of BPJS as it is."""

from __future__ import annotations

from pathlib import Path

import click

from savings_app.cases.kinds import PayoutKind
from savings_app.cli.importing import import_text, run_import
from savings_app.cli.output import Document, choice, command


@command(text=import_text, places={"file": "FILE"})
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--apply", "applies", is_flag=True, help="Simpan; tanpa ini tidak ada yang ditulis.")
@click.option("--as", "email", help="E-mail petugas yang mencatatnya; perlu bersama --apply.")
@click.option("--sheet", help="Nama lembar; tanpa ini: yang judul kolomnya paling dikenal.")
@click.option("--source", help="Dari siapa daftar ini; kolomnya diingat menurut ini.")
@click.option("--kind", type=choice(PayoutKind), help="Bila daftar tidak berkolom jenis.")
def import_(
    file: Path,
    applies: bool,  # noqa: FBT001
    email: str | None,
    source: str | None,
    sheet: str | None,
    kind: str | None,
) -> Document:
    """Terima daftar pencairan BPJS, XLSX atau CSV: yang baru dicatat, yang sama dilewati."""
    from savings_app.cases.actions.importing import PAYOUTS  # noqa: PLC0415

    return run_import(
        PAYOUTS,
        path=file,
        applies=applies,
        email=email,
        source=source,
        sheet=sheet,
        facts={"kind": kind},
    )
