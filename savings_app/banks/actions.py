"""Loading the shipped banks; what an operator changed since stays."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.banks.models import Bank
from savings_app.policy.rules import FactStatus

BANKS = Path(__file__).with_name("data") / "banks.toml"


def load_banks(session: Session) -> int:
    """Add shipped banks that are not there yet; returns how many."""
    present = set(session.scalars(select(Bank.code)))
    rows = tomllib.loads(BANKS.read_text(encoding="utf-8"))["bank"]
    new = [row for row in rows if row["code"] not in present]
    for row in new:
        facts = {"national_code": None, "account_digits": None, **row}
        session.add(Bank(**{**facts, "status": FactStatus(row["status"])}))
    return len(new)
