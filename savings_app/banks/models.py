"""Banks as data: the RKUD bank and the partners change, code does not."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.db import Base
from savings_app.policy.rules import FactStatus


class Bank(Base):
    """A bank. Only a partner has officers here; a family may use any bank."""

    __tablename__ = "bank"

    code: Mapped[str] = mapped_column(String(20), unique=True)  # BSG, BRI…
    national_code: Mapped[str | None] = mapped_column(String(3))
    name: Mapped[str] = mapped_column(String(120))
    is_partner: Mapped[bool]
    is_sharia: Mapped[bool]
    account_digits: Mapped[int | None]  # the usual length; another is a warning, never a refusal
    status: Mapped[FactStatus]
