"""Legal bases: written down with their file, corrected, opened."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.coverage.kinds import BasisKind, BasisStatus
from savings_app.coverage.models import BasisFileWithdrawal, LegalBasis
from savings_app.coverage.queries.bases import get_basis
from savings_app.coverage.rules import BasisEndsBeforeStart, RegionNotYours
from savings_app.db import check_version
from savings_app.errors import NotFound, NotPermitted
from savings_app.regions.queries import find_region
from savings_app.regions.rules import is_within
from savings_app.storage import StoredFile


@dataclass(frozen=True, slots=True)
class BasisFacts:
    """What is written down of a basis; names are those of the columns. `ends` is its last day."""

    kind: BasisKind
    number: str
    title: str
    issuer: str
    region_code: str
    starts: date
    ends: date | None
    status: BasisStatus


@dataclass(frozen=True, slots=True)
class BasisFile:
    """Bytes that were stored, and what they are: `pdf`, `jpg` or `png`."""

    stored: StoredFile
    file_type: str


def add_basis(
    session: Session, *, actor: Actor, facts: BasisFacts, file: BasisFile | None, now: datetime
) -> LegalBasis:
    """
    Raises:
        RegionNotYours, BasisEndsBeforeStart
    """
    _check(session, actor, facts)
    basis = LegalBasis(
        **{one.name: getattr(facts, one.name) for one in fields(facts)},
        stored_name=None,
        sha256=None,
        size=None,
        file_type=None,
        recorded_by=actor.user_id,
        recorded_at=now,
    )
    _keep(basis, file)
    session.add(basis)
    session.flush()
    _record(session, actor, now, "add", basis)
    return basis


def edit_basis(
    session: Session,
    *,
    actor: Actor,
    basis_id: UUID,
    version: int | None,
    facts: BasisFacts,
    file: BasisFile | None,
    now: datetime,
) -> LegalBasis:
    """Correct it; a new file takes the place of the old, whose bytes stay on disk.

    Raises:
        NotFound, Conflict, RegionNotYours, BasisEndsBeforeStart
    """
    basis = get_basis(session, actor=actor, basis_id=basis_id)
    check_version(basis, version)
    if not is_within(basis.region_code, actor.region or "-"):
        raise RegionNotYours
    _check(session, actor, facts)
    for one in fields(facts):
        setattr(basis, one.name, getattr(facts, one.name))
    _keep(basis, file)
    session.flush()
    _record(session, actor, now, "edit", basis)
    return basis


def withdraw_basis_file(
    session: Session,
    *,
    actor: Actor,
    basis_id: UUID,
    version: int | None,
    reason: str,
    now: datetime,
) -> UUID:
    """A wrong file goes; the basis and what rests on it stay, and `reason` beside them.

    Returns:
        The name under which the bytes are stored, to be discarded once this is written down.

    Raises:
        NotFound: no such basis, or it has no file.
        NotPermitted, Conflict, RegionNotYours
    """
    basis = get_basis(session, actor=actor, basis_id=basis_id)
    check_version(basis, version)
    if not is_within(basis.region_code, actor.region or "-"):
        raise RegionNotYours
    if basis.stored_name is None:
        raise NotFound
    if actor.user_id is None:
        raise NotPermitted
    gone = basis.stored_name
    session.add(
        BasisFileWithdrawal(
            basis_id=basis.id, reason=reason, withdrawn_by=actor.user_id, withdrawn_at=now
        )
    )
    basis.stored_name = basis.sha256 = basis.size = basis.file_type = None
    session.flush()
    _record(session, actor, now, "withdraw-file", basis)
    return gone


def record_basis_opened(
    session: Session, *, actor: Actor, basis_id: UUID, now: datetime
) -> LegalBasis:
    """Somebody takes the file along; it is written down before the bytes leave.

    Raises:
        NotFound: no such basis, or it has no file.
    """
    basis = get_basis(session, actor=actor, basis_id=basis_id)
    if basis.stored_name is None:
        raise NotFound
    _record(session, actor, now, "open", basis)
    return basis


def _check(session: Session, actor: Actor, facts: BasisFacts) -> None:
    region = find_region(session, code=facts.region_code)
    if region is None or not is_within(facts.region_code, actor.region or "-"):
        raise RegionNotYours
    if facts.ends is not None and facts.ends < facts.starts:
        raise BasisEndsBeforeStart


def _keep(basis: LegalBasis, file: BasisFile | None) -> None:
    if file is not None:
        basis.stored_name, basis.sha256 = file.stored.name, file.stored.sha256
        basis.size, basis.file_type = file.stored.size, file.file_type


def _record(session: Session, actor: Actor, now: datetime, verb: str, basis: LegalBasis) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=f"legal-basis:{verb}",
        subject="legal-basis",
        subject_id=basis.id,
        number=basis.number,
    )
