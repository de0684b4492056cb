"""`savings-app participants import`: a list of participants as it is."""

from __future__ import annotations

from pathlib import Path

import click

from savings_app.cli.importing import import_text, run_import
from savings_app.cli.output import Document, choice, command
from savings_app.registry.rules import Payer, Segment
from savings_app.words import _

CATEGORY = "pekerja_rentan_kabupaten"


def _text(document: Document) -> str:
    said = _(
        "Yang tidak disebut barisnya, untuk peserta baru: kategori %(category)s, penanggung "
        "%(payer)s, segmen %(segment)s."
    )
    facts = click.get_current_context().params
    return "\n".join(
        [
            said
            % {
                "category": facts["category"],
                "payer": facts["payer"],
                "segment": facts["segment"],
            },
            import_text(document),
        ]
    )


@command(text=_text, places={"file": "FILE"})
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--apply", "applies", is_flag=True, help="Simpan; tanpa ini tidak ada yang ditulis.")
@click.option("--as", "email", help="E-mail petugas yang melakukannya.")
@click.option("--sheet", help="Nama lembar; tanpa ini: yang judul kolomnya paling dikenal.")
@click.option("--source", help="Dari siapa daftar ini; kolomnya diingat menurut ini.")
@click.option("--category", default=CATEGORY, show_default=True, help="Bila tidak disebut.")
@click.option("--payer", type=choice(Payer), default=Payer.APBD.value, show_default=True)
@click.option("--segment", type=choice(Segment), default=Segment.BPU.value, show_default=True)
@click.option("--village", help="Kode desa, bila daftar tidak berkolom desa.")
@click.option("--nik-missing-reason", help="Alasan bagi baris tanpa NIK.")
def import_(
    file: Path,
    applies: bool,  # noqa: FBT001
    email: str | None,
    source: str | None,
    sheet: str | None,
    **facts: str | None,
) -> Document:
    """Terima daftar peserta, XLSX atau CSV: yang baru ditambah, yang berubah diperbarui."""
    from savings_app.imports.kinds import ImportKind  # noqa: PLC0415
    from savings_app.tasks.import_kinds import get_handler  # noqa: PLC0415

    handler = get_handler(ImportKind.PARTICIPANTS)
    return run_import(
        handler, path=file, applies=applies, email=email, source=source, sheet=sheet, facts=facts
    )
