"""Staff users. A family has no user: its access is a letter, see `savings_app.cases.models`."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.access.visitor_rules import PublicForm
from savings_app.actors import Role
from savings_app.db import Base


class User(Base):
    """A person of the staff or of a bank.

    `region` is a Kemendagri prefix that bounds what they see; `session_epoch` rises to end all
    their sessions (sign-out, new password).
    """

    __tablename__ = "user"

    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    full_name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))  # argon2id
    role: Mapped[Role]
    region: Mapped[str | None] = mapped_column(String(13))
    bank_id: Mapped[UUID | None] = mapped_column(ForeignKey("bank.id"))
    is_active: Mapped[bool]
    failed_attempts: Mapped[int]
    locked_until: Mapped[datetime | None]
    session_epoch: Mapped[int]
    created_at: Mapped[datetime]


class PublicSend(Base):
    """That a form of the public pages was sent; who sent it, and what, is not here.

    `mark` is a digest of the address with the server's secret and the hour: it tells two senders
    of one hour apart and nothing else. Rows are deleted after an hour.
    """

    __tablename__ = "public_send"

    form: Mapped[PublicForm]
    mark: Mapped[str | None] = mapped_column(String(64))
    sent_at: Mapped[datetime] = mapped_column(index=True)
