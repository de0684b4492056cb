"""An account of which three months were told, and a product with a rate."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.banks.models import BankProduct, BankProductTerm
from savings_app.cases.models import Account
from savings_app.money import ZERO
from savings_app.policy.rules import FactStatus
from savings_app.reconciliation.actions.files import import_file
from tests.bank_files import Row, as_stored, csv_file, csv_section, read
from tests.builders import NOW, get_bank, make_product

SINCE = date(2026, 1, 1)
MONTHS = (
    csv_section("{number}", [Row(date(2026, 8, 15), 10_000_000, "PENCAIRAN")]),
    csv_section(
        "{number}",
        [Row(date(2026, 9, 30), 8_219, "BUNGA"), Row(date(2026, 9, 30), -1_644, "PAJAK BUNGA")],
        opening=10_000_000,
    ),
    csv_section(
        "{number}",
        [Row(date(2026, 10, 31), 8_499, "BUNGA"), Row(date(2026, 10, 31), -1_700, "PAJAK BUNGA")],
        opening=10_006_575,
    ),
)


def tell_months(session: Session, *, officer: Actor, account: Account) -> None:
    """Ten million since August, with interest and tax posted at the end of two months."""
    for month in MONTHS:
        data = csv_file(month.replace("{number}", account.number.full))
        stored = as_stored(data)
        import_file(
            session,
            actor=officer,
            bank_id=account.bank_id,
            sha256=stored.sha256,
            size=stored.size,
            found=read(data),
            now=NOW,
        )


def product_with(session: Session, rate: int | None) -> BankProduct:
    """A product of BRI at this rate (hundredths of a percent) without a fee."""
    product = make_product(session, bank=get_bank(session), name=f"Tabungan {rate}")
    session.add(
        BankProductTerm(
            product_id=product.id,
            starts=SINCE,
            rate=rate,
            nisbah=None,
            fee_month=ZERO,
            minimum_opening=None,
            minimum_balance=None,
            note=None,
            source="uji",
            status=FactStatus.DRAFT,
            recorded_by=None,
            recorded_at=NOW + timedelta(minutes=1),  # after the terms it was made with
        )
    )
    session.flush()
    return product
