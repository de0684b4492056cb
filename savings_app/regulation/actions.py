"""Bringing a regulation in from its file. No function here commits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.errors import DomainError
from savings_app.regulation.models import RegulationVersion
from savings_app.regulation.reading import parse_regulation, version_content
from savings_app.regulation.rules import Regulation, RegulationStatus, Version

SHIPPED = Path(__file__).with_name("data") / "contoh.toml"


class VersionInForce(DomainError):
    """A version that is in force is never rewritten: a change is a new one. Fact: `starts`."""

    field = "file"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The first days of the versions that were new, changed (and replaced), or already there."""

    code: str
    new: list[date] = field(default_factory=list)
    changed: list[date] = field(default_factory=list)
    same: list[date] = field(default_factory=list)


def load_regulation(
    session: Session, *, actor: Actor | None, regulation: Regulation, now: datetime
) -> Loaded:
    """Keep every version of the regulation; `actor` None is the system itself.

    A version already kept as it is counts as the same. A changed one replaces the kept one while
    that is not in force.

    Raises:
        VersionInForce: nothing of the file is kept then.
    """
    kept = {
        version.starts: version
        for version in session.scalars(
            select(RegulationVersion).where(RegulationVersion.code == regulation.code)
        )
    }
    loaded = Loaded(regulation.code)
    for version in regulation.versions:
        _load_version(session, actor, regulation, version, kept, loaded, now)
    return loaded


def load_shipped_regulation(session: Session, *, now: datetime) -> Loaded:
    """The example that comes with the application, labelled as one."""
    regulation = parse_regulation(SHIPPED.read_bytes())
    return load_regulation(session, actor=None, regulation=regulation, now=now)


def _load_version(
    session: Session,
    actor: Actor | None,
    regulation: Regulation,
    version: Version,
    kept: dict[date, RegulationVersion],
    loaded: Loaded,
    now: datetime,
) -> None:
    facts = {
        "title": regulation.title,
        "issuer_region": regulation.issuer_region,
        "status": RegulationStatus(version.status),
        "content": version_content(version),
    }
    earlier = kept.get(version.starts)
    if earlier is not None and all(getattr(earlier, name) == facts[name] for name in facts):
        loaded.same.append(version.starts)
        return
    if earlier is not None and earlier.status is RegulationStatus.IN_FORCE:
        raise VersionInForce(starts=version.starts)
    row = earlier or RegulationVersion(code=regulation.code, starts=version.starts)
    for name, value in facts.items():
        setattr(row, name, value)
    row.loaded_at = now
    row.loaded_by = actor.user_id if actor else None
    session.add(row)
    session.flush()
    (loaded.changed if earlier else loaded.new).append(version.starts)
    record(
        session,
        actor=actor,
        now=now,
        action="regulation:replace" if earlier else "regulation:load",
        subject="regulation_version",
        subject_id=row.id,
        code=regulation.code,
        starts=version.starts.isoformat(),
        status=version.status.value,
    )
