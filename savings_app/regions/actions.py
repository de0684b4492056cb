"""Loading the shipped regions, and writing down what became of an old code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.regions.models import Region, RegionChange
from savings_app.regions.rules import (
    RegionChangeKind,
    RegionChangeTwice,
    RegionCodeStillUsed,
    RegionCodeUnknown,
    RegionRow,
    check_code,
    load_region_rows,
)

FACTS = ("name", "kind", "parent_code", "bps_code", "bi_code", "postcode")


@dataclass(frozen=True, slots=True)
class RegionsLoaded:
    """How many regions were new, changed, or already there as they are."""

    new: int
    changed: int
    same: int


def load_regions(session: Session) -> RegionsLoaded:
    """Add or update every shipped region by its code, parents first; others stay as they are.

    Running it again brings names and codes up to date.
    """
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


def add_region_change(
    session: Session,
    *,
    actor: Actor,
    old_code: str,
    old_name: str,
    new_code: str,
    kind: RegionChangeKind,
    starts: date,
    law: str,
    now: datetime,
) -> RegionChange:
    """From `starts` on `new_code` stands for what `old_code` was; a split is one call a new code.

    Raises:
        RegionCodeShape, RegionCodeStillUsed, RegionCodeUnknown, RegionChangeTwice
    """
    check_code(old_code)
    if session.scalar(select(Region.id).where(Region.code == old_code)) is not None:
        raise RegionCodeStillUsed
    if session.scalar(select(Region.id).where(Region.code == new_code)) is None:
        raise RegionCodeUnknown
    same = select(RegionChange.id).where(
        RegionChange.old_code == old_code, RegionChange.new_code == new_code
    )
    if session.scalar(same) is not None:
        raise RegionChangeTwice
    change = RegionChange(
        old_code=old_code,
        old_name=old_name,
        new_code=new_code,
        kind=kind,
        starts=starts,
        law=law,
    )
    session.add(change)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="region-change:add",
        subject="region-change",
        subject_id=change.id,
        old=old_code,
        new=new_code,
    )
    return change


def _facts(row: RegionRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in FACTS}
