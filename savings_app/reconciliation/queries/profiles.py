"""Taught shapes of a bank's tables: which are used, by what, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor, Permission
from savings_app.errors import NotFound, NotPermitted
from savings_app.reconciliation.models import BankFile, BankFileProfile, BankFileState
from savings_app.reconciliation.profile_rules import ProfileUnknown
from savings_app.reconciliation.readers.profile import Profile
from savings_app.reconciliation.readers.profile_file import profile_of


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A version of a shape; who taught it, None is a command; how many applied files it read."""

    profile: BankFileProfile
    taught_by: str | None
    files: int

    @property
    def id(self) -> UUID:
        return self.profile.id


def shape_of(row: BankFileProfile) -> Profile:
    """The value the reader takes."""
    return profile_of(row.shape, name=row.name, kept_as=row.id)


def list_live_profiles(session: Session, *, bank_id: UUID) -> tuple[Profile, ...]:
    """The shapes of the bank that are used by themselves where their headings come."""
    rows = session.scalars(
        select(BankFileProfile)
        .where(BankFileProfile.bank_id == bank_id, BankFileProfile.ended_at.is_(None))
        .order_by(BankFileProfile.name)
    )
    return tuple(shape_of(row) for row in rows)


def find_live_profile(session: Session, *, bank_id: UUID, name: str) -> BankFileProfile | None:
    """The version in use of the bank's shape of this name."""
    return session.scalar(
        select(BankFileProfile).where(
            BankFileProfile.bank_id == bank_id,
            BankFileProfile.ended_at.is_(None),
            func.lower(BankFileProfile.name) == name.lower(),
        )
    )


def get_live_shape(session: Session, *, bank_id: UUID, name: str) -> Profile:
    """
    Raises:
        ProfileUnknown
    """
    found = find_live_profile(session, bank_id=bank_id, name=name)
    if found is None:
        raise ProfileUnknown(name=name)
    return shape_of(found)


def get_profile(session: Session, *, actor: Actor, profile_id: UUID) -> BankFileProfile:
    """
    Raises:
        NotPermitted
        NotFound: no such version, or another bank's.
    """
    if not actor.may(Permission.BANK_FILE_UPLOAD):
        raise NotPermitted
    profile = session.scalar(
        select(BankFileProfile).where(
            BankFileProfile.id == profile_id, BankFileProfile.bank_id == actor.bank_id
        )
    )
    if profile is None:
        raise NotFound
    return profile


def find_shape_of_file(session: Session, *, file: BankFile) -> Profile | None:
    """The shape the file was read with; it goes on being that one until the file is applied."""
    if file.profile_id is None:
        return None
    return shape_of(session.get_one(BankFileProfile, file.profile_id))


def list_profiles(session: Session, *, actor: Actor) -> Sequence[ProfileRow]:
    """The bank's shapes by name, the newest version first; those that ended too."""
    if not actor.may(Permission.BANK_FILE_UPLOAD):
        raise NotPermitted
    files = (
        select(func.count())
        .select_from(BankFile)
        .where(BankFile.profile_id == BankFileProfile.id, BankFile.state == BankFileState.APPLIED)
        .correlate(BankFileProfile)
        .scalar_subquery()
    )
    rows = session.execute(
        select(BankFileProfile, User.full_name, files)
        .outerjoin(User, User.id == BankFileProfile.taught_by)
        .where(BankFileProfile.bank_id == actor.bank_id)
        .order_by(BankFileProfile.name, BankFileProfile.revision.desc())
    )
    return [ProfileRow(*row) for row in rows]
