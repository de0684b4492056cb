"""Loading the shipped banks; what an operator changed since stays."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.banks.kinds import Contract, ProductKind
from savings_app.banks.models import Bank, BankProduct, BankProductTerm
from savings_app.banks.rules import check_terms
from savings_app.money import Rupiah
from savings_app.policy.rules import FactStatus

DATA = Path(__file__).parent.parent / "data"
BANKS = DATA / "banks.toml"
PRODUCTS = DATA / "products.toml"


def load_banks(session: Session) -> int:
    """Add shipped banks that are not there yet, with their products; returns how many banks."""
    present = set(session.scalars(select(Bank.code)))
    rows = tomllib.loads(BANKS.read_text(encoding="utf-8"))["bank"]
    new = [row for row in rows if row["code"] not in present]
    for row in new:
        facts = {"national_code": None, "account_digits": None, **row}
        session.add(Bank(**{**facts, "status": FactStatus(row["status"])}))
    session.flush()
    _load_products(session)
    return len(new)


def _load_products(session: Session) -> None:
    """Shipped examples of banks that have no product at all: what an officer keeps is his."""
    kept = select(BankProduct.bank_id)
    found = session.execute(select(Bank.code, Bank.id).where(Bank.id.not_in(kept)))
    without: dict[str, UUID] = {row.code: row.id for row in found}
    rows = tomllib.loads(PRODUCTS.read_text(encoding="utf-8"))["product"]
    for row in rows:
        if row["bank"] not in without:
            continue
        product = BankProduct(
            bank_id=without[row["bank"]],
            name=row["name"],
            kind=ProductKind(row["kind"]),
            contract=Contract(row["contract"]),
            ended_on=None,
            ended_reason=None,
        )
        session.add(product)
        session.flush()
        check_terms(
            product.contract,
            rate=row.get("rate"),
            nisbah=row.get("nisbah"),
            note=row.get("note"),
        )
        session.add(_shipped_terms(row, product_id=product.id))


def _shipped_terms(row: Mapping[str, Any], *, product_id: UUID) -> BankProductTerm:
    amounts = ("fee_month", "minimum_opening", "minimum_balance")
    money = {name: Rupiah.of(row[name]) if name in row else None for name in amounts}
    return BankProductTerm(
        product_id=product_id,
        starts=row["starts"],
        rate=row.get("rate"),
        nisbah=row.get("nisbah"),
        note=row.get("note"),
        source=row["source"],
        status=FactStatus(row["status"]),
        recorded_by=None,
        recorded_at=datetime.combine(row["starts"], time(), UTC),
        **money,
    )
