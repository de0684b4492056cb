"""An old spreadsheet of the years before this service, taken in as a command would."""

from __future__ import annotations

import random
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from savings_app.cases.actions.importing import PAST_CASES
from savings_app.cli.demo.people import CLANS, MEN, WOMEN
from savings_app.cli.demo.world import World
from savings_app.imports.actions.applying import import_file
from savings_app.imports.queries.assessing import read_proposed
from savings_app.imports.readers import read_book
from savings_app.regions.queries import find_place

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SOURCE = "Rekap santunan 2019-2021"
FACTS = {"category": "pekerja_rentan_kabupaten", "payer": "apbd"}
HEADINGS = "No;Nama Almarhum;Desa;Kecamatan;Tgl Meninggal;Ahli Waris;Hubungan;Jumlah;Tgl Bayar"
# One by the old law, two by the new, one of which was paid short.
PAID = (
    ("14/06/2019", "24.000.000", "02/08/2019"),
    ("21/01/2021", "42.000.000", "03/03/2021"),
    ("09/09/2021", "40.000.000", "18/10/2021"),
)


def take_in_old_file(session: Session, world: World, *, now: datetime) -> None:
    """Three cases, closed, with their source and row."""
    data = _file(session, world).encode()
    reading = read_proposed(read_book(data), PAST_CASES, facts=FACTS)
    import_file(
        session,
        handler=PAST_CASES,
        actor=world.caseworker,
        region=world.caseworker.region or "",
        source=SOURCE,
        facts=FACTS,
        sha256=sha256(data).hexdigest(),
        size=len(data),
        reading=reading,
        found=reading.rows(PAST_CASES.keys),
        today=world.today,
        now=now,
    )


def _file(session: Session, world: World) -> str:
    rng = random.Random(f"{world.seed}:old")  # noqa: S311  invented, not secret
    rows = ["REKAP SANTUNAN KEMATIAN", HEADINGS]
    for number, (died, amount, paid) in enumerate(PAID, 1):
        clan = rng.choice(CLANS)
        place = find_place(session, code=rng.choice(world.villages))
        where = f"{place.name};{place.district}" if place else ";"
        dead, widow = f"{rng.choice(MEN)} {clan}", f"{rng.choice(WOMEN)} {rng.choice(CLANS)}"
        rows.append(f"{number};{dead};{where};{died};{widow};istri;{amount};{paid}")
    return "\n".join(rows)
