"""Loading the shipped categories of participants."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.registry.models import Category

CATEGORIES = Path(__file__).with_name("data") / "categories.toml"


def load_categories(session: Session) -> int:
    """Add shipped categories that are not there yet; returns how many."""
    present = set(session.scalars(select(Category.code)))
    rows = tomllib.loads(CATEGORIES.read_text(encoding="utf-8"))["category"]
    new = [row for row in rows if row["code"] not in present]
    session.add_all(Category(**row) for row in new)
    return len(new)
