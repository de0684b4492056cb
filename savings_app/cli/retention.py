"""`savings-app retention run`: what the nightly job does, by hand, or what it would do."""

from __future__ import annotations

from dataclasses import asdict

import click

from savings_app.cli.application import running_app
from savings_app.cli.output import Document, command
from savings_app.words import _


def _text(document: Document) -> str:
    if not document["regions"]:
        return _("Tidak ada baris yang menunggu dihapus.")
    return "\n".join(
        _(
            "%(region)s: %(accounts)s rekening, %(lines)s baris, %(balances)s saldo; "
            "ditahan %(held)s, menunggu %(later)s",
            lines=one["lines_deleted"] + one["lines_emptied"],
            **{name: one[name] for name in ("region", "accounts", "balances", "held", "later")},
        )
        if one["days"] is not None
        else _(
            "%(region)s: belum ada masa simpan yang berlaku; %(later)s rekening menunggu",
            region=one["region"],
            later=one["later"],
        )
        for one in document["regions"]
    )


@command(text=_text)
@click.option("--dry-run", is_flag=True, help="Hanya hitung; tidak ada yang dihapus.")
def run(*, dry_run: bool) -> Document:
    """Hapus baris bank yang sampai di akhir masa simpannya, seperti pekerjaan tiap malam.

    Yang dihapus hanya baris dan saldo rekening yang persetujuannya dicabut, menurut masa simpan
    yang didaftarkan kabupaten. Aman diulang.
    """
    with running_app():
        from savings_app.tasks.retention import erase_retained, preview_retained  # noqa: PLC0415

        swept = preview_retained() if dry_run else erase_retained()
    return {"dry_run": dry_run, "regions": [asdict(one) for one in swept]}
