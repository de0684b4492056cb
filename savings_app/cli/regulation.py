"""`savings-app regulation suggest`: the saving a regulation suggests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import click

from savings_app.cli.output import (
    DAY,
    NAMED_NUMBER,
    Document,
    command,
    read_amounts,
    shown_amount,
    warning_lines,
    warnings_shown,
)
from savings_app.money import Rupiah
from savings_app.regulation.reading import LARGEST_FILE, parse_regulation
from savings_app.regulation.rules import (
    BracketShare,
    RegulationStatus,
    pick_version,
)
from savings_app.regulation.rules import (
    suggest as suggestion_of,
)
from savings_app.words import _
from savings_app.words.formats import number

Named = tuple[str, Decimal]


def _text(document: Document) -> str:
    lines = [
        f"{name:<22}{shown_amount(document[key]):>16}"
        for key, name in (
            ("base", _("Dasar hitungan")),
            ("deducted", _("Kebutuhan didahulukan")),
            ("suggestion", _("Saran disimpan")),
            ("free", _("Tetap bebas")),
        )
    ]
    lines += [
        _(
            "  %(percent)s%% dari %(part)s = %(amount)s",
            percent=number(Decimal(str(bracket["percent"]))),
            part=shown_amount(bracket["part"]),
            amount=shown_amount(bracket["amount"]),
        )
        for bracket in document["brackets"]
    ]
    lines.append(_("Sifatnya %(force)s; status %(status)s.", **_of(document, "force", "status")))
    if document["status"] != RegulationStatus.IN_FORCE:
        lines.append(_("Ini bukan peraturan yang berlaku."))
    return "\n".join([*lines, *warning_lines(document)])


def _of(document: Document, *keys: str) -> Document:
    return {key: document[key] for key in keys}


@command(text=_text)
@click.option(
    "--file",
    "path",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
    required=True,
    help="Berkas TOML peraturan.",
)
@click.option("--part", "parts", type=NAMED_NUMBER, multiple=True, required=True)
@click.option("--need", "needs", type=NAMED_NUMBER, multiple=True)
@click.option("--on", type=DAY, help="Hari rencana diperlihatkan.")
@click.option(
    "--members", type=click.IntRange(1, 100), help="Anggota rumah tangga, termasuk penerima."
)
def suggest(
    path: Path,
    parts: tuple[Named, ...],
    needs: tuple[Named, ...],
    on: date | None,
    members: int | None,
) -> Document:
    """Hitung saran menabung untuk satu penerima menurut berkas peraturan."""
    received, declared = _amounts(parts, needs)
    version = pick_version(parse_regulation(_content(path)), on=on)
    found = suggestion_of(version, parts=received, needs=declared, household_members=members, on=on)
    return {
        "base": str(found.base),
        "deducted": str(found.deducted),
        "suggestion": str(found.suggestion),
        "free": str(found.free),
        "brackets": [_bracket(share) for share in found.brackets],
        "force": found.force.value,
        "status": found.status.value,
        "warnings": warnings_shown(found.warnings),
    }


def _amounts(
    parts: Sequence[Named], needs: Sequence[Named]
) -> tuple[list[tuple[str, Rupiah]], list[tuple[str, Rupiah]]]:
    """Both lists read together, so that every wrong amount is named at once."""
    places = [
        (f"{option}[{count}].{name}", amount)
        for option, given in (("part", parts), ("need", needs))
        for count, (name, amount) in enumerate(given, start=1)
    ]
    named = zip((name for name, _amount in (*parts, *needs)), read_amounts(places), strict=True)
    amounts = list(named)
    return amounts[: len(parts)], amounts[len(parts) :]


def _content(path: Path) -> bytes:
    # One byte over the limit is enough to refuse a file, however large or endless it is.
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _bracket(share: BracketShare) -> Document:
    percent = share.percent
    whole = percent == percent.to_integral_value()
    return {
        "up_to": None if share.up_to is None else str(share.up_to),
        "percent": int(percent) if whole else float(percent),
        "part": str(share.part),
        "amount": str(share.amount),
    }
