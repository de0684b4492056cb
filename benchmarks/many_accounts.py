"""A database with many invented accounts of one bank, each with its owner's consent to lines.

One family is made as the tests make it; the others are its copies, made inside the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
import xlsxwriter
from sqlalchemy.orm import Session

from savings_app.cases.models import Account, Heir
from savings_app.consents.kinds import AnswerScope
from savings_app.consents.models import Consent
from savings_app.db import Base
from savings_app.money import Rupiah
from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.models import BankSection
from savings_app.reconciliation.readers import Line
from savings_app.reconciliation.rules import hash_line
from tests.builders import get_bank, load_reference
from tests.domain.bank_rows import make_agreed, make_line

BANK = "BRI"
OPENING = Rupiah.of(1_000_000)
FIRST_DAY = date(2026, 10, 1)
DAYS = 31


def number_of(place: int) -> str:
    """The account number at this place, from 0."""
    return f"0039{place:011}"


def make_world(session: Session, count: int) -> UUID:
    """So many accounts, their owners and consents; the bank's id."""
    load_reference(session)
    recipient, account = make_agreed(session, bank=BANK, scope=AnswerScope.LINES)
    consents = session.scalars(sa.select(Consent.id).where(Consent.recipient_id == recipient.id))
    series = _series(session, count)
    heir = _id(session, series.c.n, "a")
    _copy(session, Heir, recipient.id, series, {"id": heir, "position": series.c.n + 1_000})
    number = _text(session, "0039", series.c.n, 11)
    account_columns = {"id": _id(session, series.c.n, "b"), "recipient_id": heir, "number": number}
    _copy(session, Account, account.id, series, account_columns)
    for letter, consent_id in zip("cd", consents.all(), strict=True):
        columns = {"id": _id(session, series.c.n, letter), "recipient_id": heir}
        _copy(session, Consent, consent_id, series, columns)
    return get_bank(session, BANK).id


def line_of(place: int) -> Line:
    """The one movement of the account at this place."""
    return Line(
        on=FIRST_DAY + timedelta(days=place % DAYS),
        direction=Direction.CREDIT,
        amount=Rupiah(5_000_000 + place * 7_919 % 900_000_000),
        text=f"SETORAN TUNAI {place:08}",
    )


def write_file(path: Path, *, first: int, count: int) -> None:
    """A bank's table of so many movements, one for each account from `first` on."""
    with path.open("w", encoding="utf-8") as file:
        file.write("Tanggal;No. Rekening;Keterangan;Debet;Kredit;Saldo\n")
        for place in range(first, first + count):
            line = line_of(place)
            balance = OPENING + line.amount
            file.write(
                f"{line.on:%d/%m/%Y};{number_of(place)};{line.text};;{line.amount};{balance}\n"
            )


def write_workbook(path: Path, *, first: int, count: int) -> None:
    """The same movements as a bank's workbook has them: amounts are numbers."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Mutasi")
    sheet.write_row(0, 0, ["Tanggal", "No. Rekening", "Keterangan", "Debet", "Kredit", "Saldo"])
    for row, place in enumerate(range(first, first + count), start=1):
        line = line_of(place)
        sheet.write_row(row, 0, [f"{line.on:%d/%m/%Y}", number_of(place), line.text])
        amounts = [float(line.amount.decimal), float((OPENING + line.amount).decimal)]
        sheet.write_row(row, 4, amounts)
    book.close()


def rows_of(
    file_id: UUID, accounts: Sequence[UUID], first: int, count: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What an import of these movements writes: sections and lines."""
    sections, lines = [], []
    for place in range(first, first + count):
        line, section_id = line_of(place), uuid4()
        sections.append(
            {
                "id": section_id,
                "file_id": file_id,
                "account_id": accounts[place],
                "currency": None,
                "opening": OPENING,
                "closing": OPENING + line.amount,
            }
        )
        lines.append(
            {
                "id": uuid4(),
                "section_id": section_id,
                "account_id": accounts[place],
                "on": line.on,
                "direction": line.direction,
                "amount": line.amount,
                "text": line.text,
                "content_hash": hash_line(line),
                "occurrence": 1,
            }
        )
    return sections, lines


def add_file(session: Session) -> UUID:
    """A file for rows that come from none."""
    line = make_line(session, account=session.scalars(sa.select(Account).limit(1)).one(), amount=1)
    return session.get_one(BankSection, line.section_id).file_id


def _series(session: Session, count: int) -> sa.CTE:
    """The numbers 0, 1, 2…"""
    if session.get_bind().dialect.name == "postgresql":
        numbers = sa.func.generate_series(0, count - 1).table_valued("n").render_derived()
        return sa.select(numbers.c.n).cte("series")
    series = sa.select(sa.literal(0).label("n")).cte("series", recursive=True)
    return series.union_all(sa.select(series.c.n + 1).where(series.c.n < count - 1))


def _id(session: Session, number: Any, letter: str) -> Any:
    """A UUID that begins with the letter and ends with the number."""
    if session.get_bind().dialect.name == "postgresql":
        digits = sa.func.lpad(sa.func.to_hex(number), 31, "0")
        return sa.cast(sa.func.concat(letter, digits), sa.Uuid)
    return sa.func.printf(f"{letter}%031x", number, type_=sa.String)


def _text(session: Session, before: str, number: Any, digits: int) -> Any:
    if session.get_bind().dialect.name == "postgresql":
        written = sa.func.lpad(sa.cast(number, sa.String), digits, "0")
        return sa.func.concat(before, written)
    return sa.func.printf(f"{before}%0{digits}d", number, type_=sa.String)


def _copy(
    session: Session,
    model: type[Base],
    row_id: UUID,
    series: sa.CTE,
    changed: Mapping[str, Any],
) -> None:
    table = sa.inspect(model).local_table
    assert isinstance(table, sa.Table)  # noqa: S101
    columns = [changed.get(column.name, column).label(column.name) for column in table.columns]
    copies = sa.select(*columns).select_from(table.join(series, sa.true()))
    names = [column.name for column in table.columns]
    session.execute(
        sa.insert(table).from_select(
            names, copies.where(table.c.id == row_id), include_defaults=False
        )
    )
