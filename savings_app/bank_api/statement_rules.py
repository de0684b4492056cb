"""Statements as a bank's system sends them, as the value readers of bank files give. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from savings_app.errors import Problem
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.import_rules import BankFileNotBalanced
from savings_app.reconciliation.kinds import Direction
from savings_app.reconciliation.readers.types import (
    BankFile,
    FileFormat,
    Line,
    Section,
    Span,
    gap,
    not_balanced,
)

_CLOSING = re.compile(r"statement (\d+), closing")
_PLACE = re.compile(r"statement (\d+), line (\d+)(?:–(\d+))?")


def as_bank_file(body: Mapping[str, Any]) -> BankFile:
    """The file a checked body stands for; its rows are counted through all statements.

    Raises:
        BankFileNotBalanced: each statement that does not add up is named, one without lines too.
    """
    numbers = count(1)
    sections, spans = [], []
    after = 0
    for position, statement in enumerate(body["statements"], 1):
        spans.append(Span(after, f"statement {position}, line "))
        sections.append(_section(statement, numbers))
        after += len(statement["lines"])
    wrong = [
        Problem(f"statement {position}, closing", not_balanced())
        for position, section in enumerate(sections, 1)
        if not section.balanced
    ]
    if wrong:
        raise BankFileNotBalanced(problems=tuple(wrong))
    return BankFile(
        format=FileFormat.API, sections=tuple(sections), problems=(), spans=tuple(spans)
    )


def _section(statement: Mapping[str, Any], numbers: count[int]) -> Section:
    lines = tuple(_line(one, next(numbers)) for one in statement["lines"])
    opening, closing = _rupiah(statement["opening"]), _rupiah(statement["closing"])
    return Section(
        account=AccountNumber(statement["account_number"]),
        currency=statement["currency"],
        opening=opening,
        closing=closing,
        balanced=not gap(opening, (line.signed for line in lines), closing),
        lines=lines,
    )


def _line(one: Mapping[str, Any], place: int) -> Line:
    return Line(
        on=date.fromisoformat(one["on"]),
        direction=Direction(one["direction"]),
        amount=_rupiah(one["amount"]),
        text=one["text"],
        reference=one.get("reference"),
        place=place,
    )


def _rupiah(text: str) -> Rupiah:
    return Rupiah.from_decimal(Decimal(text))


def pointers(problems: Sequence[Problem]) -> list[dict[str, str]]:
    """Each problem with the JSON pointer of its first row, and of its last where it is a run."""
    return [_pointed(one) for one in problems]


def _pointed(one: Problem) -> dict[str, str]:
    closing = _CLOSING.fullmatch(one.place or "")
    if closing is not None:
        return {"pointer": f"/statements/{int(closing[1]) - 1}/closing", "detail": one.what}
    found = _PLACE.fullmatch(one.place or "")
    if found is None:
        return {"pointer": "/statements", "detail": one.what}
    statement, first, last = int(found[1]) - 1, int(found[2]) - 1, found[3]
    lines = f"/statements/{statement}/lines"
    told = {"pointer": f"{lines}/{first}", "detail": one.what}
    return told if last is None else {**told, "through": f"{lines}/{int(last) - 1}"}
