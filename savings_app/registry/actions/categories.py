"""A new category of participants: dated data, so that it needs no release."""

from __future__ import annotations

import re
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.registry.models import Category
from savings_app.registry.rules import CategoryTaken

LONGEST_CODE = 40


def category_code(name: str) -> str:
    """`Guru ngaji (TPA)` becomes `guru_ngaji_tpa`."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:LONGEST_CODE].strip("_")


def add_category(
    session: Session, *, actor: Actor, name: str, starts: date, now: datetime
) -> Category:
    """From `starts` on participants may be of it.

    Raises:
        CategoryTaken: there is one of this name or of the code it would get.
    """
    code = category_code(name)
    taken = select(Category.id).where(
        or_(Category.code == code, func.lower(Category.name) == name.lower())
    )
    if not code or session.scalar(taken) is not None:
        raise CategoryTaken
    category = Category(code=code, name=name, starts=starts)
    session.add(category)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="category:add",
        subject="category",
        subject_id=category.id,
        code=code,
    )
    return category
