"""Which version of the local regulation speaks on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.regulation.models import RegulationVersion
from savings_app.regulation.rules import NOT_ISSUED


def list_versions(session: Session) -> Sequence[RegulationVersion]:
    """Every version kept, by its first day."""
    return session.scalars(
        select(RegulationVersion).order_by(RegulationVersion.starts, RegulationVersion.loaded_at)
    ).all()


def find_version_on(
    session: Session, *, day: date, region_code: str | None = None
) -> RegulationVersion | None:
    """The version for a plan shown on `day`: the latest started by then.

    Before the first start it is the earliest draft, which every page labels as one. With
    `region_code` only regulations of that place or of one around it count.
    """
    versions = [
        version
        for version in list_versions(session)
        if region_code is None or _covers(version.issuer_region, region_code)
    ]
    started = [version for version in versions if version.starts <= day]
    if started:
        return started[-1]
    return next((version for version in versions if version.status in NOT_ISSUED), None)


def _covers(issuer: str, region_code: str) -> bool:
    return region_code == issuer or region_code.startswith(f"{issuer}.")
