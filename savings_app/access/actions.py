"""Signing in, signing out, passwords, and adding users.

The slow hash is computed by the caller before the transaction, see `access.passwords`.
"""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.access.queries import get_user
from savings_app.access.rules import (
    EmailInvalid,
    EmailTaken,
    ScopeMissing,
    after_wrong_try,
    is_locked,
)
from savings_app.actors import Actor, Role
from savings_app.audit.actions import record

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+")


def record_sign_in(session: Session, *, user_id: UUID, password_ok: bool, now: datetime) -> bool:
    """Let the user in or count a wrong try; returns whether they are in.

    A refusal is returned, not raised, so that the count is committed.
    """
    # As it is once the row is ours: tries made at the same moment all count.
    user = session.get_one(User, user_id, with_for_update=True, populate_existing=True)
    actor = Actor(role=user.role, user_id=user.id)
    if is_locked(locked_until=user.locked_until, now=now) or not password_ok:
        if not is_locked(locked_until=user.locked_until, now=now):
            user.failed_attempts, user.locked_until = after_wrong_try(
                failed_attempts=user.failed_attempts, now=now
            )
        record(
            session,
            actor=actor,
            now=now,
            action="session:refuse",
            subject="user",
            subject_id=user.id,
        )
        return False
    user.failed_attempts, user.locked_until = 0, None
    record(
        session, actor=actor, now=now, action="session:begin", subject="user", subject_id=user.id
    )
    return True


def end_sessions(session: Session, *, actor: Actor, now: datetime) -> None:
    """Sign the user out everywhere."""
    assert actor.user_id is not None  # noqa: S101
    user = get_user(session, user_id=actor.user_id)
    user.session_epoch += 1
    record(session, actor=actor, now=now, action="session:end", subject="user", subject_id=user.id)


def change_password(session: Session, *, actor: Actor, password_hash: str, now: datetime) -> User:
    """Put the new hash in place and end every other session; the caller begins a new one."""
    assert actor.user_id is not None  # noqa: S101
    user = get_user(session, user_id=actor.user_id)
    user.password_hash = password_hash
    user.session_epoch += 1
    record(
        session, actor=actor, now=now, action="password:change", subject="user", subject_id=user.id
    )
    return user


def add_user(
    session: Session,
    *,
    actor: Actor | None,
    email: str,
    full_name: str,
    role: Role,
    region: str | None,
    bank_id: UUID | None,
    password_hash: str,
    now: datetime,
) -> User:
    """Add a staff user or a bank officer.

    Raises:
        EmailInvalid, EmailTaken, ScopeMissing
    """
    email = email.strip().lower()
    if not _EMAIL.fullmatch(email):
        raise EmailInvalid
    if session.scalar(select(User.id).where(User.email == email)) is not None:
        raise EmailTaken
    if role is Role.BANK_OFFICER and bank_id is None:
        raise ScopeMissing(scope="--bank", field="bank")
    if role in {Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR} and region is None:
        raise ScopeMissing(scope="--region", field="region")
    user = User(
        email=email,
        full_name=full_name,
        role=role,
        region=region,
        bank_id=bank_id,
        password_hash=password_hash,
        is_active=True,
        failed_attempts=0,
        locked_until=None,
        session_epoch=1,
        created_at=now,
    )
    session.add(user)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="user:add",
        subject="user",
        subject_id=user.id,
        role_given=role.value,
    )
    return user
