"""Loading the shipped regions; running it again brings names and codes up to date."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.regions.models import Region
from savings_app.regions.rules import RegionRow, load_region_rows

FACTS = ("name", "kind", "parent_code", "bps_code", "bi_code", "postcode")


@dataclass(frozen=True, slots=True)
class RegionsLoaded:
    """How many regions were new, changed, or already there as they are."""

    new: int
    changed: int
    same: int


def load_regions(session: Session) -> RegionsLoaded:
    """Add or update every shipped region by its code, parents first; others stay as they are."""
    present = {region.code: region for region in session.scalars(select(Region))}
    new = changed = 0
    level: int | None = None
    for row in load_region_rows():
        facts = _facts(row)
        region = present.get(row.code)
        if region is None:
            # A child's foreign key needs its parent in the table.
            if level != row.code.count("."):
                session.flush()
                level = row.code.count(".")
            session.add(Region(code=row.code, **facts))
            new += 1
        elif any(getattr(region, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(region, name, value)
            changed += 1
    session.flush()
    return RegionsLoaded(new, changed, len(load_region_rows()) - new - changed)


def _facts(row: RegionRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in FACTS}
