"""Staff users."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor, Role
from savings_app.errors import NotFound


def find_user_for_session(session: Session, *, user_id: UUID) -> User | None:
    """The user a cookie names, while active."""
    return session.scalar(select(User).where(User.id == user_id, User.is_active))


def find_user_by_email(session: Session, *, email: str) -> User | None:
    """The active user with this address, in any case."""
    return session.scalar(select(User).where(User.email == email.strip().lower(), User.is_active))


def get_user(session: Session, *, user_id: UUID) -> User:
    """
    Raises:
        NotFound
    """
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    return user


def names_of(session: Session, user_ids: set[UUID]) -> dict[UUID, str]:
    """Full names by id, in one query: for "by whom" columns."""
    rows = session.execute(select(User.id, User.full_name).where(User.id.in_(user_ids)))
    return {row.id: row.full_name for row in rows}


def actor_of_email(session: Session, *, email: str, today: date) -> Actor:
    """The actor a command acts as (`--as EMAIL`), today.

    Raises:
        NotFound
    """
    user = find_user_by_email(session, email=email)
    if user is None:
        raise NotFound
    return actor_of(user, today=today)


def find_actor(session: Session, *, user_id: UUID | None) -> Actor | None:
    """The actor a job works for: who asked for it, while active; None for a command's."""
    user = None if user_id is None else find_user_for_session(session, user_id=user_id)
    if user is None:
        return None
    return Actor(role=user.role, user_id=user.id, region=user.region, bank_id=user.bank_id)


def actor_of(user: User, *, today: date) -> Actor:
    """This user, acting today."""
    return Actor(
        role=user.role,
        user_id=user.id,
        region=user.region,
        bank_id=user.bank_id,
        acts_on=today,
    )


def count_users(session: Session, *, role: Role | None = None) -> int:
    statement = select(func.count()).select_from(User)
    if role is not None:
        statement = statement.where(User.role == role)
    return session.scalar(statement) or 0
